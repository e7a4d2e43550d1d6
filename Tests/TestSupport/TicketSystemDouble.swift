import JSON5
package import StatusCommCore
import Synchronization

/// A ticket system in memory that keeps everything it is told, refuses and breaks off as told.
///
/// It behaves like Request Tracker where systems differ: a reply opens a solved ticket again, a reply mails the customer, a
/// note does not.
package final class TicketSystemDouble: TicketSystem, Sendable {
    /// What goes wrong with a call.
    package enum Fault: Hashable, Sendable {
        case refused(String)
        case retry(after: Duration?)
        /// No answer, and it was applied.
        case lostAnswer
        /// No answer, and it was not applied.
        case lostRequest
        /// The words are taken, the status is refused.
        case statusRefused
    }

    /// One write that was applied.
    package struct Write: Hashable, Sendable {
        package var ticket: String
        package var action: TicketCall.Action
        package var key: String
    }

    private struct State {
        var tickets: [String: Ticket] = [:]
        var writes: [Write] = []
        /// Texts that customers got by mail, with the address.
        var mails: [String] = []
        var calls: [String] = []
        var searches = 0
        var searchFault: ConnectorOutcome?
        var canFind = true
        var fault: @Sendable (TicketCall) -> Fault? = { _ in nil }
        /// Called before and after each effect; the system is dead once it answers true.
        var isDead: @Sendable () -> Bool = { false }
        var capabilities = TicketCapabilities()
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Timestamp

    package init(_ tickets: [Ticket] = [], now: @escaping @Sendable () -> Timestamp) {
        self.now = now
        state.withLock { state in
            for ticket in tickets { state.tickets[ticket.id] = ticket }
        }
    }

    // MARK: - For tests

    package var tickets: [String: Ticket] { state.withLock { $0.tickets } }
    package var writes: [Write] { state.withLock { $0.writes } }
    package var mails: [String] { state.withLock { $0.mails } }
    /// Every write that was asked for, such as `reply 7`.
    package var calls: [String] { state.withLock { $0.calls } }
    package var searches: Int { state.withLock { $0.searches } }

    package subscript(id: String) -> Ticket? {
        get { state.withLock { $0.tickets[id] } }
        set { state.withLock { $0.tickets[id] = newValue } }
    }

    package func set(
        capabilities: TicketCapabilities? = nil,
        searchFault: ConnectorOutcome?? = nil,
        canFind: Bool? = nil,
        fault: (@Sendable (TicketCall) -> Fault?)? = nil,
        isDead: (@Sendable () -> Bool)? = nil
    ) {
        state.withLock { state in
            if let capabilities { state.capabilities = capabilities }
            if let searchFault { state.searchFault = searchFault }
            if let canFind { state.canFind = canFind }
            if let fault { state.fault = fault }
            if let isDead { state.isDead = isDead }
        }
    }

    /// The customer writes on a ticket.
    package func customerWrites(on id: String) {
        let time = now()
        state.withLock { $0.tickets[id]?.lastCustomerMessageAt = time }
    }

    // MARK: - TicketSystem

    package var capabilities: TicketCapabilities { state.withLock { $0.capabilities } }

    package func search(createdSince time: Timestamp, _ take: ([Ticket]) -> Void) async -> TicketSearch {
        let (tickets, fault) = state.withLock { state in
            state.searches += 1
            return (state.tickets.values.filter { $0.status != .solved && $0.createdAt >= time }, state.searchFault)
        }
        if isDead { return .failed(.unknown(words: "dead")) }
        let sorted = tickets.sorted { $0.id < $1.id }.map(Self.listed)
        // A failing search may have handed over a part.
        for start in stride(from: 0, to: sorted.count, by: 10) {
            take(Array(sorted[start..<min(start + 10, sorted.count)]))
        }
        return fault.map { .failed($0) } ?? .complete(reports: [])
    }

    package func marked(with mark: TicketMark, _ take: ([Ticket]) -> Void) async -> TicketSearch {
        if isDead { return .failed(.unknown(words: "dead")) }
        take(tickets.values.filter { $0.carries(mark) == true }.sorted { $0.id < $1.id }.map(Self.listed))
        return .complete(reports: [])
    }

    /// A listing brings no marks and no times of messages.
    private static func listed(_ ticket: Ticket) -> Ticket {
        var ticket = ticket
        ticket.marks = nil
        ticket.lastCustomerMessageAt = nil
        return ticket
    }

    package func read(_ id: String) async -> TicketReading {
        if isDead { return .failed(.unknown(words: "dead")) }
        return self[id].map { .found($0) } ?? .missing
    }

    package func carryOut(_ call: TicketCall) async -> TicketResult {
        if isDead { return TicketResult(.unknown(words: "dead")) }
        let fault = state.withLock { state in
            state.calls.append("\(call.action.name) \(call.ticket.id)")
            return state.fault
        }(call)
        switch fault {
        case .refused(let words): return TicketResult(.refused(status: 403, words: words))
        case .retry(let after): return TicketResult(.retryLater(after: after, words: "too many requests"))
        case .lostRequest: return TicketResult(.unknown(words: "timed out"))
        case .statusRefused:
            apply(call, withStatus: false)
            return TicketResult(.refused(status: 200, words: "status refused"))
        case .lostAnswer:
            apply(call)
            return TicketResult(.unknown(words: "timed out"))
        case nil:
            apply(call)
            return TicketResult(isDead ? .unknown(words: "dead") : .done)
        }
    }

    package func find(_ call: TicketCall) async -> ConnectorFinding {
        if isDead { return .failed(.unknown(words: "dead")) }
        return state.withLock { state in
            guard state.canFind else { return .unsupported }
            let isThere = state.writes.contains { $0.key == call.key && $0.ticket == call.ticket.id }
            return isThere ? .found(saved: JSONObject()) : .absent
        }
    }

    package func preview(_ call: TicketCall) async -> ConnectorPreview {
        ConnectorPreview(
            requests: [
                PreviewedRequest(
                    method: .post,
                    url: "https://tickets.example/\(call.ticket.id)/\(call.action.name)",
                    headers: [],
                    body: call.action.text
                )
            ],
            reports: [],
            problem: nil
        )
    }

    private var isDead: Bool { state.withLock { $0.isDead }() }

    private func apply(_ call: TicketCall, withStatus: Bool = true) {
        state.withLock { state in
            guard var ticket = state.tickets[call.ticket.id] else { return }
            switch call.action {
            case .link:
                var marks = ticket.marks ?? []
                if !marks.contains(call.mark.text) { marks.append(call.mark.text) }
                ticket.marks = marks
            case .unlink: ticket.marks = ticket.marks?.filter { !call.mark.isWritten(as: $0) }
            case .note: break
            case .reply(let text):
                state.mails.append("\(ticket.requester?.address ?? ticket.id): \(text)")
                if ticket.status == .solved { ticket.status = .open }
            case .replyAndClose(let text):
                state.mails.append("\(ticket.requester?.address ?? ticket.id): \(text)")
                if withStatus { ticket.status = .solved }
            case .close: ticket.status = .solved
            }
            state.tickets[ticket.id] = ticket
            state.writes.append(Write(ticket: ticket.id, action: call.action, key: call.key))
        }
    }
}

extension TicketCall.Action {
    /// What it writes, nil when it writes nothing.
    package var text: String? {
        switch self {
        case .note(let text), .reply(let text), .replyAndClose(let text): text
        case .link, .unlink, .close: nil
        }
    }
}
