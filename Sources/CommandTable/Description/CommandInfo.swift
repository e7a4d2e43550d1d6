/// A command line from a command's help, and what it does.
package struct CommandExample: Hashable, Sendable {
    /// The whole line as typed in a shell.
    package var line: String
    /// What it does: a phrase without a full stop.
    package var purpose: String

    /// Shows a command line.
    package init(_ purpose: String, _ line: String) {
        self.line = line
        self.purpose = purpose
    }
}

/// What a number returned to the shell means.
package struct ExitStatusInfo: Hashable, Sendable {
    package var code: Int32
    /// A phrase without a full stop.
    package var meaning: String

    /// Explains a number.
    package init(_ code: Int32, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}

/// Everything about a command but the code it runs.
package struct CommandInfo: Hashable, Sendable {
    /// Words that call it: `["incident", "open"]`.
    package var path: [String]
    /// What it does in one line, in the imperative, lower case, no full stop.
    package var abstract: String
    /// Paragraphs separated by an empty line.
    package var discussion: String
    package var options: [OptionInfo]
    package var positionals: [PositionalInfo]
    package var rules: [OptionRule]
    package var examples: [CommandExample]
    package var exitStatuses: [ExitStatusInfo]
    /// Shape of member `result` of its `--json` document; nil when it has none.
    package var output: OutputSchema?
    /// Left out of help, completion and the man page.
    package var isHidden: Bool

    /// The words as typed.
    package var name: String { path.joined(separator: " ") }
}
