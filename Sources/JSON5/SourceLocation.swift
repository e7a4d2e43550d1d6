/// A place in a text file, for messages of the form `path:line:column:`.
package struct SourceLocation: Hashable, Sendable {
    /// Path as the user wrote it, or `-` for standard input.
    package var path: String
    /// Line, from 1.
    package var line: Int
    /// Column in Unicode scalars, from 1.
    package var column: Int
    /// The whole source line without its line end, shown above the caret; nil when it is not at hand.
    package var sourceLine: String?

    /// Names a place.
    package init(path: String, line: Int, column: Int, sourceLine: String? = nil) {
        self.path = path
        self.line = line
        self.column = column
        self.sourceLine = sourceLine
    }
}
