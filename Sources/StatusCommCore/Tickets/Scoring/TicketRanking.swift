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
            var kept = ticket
            kept.body = nil
            entries.append(Entry(ticket: kept, score: score, exclusion: rules.exclude.reason(for: ticket)))
        }
    }

    /// All tickets, best first; among equals the oldest first.
    ///
    /// With BM25 a keyword is worth more the fewer tickets have it, so that scores are final only when all tickets are in.
    package func ranked() -> [Entry] {
        var entries = entries
        switch rules.ranking {
        case .keywords: break
        case .bm25: weigh(&entries)
        }
        // Entries are large: their places are sorted, and each entry is moved once.
        let places = entries.indices.map { Place(index: $0, points: entries[$0].score.points, entries[$0].ticket) }
        return places.sorted { first, second in
            let left = (-first.points, first.createdAt)
            let right = (-second.points, second.createdAt)
            guard left == right else { return left < right }
            return Self.precedes(entries[first.index].ticket.id, entries[second.index].ticket.id)
        }.map { entries[$0.index] }
    }

    /// Where ids are numbers, ticket 9 came before ticket 10.
    private static func precedes(_ first: String, _ second: String) -> Bool {
        (first.utf8.count, first) < (second.utf8.count, second)
    }

    /// What decides about the order of an entry.
    private struct Place {
        let index: Int
        let points: Int
        let createdAt: Timestamp

        init(index: Int, points: Int, _ ticket: Ticket) {
            self.index = index
            self.points = points
            createdAt = ticket.createdAt
        }
    }

    /// Okapi BM25 over all tickets, as a share of what an average ticket with each keyword once would get.
    ///
    /// - SeeAlso: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.
    private func weigh(_ entries: inout [Entry]) {
        guard !entries.isEmpty, !scorer.keywords.isEmpty else { return }
        var having: [String: Int] = [:]
        for entry in entries { for match in entry.score.matches { having[match.keyword, default: 0] += 1 } }
        let count = Double(entries.count)
        let weights = Dictionary(
            uniqueKeysWithValues: scorer.keywords.map { keyword in
                let having = Double(having[keyword] ?? 0)
                return (keyword, log(1 + (count - having + 0.5) / (having + 0.5)))
            }
        )
        let whole = weights.values.sorted().reduce(0, +)
        let average = max(1, Double(totalLength) / count)
        for index in entries.indices where !entries[index].score.matches.isEmpty {
            let length = Double(entries[index].score.length) / average
            let sum = entries[index].score.matches.reduce(0.0) { sum, match in
                let times = Double(match.inSubject + match.inBody)
                let norm = Self.saturation * (1 - Self.lengthShare + Self.lengthShare * length)
                return sum + (weights[match.keyword] ?? 0) * times * (Self.saturation + 1) / (times + norm)
            }
            let share = min(1, sum / whole)
            entries[index].score.keywordPoints = Int((share * Double(TicketScore.keywordWeight)).rounded())
        }
    }

    /// How soon more of the same keyword counts no more; k1 in the literature.
    private static let saturation = 1.2
    /// How much a long text counts against its matches; b in the literature.
    private static let lengthShare = 0.75
}
