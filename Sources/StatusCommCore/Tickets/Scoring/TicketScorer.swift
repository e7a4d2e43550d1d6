/// Holds tickets against one incident.
///
/// The same ticket always gets the same score; only buffers change in between.
package struct TicketScorer {
    private let windowStart: Timestamp
    /// Finds the keywords, and the names of components where those are looked for in the same way.
    private let finder: PhraseFinder
    /// The first phrases of `finder` are the keywords.
    private let keywordCount: Int
    /// Finds the names where they are looked for in another way.
    private let nameFinder: PhraseFinder?
    /// What each phrase says about the service: of `nameFinder`, else of `finder`.
    private let answers: [TicketScore.Service?]
    private let isName: [Bool]
    private let isAffected: [Bool]
    private var service: ServiceReader
    private var text = TicketText()
    private var inSubject: [Int]
    private var inBody: [Int]

    /// Prepares for an incident; what is prepared pays off from a few tickets on.
    package init(_ query: TicketQuery, rules: TicketRules, tree: ComponentTree) {
        windowStart = query.startedAt.advanced(by: .zero - TicketScore.lead)
        let service = ServiceReader(query, rules, tree)
        keywords = PhraseFinder(query.keywords, matching: rules.matching).phrases
        keywordCount = keywords.count
        let isOnePass = ServiceReader.matching(rules) == rules.matching
        let finder = PhraseFinder(query.keywords + (isOnePass ? service.names : []), matching: rules.matching)
        self.finder = finder
        if isOnePass || service.names.isEmpty {
            nameFinder = nil
            answers = service.answers(finder, places: finder.places.dropFirst(query.keywords.count))
        } else {
            let names = PhraseFinder(service.names, matching: ServiceReader.matching(rules))
            nameFinder = names
            answers = service.answers(names, places: names.places[...])
        }
        isName = answers.map { $0 != nil }
        isAffected = answers.map { $0?.isAffected ?? false }
        self.service = service
        inSubject = Array(repeating: 0, count: keywordCount)
        inBody = inSubject
    }

    /// Keywords that are looked for, each once.
    package let keywords: [String]

    /// The score of a ticket, keywords weighed by their number.
    package mutating func score(_ ticket: Ticket) -> TicketScore {
        text.read(subject: ticket.subject, body: ticket.body)
        let (told, isCertain) = service.read(ticket)
        var hits = 0
        var named: Int?
        let bodyStart = text.bodyStart
        text.withBytes { bytes in
            finder.find(in: bytes) { phrase, end in
                if nameFinder == nil { note(phrase, &named) }
                guard phrase < keywordCount else { return }
                if hits == 0 { forget() }
                hits += 1
                if end > bodyStart { inBody[phrase] += 1 } else { inSubject[phrase] += 1 }
            }
            if !isCertain { nameFinder?.find(in: bytes) { phrase, _ in note(phrase, &named) } }
        }
        let found = isCertain ? told : named.flatMap { answers[$0] } ?? told
        let matches = hits == 0 ? [] : matches
        let total = keywordCount
        var score = TicketScore(
            service: found,
            matches: matches,
            keywords: keywords,
            // Rounded up, so that points exceed a threshold exactly when the fraction does.
            keywordPoints: total == 0 ? 0 : (TicketScore.keywordWeight * matches.count + total - 1) / total,
            createdAt: ticket.createdAt,
            windowStart: windowStart,
            hasBody: ticket.body != nil
        )
        score.length = text.count
        return score
    }

    /// Keeps the first affected component that a text names, else the first one that it names.
    private func note(_ phrase: Int, _ named: inout Int?) {
        guard isName[phrase], named.map({ !isAffected[$0] && isAffected[phrase] }) ?? true else { return }
        named = phrase
    }

    private mutating func forget() {
        for index in inSubject.indices {
            inSubject[index] = 0
            inBody[index] = 0
        }
    }

    private var matches: [TicketScore.KeywordMatch] {
        keywords.indices.compactMap { index in
            guard inSubject[index] + inBody[index] > 0 else { return nil }
            return TicketScore.KeywordMatch(
                keywords[index],
                inSubject: inSubject[index],
                inBody: inBody[index]
            )
        }
    }
}
