extension Transport {
    /// No way to the network: every exchange fails before anything leaves this machine.
    package static let none = Transport { _ throws(TransportError) in
        throw TransportError(outcome: .notSent, host: "", cause: "an exercise touches no network")
    }
}
