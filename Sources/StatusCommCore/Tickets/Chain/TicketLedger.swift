import JSON5

/// Everything that is on record about the tickets of one incident in one system: the fold of its deliveries' logs.
///
/// The same log always gives the same ledger, so that any process can go on where another one died.
package struct TicketLedger: Hashable, Sendable {
    /// What was done for a ticket with one change.
    package struct Work: Hashable, Sendable {
        package fileprivate(set) var done: Set<TicketStepName> = []
        /// What the system refused, and why.
        package fileprivate(set) var refused: [TicketStepName: String] = [:]
        /// The step that was sent and of which nothing else is known.
        package fileprivate(set) var started: TicketStepName?
        /// When looks found nothing of it, the first and the last one.
        fileprivate(set) var absence: ClosedRange<Timestamp>?
        /// Whether the system cannot tell how it went.
        package fileprivate(set) var isUnsure = false
        fileprivate(set) var progress: JSONValue?
        package fileprivate(set) var isComplete = false

        /// Whether two looks an interval apart found nothing of what was sent.
        func isAbsent(forAtLeast interval: Duration) -> Bool {
            absence.map { $0.upperBound.duration(since: $0.lowerBound) >= interval } ?? false
        }

        /// Whether the customer was written to, or may have been.
        package var hasReply: Bool { done.contains(where: \.isReply) || started?.isReply == true }
    }

    /// A ticket that joined.
    package struct Member: Hashable, Sendable {
        package fileprivate(set) var ticket: JoiningTicket
        /// The first change that it hears of.
        package fileprivate(set) var since: Int
        /// Whether our mark is on it.
        package fileprivate(set) var isMarked: Bool
        fileprivate var markedAt: Timestamp?
        package fileprivate(set) var left: TicketLeaving?
        fileprivate(set) var leftAt: Timestamp?
        /// By the change's sequence number.
        package fileprivate(set) var work: [Int: Work] = [:]

        /// What was done with a change.
        package func work(in change: Int) -> Work { work[change] ?? Work() }

        /// Whether any note of ours is on it.
        package var hasNote: Bool { work.values.contains { $0.done.contains(.note) } }

        /// Whether we solved it.
        package var isClosed: Bool { work.values.contains { $0.done.contains(where: \.isClosing) } }
    }

    /// Members by id.
    package private(set) var members: [String: Member] = [:]
    /// Ids of the members in the order in which they joined.
    package private(set) var order: [String] = []
    /// What the search for each change came to.
    package private(set) var plans: [Int: TicketPlan] = [:]
    /// Ids of tickets that a person does not want linked.
    package private(set) var refusedByHand: Set<String> = []
    /// Steps of tickets that no plan names: somebody linked those by hand, which is on record elsewhere.
    private var unclaimed: [String: [UnclaimedStep]] = [:]
    private var markURLByHand: String?

    private struct UnclaimedStep: Hashable, Sendable {
        let step: TicketStep
        let change: Int
        let at: Timestamp
    }

    /// Nothing on record.
    package init() {}

    /// Address in the incident's mark, as the first search or the first link by hand froze it.
    package var markURL: String? {
        plans.sorted { $0.key < $1.key }.compactMap(\.value.markURL).first ?? markURLByHand
    }

    /// Members in the order in which they joined.
    package var all: [Member] { order.compactMap { members[$0] } }

    /// Takes in the next entry of a delivery's log.
    ///
    /// - Throws: `EntryMismatch` when a step of ours cannot be understood.
    package mutating func apply(_ record: DeliveryRecord, change: Int, at: Timestamp) throws(EntryMismatch) {
        switch record {
        case .step(let json):
            if let part = try TicketPlan.part(json) {
                for ticket in part { join(ticket, change) }
            } else if let plan = try TicketPlan(json: json) {
                plans[change] = plan
                for ticket in plan.joining { join(ticket, change) }
            } else if let step = try TicketStep(json: json) {
                apply(step, change: change, at: at)
            }
        case .settled(.notSent): forgetFailures(in: change)
        case .attempt, .done, .refused, .failed, .unknown, .absent, .settled: break
        }
    }

    /// Takes in what a person decided about a ticket; after all deliveries, in order.
    ///
    /// `change` is the first one that a ticket hears of when it was no member before.
    package mutating func apply(_ decision: TicketDecision, change: Int, at: Timestamp) {
        let id = decision.ticket.id
        switch decision.verdict {
        case .link:
            refusedByHand.remove(id)
            markURLByHand = markURLByHand ?? decision.markURL
            join(decision.ticket, change)
            if members[id]?.markedAt.map({ $0 <= at }) ?? true { members[id]?.isMarked = decision.isMarked }
            members[id]?.ticket.mayReply = decision.ticket.mayReply
            for earlier in unclaimed.removeValue(forKey: id) ?? [] {
                apply(earlier.step, change: earlier.change, at: earlier.at)
            }
            if let leftAt = members[id]?.leftAt, leftAt <= at {
                members[id]?.left = nil
                members[id]?.leftAt = nil
            }
        case .unlink:
            refusedByHand.insert(id)
            members[id]?.left = .byHand
            members[id]?.leftAt = at
        }
    }

    private mutating func join(_ ticket: JoiningTicket, _ change: Int) {
        guard members[ticket.id] == nil else { return }
        let isMarked: Bool =
            switch ticket.origin {
            case .mark: true
            case .score, .hand: false
            }
        members[ticket.id] = Member(ticket: ticket, since: change, isMarked: isMarked)
        order.append(ticket.id)
    }

    mutating func apply(_ step: TicketStep, change: Int, at: Timestamp) {
        guard var member = members[step.ticket] else {
            unclaimed[step.ticket, default: []].append(UnclaimedStep(step: step, change: change, at: at))
            return
        }
        var work = member.work(in: change)
        for name in step.done {
            work.done.insert(name)
            work.refused[name] = nil
            if name == .link {
                member.isMarked = true
                member.markedAt = at
            }
            work.end(name)
        }
        if let refused = step.refused {
            work.refused[refused.step] = refused.reason
            work.end(refused.step)
        }
        if let failed = step.failed { work.end(failed) }
        if step.absent != nil { work.absence = (work.absence?.lowerBound ?? at)...at }
        if step.unsure != nil { work.isUnsure = true }
        if let progress = step.progress { work.progress = progress }
        if let start = step.start {
            work.end(nil)
            work.started = start
        }
        if let time = step.customerWroteAt, member.ticket.customerWroteAt == nil {
            member.ticket.customerWroteAt = time
        }
        if let requester = step.requester, member.ticket.requester == nil { member.ticket.requester = requester }
        if let left = step.left {
            member.left = left
            member.leftAt = at
        }
        if step.isComplete { work.isComplete = true }
        member.work[change] = work
        members[step.ticket] = member
    }

    /// A person wants what was refused, or what nobody knows of, to be tried again.
    private mutating func forgetFailures(in change: Int) {
        if plans[change]?.stop != nil { plans[change] = nil }
        for id in order {
            guard var work = members[id]?.work[change], !work.refused.isEmpty || work.started != nil else { continue }
            work.refused = [:]
            work.end(nil)
            work.isComplete = false
            members[id]?.work[change] = work
        }
    }
}

