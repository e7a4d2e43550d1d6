package import JSON5

/// How one attempt at a delivery ended.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The target has it.
    ///
    /// - saved: what later deliveries to the target need, such as `remoteID` and `url`.
    /// - notes: what a person should know: lossy mappings, components still red after a resolution.
    case done(saved: JSONObject, notes: [DeliveryNote])
    /// The target said no, and would say no again.
    case refused(reason: String)
    /// It certainly was not taken; worth another try, no earlier than the wait the target asked for.
    case retry(reason: String, after: Duration?)
    /// Nothing left this machine, and nothing would in this run: a person has to mend something here first.
    case blocked(reason: String)
    /// It may or may not have been taken.
    case unknown(reason: String)
}

/// Something a person should know about a delivery that went through.
package struct DeliveryNote: Hashable, Sendable {
    /// Whether it is merely so or wants somebody to act.
    package enum Weight: String, Sendable {
        case information
        /// The target does not show what we said: somebody has to look.
        case problem
    }

    package var weight: Weight
    /// One line, without secrets and control characters.
    package var text: String

    /// Weighs a line.
    package init(_ weight: Weight, _ text: String) {
        self.weight = weight
        self.text = text
    }
}

/// What a look at the target found after an outcome was unknown.
package enum DeliverySighting: Hashable, Sendable {
    /// It is there: nothing more to send.
    case found(saved: JSONObject, notes: [DeliveryNote])
    /// It is not there (yet: a request may still be under way).
    case absent
    /// The target's own key makes a second request harmless.
    case repeatable
    /// The target offers nothing to recognise our request by.
    case unrecognisable
    /// The look itself failed.
    case failed(reason: String, after: Duration?)
    /// No look can be had in this run: a person has to mend something here first.
    case blocked(reason: String)
}
