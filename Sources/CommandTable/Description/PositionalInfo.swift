/// What help, completion and the parser need to know of an argument without a name.
package struct PositionalInfo: Hashable, Sendable {
    /// Name in usage lines, in capitals.
    package var name: String
    package var choices: [String]
    package var completion: Completion
    package var acceptsStandardInput: Bool
    package var isRequired: Bool
    /// Takes all that are left; only the last one may.
    package var isRepeatable: Bool
    /// One line without a full stop.
    package var help: String
}
