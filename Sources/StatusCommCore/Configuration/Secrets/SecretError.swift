package import JSON5

/// A secret that could not be fetched; says where it should have come from and never what it is.
package struct SecretError: Diagnostic, Hashable {
    package let message: String
    package let hint: String?
    package let location: SourceLocation?
    package var exitStatus: ExitStatus { .configuration }

    init(_ message: String, hint: String? = nil, of secret: Secret) {
        self.message = message
        self.hint = hint
        location = secret.location
    }

    /// What is wrong and what to do about it, in one line for a delivery's record.
    var reason: String { hint.map { "\(message): \($0)" } ?? message }
}
