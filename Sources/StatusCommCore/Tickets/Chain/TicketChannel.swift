import JSON5

/// A ticket system as a target of deliveries: the customers who wrote in hear of the incident on their own tickets.
package struct TicketChannel: DeliveryChannel {
    package let name: String
    package let kind: String
    /// Which tickets belong to an incident.
    package let rules: TicketRules
    private let lookback: Duration
    private let tree: ComponentTree
    let repository: IncidentRepository
    private let recheckAfter: Duration
    let clock: any Clock<Duration>
    /// Address of an incident on the status page.
    private let incidentURL: @Sendable (Incident) -> String
    /// The system, for calls that each take no longer than a limit.
    let makeSystem: @Sendable (Duration) -> any TicketSystem

    /// Binds a ticket system to a target of the configuration.
    ///
    /// - Parameters:
    ///   - name: Name of the target.
    ///   - kind: What the system is, for people.
    ///   - rules: Which tickets belong to an incident.
    ///   - lookback: Age of tickets that are searched, counted back from the change that is told.
    ///   - tree: The components.
    ///   - repository: Where the incidents and the state of each ticket are on record.
    ///   - recheckAfter: Time between two looks that both have to find nothing before a write is made again.
    ///   - clock: Measures the time that is left.
    ///   - incidentURL: Address of an incident on the status page.
    ///   - makeSystem: The system, for calls that each take no longer than a limit.
    package init(
        name: String,
        kind: String,
        rules: TicketRules,
        lookback: Duration,
        tree: ComponentTree,
        repository: IncidentRepository,
        recheckAfter: Duration,
        clock: any Clock<Duration>,
        incidentURL: @escaping @Sendable (Incident) -> String,
        makeSystem: @escaping @Sendable (Duration) -> any TicketSystem
    ) {
        self.name = name
        self.kind = kind
        self.rules = rules
        self.lookback = lookback
        self.tree = tree
        self.repository = repository
        self.recheckAfter = recheckAfter
        self.clock = clock
        self.incidentURL = incidentURL
        self.makeSystem = makeSystem
    }

    // MARK: - Sending

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        let deadline = Deadline(clock: clock, after: limit)
        let system = makeSystem(limit)
        do {
            var ledger = try await repository.ticketLedger(of: job.incident, target: name)
            var notes: [DeliveryNote] = []
            if ledger.plans[job.update.sequence] == nil {
                let found = try await find(job, ledger, system)
                notes = found.notes
                for step in found.plan.steps {
                    try await job.record(step)
                    try ledger.apply(.step(step), change: job.update.sequence, at: repository.now())
                }
            }
            var chain = try await chain(job, ledger, system)
            let report = try await carry(&chain, job, until: deadline)
            return report.outcome(chain, job.update.sequence, notes: notes)
        } catch let failure as TicketFinder.Failure {
            return failure.deliveryOutcome
        } catch {
            return .retry(reason: (error as? any Diagnostic)?.message ?? "\(error)", after: nil)
        }
    }

    private func carry(
        _ chain: inout TicketChain,
        _ job: DeliveryJob,
        until deadline: Deadline
    ) async throws -> TicketReport {
        var report = TicketReport()
        for member in chain.ledger.concerned(by: chain.sequence) {
            // A call that is begun may take as long as the whole attempt, so none is begun at its very end.
            guard deadline.remaining > Self.reserve, !job.shallStop() else {
                report.waiting.append(member.ticket.reference)
                continue
            }
            let progress = try await chain.carry(member.ticket.id)
            report.add(progress, member.ticket)
            // What keeps one ticket waiting keeps the others waiting.
            if case .later = progress { break }
        }
        return report
    }

    private static let reserve = Duration.milliseconds(200)

    /// One look; see `DeliveryChannel`.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting {
        let system = makeSystem(limit)
        do {
            var chain = try await chain(
                job,
                try await repository.ticketLedger(of: job.incident, target: name),
                system
            )
            var report = TicketReport()
            for member in chain.ledger.concerned(by: job.update.sequence)
            where member.work(in: job.update.sequence).started != nil {
                report.add(try await chain.look(member.ticket.id), member.ticket)
            }
            return report.sighting(chain, job.update.sequence)
        } catch {
            return .failed(reason: (error as? any Diagnostic)?.message ?? "\(error)", after: nil)
        }
    }

    // MARK: - Showing

    /// Every ticket, its score, and each call that would be made; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview] {
        let system = makeSystem(Self.previewLimit)
        var ledger = try await repository.ticketLedger(of: job.incident, target: name)
        let found: Found
        do throws(TicketFinder.Failure) {
            found = try await find(job, ledger, system)
        } catch {
            let note = DeliveryNote(.problem, error.reason)
            return [DeliveryPreview(title: "search tickets", notes: [note])]
        }
        for step in found.plan.steps {
            try ledger.apply(.step(step), change: job.update.sequence, at: repository.now())
        }
        var previews: [DeliveryPreview] = []
        let chain = try await chain(job, ledger, system)
        for member in ledger.concerned(by: job.update.sequence) {
            previews += await preview(member, chain)
        }
        let rest = found.verdicts.filter { if case .join = $0.verdict { false } else { true } }
        let lines = rest.prefix(Self.mostShown).map {
            $0.entry.line(verdict: $0.verdict, since: job.incident.startedAt)
        }
        var title = "\(found.plan.considered) tickets looked at, \(found.plan.joining.count) join"
        if rest.count > lines.count { title += "; the best \(lines.count) of the others" }
        previews.append(
            DeliveryPreview(
                title: title,
                content: lines.isEmpty ? nil : lines.joined(separator: "\n"),
                notes: found.notes + (found.plan.stop.map { [DeliveryNote(.problem, $0)] } ?? [])
            )
        )
        return previews
    }

    /// Time for each call that a person waits for.
    static let previewLimit = Duration.seconds(30)
    /// Tickets that are listed although nothing happens to them.
    private static let mostShown = 500

    private func preview(_ member: TicketLedger.Member, _ chain: TicketChain) async -> [DeliveryPreview] {
        let title = "ticket \(member.ticket.reference): \(member.ticket.origin.words)"
        let ticket: Ticket
        switch await chain.system.read(member.ticket.id) {
        case .found(let found): ticket = found
        case .missing: return [DeliveryPreview(title: title, notes: [DeliveryNote(.information, "it is gone")])]
        case .failed(let outcome):
            return [DeliveryPreview(title: title, notes: [DeliveryNote(.problem, "cannot be read: \(outcome.words)")])]
        }
        if let leaving = chain.leaving(member, ticket) {
            return [DeliveryPreview(title: title, notes: [DeliveryNote(.information, leaving.words)])]
        }
        let why = member.ticket.why.map { [DeliveryNote(.information, $0)] } ?? []
        var previews = [DeliveryPreview(title: title, notes: why)]
        for duty in TicketDuty.all(for: member, ticket, chain: chain) {
            let preview = await chain.system.preview(chain.call(duty, ticket))
            previews += preview.deliveryPreviews(of: "  \(duty.name.rawValue)")
        }
        return previews
    }

    // MARK: - Finding

    /// What a search came to, in all its detail.
    package struct Found: Sendable {
        package var plan: TicketPlan
        package var verdicts: [(entry: TicketRanking.Entry, verdict: TicketPlanner.Verdict)]
        package var notes: [DeliveryNote]
    }

    /// What a change that is made now would find for an incident, on record or not; writes nothing.
    ///
    /// - Throws: A `Diagnostic` when the search fails: never "no tickets".
    package func match(_ incident: Incident) async throws -> Found {
        let ledger = try await repository.ticketLedger(of: incident, target: name)
        let isOnRecord = try await repository.incident(incident.id)?.publicID == incident.publicID
        return try await find(
            incident,
            at: repository.now(),
            ledger,
            makeSystem(Self.previewLimit),
            withMarked: isOnRecord
        )
    }

    private func find(
        _ job: DeliveryJob,
        _ ledger: TicketLedger,
        _ system: any TicketSystem
    ) async throws(TicketFinder.Failure) -> Found {
        try await find(
            job.incident,
            at: job.update.at,
            ledger,
            system,
            // Nobody can have set the mark of an incident that is only just opened.
            withMarked: job.action != .open
        )
    }

    private func find(
        _ incident: Incident,
        at time: Timestamp,
        _ ledger: TicketLedger,
        _ system: any TicketSystem,
        withMarked: Bool
    ) async throws(TicketFinder.Failure) -> Found {
        let rivals: [(incident: Incident, ledger: TicketLedger)]
        do {
            rivals = try await self.rivals(of: incident)
        } catch {
            let reason = (error as? any Diagnostic)?.message ?? "\(error)"
            throw TicketFinder.Failure(outcome: .retryLater(after: nil, words: reason), reason: reason)
        }
        let mark = mark(of: incident, ledger)
        let finder = TicketFinder(system: system, rules: rules, tree: tree)
        let found = try await finder.find(
            TicketQuery(incident),
            besides: Dictionary(uniqueKeysWithValues: rivals.map { ($0.incident.id, TicketQuery($0.incident)) }),
            createdSince: time.advanced(by: .zero - lookback),
            mark: withMarked ? mark : nil
        )
        var members: [String: IncidentID] = [:]
        for rival in rivals {
            for member in rival.ledger.all where member.left == nil { members[member.ticket.id] = rival.incident.id }
        }
        let planner = TicketPlanner(
            incident: incident,
            at: time,
            rules: rules,
            ledger: ledger,
            members: members
        )
        var plan = planner.plan(found)
        plan.markURL = mark.url
        return Found(
            plan: plan,
            verdicts: planner.verdicts(found),
            notes: (plan.remarks + found.reports.map(\.words)).map { DeliveryNote(.information, $0) }
        )
    }

    /// Other open incidents that tell this system, with what is on record about their tickets.
    func rivals(of incident: Incident) async throws -> [(incident: Incident, ledger: TicketLedger)] {
        var rivals: [(Incident, TicketLedger)] = []
        for other in try await repository.active()
        where other.id != incident.id && other.isOpen && other.deliveryTargets.contains(name) {
            rivals.append((other, try await repository.ticketLedger(of: other, target: name)))
        }
        return rivals
    }

    private func chain(
        _ job: DeliveryJob,
        _ ledger: TicketLedger,
        _ system: any TicketSystem
    ) async throws -> TicketChain {
        let others = try await rivals(of: job.incident).map { (mark(of: $0.incident, $0.ledger), $0.incident.id) }
        return TicketChain(
            system: system,
            job: job,
            rules: rules,
            mark: mark(of: job.incident, ledger),
            others: Dictionary(others) { first, _ in first },
            ledger: ledger,
            recheckAfter: recheckAfter,
            now: repository.author.now
        )
    }

    /// What ties a ticket to an incident.
    func mark(of incident: Incident, _ ledger: TicketLedger) -> TicketMark {
        TicketMark(publicID: incident.publicID, url: ledger.markURL ?? incidentURL(incident), title: incident.title)
    }
}
