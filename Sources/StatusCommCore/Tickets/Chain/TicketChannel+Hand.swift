// What people decide by hand about single tickets. A decision is on record before the ticket's mark is touched, so that
// it counts even when the system cannot be reached; run again, only what is missing is done.

extension TicketChannel {
    /// What came of a decision.
    package struct Decided: Hashable, Sendable {
        package var ticket: JoiningTicket
        /// False when everything was so already.
        package var isNew: Bool
        /// Why the mark on the ticket is not as it should be; the decision counts all the same.
        package var markProblem: String?
    }

    /// Takes a ticket into an incident: from the next change on it is told like the others.
    ///
    /// - Parameters:
    ///   - name: What people call the ticket, or its id.
    ///   - incident: The newest state of an open incident.
    ///   - mayReply: Whether the customer is written to; else agents alone hear of changes.
    /// - Returns: What came of it; nothing is changed by a second time.
    /// - Throws: `TicketHandError`, `IncidentConflict` when the incident is over, `StoreError`.
    package func link(_ name: String, to incident: Incident, mayReply: Bool) async throws -> Decided {
        guard incident.isOpen else {
            throw IncidentConflict.alreadyResolved(
                id: incident.id,
                by: incident.resolvedBy ?? "",
                at: incident.resolvedAt ?? incident.openedAt
            )
        }
        return try await decide(on: incident) { ledger, system in
            let member = ledger.member(named: name)
            let ticket = try await read(member?.ticket.id ?? name, named: name, system)
            guard ticket.status != .solved else { throw TicketHandError.solved(ticket.reference) }
            let mark = mark(of: incident, ledger)
            let isMarked = ticket.carries(mark) == true
            for rival in try await rivals(of: incident) {
                let belongs = rival.ledger.members[ticket.id].map { $0.left == nil } ?? false
                if belongs || (!isMarked && ticket.carries(self.mark(of: rival.incident, rival.ledger)) == true) {
                    throw TicketHandError.belongs(ticket.reference, to: rival.incident.id)
                }
            }
            let keepsMarks = system.capabilities.keepsMarks
            if let member, member.left == nil, member.ticket.mayReply == mayReply, isMarked || !keepsMarks {
                return Decided(ticket: member.ticket, isNew: false)
            }
            let joining = JoiningTicket(
                ticket,
                origin: .hand(by: repository.author.name),
                mayReply: mayReply,
                requester: TicketPlanner.fingerprint(of: ticket.requester, in: incident)
            )
            var decision = TicketDecision(.link, joining, isMarked: isMarked, markURL: mark.url)
            try await repository.record(decision, of: incident.id, target: self.name)
            var decided = Decided(ticket: joining, isNew: true)
            guard keepsMarks, !isMarked else { return decided }
            decided.markProblem = await carryOut(.link, ticket, mark, system)
            if decided.markProblem == nil {
                decision.isMarked = true
                try await repository.record(decision, of: incident.id, target: self.name)
            }
            return decided
        }
    }

    /// Leaves a ticket alone from now on, whatever its score.
    ///
    /// - Parameters:
    ///   - name: What people call the ticket, or its id.
    ///   - incident: Any incident, open or not.
    /// - Returns: What came of it; nothing is changed by a second time.
    /// - Throws: `TicketHandError`, `StoreError`.
    package func unlink(_ name: String, from incident: Incident) async throws -> Decided {
        try await decide(on: incident) { ledger, system in
            let member = ledger.member(named: name)
            let id = member?.ticket.id ?? name
            let reading = await system.read(id)
            let ticket: JoiningTicket
            switch (member, reading) {
            case (let member?, _): ticket = member.ticket
            case (nil, .found(let found)):
                let requester = TicketPlanner.fingerprint(of: found.requester, in: incident)
                ticket = JoiningTicket(
                    found,
                    origin: .hand(by: repository.author.name),
                    mayReply: false,
                    requester: requester
                )
            case (nil, .missing): throw TicketHandError.missing(name, target: self.name)
            case (nil, .failed(let outcome)):
                throw TicketHandError.unreadable(name, target: self.name, reason: outcome.words)
            }
            var decided = Decided(ticket: ticket, isNew: !ledger.refusedByHand.contains(ticket.id))
            if decided.isNew {
                let decision = TicketDecision(.unlink, ticket)
                try await repository.record(decision, of: incident.id, target: self.name)
            }
            guard system.capabilities.keepsMarks else { return decided }
            switch reading {
            case .found(let found):
                let mark = mark(of: incident, ledger)
                guard found.carries(mark) != false else { break }
                decided.isNew = true
                decided.markProblem = await carryOut(.unlink, found, mark, system)
            case .missing: break
            case .failed(let outcome): decided.markProblem = outcome.words
            }
            return decided
        }
    }

