/// What MAIL and RCPT say about one mail (RFC 5321 sections 3.3, RFC 3461, RFC 6531).
package struct MailEnvelope: Hashable, Sendable {
    /// Return path; empty is the null path.
    package var sender: String
    package var recipient: MailAddress
    /// `ENVID` of RFC 3461, nil when no delivery report is wanted.
    package var envelopeID: String?

    /// Names sender and recipient.
    package init(sender: String, recipient: MailAddress, envelopeID: String? = nil) {
        self.sender = sender
        self.recipient = recipient
        self.envelopeID = envelopeID
    }
}

/// A mail that cannot be made from its data, and why.
package struct MailRefused: Diagnostic, Hashable {
    package var recipient: String?
    package var reason: String

    /// States why a mail cannot be made.
    package init(recipient: String? = nil, reason: String) {
        self.recipient = recipient
        self.reason = reason
    }

    package var message: String {
        recipient.map { "cannot make the mail to '\($0)': \(reason)" } ?? "cannot make the mail: \(reason)"
    }

    package var exitStatus: ExitStatus { .usage }
}
