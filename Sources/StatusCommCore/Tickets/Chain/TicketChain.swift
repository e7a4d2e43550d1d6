import JSON5

/// Carries one change of an incident to its tickets, one after the other, each by a small machine whose state is on record.
///
/// Before a write that must not be made twice, an entry says that it is about to be sent; the next entry says how it went.
/// Killed in between, the next run looks at the ticket first. What is decided about a ticket is decided on a fresh read.
struct TicketChain {
    let system: any TicketSystem
    let incident: Incident
    let change: DeliveryJob.Action
    /// Sequence number of the change.
    let sequence: Int
    let operationKey: String
    let rules: TicketRules
    let words: TicketWords
    /// Incidents that are open besides this one, by their marks.
    let others: [TicketMark: IncidentID]
    private(set) var ledger: TicketLedger
    /// Puts a step on record, durable before it returns.
    let record: @Sendable (JSONValue) async throws -> Void
    let now: @Sendable () -> Timestamp
    /// Time between two looks that both have to find nothing before a write is made again.
    let recheckAfter: Duration
    /// Problems that a person should see.
    private(set) var notes: [DeliveryNote] = []
    /// Confirmed steps of the ticket at hand that no entry tells of yet.
    private var unrecorded: [TicketStepName] = []

    init(
        system: any TicketSystem,
        job: DeliveryJob,
        rules: TicketRules,
        mark: TicketMark,
        others: [TicketMark: IncidentID],
        ledger: TicketLedger,
        recheckAfter: Duration,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.system = system
        incident = job.incident
        change = job.action
        sequence = job.update.sequence
        operationKey = job.operationKey
        self.rules = rules
        words = TicketWords(
            incident: job.incident,
            update: job.update,
            mark: mark,
            capabilities: system.capabilities
        )
        self.others = others
        self.ledger = ledger
        record = job.record
        self.recheckAfter = recheckAfter
        self.now = now
    }

    /// How far a ticket came.
    enum Progress: Hashable {
        /// Everything is done, or the ticket is left alone.
        case complete
        /// The system said no to a step.
        case refused(String)
        /// A write may or may not have been applied: look before more is written.
        case unknown(String)
        /// The system cannot be asked how a write went.
        case unrecognisable(String)
        /// Not now; the wait that the system asked for.
        case later(String, after: Duration?)
    }

    // MARK: - One ticket

    /// Takes one member as far as it goes.
    ///
    /// - Throws: What recording throws; then nothing more may be written.
    mutating func carry(_ id: String) async throws -> Progress {
        guard let member = ledger.members[id], member.left == nil else { return .complete }
        let work = member.work(in: sequence)
        if work.isComplete { return end(of: member, work) }
        if let started = work.started, !started.isRepeatable {
            if work.isUnsure { return .unrecognisable("nobody can tell whether the \(started.noun) arrived") }
            guard work.isAbsent(forAtLeast: recheckAfter) else { return .unknown("no answer to the \(started.noun)") }
        }
        switch await system.read(id) {
        case .missing:
            try await put(TicketStep(ticket: id, left: .missing))
            return .complete
        case .failed(let outcome):
            return Self.unreadable(outcome)
        case .found(let ticket):
            try await takeNote(of: ticket, id)
            return try await carry(id, ticket)
        }
    }

    private mutating func carry(_ id: String, _ ticket: Ticket) async throws -> Progress {
        guard let member = ledger.members[id] else { return .complete }
        if let leaving = leaving(member, ticket) {
            try await put(TicketStep(ticket: id, left: leaving))
            return .complete
        }
        unrecorded = []
        for duty in TicketDuty.all(for: member, ticket, chain: self) {
            let progress = try await perform(duty, id, ticket)
            switch progress {
            case .complete: continue
            case .refused where duty.name == .note: continue
            case .refused:
                try await put(TicketStep(ticket: id, done: unrecorded, isComplete: true))
                return end(of: id)
            case .later, .unknown, .unrecognisable:
                if !unrecorded.isEmpty { try await put(TicketStep(ticket: id, done: unrecorded)) }
                return progress
            }
        }
        try await readBack(id)
        try await put(TicketStep(ticket: id, done: unrecorded, isComplete: true))
        return end(of: id)
    }

