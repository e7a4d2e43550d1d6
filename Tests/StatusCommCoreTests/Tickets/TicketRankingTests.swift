import Testing

@testable import StatusCommCore

private let start = Timestamp(seconds: 1_795_426_200)
private let tree = ComponentTree(roots: [Component(id: "payments", name: "Payments")])

private func ranking(_ ranking: TicketRules.Ranking, _ tickets: [Ticket]) -> RankedTickets {
    var taken = begun(ranking)
    // In pages of two, as a search hands them over.
    for first in stride(from: 0, to: tickets.count, by: 2) {
        taken.add(Array(tickets[first..<min(first + 2, tickets.count)]))
    }
    return taken.ranked()
}

private func begun(_ ranking: TicketRules.Ranking) -> TicketRanking {
    var rules = TicketRules()
    rules.ranking = ranking
    rules.service.field = "Service"
    let query = TicketQuery(components: ["payments"], keywords: ["declined", "card"], startedAt: start)
    return TicketRanking(query, rules: rules, tree: tree)
}

private func ticket(_ id: String, _ subject: String, minutes: Int = 0, service: String? = nil) -> Ticket {
    var ticket = Ticket(
        id: id,
        subject: subject,
        body: Ticket.Body("words"),
        createdAt: start.advanced(by: .seconds(60 * minutes))
    )
    if let service { ticket.fields = ["Service": [service]] }
    return ticket
}

@Test
func theBestComeFirstAndAmongEqualsTheOldest() {
    let entries = ranking(
        .keywords,
        [
            ticket("9", "nothing"), ticket("2", "declined", minutes: 5), ticket("3", "declined", minutes: 1),
            ticket("10", "declined", minutes: 1), ticket("1", "declined card", minutes: 9, service: "Payments"),
        ]
    )
    #expect(entries.map(\.ticket.id) == ["1", "3", "10", "2", "9"])
    #expect(entries.map(\.score.points) == [1000, 350, 350, 350, 200])
    #expect(entries.allSatisfy { $0.ticket.body == nil && $0.score.hasBody })
}

@Test
func aRareKeywordIsWorthMoreByBM25() throws {
    let common = (0..<40).map { ticket("c\($0)", "my card \($0)") }
    let entries = ranking(.bm25, common + [ticket("rare", "declined zzzz"), ticket("both", "declined card")])
    func points(_ id: String) throws -> Int { try #require(entries.first { $0.ticket.id == id }).score.keywordPoints }
    #expect(try points("rare") > 4 * points("c0"))
    #expect(try points("both") > points("rare"))
    #expect(entries.allSatisfy { (0...300).contains($0.score.keywordPoints) })
    #expect(entries.first?.ticket.id == "both")
}

/// Worked out by hand: two tickets of equal length, one keyword each in one of them.
@Test
func theNumbersOfBM25AreThoseOfTheFormula() {
    let entries = ranking(.bm25, [ticket("1", "declined"), ticket("2", "somecard")])
    // Both keywords have the same idf, both texts the average length, so that each is worth half of the whole.
    #expect(entries.map(\.score.keywordPoints) == [150, 150])
}

@Test
func aLongTextCountsLessAndMoreOfTheSameLittle() throws {
    let filler = String(repeating: "filler words that say nothing ", count: 40)
    let entries = ranking(
        .bm25,
        [
            ticket("short", "declined"), ticket("long", "declined " + filler),
            ticket("thrice", "declined declined declined"),
            ticket("none", "hello there"),
        ]
    )
    func points(_ id: String) throws -> Int { try #require(entries.first { $0.ticket.id == id }).score.keywordPoints }
    #expect(try points("long") < points("short"))
    #expect(try points("thrice") >= points("short") && points("thrice") < 3 * points("short"))
    #expect(try points("none") == 0)
}

@Test(arguments: TicketRules.Ranking.allCases)
func noTicketsAreNoTrouble(_ way: TicketRules.Ranking) {
    #expect(ranking(way, []).isEmpty)
}

/// What was ranked keeps its scores, and those that came before are weighed anew with those that come later.
@Test
func moreTicketsMayComeAfterARanking() {
    let common = (0..<9).map { ticket("c\($0)", "my card", minutes: $0) }
    let later = [ticket("rare", "declined", minutes: 20), ticket("none", "hello", minutes: 30)]
    var taken = begun(.bm25)
    taken.add(common)
    let before = taken.ranked()
    let points = before.map(\.score.keywordPoints)
    taken.add(later)
    let after = taken.ranked()
    #expect(before.map(\.score.keywordPoints) == points && before.count == 9)
    #expect(Array(after) == Array(ranking(.bm25, common + later)))
    #expect(after.map(\.ticket.id) == ["rare"] + common.map(\.id) + ["none"])
    #expect(after[1].score.keywordPoints != points[0])
}
