package import JSON5

/// How one attempt of one action ended.
package enum ConnectorOutcome: Hashable, Sendable {
    /// The provider has it, whole.
    case done
    /// Final: the provider, or a check of ours before anything was sent, says no.
    case refused(status: Int?, words: String)
    /// Certainly not applied; may be sent again after that time, or after our own when the provider names none.
    case retryLater(after: Duration?, words: String)
    /// May or may not have been applied: look before sending again.
    case unknown(words: String)
}

/// Something the person who runs the command must be told, though it stops nothing.
package enum ConnectorReport: Hashable, Sendable {
    /// Our word has no equal at the provider; `sent` stands in for it.
    case lossyMapping(word: String, sent: String, words: String)
    /// A text was longer than the provider takes.
    case cut(field: String, from: Int, to: Int)
    /// The provider has no component of that name; it was left out.
    case unknownComponent(name: String, nearest: [String])
    /// The action sends no status of components, and these have a new one.
    case unsentStatus(names: [String])

    /// The report as a person reads it.
    package var words: String {
        switch self {
        case .lossyMapping(let word, let sent, let words): "'\(word)' is sent as '\(sent)': \(words)"
        case .cut(let field, let from, let to): "the \(field) was cut from \(from) to \(to) characters"
        case .unknownComponent(let name, let nearest):
            "no component named '\(name)' at the provider, so it was left out"
                + (nearest.isEmpty ? "" : "; there is \(nearest.map { "'\($0)'" }.joined(separator: ", "))")
        case .unsentStatus(let names):
            "the provider takes no status of components with this message, so it does not hear what is new about "
                + names.map { "'\($0)'" }.joined(separator: ", ")
        }
    }
}

/// What one attempt of one action did.
package struct ConnectorResult: Hashable, Sendable {
    package var outcome: ConnectorOutcome
    /// Values kept for later actions, such as `remoteID` and `url`; those of earlier actions included.
    package var saved: JSONObject
    /// Requests carried out so far, to be given to the next attempt of the same action.
    package var completed: [String]
    package var reports: [ConnectorReport]
}

/// What looking for an earlier attempt found.
package enum ConnectorFinding: Hashable, Sendable {
    /// It is there; the values that the action would have saved.
    case found(saved: JSONObject)
    case absent
    /// The provider keeps no mark of ours, so that nobody can tell.
    case unsupported
    /// The look itself failed.
    case failed(ConnectorOutcome)
}

/// What reading back found.
package enum ConnectorVerification: Hashable, Sendable {
    /// Everything is as it should be.
    case confirmed
    /// What is not, one phrase each.
    case differs([String])
    case unsupported
    case failed(ConnectorOutcome)
}
