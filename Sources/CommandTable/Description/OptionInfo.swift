/// What help, completion and the parser need to know of an option.
package struct OptionInfo: Hashable, Sendable {
    /// What follows an option's name.
    package struct Value: Hashable, Sendable {
        /// Name in usage lines: `TEXT`.
        package var name: String
        package var choices: [String]
        package var completion: Completion
        package var acceptsStandardInput: Bool
    }

    /// Long name without the dashes.
    package var name: String
    /// Short name without the dash.
    package var short: Character?
    /// Nil for a flag, which takes no value.
    package var value: Value?
    package var isRequired: Bool
    /// Whether each use adds a value; otherwise the last one wins.
    package var isRepeatable: Bool
    /// One line without a full stop.
    package var help: String
    /// More about it for `--help` and the man page; paragraphs are separated by an empty line.
    package var details: String?
    /// What holds when it is not given, as it would be typed.
    package var defaultValue: String?
    /// Environment variable that is read when it is not given.
    package var environment: String?

    /// Whether it stands alone, without a value.
    package var isFlag: Bool { value == nil }

    /// The option as messages name it: `--title`.
    package var spelling: String { "--" + name }
}
