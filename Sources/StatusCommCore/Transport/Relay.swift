/// The way to a mail relay: what opens connections to it.
package struct Relay: Sendable {
    /// Opens a connection up to the end of AUTH; blocks, and is called on a thread of its own.
    package var connect: @Sendable (_ timeoutMilliseconds: Int) -> Result<RelayConnection, RelayFailure>

    /// Wraps what opens connections.
    package init(connect: @escaping @Sendable (_ timeoutMilliseconds: Int) -> Result<RelayConnection, RelayFailure>) {
        self.connect = connect
    }
}

/// Why there is no connection to a relay.
package struct RelayFailure: Error, Hashable, Sendable {
    /// What went wrong, as far as it decides what to do next.
    package enum Kind: Hashable, Sendable {
        /// Another attempt later may work.
        case temporary
        /// The relay has too many connections already, or wants none now.
        case tooMany
        /// Nothing changes until somebody changes the configuration or the relay.
        case configuration
    }

    package var kind: Kind
    /// Cause for a person; never a secret.
    package var reason: String

    /// States a failure.
    package init(kind: Kind, reason: String) {
        self.kind = kind
        self.reason = reason
    }
}
