/// Finds the tickets that could belong to an incident: asks the system, scores, and keeps no text.
struct TicketFinder {
    let system: any TicketSystem
    let rules: TicketRules
    let tree: ComponentTree

    /// What a search came to.
    struct Found {
        /// Every ticket of the search, best first.
        var entries: RankedTickets
        /// Points of the same tickets for other incidents, by ticket.
        var otherPoints: [IncidentID: [String: Int]]
        /// Tickets that carry the mark, of every status.
        var marked: [Ticket]
        var reports: [ConnectorReport]
    }

    /// A search that told nothing.
    struct Failure: Diagnostic {
        let outcome: ConnectorOutcome
        let reason: String

        var message: String { reason }
    }

    /// Searches, and reads the text of those tickets that came without one where it could matter.
    ///
    /// `others` are other open incidents that could have a better claim; `mark` is whose tickets are looked for as well, nil
    /// for none.
    func find(
        _ query: TicketQuery,
        besides others: [IncidentID: TicketQuery] = [:],
        createdSince time: Timestamp,
        mark: TicketMark? = nil
    ) async throws(Failure) -> Found {
        var rankings = Rankings(query, others, rules: rules, tree: tree)
        var reports: [ConnectorReport] = []
        switch await system.search(createdSince: time, { rankings.take($0) }) {
        case .complete(let told): reports += told
        case .failed(let outcome): throw Failure(outcome: outcome, reason: "the search failed: \(outcome.words)")
        }
        for ticket in rankings.withoutText {
            switch await system.read(ticket.id) {
            case .found(let whole): rankings.add([whole.body == nil ? ticket : whole])
            case .missing: break
            case .failed(let outcome):
                throw Failure(outcome: outcome, reason: "ticket \(ticket.reference) cannot be read: \(outcome.words)")
            }
        }
        var marked: [Ticket] = []
        if let mark, system.capabilities.keepsMarks {
            switch await system.marked(with: mark, { marked += $0 }) {
            case .complete(let told): reports += told
            case .failed(let outcome):
                throw Failure(outcome: outcome, reason: "the search for marked tickets failed: \(outcome.words)")
            }
        }
        return Found(
            entries: rankings.own.ranked(),
            otherPoints: rankings.others.mapValues { ranking in
                Dictionary(ranking.ranked().map { ($0.ticket.id, $0.score.points) }) { first, _ in first }
            },
            marked: marked,
            reports: reports
        )
    }
}

/// The rankings of one search: for the incident itself, and for those that could have a better claim.
private struct Rankings {
    var own: TicketRanking
    var others: [IncidentID: TicketRanking]
    /// Tickets whose text could still lift them over the threshold.
    var withoutText: [Ticket] = []
    private let rules: TicketRules
    private let mayNameService: Bool
    private var scorers: [TicketScorer]

    init(_ query: TicketQuery, _ others: [IncidentID: TicketQuery], rules: TicketRules, tree: ComponentTree) {
        self.rules = rules
        own = TicketRanking(query, rules: rules, tree: tree)
        self.others = others.mapValues { TicketRanking($0, rules: rules, tree: tree) }
        mayNameService = rules.service.text
        scorers = ([query] + others.values).map { TicketScorer($0, rules: rules, tree: tree) }
    }

    mutating func take(_ tickets: [Ticket]) {
        let bare = tickets.filter { $0.body == nil }
        guard !bare.isEmpty else { return add(tickets) }
        add(tickets.filter { $0.body != nil })
        for ticket in bare {
            if rules.exclude.reason(for: ticket) == nil, couldMatch(ticket) {
                withoutText.append(ticket)
            } else {
                add([ticket])
            }
        }
    }

    mutating func add(_ tickets: [Ticket]) {
        own.add(tickets)
        for id in others.keys { others[id]?.add(tickets) }
    }

    private mutating func couldMatch(_ ticket: Ticket) -> Bool {
        for index in scorers.indices {
            let score = scorers[index].score(ticket)
            var most = score.servicePoints + score.timingPoints
            if mayNameService, score.service == .unknown { most += TicketScore.serviceWeight }
            if !score.keywords.isEmpty { most += TicketScore.keywordWeight }
            if most > rules.threshold { return true }
        }
        return false
    }
}

extension ConnectorOutcome {
    /// What a person reads of it.
    var words: String {
        switch self {
        case .done: "done"
        case .refused(let status, let words): status.map { "\($0) \(words)" } ?? words
        case .retryLater(_, let words), .unknown(let words): words
        }
    }
}
