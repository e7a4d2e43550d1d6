import Foundation
import JSON5
import StatusCommCore
import TestSupport

/// The mark of the incident that every ticket test is about.
let ticketMark = TicketMark(
    publicID: "k3x9q2m7a1b4",
    url: "https://status.acme.example/incidents/k3x9q2m7a1b4",
    title: "Payments are \"down\""
)

extension ConnectorTicketSystem {
    /// A shipped connector at a target named `support`.
    static func preset(
        _ name: String,
        settings: JSONObject,
        limit: Duration = .seconds(60),
        transport: Transport = .curl(),
        clock: any Clock<Duration> = ManualClock(),
        now: @escaping @Sendable () -> Timestamp = { connectorTestTime }
    ) throws -> ConnectorTicketSystem {
        guard let connector = try Connector.preset(named: name) else { throw UnknownPreset(name: name) }
        return .init(connector, settings: settings, limit: limit, transport: transport, clock: clock, now: now)
    }

    /// A connector at a target named `support`; its previews know no secret.
    init(
        _ connector: Connector,
        settings: JSONObject,
        limit: Duration = .seconds(60),
        transport: Transport = .curl(),
        clock: any Clock<Duration> = ManualClock(),
        now: @escaping @Sendable () -> Timestamp = { connectorTestTime }
    ) {
        @Sendable func runner(_ settings: JSONObject) -> ConnectorRunner {
            ConnectorRunner(
                connector: connector,
                target: "support",
                settings: settings,
                transport: transport,
                clock: clock,
                now: now
            )
        }
        var masked = settings
        for setting in connector.settings where setting.isSecret && masked[setting.name] != nil {
            masked[setting.name] = "***"
        }
        let shown = masked
        self.init(
            connector: connector,
            limit: limit,
            makeRunner: { runner(settings) },
            makePreviewRunner: { runner(shown) },
            now: now
        )
    }

    /// Everything that a search gives, sorted by id; nil after a failure.
    func found(createdSince time: Timestamp) async -> [Ticket]? {
        var tickets: [Ticket] = []
        guard case .complete = await search(createdSince: time, { tickets += $0 }) else { return nil }
        return tickets.sorted { $0.id.count == $1.id.count ? $0.id < $1.id : $0.id.count < $1.id.count }
    }

    /// Ids of everything that carries the mark; nil after a failure.
    func marked() async -> [String]? {
        var ids: [String] = []
        guard case .complete = await marked(with: ticketMark, { ids += $0.map(\.id) }) else { return nil }
        return ids.sorted()
    }

    /// The ticket as it is; a failure is a test's failure.
    func ticket(_ id: String) async throws -> Ticket {
        switch await read(id) {
        case .found(let ticket): return ticket
        case .missing: throw UnreadTicket(id: id, words: "missing")
        case .failed(let outcome): throw UnreadTicket(id: id, words: "\(outcome)")
        }
    }

    /// Makes one attempt at a call on a ticket as it is now.
    func carryOut(_ action: TicketCall.Action, on id: String, key: String = ticketKey) async throws -> TicketResult {
        await carryOut(TicketCall(action, on: try await ticket(id), mark: ticketMark, key: key))
    }
}

/// Key of the call that ticket tests make.
let ticketKey = "0123456789abcdef0123456789abcdef"

struct UnreadTicket: Error {
    var id: String
    var words: String
}

extension ConnectorOutcome {
    /// The words of an outcome that is not done.
    var words: String? {
        switch self {
        case .done: nil
        case .refused(_, let words), .retryLater(_, let words), .unknown(let words): words
        }
    }

    var isRefused: Bool {
        switch self {
        case .refused: true
        case .done, .retryLater, .unknown: false
        }
    }
}

/// A server that `Tests/TicketServers/run.sh` has started: what its script tells of it, nil when there is none.
struct LiveTicketServer {
    let values: [String: String]

    init?(named name: String) {
        guard let path = ProcessInfo.processInfo.environment["TICKET_SERVER_\(name)"],
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { return nil }
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        self.values = values
    }

    subscript(name: String) -> String { values[name] ?? "" }

    /// The seed's own list of its tickets, by column, from the file that a value names.
    func truth(in name: String) throws -> [[String: String]] {
        let lines = try String(contentsOfFile: self[name], encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        return lines.dropFirst().map { Dictionary(zip(lines[0], $0)) { first, _ in first } }
    }
}

extension ConnectorTicketSystem {
    /// A shipped connector at a real server, by the real clock.
    static func live(
        _ preset: String,
        _ settings: JSONObject,
        _ changes: JSONObject = [:],
        transport: Transport = .curl()
    ) throws -> ConnectorTicketSystem {
        var settings = settings
        for member in changes.members { settings[member.name] = member.value }
        return try .preset(
            preset,
            settings: settings,
            transport: transport,
            clock: ContinuousClock(),
            now: Timestamp.readingSystemClock
        )
    }

    /// Everything that a search for the last day gives; nil after a failure.
    func foundInLastDay() async -> [Ticket]? {
        await found(createdSince: Timestamp.readingSystemClock().advanced(by: .seconds(-86_400)))
    }
}
