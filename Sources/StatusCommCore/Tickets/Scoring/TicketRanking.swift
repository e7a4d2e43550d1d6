#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Every ticket of a search with its score: takes them page by page and keeps no text.
package struct TicketRanking {
    /// A ticket, without its text, and how well it fits.
    package struct Entry: Hashable, Sendable {
        package var ticket: Ticket
        package var score: TicketScore
        /// Why it is never touched, whatever its score.
        package var exclusion: TicketExclusion?
    }

    private let rules: TicketRules
    private var scorer: TicketScorer
    private var entries: [Entry] = []
    /// What the order of the entries depends on, in the same order as these.
    private var standings: [RankedTickets.Standing] = []
    /// Places of the entries that have a keyword.
    private var matching: [Int] = []
    /// Bytes of all folded texts together.
    private var totalLength = 0

    /// Begins without tickets.
    package init(_ query: TicketQuery, rules: TicketRules, tree: ComponentTree) {
        self.rules = rules
        scorer = TicketScorer(query, rules: rules, tree: tree)
    }

    /// Number of tickets so far.
    package var count: Int { entries.count }

    /// Keywords that are looked for, each once.
    package var keywords: [String] { scorer.keywords }

    /// Takes in more tickets.
    package mutating func add(_ tickets: [Ticket]) {
        for ticket in tickets {
            let score = scorer.score(ticket)
            totalLength += score.length
            if !score.matches.isEmpty { matching.append(entries.count) }
            standings.append(RankedTickets.Standing(place: entries.count, score))
            var kept = ticket
            kept.body = nil
            entries.append(Entry(ticket: kept, score: score, exclusion: rules.exclude.reason(for: ticket)))
        }
    }

    /// All tickets, best first; among equals the oldest first.
    ///
    /// With BM25 a keyword is worth more the fewer tickets have it, so that scores are final only when all tickets are in.
    package func ranked() -> RankedTickets {
        var standings = standings
        switch rules.ranking {
        case .keywords: break
        case .bm25: weigh(&standings)
        }
        return RankedTickets(entries, standings)
    }

    /// Okapi BM25 over all tickets, as a share of what an average ticket with each keyword once would get.
    ///
    /// - SeeAlso: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.
    private func weigh(_ standings: inout [RankedTickets.Standing]) {
        guard !entries.isEmpty, !scorer.keywords.isEmpty else { return }
        var having: [String: Int] = [:]
        for place in matching { for match in entries[place].score.matches { having[match.keyword, default: 0] += 1 } }
        let count = Double(entries.count)
        let weights = Dictionary(
            uniqueKeysWithValues: scorer.keywords.map { keyword in
                let having = Double(having[keyword] ?? 0)
                return (keyword, log(1 + (count - having + 0.5) / (having + 0.5)))
            }
        )
        let whole = weights.values.sorted().reduce(0, +)
        let average = max(1, Double(totalLength) / count)
        for place in matching {
            let length = Double(entries[place].score.length) / average
            let sum = entries[place].score.matches.reduce(0.0) { sum, match in
                let times = Double(match.inSubject + match.inBody)
                let norm = Self.saturation * (1 - Self.lengthShare + Self.lengthShare * length)
                return sum + (weights[match.keyword] ?? 0) * times * (Self.saturation + 1) / (times + norm)
            }
            let share = min(1, sum / whole)
            standings[place].keywordPoints = Int((share * Double(TicketScore.keywordWeight)).rounded())
        }
    }

    /// How soon more of the same keyword counts no more; k1 in the literature.
    private static let saturation = 1.2
    /// How much a long text counts against its matches; b in the literature.
    private static let lengthShare = 0.75
}