    /// Keeps what only reading the ticket told.
    private mutating func takeNote(of ticket: Ticket, _ id: String) async throws {
        guard let member = ledger.members[id] else { return }
        var step = TicketStep(ticket: id)
        if member.ticket.customerWroteAt == nil { step.customerWroteAt = ticket.lastCustomerMessageAt }
        if member.ticket.requester == nil {
            step.requester = TicketPlanner.fingerprint(of: ticket.requester, in: incident)
        }
        if step.customerWroteAt != nil || step.requester != nil { try await put(step) }
    }

    /// Why a ticket is left alone from now on; nil when it is not.
    func leaving(_ member: TicketLedger.Member, _ ticket: Ticket) -> TicketLeaving? {
        let work = member.work(in: sequence)
        let isClosing = work.done.contains(where: \.isClosing) || work.started?.isClosing == true
        if ticket.status == .solved, !isClosing { return .solved }
        if member.isMarked, ticket.carries(words.mark) == false { return .unlinked }
        if others.contains(where: { ticket.carries($0.key) == true }), ticket.carries(words.mark) != true {
            return .otherIncident
        }
        if case .score = member.ticket.origin, !member.isMarked, rules.exclude.reason(for: ticket) != nil {
            return .excluded
        }
        return nil
    }

    private func end(of id: String) -> Progress {
        guard let member = ledger.members[id] else { return .complete }
        return end(of: member, member.work(in: sequence))
    }

    private func end(of member: TicketLedger.Member, _ work: TicketLedger.Work) -> Progress {
        guard let refused = work.refused.min(by: { $0.key.rawValue < $1.key.rawValue }) else { return .complete }
        return .refused("\(refused.key.noun) refused: \(refused.value)")
    }

    // MARK: - One write

    private mutating func perform(_ duty: TicketDuty, _ id: String, _ ticket: Ticket) async throws -> Progress {
        if !duty.name.isRepeatable {
            try await put(TicketStep(ticket: id, done: unrecorded, start: duty.name))
            unrecorded = []
        }
        let progress = ledger.members[id]?.work(in: sequence).progress
        let result = await system.carryOut(call(duty, ticket, progress: progress))
        for report in result.reports { note(DeliveryNote(.information, report.words)) }
        switch result.outcome {
        case .done:
            unrecorded.append(duty.name)
            return .complete
        case .refused:
            if duty.name == .replyAndClose { return try await sortOut(result.outcome.words, duty, id, ticket) }
            let refusal = TicketStep.Refusal(step: duty.name, reason: result.outcome.words)
            try await put(TicketStep(ticket: id, done: unrecorded, refused: refusal))
            unrecorded = []
            return .refused(refusal.reason)
        case .retryLater(let after, let words):
            try await put(
                TicketStep(ticket: id, done: unrecorded, failed: duty.name, progress: result.progress)
            )
            unrecorded = []
            return .later("\(duty.name.noun) not taken: \(words)", after: after)
        case .unknown(let words):
            if let progress = result.progress { try await put(TicketStep(ticket: id, progress: progress)) }
            guard !duty.name.isRepeatable else {
                return .later("no answer to the \(duty.name.noun): \(words)", after: nil)
            }
            return .unknown("no answer to the \(duty.name.noun): \(words)")
        }
    }

    /// Finds out which half of a reply that was to solve the ticket was refused.
    ///
    /// Some systems take the words and refuse the status. Then the customer has the reply, and must not get it again.
    private mutating func sortOut(
        _ reason: String,
        _ duty: TicketDuty,
        _ id: String,
        _ ticket: Ticket
    ) async throws -> Progress {
        let isThere: Bool
        switch await system.find(call(duty, ticket)) {
        case .found: isThere = true
        case .absent, .unsupported: isThere = false
        case .failed(let outcome):
            return .unknown("the reply was refused in a part, and looking for it failed: \(outcome.words)")
        }
        let refusal = TicketStep.Refusal(step: isThere ? .close : .reply, reason: reason)
        let done = unrecorded + (isThere ? [.reply] : [])
        unrecorded = []
        try await put(TicketStep(ticket: id, done: done, refused: refusal, failed: duty.name))
        return .refused(reason)
    }

