/// One write that a change still owes to a ticket.
struct TicketDuty: Hashable {
    let name: TicketStepName
    let action: TicketCall.Action
}

extension TicketDuty {
    /// What a change owes to a ticket as it is now, in order; what is done or refused already is left out.
    ///
    /// The mark comes first: it tells other people and programs that the ticket is taken. The note comes before the public
    /// reply, so that an agent who is woken up by the reply finds out why. The reply comes before the end, or with it,
    /// since many systems open a solved ticket again when somebody writes.
    static func all(for member: TicketLedger.Member, _ ticket: Ticket, chain: TicketChain) -> [TicketDuty] {
        let work = member.work(in: chain.sequence)
        let capabilities = chain.system.capabilities
        let silence = silence(member, ticket, chain)
        let closes = closes(member, ticket, chain, silence)
        var duties: [TicketDuty] = []
        if capabilities.keepsMarks, !member.isMarked, ticket.carries(chain.words.mark) != true {
            duties.append(TicketDuty(name: .link, action: .link))
        }
        if capabilities.hasNotes {
            if !member.isIntroduced {
                let text = chain.words.introduction(member.ticket, silence)
                duties.append(TicketDuty(name: .note, action: .note(text: text)))
            } else if let silence {
                duties.append(TicketDuty(name: .note, action: .note(text: chain.words.news(silence))))
            }
        }
        if silence == nil {
            let name: TicketStepName =
                closes && capabilities.repliesAndCloses && !work.done.contains(.reply) ? .replyAndClose : .reply
            duties.append(
                TicketDuty(name: name, action: chain.words.action(name, member, isFirst: chain.isFirst(member)))
            )
        }
        if closes, ticket.status != .solved, !duties.contains(where: { $0.name == .replyAndClose }) {
            duties.append(TicketDuty(name: .close, action: .close))
        }
        return duties.filter { duty in
            !work.done.contains(duty.name) && work.refused[duty.name] == nil
                && !(duty.name == .reply && work.done.contains(.replyAndClose))
        }
    }

    /// Why the customer is not written to on this ticket; nil when he is.
    private static func silence(
        _ member: TicketLedger.Member,
        _ ticket: Ticket,
        _ chain: TicketChain
    ) -> TicketWords.Silence? {
        if member.work(in: chain.sequence).done.contains(where: \.isReply) { return nil }
        if member.ticket.isAutomatic || ticket.isAutomatic { return .automatic }
        if !member.ticket.mayReply {
            switch member.ticket.origin {
            case .score(let points): return .score(points: points, threshold: chain.rules.replyThreshold)
            case .mark, .hand: return .byHand
            }
        }
        return chain.ledger.answered(member, in: chain.sequence).map { .answeredOn(reference: $0.ticket.reference) }
    }

    /// Whether the ticket is solved with this change: only when the customer knows of it, and has not written since.
    private static func closes(
        _ member: TicketLedger.Member,
        _ ticket: Ticket,
        _ chain: TicketChain,
        _ silence: TicketWords.Silence?
    ) -> Bool {
        guard chain.change == .resolve, !member.hasAnswered(ticket) else { return false }
        switch silence {
        case nil, .automatic, .answeredOn: return true
        case .score, .byHand: return false
        }
    }
}

extension TicketLedger.Member {
    /// Whether agents were told why the ticket belongs to the incident.
    var isIntroduced: Bool {
        if hasNote { return true }
        switch ticket.origin {
        case .hand: return isMarked
        case .score, .mark: return false
        }
    }

    /// Whether the customer has written since the chain took the ticket on.
    func hasAnswered(_ ticket: Ticket) -> Bool {
        guard let last = ticket.lastCustomerMessageAt else { return false }
        return last > (self.ticket.customerWroteAt ?? ticket.createdAt)
    }
}

extension TicketWords {
    /// The action of a step that was begun and may have to be made or looked for again.
    func action(_ name: TicketStepName, _ member: TicketLedger.Member, isFirst: Bool) -> TicketCall.Action {
        switch name {
        case .link: .link
        case .note: .note(text: introduction(member.ticket, nil))
        case .reply: .reply(text: reply(isFirst: isFirst))
        case .replyAndClose: .replyAndClose(text: reply(isFirst: isFirst))
        case .close: .close
        }
    }
}
