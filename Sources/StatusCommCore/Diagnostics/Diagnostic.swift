package import JSON5

/// An error that a person reads: what failed, where, why, and what to do next.
///
/// Printed as `statuscomm: error: <message>` and `statuscomm: hint: <hint>`; with a place, `path:line:column:` first.
package protocol Diagnostic: Error, Sendable {
    /// What failed, the subject in single quotes, and the cause; lower case, no full stop, no secret.
    var message: String { get }
    /// One next step: a command to run or a key to set. No hint is better than a vague one.
    var hint: String? { get }
    /// Place in a file, for mistakes in configurations, connectors and templates.
    var location: SourceLocation? { get }
    /// What a script sees.
    var exitStatus: ExitStatus { get }
}

extension Diagnostic {
    package var hint: String? { nil }
    package var location: SourceLocation? { nil }
    package var exitStatus: ExitStatus { .failed }
}
