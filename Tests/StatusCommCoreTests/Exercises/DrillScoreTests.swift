import StatusCommCore
import Testing

struct DrillScoreTests {
    typealias Story = StatisticsSamples.Story

    private func score(_ story: Story?, refusals: [String] = [], arrivingAfter lag: Int = 5) throws -> [String] {
        let figures = try story.map {
            IncidentFigures(
                try $0.incident,
                deliveries: try $0.deliveries(after: lag),
                now: StatisticsSamples.after(90_000)
            )
        }
        return DrillScore(figures, refusals: refusals, goals: .standard).lines
            .map { "\($0.isMet ? "+" : "-") \($0.goal.rawValue): \($0.result)" }
    }

    @Test func `all is well`() throws {
        let story = Story(opening: (60, 960), updates: [(900, 1_800)], resolved: 1_700, report: 50_000)
        #expect(
            try score(story) == [
                "+ first_message: after 1m 5s", "+ updates: 2 of 2 on time", "+ targets: 1 of 1 reached",
                "+ message_check: nothing found", "+ resolution: after 28m 25s", "+ report: after 13h 26m",
            ]
        )
    }

    @Test func `nothing is well`() throws {
        let story = Story(opening: (180, 960), updates: [(2_000, 2_900)])
        #expect(
            try score(story, refusals: ["a host name [host]"]) == [
                "- first_message: after 3m 5s", "- updates: 0 of 2 on time, late by 1d 1h",
                "+ targets: 1 of 1 reached", "- message_check: 1 found: a host name [host]", "- resolution: not sent",
                "- report: none",
            ]
        )
        #expect(try score(nil).allSatisfy { $0.hasPrefix("-") || $0.hasPrefix("+ message_check") })
    }

    @Test func `a target that refused was not reached`() throws {
        var story = Story(resolved: 800)
        story.targets = ["page", "mail"]
        var deliveries = try story.deliveries(after: 1)
        deliveries[1].arrivedAt = nil
        deliveries[1].standing = .refused(reason: "no such page")
        let figures = IncidentFigures(try story.incident, deliveries: deliveries, now: StatisticsSamples.after(900))
        let line = DrillScore(figures, refusals: [], goals: .standard).lines[2]
        #expect(!line.isMet && line.result == "1 of 2 reached, not mail")
    }
}
