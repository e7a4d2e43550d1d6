/// Decides which tickets join an incident with a change: pure, from what a search found and what is on record.
package struct TicketPlanner {
    let incident: Incident
    /// When the change was made that is being told.
    let at: Timestamp
    let rules: TicketRules
    let ledger: TicketLedger
    /// Members of other open incidents, by ticket.
    let members: [String: IncidentID]

    /// What becomes of one ticket.
    package enum Verdict: Hashable, Sendable {
        /// Linked, and answered in public if `reply`.
        case join(reply: Bool)
        /// Belongs to the incident already.
        case member
        /// Left alone since; does not come back by itself.
        case left(TicketLeaving)
        /// The score is not above the threshold.
        case below
        case excluded(TicketExclusion)
        /// Fits another open incident better, or as well and that one is older.
        case better(IncidentID, points: Int, isTie: Bool)

        /// One word for programs.
        package var word: Word {
            switch self {
            case .join: .join
            case .member: .linked
            case .left: .left
            case .below: .below
            case .excluded: .excluded
            case .better: .better
            }
        }

        /// The verdicts without what goes with them.
        package enum Word: String, CaseIterable, Sendable {
            case join, linked, left, below, excluded, better
        }

        /// One line for people.
        package var words: String {
            switch self {
            case .join(reply: true): "link, note, reply"
            case .join(reply: false): "link, note"
            case .member: "linked already"
            case .left(let leaving): leaving.words
            case .below: "below the threshold"
            case .excluded(let reason): reason.words
            case .better(let id, let points, let isTie):
                "fits \(id) \(isTie ? "as well" : "better") (\(thousandths(points)))"
            }
        }
    }

    /// A ticket may be so much younger than the change by the system's clock, and still be told of it.
    static let clockSkew = Duration.seconds(300)

    /// What becomes of each ticket of a search, in its order.
    func verdicts(_ found: TicketFinder.Found) -> [(entry: TicketRanking.Entry, verdict: Verdict)] {
        found.entries.map { ($0, verdict($0, found.otherPoints)) }
    }

    /// The tickets that join, best first.
    func plan(_ found: TicketFinder.Found) -> TicketPlan {
        var plan = TicketPlan(considered: found.entries.count)
        var matching: [JoiningTicket] = []
        for (entry, verdict) in verdicts(found) {
            switch verdict {
            case .join(let reply):
                matching.append(
                    JoiningTicket(
                        entry.ticket,
                        origin: .score(entry.score.points),
                        why: entry.score.line(since: incident.startedAt),
                        mayReply: reply && !entry.ticket.isAutomatic,
                        requester: requester(entry.ticket)
                    )
                )
            case .better(let id, let points, let isTie):
                plan.remarks.append(
                    "ticket \(entry.ticket.reference) fits \(id) \(isTie ? "as well as" : "better than") this incident "
                        + "(\(thousandths(points))) and is left to it"
                )
            case .member, .left, .below, .excluded: break
            }
        }
        if let most = rules.maximumLinks {
            let linked = ledger.all.filter { $0.left == nil }.count
            if matching.count + linked > most {
                plan.stop =
                    "\(matching.count) tickets match"
                    + (linked > 0 ? " beside the \(linked) linked ones" : "")
                    + ", more than the \(most) of 'maxLinks': none of them was linked"
                matching = []
            }
        }
        let marked = found.marked.filter { ticket in
            ticket.status != .solved && ledger.members[ticket.id] == nil && !ledger.refusedByHand.contains(ticket.id)
                && !matching.contains { $0.id == ticket.id }
        }
        plan.joining =
            marked.map { JoiningTicket($0, origin: .mark, mayReply: !$0.isAutomatic, requester: requester($0)) }
            + matching
        return plan
    }

    private func verdict(
        _ entry: TicketRanking.Entry,
        _ otherPoints: [IncidentID: [String: Int]]
    ) -> Verdict {
        let ticket = entry.ticket
        if ledger.refusedByHand.contains(ticket.id) { return .left(.byHand) }
        if let member = ledger.members[ticket.id] { return member.left.map { .left($0) } ?? .member }
        if let exclusion = entry.exclusion { return .excluded(exclusion) }
        let points = entry.score.points
        guard points > rules.threshold else { return .below }
        if let id = members[ticket.id] { return .excluded(.otherIncident(id)) }
        guard ticket.createdAt <= at.advanced(by: Self.clockSkew) else { return .excluded(.later) }
        let claims = otherPoints.compactMap { id, all in all[ticket.id].map { (id: id, points: $0) } }
            .filter { $0.points > rules.threshold }
        // The same order for both incidents, so that exactly one of them takes the ticket.
        if let best = claims.max(by: { ($0.points, $1.id) < ($1.points, $0.id) }),
            best.points > points || (best.points == points && best.id < incident.id)
        {
            return .better(best.id, points: best.points, isTie: best.points == points)
        }
        return .join(reply: points > rules.replyThreshold)
    }

    /// Stands for a customer without telling who it is.
    private func requester(_ ticket: Ticket) -> String? {
        Self.fingerprint(of: ticket.requester, in: incident)
    }

    /// The same for all tickets of one customer; differs between incidents.
    package static func fingerprint(of requester: Ticket.Requester?, in incident: Incident) -> String? {
        guard let name = requester?.address?.lowercased() ?? requester?.id else { return nil }
        return String(SHA256.hex(Array("\(incident.publicID)/\(name)".utf8)).prefix(16))
    }
}
