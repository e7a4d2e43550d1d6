/// What a shell offers while a value is typed.
package indirect enum Completion: Hashable, Sendable {
    case none
    /// Files with one of the endings (without the dot), and directories; any file when there are none.
    case file(endings: [String])
    case directory
    /// The value's own fixed words.
    case choices
    /// Words that only the program knows, asked for with `__complete`.
    case dynamic(DynamicCompletion)
    /// `NAME=VALUE`: first the name, then one of the fixed values.
    case assignment(name: Completion, choices: [String])
}

/// Name of a set of words that the program reads from local data while a shell completes.
package struct DynamicCompletion: Hashable, Sendable {
    /// Lower-case letters and `-`: it becomes part of shell functions.
    package let name: String

    /// Names a set.
    package init(_ name: String) {
        self.name = name
    }
}
