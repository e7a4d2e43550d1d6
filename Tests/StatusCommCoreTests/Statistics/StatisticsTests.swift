import StatusCommCore
import Testing

struct StatisticsTests {
    typealias Story = StatisticsSamples.Story

    private func statistics(_ stories: [Story], zone: ZoneRules = .utc) throws -> Statistics {
        let figures = try stories.map { story in
            IncidentFigures(
                try story.incident,
                deliveries: try story.deliveries(after: 5),
                now: StatisticsSamples.after(400 * 86_400)
            )
        }
        return Statistics(figures, goals: .standard, zone: zone)
    }

    @Test func `nothing at all`() throws {
        let none = try statistics([])
        #expect(none.stretches(by: .month).isEmpty && none.channels.isEmpty)
        #expect(none.total.incidents == 0 && none.total.firstMessage.median == nil && none.total.promises.due == 0)
    }

    @Test func `a single incident is its own median`() throws {
        let one = try statistics([Story(opening: (40, 900), resolved: 800)])
        #expect(one.total.firstMessage.median == .seconds(45) && one.total.firstMessageInTime == 1)
        #expect(one.total.resolution.percentile(90) == .seconds(805))
        #expect(one.stretches(by: .month).map(\.name) == ["2026-03"])
    }

    @Test func `months without incidents are told too`() throws {
        let day = 86_400
        let all = try statistics([
            Story(id: 2, began: 70 * day, opening: (70 * day + 10, nil)), Story(id: 1), Story(id: 3, began: 300 * day),
        ])
        #expect(all.incidents.map(\.id.number) == [1, 2, 3])
        let months = all.stretches(by: .month)
        #expect(months.map(\.name).first == "2026-03" && months.map(\.name).last == "2026-12" && months.count == 10)
        #expect(months.map(\.summary.incidents) == [1, 0, 1, 0, 0, 0, 0, 0, 0, 1])
        #expect(all.stretches(by: .quarter).map(\.name) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"])
        #expect(all.stretches(by: .year).map(\.summary.incidents) == [3])
    }

    @Test func `a month begins where the company is`() throws {
        let lateInUTC = Story(began: 29 * 86_400 + 15 * 3_600)
        #expect(StatisticsSamples.after(lateInUTC.began).rfc3339.hasPrefix("2026-03-31T23:00"))
        #expect(try statistics([lateInUTC]).stretches(by: .month).map(\.name) == ["2026-03"])
        #expect(
            try statistics([lateInUTC], zone: PageSamples.berlin).stretches(by: .month).map(\.name) == ["2026-04"]
        )
    }

    @Test func `open incidents have no time to the end, and say so`() throws {
        let both = try statistics([Story(id: 1, opening: (10, nil), resolved: 500), Story(id: 2, opening: (10, nil))])
        #expect(both.total.open == 1 && both.total.resolution.count == 1)
        #expect(both.total.reports.overdue == 1 && both.total.reports.awaited == 0)
    }

    @Test(arguments: [
        (0, [0, 1, 0, 0]), (495 + 48 * 3_600, [1, 0, 0, 0]), (496 + 48 * 3_600, [0, 0, 0, 1]), (nil, [0, 0, 1, 0]),
    ])
    func `reports are held against their limit`(_ test: (report: Int?, counts: [Int])) throws {
        let reports = try statistics([Story(resolved: 500, report: test.report)]).total.reports
        #expect(
            [reports.inTime, reports.skipped, reports.overdue, reports.delay.count - reports.inTime] == test.counts
        )
    }

    @Test func `targets are told one by one`() throws {
        var story = Story(opening: (10, nil), resolved: 500)
        story.targets = ["page", "mail"]
        let channels = try statistics([story, Story(id: 2, opening: (30, nil))]).channels
        #expect(channels.map(\.target) == ["mail", "page"])
        #expect(channels.map(\.incidents) == [1, 2])
        #expect(channels[1].firstMessage.median == .seconds(25) && channels[1].resolution.median == .seconds(5))
    }
}
