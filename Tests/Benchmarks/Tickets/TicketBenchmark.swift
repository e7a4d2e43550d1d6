import Glibc

/// Prints how many tickets a second each way of scoring takes, on one thread, all in one run, and then the memory that a
/// search of as many tickets needs when they come page by page.
@main
struct TicketBenchmark {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let count = arguments.first.flatMap { Int($0) } ?? 100_000
        if arguments.contains("--memory") { return measureMemory(count) }
        var workload = Workload()
        let tickets = (0..<count).map { workload.next($0) }
        if let place = arguments.firstIndex(of: "--only") {
            let runs = arguments.last.flatMap { Int($0) } ?? 10
            return repeatOnly(arguments[(place + 1)...].first ?? "", tickets, runs)
        }
        let bytes = tickets.reduce(0) { $0 + $1.subject.utf8.count + ($1.body?.text.utf8.count ?? 0) }
        print("\(count) tickets of \(bytes / count) bytes, least of 9, processor time")
        check(tickets)

        let seed = least { ways[0].run(tickets[...]) }
        for way in ways {
            // So slow that a part of the tickets has to do.
            let part = way.isSlow ? tickets.prefix(max(1, count / 50)) : tickets[...]
            tell(way.name, count, least { way.run(part) } * count / part.count, seed)
        }
    }

    /// Something that is measured, under the name by which it is told and asked for.
    struct Way: Sendable {
        let name: String
        var isSlow = false
        let run: @Sendable (ArraySlice<Ticket>) -> Int
    }

    static let ways = [
        Way(name: "the seed's formula") { score($0, rules(.substring, .keywords, text: false)) },
        Way(name: "  naive: lowercased() and contains()", isSlow: true) { tickets in
            tickets.reduce(0) { $0 + Peers.strings($1, Workload.query) }
        },
        Way(name: "  naive: strcasestr") { tickets in
            tickets.reduce(0) { $0 + Peers.library($1, Workload.query) }
        },
        Way(name: "whole words") { score($0, rules(.words, .keywords, text: false)) },
        Way(name: "stems") { score($0, rules(.stems, .keywords, text: false)) },
        Way(name: "substrings, service from the text") { score($0, rules(.substring, .keywords, text: true)) },
        Way(name: "stems, service from the text") { score($0, rules(.stems, .keywords, text: true)) },
        Way(name: "the same by BM25, kept and ranked") { rank($0, rules(.stems, .bm25, text: true)) },
    ]

    /// Runs one way a few times and nothing else, for a profiler.
    static func repeatOnly(_ name: String, _ tickets: [Ticket], _ runs: Int) {
        guard let way = ways.first(where: { $0.name == name }) else {
            return print("--only takes one of: \(ways.map(\.name).joined(separator: "; "))")
        }
        var points = 0
        for _ in 0..<runs { points += way.run(tickets[...]) }
        print("\(name): sum \(points)")
    }

    static func rules(_ matching: TicketRules.Matching, _ ranking: TicketRules.Ranking, text: Bool) -> TicketRules {
        var rules = TicketRules()
        rules.service = Workload.service
        rules.service.text = text
        if text { rules.service.field = nil }
        rules.matching = matching
        rules.ranking = ranking
        return rules
    }

    static func score(_ tickets: ArraySlice<Ticket>, _ rules: TicketRules) -> Int {
        var scorer = TicketScorer(Workload.query, rules: rules, tree: Workload.tree)
        return tickets.reduce(0) { $0 + scorer.score($1).points }
    }

    static func rank(_ tickets: ArraySlice<Ticket>, _ rules: TicketRules) -> Int {
        var scorer = TicketRanking(Workload.query, rules: rules, tree: Workload.tree)
        for start in stride(from: 0, to: tickets.count, by: 100) {
            scorer.add(Array(tickets[start..<min(start + 100, tickets.count)]))
        }
        return linked(scorer.ranked())
    }

    /// How many tickets would be linked to the incident.
    static func linked(_ ranked: RankedTickets) -> Int { ranked.prefix { $0.score.points > 700 }.count }

    /// On tickets that need no cleaning, all ways give the same points.
    static func check(_ tickets: [Ticket]) {
        var scorer = TicketScorer(Workload.query, rules: rules(.substring, .keywords, text: false), tree: Workload.tree)
        var checked = 0
        for (number, ticket) in tickets.prefix(4_000).enumerated() where number % 4 == 1 {
            let points = scorer.score(ticket).points
            precondition(points == Peers.strings(ticket, Workload.query), "the naive score differs")
            precondition(points == Peers.library(ticket, Workload.query), "strcasestr's score differs")
            checked += 1
        }
        print("\(checked) plain ones checked against the naive scores")
    }

    static func measureMemory(_ count: Int) {
        var workload = Workload()
        var ranking = TicketRanking(
            Workload.query,
            rules: rules(.stems, .bm25, text: true),
            tree: Workload.tree
        )
        let before = peak()
        for start in stride(from: 0, to: count, by: 100) {
            ranking.add((start..<min(start + 100, count)).map { workload.next($0) })
        }
        let ranked = ranking.ranked()
        let linked = linked(ranked)
        print(
            "\(ranked.count) tickets ranked, \(linked) above 0.7: peak \(peak() / 1024) MB, \(before / 1024) MB before"
        )
    }

    /// Most memory that was resident so far, in kilobytes.
    static func peak() -> Int {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }

    /// The least time of several runs: whatever else the machine does can only add to it.
    static func least(_ body: () -> Int) -> Duration {
        (0..<9).map { _ in
            let start = processorTime()
            if body() == .min { print("never") }
            return processorTime() - start
        }.min() ?? .zero
    }

    /// Time that this thread was really running, whatever else the machine does.
    static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    static func tell(_ name: String, _ count: Int, _ time: Duration, _ seed: Duration) {
        let padded = name + String(repeating: " ", count: max(1, 40 - name.utf8.count))
        let rate = Int(Double(count) / (time / .seconds(1)))
        let ratio = Int((time / seed * 100).rounded())
        print("\(padded)\(rate) tickets/s, \(ratio) % of the time of the seed's formula")
    }
}
