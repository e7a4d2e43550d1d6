/// An exchange that brought no whole answer.
package struct TransportError: Error, Hashable, Sendable {
    /// What is certain about the other side.
    package enum Outcome: Hashable, Sendable {
        /// Nothing of the request left this machine: it may be sent again.
        case notSent
        /// The request may have been applied: look before sending again.
        case outcomeUnknown
    }

    package var outcome: Outcome
    /// Host of the request, empty when the URL has none; never its path or query, which carry secrets.
    package var host: String
    /// Cause for a person; control characters are already replaced.
    package var cause: String
    /// Whether it ran into a time limit or was cancelled, rather than being refused or broken off.
    package var isTimeout: Bool
    /// HTTP status that had come before the answer broke, nil when none had.
    package var status: Int?

    /// States an error.
    package init(outcome: Outcome, host: String, cause: String, isTimeout: Bool = false, status: Int? = nil) {
        self.outcome = outcome
        self.host = host
        self.cause = cause
        self.isTimeout = isTimeout
        self.status = status
    }
}

extension TransportError: Diagnostic {
    package var message: String {
        switch outcome {
        case .notSent: "cannot reach '\(host)': \(cause)"
        case .outcomeUnknown: "no whole answer from '\(host)': \(cause)"
        }
    }

    package var exitStatus: ExitStatus {
        switch outcome {
        case .notSent: .failed
        case .outcomeUnknown: .outcomeUnknown
        }
    }
}
