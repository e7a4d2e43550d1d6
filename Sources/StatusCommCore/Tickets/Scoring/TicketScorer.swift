/// Holds tickets against one incident.
///
/// The same ticket always gets the same score; only buffers change in between.
package struct TicketScorer {
    private let windowStart: Timestamp
    private let finder: PhraseFinder
    private var service: ServiceReader
    private var text = TicketText()
    private var inSubject: [Int]
    private var inBody: [Int]

    /// Prepares for an incident; what is prepared pays off from a few tickets on.
    package init(_ query: TicketQuery, rules: TicketRules, tree: ComponentTree) {
        windowStart = query.startedAt.advanced(by: .zero - TicketScore.lead)
        finder = PhraseFinder(query.keywords, matching: rules.matching)
        service = ServiceReader(query, rules, tree)
        inSubject = Array(repeating: 0, count: finder.phrases.count)
        inBody = inSubject
    }

    /// Keywords that are looked for, each once.
    package var keywords: [String] { finder.phrases }

    /// The score of a ticket, keywords weighed by their number.
    package mutating func score(_ ticket: Ticket) -> TicketScore {
        text.read(subject: ticket.subject, body: ticket.body)
        var hits = 0
        let bodyStart = text.bodyStart
        var found: TicketScore.Service = .unknown
        text.withBytes { bytes in
            finder.find(in: bytes) { phrase, end in
                if hits == 0 { forget() }
                hits += 1
                if end > bodyStart { inBody[phrase] += 1 } else { inSubject[phrase] += 1 }
            }
            found = service.read(ticket, bytes)
        }
        let matches = hits == 0 ? [] : matches
        let total = finder.phrases.count
        var score = TicketScore(
            service: found,
            matches: matches,
            keywords: finder.phrases,
            // Rounded up, so that points exceed a threshold exactly when the fraction does.
            keywordPoints: total == 0 ? 0 : (TicketScore.keywordWeight * matches.count + total - 1) / total,
            createdAt: ticket.createdAt,
            windowStart: windowStart,
            hasBody: ticket.body != nil
        )
        score.length = text.count
        return score
    }

    private mutating func forget() {
        for index in inSubject.indices {
            inSubject[index] = 0
            inBody[index] = 0
        }
    }

    private var matches: [TicketScore.KeywordMatch] {
        finder.phrases.indices.compactMap { index in
            guard inSubject[index] + inBody[index] > 0 else { return nil }
            return TicketScore.KeywordMatch(
                finder.phrases[index],
                inSubject: inSubject[index],
                inBody: inBody[index]
            )
        }
    }
}
