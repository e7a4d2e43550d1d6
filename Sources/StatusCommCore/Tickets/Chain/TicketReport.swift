import JSON5

/// What became of the tickets of one attempt, and what that means for the delivery.
struct TicketReport {
    /// Tickets by what keeps them, with the reason.
    private var refused: [(reference: String, reason: String)] = []
    private var unknown: [(reference: String, reason: String)] = []
    private var unrecognisable: [(reference: String, reason: String)] = []
    private var later: (reference: String, reason: String)?
    private var wait: Duration?
    /// Tickets that time did not suffice for.
    var waiting: [String] = []

    mutating func add(_ progress: TicketChain.Progress, _ ticket: JoiningTicket) {
        switch progress {
        case .complete: break
        case .refused(let reason): refused.append((ticket.reference, reason))
        case .unknown(let reason): unknown.append((ticket.reference, reason))
        case .unrecognisable(let reason): unrecognisable.append((ticket.reference, reason))
        case .later(let reason, let after):
            later = (ticket.reference, reason)
            wait = after
        }
    }

    /// How the attempt ended.
    func outcome(_ chain: TicketChain, _ change: Int, notes: [DeliveryNote]) -> DeliveryOutcome {
        if !unknown.isEmpty { return .unknown(reason: Self.line(unknown)) }
        if let later { return .retry(reason: "ticket \(later.reference): \(later.reason)", after: wait) }
        if !waiting.isEmpty {
            let members = chain.ledger.concerned(by: change)
            let done = members.filter { $0.work(in: change).isComplete }.count
            return .retry(reason: "\(done) of \(members.count) tickets told so far", after: nil)
        }
        if !unrecognisable.isEmpty { return .unknown(reason: Self.line(unrecognisable)) }
        let stop = chain.ledger.plans[change]?.stop
        if !refused.isEmpty || stop != nil {
            let lines = [stop, refused.isEmpty ? nil : Self.line(refused)].compactMap { $0 }
            return .refused(reason: lines.joined(separator: "; "))
        }
        return .done(
            saved: JSONObject(),
            notes: [summary(chain, change)] + notes + chain.notes + leftOpen(chain, change)
        )
    }

    /// What a look found.
    func sighting(_ chain: TicketChain, _ change: Int) -> DeliverySighting {
        if let later { return .failed(reason: "ticket \(later.reference): \(later.reason)", after: wait) }
        if let first = refused.first {
            return .failed(reason: "ticket \(first.reference): \(first.reason)", after: nil)
        }
        if !unknown.isEmpty { return .absent }
        guard !unrecognisable.isEmpty else { return .repeatable }
        let isRestDone =
            chain.ledger.plans[change] != nil
            && chain.ledger.concerned(by: change).allSatisfy { member in
                member.work(in: change).isComplete || member.work(in: change).isUnsure
            }
        return isRestDone ? .unrecognisable : .repeatable
    }

    /// `3 tickets: reply refused: Permission Denied (4711, 4712, 4715)`.
    ///
    /// The same reason is told once with its tickets.
    private static func line(_ tickets: [(reference: String, reason: String)]) -> String {
        var reasons: [String] = []
        var references: [String: [String]] = [:]
        for (reference, reason) in tickets {
            if references[reason] == nil { reasons.append(reason) }
            references[reason, default: []].append(reference)
        }
        let parts = reasons.map { reason -> String in
            let all = references[reason] ?? []
            let shown = all.prefix(mostNamed).joined(separator: ", ")
            let more = all.count > mostNamed ? " and \(all.count - mostNamed) more" : ""
            return "\(reason) (\(all.count == 1 ? "ticket" : "\(all.count) tickets") \(shown)\(more))"
        }
        return parts.joined(separator: "; ")
    }

    /// Tickets that are named for each reason; 'ticket list' names all.
    private static let mostNamed = 20

    private func summary(_ chain: TicketChain, _ change: Int) -> DeliveryNote {
        let members = chain.ledger.concerned(by: change)
        let work = members.map { $0.work(in: change) }
        let answered = work.filter { $0.done.contains(where: \.isReply) }.count
        let closed = work.filter { $0.done.contains(where: \.isClosing) }.count
        var words = "\(members.count) ticket\(members.count == 1 ? "" : "s") linked, \(answered) answered"
        if closed > 0 { words += ", \(closed) closed" }
        if let plan = chain.ledger.plans[change] { words += " (\(plan.considered) looked at)" }
        return DeliveryNote(.information, words)
    }

    /// Tickets that stay open after the end, for agents to go on with.
    private func leftOpen(_ chain: TicketChain, _ change: Int) -> [DeliveryNote] {
        guard chain.change == .resolve else { return [] }
        let open = chain.ledger.concerned(by: change).filter { member in
            !member.work(in: change).done.contains(where: \.isClosing)
        }
        guard !open.isEmpty else { return [] }
        let references = open.map(\.ticket.reference).joined(separator: ", ")
        return [DeliveryNote(.information, "left open, since somebody has to answer: \(references)")]
    }
}

extension TicketFinder.Failure {
    /// A failed search is a failure of that system, never "no tickets".
    var deliveryOutcome: DeliveryOutcome {
        switch outcome {
        case .refused: .refused(reason: reason)
        // Nothing was written, so that it is simply searched again.
        case .retryLater, .unknown, .done: .retry(reason: reason, after: outcome.wait)
        }
    }
}

extension ConnectorPreview {
    /// The requests as steps of a dry run.
    func deliveryPreviews(of what: String) -> [DeliveryPreview] {
        var notes = reports.map { DeliveryNote(.information, $0.words) }
        if let problem { notes.append(DeliveryNote(.problem, problem)) }
        var steps = requests.map { request in
            let headers = request.headers.map { "\($0.name): \($0.value)\n" }.joined()
            return DeliveryPreview(
                title: "\(what): \(request.method.rawValue) \(request.url)",
                content: request.body.map { "\(headers)\n\($0)" } ?? headers
            )
        }
        if steps.isEmpty { steps = [DeliveryPreview(title: "\(what): nothing to send")] }
        steps[steps.count - 1].notes = notes
        return steps
    }
}

extension TicketRanking.Entry {
    /// One line for people: score, ticket, what becomes of it and why.
    func line(verdict: TicketPlanner.Verdict, since startedAt: Timestamp) -> String {
        "\(thousandths(score.points)) \(ticket.reference): \(verdict.words); \(score.line(since: startedAt))"
    }
}