    /// What would keep calls from getting to the system, one phrase each; asks for the tickets of the last hour.
    package func check() async -> [String] {
        await makeSystem(Self.previewLimit).problems(listingSince: repository.now().advanced(by: .seconds(-3_600)))
    }

    /// Decides while no delivery to these tickets is under way, so that none goes on with what is changed here.
    private func decide(
        on incident: Incident,
        _ body: (TicketLedger, any TicketSystem) async throws -> Decided
    ) async throws -> Decided {
        let lane = DeliveryKey(incident: incident.id, target: name, change: incident.latestUpdate.sequence)
        guard
            case .taken(let lock) = try await repository.lockLane(of: lane, patience: Self.patience, clock: clock)
        else { throw TicketHandError.underWay(incident.id, target: name) }
        defer { withExtendedLifetime(lock) {} }
        return try await body(
            try await repository.ticketLedger(of: incident, target: name),
            makeSystem(Self.previewLimit)
        )
    }

    private static let patience = Duration.seconds(10)

    private func read(_ id: String, named name: String, _ system: any TicketSystem) async throws -> Ticket {
        switch await system.read(id) {
        case .found(let ticket): return ticket
        case .missing: throw TicketHandError.missing(name, target: self.name)
        case .failed(let outcome):
            throw TicketHandError.unreadable(name, target: self.name, reason: outcome.words)
        }
    }

    /// Touches the mark; what is wrong with it, nil when nothing is.
    private func carryOut(
        _ action: TicketCall.Action,
        _ ticket: Ticket,
        _ mark: TicketMark,
        _ system: any TicketSystem
    ) async -> String? {
        let key = SHA256.hex(Array("\(mark.text)/\(name)/\(ticket.id)/\(action.name)".utf8)).prefix(32)
        let result = await system.carryOut(TicketCall(action, on: ticket, mark: mark, key: String(key)))
        switch result.outcome {
        case .done: return nil
        case .refused, .retryLater, .unknown: return result.outcome.words
        }
    }
}

/// A decision about a ticket that cannot be carried out.
package enum TicketHandError: Diagnostic, Hashable {
    case missing(String, target: String)
    case unreadable(String, target: String, reason: String)
    case solved(String)
    case belongs(String, to: IncidentID)
    case underWay(IncidentID, target: String)

    package var message: String {
        switch self {
        case .missing(let name, let target): "no ticket '\(name)' at '\(target)'"
        case .unreadable(let name, let target, let reason): "cannot read ticket '\(name)' at '\(target)': \(reason)"
        case .solved(let name): "cannot link ticket '\(name)': it is solved, and nothing is written on it any more"
        case .belongs(let name, let id): "cannot link ticket '\(name)': it belongs to \(id)"
        case .underWay(let id, let target):
            "cannot decide about tickets of '\(id)': '\(target)' is being told right now"
        }
    }

    package var hint: String? {
        switch self {
        case .missing: "write the ticket as the ticket system shows it"
        case .unreadable(_, let target, _): "run 'statuscomm connector check \(target)'"
        case .solved: "open it again in the ticket system first"
        case .belongs(let name, let id): "run 'statuscomm ticket unlink \(id) \(name)' first"
        case .underWay: "wait for it to end, then run this again"
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .missing, .unreadable: .failed
        case .solved, .belongs, .underWay: .conflict
        }
    }
}