extension TicketLedger.Work {
    /// Nothing is under way any more.
    fileprivate mutating func end(_ name: TicketStepName?) {
        guard name == nil || started == name || started == nil else { return }
        started = nil
        absence = nil
        isUnsure = false
        progress = nil
    }
}

extension TicketLedger {
    /// Members whom a change still concerns, best first.
    ///
    /// Those who were written to before come first, so that a customer with several tickets is answered where the
    /// conversation is.
    package func concerned(by change: Int) -> [Member] {
        let members = all.filter { member in
            let isClosedBefore = member.isClosed && !member.work(in: change).done.contains(where: \.isClosing)
            return member.left == nil && member.since <= change && !isClosedBefore
        }
        return members.enumerated()
            .sorted { first, second in
                let left = (rank(first.element, change), first.offset)
                return left < (rank(second.element, change), second.offset)
            }
            .map(\.element)
    }

    private func rank(_ member: Member, _ change: Int) -> Int {
        // Whose reply is under way in this very change stays first after a restart.
        if member.work(in: change).hasReply { return 0 }
        return member.work.contains { $0.key < change && $0.value.hasReply } ? 1 : 2
    }

    /// Another ticket of the same customer on which a change was told; nil when there is none.
    package func answered(_ member: Member, in change: Int) -> Member? {
        guard let requester = member.ticket.requester else { return nil }
        return all.first { other in
            other.ticket.id != member.ticket.id && other.ticket.requester == requester
                && other.work(in: change).hasReply
        }
    }

    /// Whether a customer was told of the incident before a change, on whatever ticket.
    package func wasTold(_ member: Member, before change: Int) -> Bool {
        all.contains { other in
            let isSame =
                other.ticket.id == member.ticket.id
                || (other.ticket.requester != nil && other.ticket.requester == member.ticket.requester)
            return isSame && other.work.contains { $0.key < change && $0.value.done.contains(where: \.isReply) }
        }
    }

    /// The member that people call by a name: its reference, or its id.
    package func member(named name: String) -> Member? {
        members[name] ?? all.first { $0.ticket.reference.lowercased() == name.lowercased() }
    }

    /// How many tickets stand where.
    package var counts: TicketCounts {
        var counts = TicketCounts()
        for member in all {
            if member.left == nil { counts.linked += 1 } else { counts.left += 1 }
            if member.work.values.contains(where: { $0.done.contains(where: \.isReply) }) { counts.answered += 1 }
            if member.isClosed { counts.closed += 1 }
            if member.work.values.contains(where: { !$0.refused.isEmpty }) { counts.refused += 1 }
        }
        return counts
    }
}

/// How many tickets of an incident stand where.
package struct TicketCounts: Hashable, Sendable {
    /// Belong to the incident.
    package var linked = 0
    /// Were written to in public, at least once.
    package var answered = 0
    package var closed = 0
    /// Had a write refused by the system.
    package var refused = 0
    /// Belonged to the incident and are left alone now.
    package var left = 0
}
