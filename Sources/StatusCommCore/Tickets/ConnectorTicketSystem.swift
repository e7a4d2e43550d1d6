import JSON5

/// A ticket system that a connector of the kind `ticket` describes.
package struct ConnectorTicketSystem: TicketSystem {
    /// The connector's name, for people.
    package var kind: String { connector.name }
    private let connector: Connector
    private let limit: Duration
    private let runners: RunnerOnce
    private let makePreviewRunner: @Sendable () -> ConnectorRunner
    private let now: @Sendable () -> Timestamp

    /// Binds a connector to a target of the configuration.
    ///
    /// - Parameters:
    ///   - connector: One of the kind `ticket`.
    ///   - limit: Longest time for one call, waiting for the vendor's rate included.
    ///   - makeRunner: A runner with its secrets read, which may mean asking another program; made once.
    ///   - makePreviewRunner: A runner that knows no secret, for showing what would be sent.
    ///   - now: The present.
    package init(
        connector: Connector,
        limit: Duration,
        makeRunner: @escaping @Sendable () async throws -> ConnectorRunner,
        makePreviewRunner: @escaping @Sendable () -> ConnectorRunner,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.connector = connector
        self.limit = limit
        runners = RunnerOnce(make: makeRunner)
        self.makePreviewRunner = makePreviewRunner
        self.now = now
    }

    /// What the connector has actions for; see `TicketSystem`.
    package var capabilities: TicketCapabilities {
        TicketCapabilities(
            hasNotes: connector.supports(.note),
            repliesAndCloses: connector.supports(.replyAndClose),
            keepsMarks: connector.supports(.marked)
        )
    }

    /// Every open and pending ticket created since a time; see `TicketSystem`.
    package func search(createdSince time: Timestamp, _ take: ([Ticket]) -> Void) async -> TicketSearch {
        var facts = TicketFacts(action: .search, now: now())
        facts.since = time
        // Many systems write times to the second.
        let earliest = Timestamp(seconds: time.seconds)
        return await list(facts, where: { $0.status != .solved && $0.createdAt >= earliest }, take: take)
    }

    /// Every ticket that carries a mark; see `TicketSystem`.
    package func marked(with mark: TicketMark, _ take: ([Ticket]) -> Void) async -> TicketSearch {
        guard connector.supports(.marked) else { return .failed(unsupported("keeps no marks")) }
        var facts = TicketFacts(action: .marked, now: now())
        facts.mark = mark
        return await list(facts, where: { $0.carries(mark) != false }, take: take)
    }

    private func list(
        _ facts: TicketFacts,
        where isWanted: (Ticket) -> Bool,
        take: ([Ticket]) -> Void
    ) async -> TicketSearch {
        let runner: ConnectorRunner
        switch await self.runner() {
        case .success(let made): runner = made
        case .failure(let failure): return .failed(failure.outcome)
        }
        var run = ConnectorRun(runner: runner, input: ConnectorInput(facts), isPreview: false)
        // Pages shift while tickets come and go, so that a row may come twice.
        var seen: Set<String> = []
        do throws(ConnectorStop) {
            try await run.list(facts.action) { tickets in
                let fresh = tickets.filter { isWanted($0) && seen.insert($0.id).inserted }
                if !fresh.isEmpty { take(fresh) }
            }
            return .complete(reports: run.reports)
        } catch {
            return .failed(error.outcome)
        }
    }

    /// One ticket; see `TicketSystem`.
    package func read(_ id: String) async -> TicketReading {
        let runner: ConnectorRunner
        switch await self.runner() {
        case .success(let made): runner = made
        case .failure(let failure): return .failed(failure.outcome)
        }
        var facts = TicketFacts(action: .read, now: now())
        facts.ticket = Ticket(id: id, subject: "", createdAt: now())
        var run = ConnectorRun(runner: runner, input: ConnectorInput(facts), isPreview: false)
        do throws(ConnectorStop) {
            let ticket = try await run.readTicket()
            // Another id than the one asked for is the ticket that this one was merged into, or moved to.
            return id == ticket.id || id == ticket.reference ? .found(ticket) : .missing
        } catch {
            if case .refused(let status?, _) = error.outcome, [404, 410].contains(status) { return .missing }
            return .failed(error.outcome)
        }
    }

    /// One attempt at a call; see `TicketSystem`.
    package func carryOut(_ call: TicketCall) async -> TicketResult {
        let action = call.action.connectorAction
        guard connector.supports(action) else { return TicketResult(unsupported("has no '\(action.rawValue)'")) }
        let runner: ConnectorRunner
        switch await self.runner() {
        case .success(let made): runner = made
        case .failure(let failure): return TicketResult(failure.outcome)
        }
        let input = ConnectorInput(call, now: now())
        let result = await runner.run(action, input)
        guard result.outcome != .done, !result.completed.isEmpty else {
            return TicketResult(result.outcome, reports: result.reports)
        }
        let progress: JSONValue = [
            "completed": .array(result.completed.map { .string($0) }), "saved": .object(result.saved),
        ]
        return TicketResult(result.outcome, progress: progress, reports: result.reports)
    }

    /// One look; see `TicketSystem`.
    package func find(_ call: TicketCall) async -> ConnectorFinding {
        switch await runner() {
        case .success(let runner):
            return await runner.find(after: call.action.connectorAction, ConnectorInput(call, now: now()))
        case .failure(let failure): return .failed(failure.outcome)
        }
    }

    /// The requests of a call; see `TicketSystem`.
    package func preview(_ call: TicketCall) async -> ConnectorPreview {
        await makePreviewRunner().preview(call.action.connectorAction, ConnectorInput(call, now: now()))
    }

    private func unsupported(_ words: String) -> ConnectorOutcome {
        .refused(status: nil, words: "the connector '\(connector.name)' \(words)")
    }

    private func runner() async -> Result<ConnectorRunner, ConnectorStop> {
        do {
            return .success(try await runners.runner().ending(within: limit, isPatient: true))
        } catch {
            // Nothing left this machine; a secret that cannot be read now may be readable later.
            let words = (error as? any Diagnostic)?.message ?? "\(error)"
            return .failure(ConnectorStop(outcome: .retryLater(after: nil, words: words)))
        }
    }
}

