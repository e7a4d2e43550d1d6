/// Tickets with their final scores, best first; among equals the oldest first.
///
/// An entry is large, and hardly any of a hundred thousand is looked at: they stay where they are, only their standings
/// are sorted, and an entry gets its final score when it is asked for.
package struct RankedTickets: RandomAccessCollection, Sendable {
    /// What decides about the place of an entry.
    struct Standing {
        /// Where the entry is.
        let place: Int
        /// Thousandths for service and time.
        private let otherPoints: Int
        /// Thousandths for the keywords.
        var keywordPoints: Int
        fileprivate let createdAt: Timestamp

        /// The standing of an entry by its score.
        init(place: Int, _ score: TicketScore) {
            self.place = place
            otherPoints = score.servicePoints + score.timingPoints
            keywordPoints = score.keywordPoints
            createdAt = score.createdAt
        }

        fileprivate var points: Int { otherPoints + keywordPoints }
    }

    private let entries: [TicketRanking.Entry]
    private let standings: [Standing]

    /// Sorts entries by their standings, of which each has one.
    init(_ entries: [TicketRanking.Entry], _ standings: [Standing]) {
        self.entries = entries
        self.standings = standings.sorted { first, second in
            let left = (-first.points, first.createdAt)
            let right = (-second.points, second.createdAt)
            guard left == right else { return left < right }
            return Self.precedes(entries[first.place].ticket.id, entries[second.place].ticket.id)
        }
    }

    /// Where ids are numbers, ticket 9 came before ticket 10.
    private static func precedes(_ first: String, _ second: String) -> Bool {
        (first.utf8.count, first) < (second.utf8.count, second)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { standings.count }

    /// The ticket at a place of the order.
    package subscript(position: Int) -> TicketRanking.Entry {
        let standing = standings[position]
        var entry = entries[standing.place]
        entry.score.keywordPoints = standing.keywordPoints
        return entry
    }
}
