import JSON5
import Synchronization

/// The ticket systems of an exercise: each holds one ticket of a made-up customer, and remembers what was done to it.
///
/// A class, since every command of an exercise looks at the same tickets.
final class ExerciseTicketDesk: Sendable {
    /// What is known of the ticket of one system.
    struct Desk {
        var ticket: Ticket
        /// The requests so far, as they stand in the file.
        var requests = ""
    }

    private let desks = Mutex<[String: Desk]>([:])

    /// Works on the desk of a system, with a new ticket when there is none.
    func with<Result>(_ target: String, at time: Timestamp, _ body: (inout Desk) -> Result) -> Result {
        desks.withLock { desks in
            var desk = desks[target] ?? Desk(ticket: Self.ticket(at: time))
            defer { desks[target] = desk }
            return body(&desk)
        }
    }

    private static func ticket(at time: Timestamp) -> Ticket {
        var ticket = Ticket(
            id: "4711",
            subject: "EXERCISE: It does not work any more",
            body: Ticket.Body("Hello, since a few minutes I only see errors. Is something broken? Kim"),
            createdAt: time
        )
        ticket.requester = Ticket.Requester(id: "1", address: "kim@customer.example", name: "Kim")
        ticket.lastCustomerMessageAt = time
        ticket.marks = []
        return ticket
    }
}

/// Stands in for a ticket system in an exercise: what would be written on the ticket goes to a file.
///
/// An agent has put the incident's mark on the ticket already, where the system keeps marks.
struct ExerciseTicketSystem: TicketSystem {
    let target: String
    /// The system as the configuration has it; asked for previews alone.
    let original: any TicketSystem
    let desk: ExerciseTicketDesk
    /// Folder for what would be sent, absolute.
    let folder: String
    let now: @Sendable () -> Timestamp

    var capabilities: TicketCapabilities { original.capabilities }

    func search(createdSince time: Timestamp, _ take: ([Ticket]) -> Void) async -> TicketSearch {
        let ticket = desk.with(target, at: now()) { $0.ticket }
        if ticket.status != .solved, ticket.createdAt >= time { take([ticket]) }
        return .complete(reports: [])
    }

    func marked(with mark: TicketMark, _ take: ([Ticket]) -> Void) async -> TicketSearch {
        take([
            desk.with(target, at: now()) { desk in
                if desk.ticket.carries(mark) != true { desk.ticket.marks = [mark.text] }
                return desk.ticket
            }
        ])
        return .complete(reports: [])
    }

    func read(_ id: String) async -> TicketReading {
        let ticket = desk.with(target, at: now()) { $0.ticket }
        return ticket.id == id ? .found(ticket) : .missing
    }

    func carryOut(_ call: TicketCall) async -> TicketResult {
        let preview = await original.preview(call)
        let shown = preview.requests.map { request in
            "\(request.method.rawValue) \(request.url)\n\(request.body.map { "\($0)\n" } ?? "")"
        }
        let requests = desk.with(target, at: now()) { desk in
            desk.requests += "\(call.action.name) \(call.ticket.reference)\n\(shown.joined(separator: "\n"))\n"
            switch call.action {
            case .link: desk.ticket.marks = [call.mark.text]
            case .unlink: desk.ticket.marks = []
            case .close, .replyAndClose: desk.ticket.status = .solved
            case .note, .reply: break
            }
            return desk.requests
        }
        do throws(StaticPageError) {
            let file = StaticFile(path: "\(target)-calls.txt", bytes: Array(requests.utf8))
            _ = try StaticPageWriter(directory: folder).write([file])
        } catch {
            return TicketResult(.refused(status: nil, words: error.message))
        }
        if let problem = preview.problem { return TicketResult(.refused(status: nil, words: problem)) }
        return TicketResult(.done, reports: preview.reports)
    }

    /// Whatever was tried here was done.
    func find(_ call: TicketCall) async -> ConnectorFinding { .found(saved: JSONObject()) }

    func preview(_ call: TicketCall) async -> ConnectorPreview { await original.preview(call) }
}