/// One runner for all calls, since it is what counts requests against the vendor's rate.
///
/// An actor, so that two first calls at once read the secrets once.
private actor RunnerOnce {
    private let make: @Sendable () async throws -> ConnectorRunner
    private var task: Task<ConnectorRunner, any Error>?

    init(make: @escaping @Sendable () async throws -> ConnectorRunner) {
        self.make = make
    }

    func runner() async throws -> ConnectorRunner {
        let make = make
        let task = task ?? Task { try await make() }
        self.task = task
        do {
            return try await task.value
        } catch {
            self.task = nil
            throw error
        }
    }
}

extension TicketCall.Action {
    /// The connector's action that carries it out.
    fileprivate var connectorAction: ConnectorAction {
        switch self {
        case .link: .link
        case .unlink: .unlink
        case .note: .note
        case .reply: .reply
        case .replyAndClose: .replyAndClose
        case .close: .close
        }
    }

    fileprivate var text: String? {
        switch self {
        case .note(let text), .reply(let text), .replyAndClose(let text): text
        case .link, .unlink, .close: nil
        }
    }
}

extension ConnectorInput {
    /// The input of an action on tickets.
    fileprivate init(_ facts: TicketFacts, message: String = "", key: String = "") {
        self.init(
            operationKey: key,
            title: "",
            message: message,
            phase: .investigating,
            severity: .low,
            components: [],
            startedAt: facts.now,
            at: facts.now
        )
        ticket = facts
    }

    /// The input of a call: its text carries the call's key where the call can be found again.
    fileprivate init(_ call: TicketCall, now: Timestamp) {
        var facts = TicketFacts(action: call.action.connectorAction, now: now)
        facts.ticket = call.ticket
        facts.mark = call.mark
        let text = call.action.text.map { TextAnchor.anchored($0, url: call.mark.url, key: call.key) }
        self.init(facts, message: text ?? "", key: call.key)
        completed = call.progress?["completed"]?.array?.compactMap(\.string) ?? []
        saved = call.progress?["saved"]?.object ?? JSONObject()
    }
}
