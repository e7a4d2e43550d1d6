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
    package var open: Int { self[.pending] + self[.deferred] + self[.inFlight] + self[.inDoubt] }
}
