/// A system that holds customers' tickets: what the chain of an incident needs of it, and no more.
///
/// A system makes one attempt when told to and says what happened; it never throws, never repeats a write whose outcome it
/// does not know, and never passes off a failure as an empty answer. What to write, in which order, and when again is
/// decided elsewhere. It obeys the vendor's rate on its own, waits no longer than the limit it was made with, and
/// says `retryLater` when that is not enough.
package protocol TicketSystem: Sendable {
    /// What this system can do.
    var capabilities: TicketCapabilities { get }

    /// Finds every open and pending ticket that was created since a time, any order, each once.
    ///
    /// A system whose own search is coarser (whole days, an index that lags) is asked for more; what it brings besides is
    /// left out here. Pages are handed over as they come, so that a hundred thousand tickets need not be held at once.
    ///
    /// - Parameters:
    ///   - time: Inclusive.
    ///   - take: Called with each page.
    /// - Returns: `complete` after the last page. After `failed`, what was handed over counts for nothing: a search
    ///   that was refused, cut off or limited by the system is a failure, never a short list.
    func search(createdSince time: Timestamp, _ take: ([Ticket]) -> Void) async -> TicketSearch

    /// Finds every ticket that carries a mark, whoever put it there, of every status that the system can search for.
    ///
    /// The same promise as with `search`.
    func marked(with mark: TicketMark, _ take: ([Ticket]) -> Void) async -> TicketSearch

    /// Reads one ticket by its `id`, or by its `reference` where the system can look that up.
    ///
    /// It brings everything that the system tells: the text, the marks, when the customer last wrote.
    func read(_ id: String) async -> TicketReading

    /// Makes one attempt at a call.
    ///
    /// A write that the system turns down because the ticket has changed meanwhile (a conditional write, 409 or 412) is
    /// made again on what a fresh read brings, within this attempt.
    func carryOut(_ call: TicketCall) async -> TicketResult

    /// Looks for what an earlier attempt of a call may have left, by the call's key, in the ticket itself.
    ///
    /// Asked for notes and replies after an unknown outcome; links and statuses are looked at with `read`.
    func find(_ call: TicketCall) async -> ConnectorFinding

    /// The requests that a call would make, finished, secrets masked; sends nothing.
    func preview(_ call: TicketCall) async -> ConnectorPreview
}

extension TicketSystem {
    /// What would keep calls from getting there, one phrase each; lists the tickets since a time and writes nothing.
    package func problems(listingSince time: Timestamp) async -> [String] {
        switch await search(createdSince: time, { _ in }) {
        case .complete, .failed(.done): []
        case .failed(let outcome): ["cannot search its tickets: \(outcome.words)"]
        }
    }
}

/// What a ticket system can and cannot do.
package struct TicketCapabilities: Hashable, Sendable {
    /// Whether it has notes that customers do not see; without them no note is written.
    package var hasNotes: Bool
    /// Whether one request can write to the customer and solve the ticket.
    package var repliesAndCloses: Bool
    /// Whether it keeps marks; without them agents cannot add a ticket to an incident or take one away.
    package var keepsMarks: Bool

    /// States what a system can do.
    package init(hasNotes: Bool = true, repliesAndCloses: Bool = false, keepsMarks: Bool = true) {
        self.hasNotes = hasNotes
        self.repliesAndCloses = repliesAndCloses
        self.keepsMarks = keepsMarks
    }
}

/// How a search ended.
package enum TicketSearch: Hashable, Sendable {
    /// Every ticket was handed over; what a person should know besides.
    case complete(reports: [ConnectorReport])
    /// Nothing is known about tickets: `refused`, `retryLater` or `unknown`, never `done`.
    case failed(ConnectorOutcome)
}

/// What reading a ticket found.
package enum TicketReading: Hashable, Sendable {
    case found(Ticket)
    /// There is no such ticket, any more: deleted, or merged into another one.
    case missing
    /// `refused`, `retryLater` or `unknown`, never `done`.
    case failed(ConnectorOutcome)
}
