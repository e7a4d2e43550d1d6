/// A place in a text file, for messages of the form `path:line:column:`.
package struct SourceLocation: Hashable, Sendable {
    /// Path as the user wrote it, or `-` for standard input.
    package var path: String
    /// Line, from 1.
    package var line: Int
    /// Column in Unicode scalars, from 1.
    package var column: Int
    /// The source line without its line end, shown above the caret; nil when it is not at hand.
    package var sourceLine: String?
    /// Column of the first scalar of `sourceLine`: more than 1 when only the part around the place is kept.
    package var sourceLineColumn: Int

    /// Names a place.
    package init(path: String, line: Int, column: Int, sourceLine: String? = nil, sourceLineColumn: Int = 1) {
        self.path = path
        self.line = line
        self.column = column
        self.sourceLine = sourceLine
        self.sourceLineColumn = sourceLineColumn
    }
}

extension SourceLocation: CustomStringConvertible {
    /// The place as compilers write it, `path:line:column`, safe on a terminal.
    package var description: String { "\(escapingControls(path)):\(line):\(column)" }
}
