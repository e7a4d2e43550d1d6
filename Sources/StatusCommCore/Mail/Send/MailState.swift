/// Where one recipient's mail stands; the raw value is its byte in the progress map.
package enum MailState: UInt8, CaseIterable, Sendable {
    case pending = 0
    case accepted = 1
    /// Final: refused, or given up after many deferrals.
    case refused = 2
    /// Put off by the relay, to be tried again.
    case deferred = 3
    /// Sent whole, without a reply: only the relay knows.
    case inDoubt = 4
    /// Being sent; after a crash it means `inDoubt`.
    case inFlight = 5
    /// Not sent, since a newer mail of the incident takes its place.
    case superseded = 6
    /// Not sent, since the address was suppressed after the list was made.
    case skipped = 7
    /// Not sent, since the update was too old by then.
    case expired = 8

    /// The word in logs and documents.
    package var name: String {
        switch self {
        case .pending: "pending"
        case .accepted: "accepted"
        case .refused: "refused"
        case .deferred: "deferred"
        case .inDoubt: "in_doubt"
        case .inFlight: "in_flight"
        case .superseded: "superseded"
        case .skipped: "skipped"
        case .expired: "expired"
        }
    }
}

/// How many recipients are in each state.
package struct MailCounts: Hashable, Sendable {
    private var counts: [Int]

    /// Counts nobody.
    package init() { counts = Array(repeating: 0, count: MailState.allCases.count) }

    /// Number of recipients in a state.
    package subscript(state: MailState) -> Int {
        get { counts[Int(state.rawValue)] }
        set { counts[Int(state.rawValue)] = newValue }
    }

    /// All recipients.
    package var total: Int { counts.reduce(0, +) }

    /// Those to whom a mail may still go.
    package var open: Int { waiting + self[.inDoubt] }

    /// Those who wait for a mail.
    package var waiting: Int { self[.pending] + self[.deferred] + self[.inFlight] }

    /// What there is to say of them, such as `9,997 sent, 3 refused`.
    package var words: String {
        let parts: [(Int, String)] = [
            (self[.accepted], "sent"), (self[.refused], "refused"), (self[.deferred], "put off by the relay"),
            (self[.pending] + self[.inFlight], "waiting"), (self[.inDoubt], "in doubt"),
            (self[.superseded], "given a newer message instead"), (self[.skipped], "suppressed meanwhile"),
            (self[.expired], "left out since it was too old"),
        ]
        let told = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return told.isEmpty ? "nobody to tell" : told.joined(separator: ", ")
    }
}