    /// The call of a duty; every attempt has the same key.
    func call(_ duty: TicketDuty, _ ticket: Ticket, progress: JSONValue? = nil) -> TicketCall {
        TicketCall(
            duty.action,
            on: ticket,
            mark: words.mark,
            key: key(of: duty.name, ticket.id),
            progress: progress
        )
    }

    private func key(of name: TicketStepName, _ id: String) -> String {
        // A reply is the same reply whether the ticket is solved with it or after it.
        let kind = name.isReply ? TicketStepName.reply : name
        return String(SHA256.hex(Array("\(operationKey)/\(id)/\(kind.rawValue)".utf8)).prefix(32))
    }

    /// Looks whether a solved ticket is solved: some systems open it again on our own reply.
    private mutating func readBack(_ id: String) async throws {
        guard unrecorded.contains(where: \.isClosing), let member = ledger.members[id] else { return }
        var attempts = 0
        while true {
            guard case .found(let ticket) = await system.read(id), ticket.status != .solved else { return }
            attempts += 1
            guard attempts < 2 else { break }
            let close = TicketDuty(name: .close, action: .close)
            guard await system.carryOut(call(close, ticket)).outcome == .done else { break }
        }
        note(DeliveryNote(.problem, "ticket \(member.ticket.reference) was closed and is open all the same"))
    }

    /// Takes a step in and puts it on record, in this order: what is not on record was not begun.
    private mutating func put(_ step: TicketStep) async throws {
        try await record(step.json)
        ledger.apply(step, change: sequence, at: now())
    }

    private mutating func note(_ note: DeliveryNote) {
        if !notes.contains(note) { notes.append(note) }
    }

    // MARK: - Looking

    /// Looks for the write of which nothing is known, in the ticket itself.
    ///
    /// - Returns: `complete` when something is known now, whatever it is.
    mutating func look(_ id: String) async throws -> Progress {
        guard let member = ledger.members[id], let started = member.work(in: sequence).started else { return .complete }
        guard !started.isRepeatable else { return .complete }
        let work = member.work(in: sequence)
        if work.isUnsure { return .unrecognisable("nobody can tell whether the \(started.noun) arrived") }
        let ticket: Ticket
        switch await system.read(id) {
        case .found(let found): ticket = found
        case .missing:
            try await put(TicketStep(ticket: id, left: .missing))
            return .complete
        case .failed(let outcome): return Self.unreadable(outcome)
        }
        let duty = TicketDuty(name: started, action: words.action(started, member, isFirst: isFirst(member)))
        switch await system.find(call(duty, ticket)) {
        case .found:
            // The reply may be there and the ticket still open: then closing it is left to do.
            let isHalf = started == .replyAndClose && ticket.status != .solved
            try await put(TicketStep(ticket: id, done: [isHalf ? .reply : started], failed: started))
            return .complete
        case .absent:
            try await put(TicketStep(ticket: id, absent: started))
            guard let absent = ledger.members[id]?.work(in: sequence), !absent.isAbsent(forAtLeast: recheckAfter) else {
                return .complete
            }
            return .unknown("the \(started.noun) is not there yet")
        case .unsupported:
            try await put(TicketStep(ticket: id, unsure: started))
            return .unrecognisable("nobody can tell whether the \(started.noun) arrived")
        case .failed(let outcome):
            return .later("looking for the \(started.noun) failed: \(outcome.words)", after: outcome.wait)
        }
    }

    private static func unreadable(_ outcome: ConnectorOutcome) -> Progress {
        let words = "cannot be read: \(outcome.words)"
        switch outcome {
        case .refused: return .refused(words)
        case .done, .retryLater, .unknown: return .later(words, after: outcome.wait)
        }
    }

    /// Whether a customer hears of the incident for the first time.
    func isFirst(_ member: TicketLedger.Member) -> Bool { !ledger.wasTold(member, before: sequence) }
}

extension TicketStepName {
    /// The step as a thing, for messages.
    package var noun: String {
        switch self {
        case .link: "link"
        case .note: "note"
        case .reply: "reply"
        case .replyAndClose: "reply"
        case .close: "closing"
        }
    }
}

extension ConnectorOutcome {
    /// The wait that the provider asked for.
    var wait: Duration? {
        switch self {
        case .retryLater(let after, _): after
        case .done, .refused, .unknown: nil
        }
    }
}
