import JSON5
import StatusCommCore
import Testing

struct IncidentFiguresTests {
    typealias Story = StatisticsSamples.Story
    typealias Outcome = IncidentFigures.Promise.Outcome

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// Second after the start at which the next update was promised.
        var due: Int
        /// When it came.
        var came: Int?
        var now: Int
        var outcome: Outcome
    }

    @Test(arguments: [
        Case(testDescription: "early", due: 960, came: 400, now: 5_000, outcome: .kept),
        Case(testDescription: "to the second", due: 960, came: 960, now: 5_000, outcome: .kept),
        Case(testDescription: "within the minute that was told", due: 970, came: 1_019, now: 5_000, outcome: .kept),
        Case(
            testDescription: "when the minute is over",
            due: 970,
            came: 1_020,
            now: 5_000,
            outcome: .late(by: .seconds(50))
        ),
        Case(testDescription: "much later", due: 960, came: 4_560, now: 5_000, outcome: .late(by: .seconds(3_600))),
        Case(testDescription: "not yet due", due: 960, came: nil, now: 1_019, outcome: .pending),
        Case(testDescription: "no word", due: 960, came: nil, now: 1_020, outcome: .overdue(by: .seconds(60))),
    ])
    func `a promise holds until its minute is over`(_ test: Case) throws {
        var story = Story(opening: (60, test.due))
        if let came = test.came { story.updates = [(came, nil)] }
        let figures = IncidentFigures(
            try story.incident,
            deliveries: nil,
            now: StatisticsSamples.after(test.now)
        )
        #expect(figures.promises.map(\.outcome) == [test.outcome])
    }

    @Test func `a resolution keeps the last promise`() throws {
        let story = Story(updates: [(900, 1_800)], resolved: 1_700)
        let figures = IncidentFigures(try story.incident, deliveries: nil, now: StatisticsSamples.after(9_000))
        #expect(figures.promises.map(\.outcome) == [.kept, .kept])
        #expect(figures.resolvedAfter == .seconds(1_700))
        #expect(figures.report == .awaited(for: .seconds(7_300)))
    }

    @Test func `detection is the earliest word about customers`() throws {
        var story = Story(began: 30, opening: (60, nil))
        story.notes = [
            (.internalNote, -4_000), (.impactStarted, -90), (.impactStarted, -300), (.mitigationApplied, -500),
        ]
        let figures = IncidentFigures(try story.incident, deliveries: nil, now: StatisticsSamples.after(100))
        #expect(figures.detectedAt == StatisticsSamples.after(-300))
        #expect(figures.firstMessageAfter == .seconds(360))
        #expect(figures.isOpen && figures.resolvedAfter == nil && figures.report == .notDue)
    }

    @Test func `a message is public once the first target has it`() throws {
        var story = Story(opening: (60, 960), resolved: 900)
        story.targets = ["page", "mail"]
        var deliveries = try story.deliveries(after: 10)
        deliveries[0].arrivedAt = nil
        deliveries[0].failedAttempts = 3
        deliveries[0].standing = .pending
        let figures = IncidentFigures(try story.incident, deliveries: deliveries, now: StatisticsSamples.after(2_000))
        #expect(figures.firstMessageAfter == .seconds(70))
        #expect(figures.resolvedAfter == .seconds(910))
        let page = try #require(figures.channels.first)
        // The page heard of it with the resolution alone.
        #expect(page.firstMessageAfter == .seconds(910) && page.resolutionAfter == .seconds(10))
        #expect(page.failedAttempts == 3 && page.queued == 1 && page.refused == 0)
        #expect(figures.channels.map(\.target) == ["page", "mail"])
    }

    @Test func `a promise is not kept by words that reached nobody`() throws {
        let story = Story(opening: (60, 960), updates: [(900, 1_800)])
        var deliveries = try story.deliveries(after: 1)
        deliveries[1].arrivedAt = nil
        deliveries[1].standing = .unknown(reason: "timed out")
        let figures = IncidentFigures(try story.incident, deliveries: deliveries, now: StatisticsSamples.after(1_500))
        #expect(figures.promises.map(\.outcome) == [.overdue(by: .seconds(540)), .pending])
        #expect(figures.channels.map(\.unknown) == [1])
    }

    @Test func `nobody was told`() throws {
        let figures = IncidentFigures(
            try Story().incident,
            deliveries: [DeliveryFacts(target: "page", change: 1, arrivedAt: nil, standing: .pending)],
            now: StatisticsSamples.after(100)
        )
        #expect(figures.firstMessageAfter == nil)
        #expect(StatisticsSummary([figures], goals: .standard).untold == 1)
    }

    @Test func `a delivery's log tells when it arrived and how often it failed`() {
        func facts(_ records: [(DeliveryRecord, Int)]) -> DeliveryFacts {
            DeliveryFacts(
                target: "page",
                change: 1,
                records: records.map { ($0.0, StatisticsSamples.after($0.1), "ada@ops1") }
            )
        }
        let twice = facts([
            (.attempt, 1), (.failed(reason: "503", notBefore: nil), 2), (.attempt, 9),
            (.done(saved: [:], notes: []), 10),
        ])
        #expect(twice.arrivedAt == StatisticsSamples.after(10) && twice.failedAttempts == 1)
        let settled = facts([(.attempt, 1), (.unknown(reason: "timeout"), 31), (.settled(.sent), 4_000)])
        #expect(settled.arrivedAt == StatisticsSamples.after(1) && settled.failedAttempts == 0)
        let refused = facts([(.attempt, 1), (.refused(reason: "422"), 2)])
        #expect(refused.arrivedAt == nil && refused.failedAttempts == 1)
        #expect(facts([]).failedAttempts == 0)
    }
}
