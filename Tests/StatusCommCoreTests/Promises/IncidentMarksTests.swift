import JSON5
import StatusCommCore
import TestSupport
import Testing

private let rules = PromiseRules(
    maximumAutomatic: 0,
    warnBefore: .seconds(300),
    remindAfter: .seconds(24 * 3_600),
    escalateAfter: .seconds(48 * 3_600)
)

private struct Fixture {
    let clock = ManualClock()
    let store = MemoryStore()
    let repository: IncidentRepository

    init() {
        repository = IncidentRepository(store: store, author: .fixed(clock: clock))
    }

    /// An incident that is over and settled.
    func past(targets: [String] = []) async throws -> Incident {
        let repository = repository
        let opened = try await repository.open { _, _ in
            .new(
                .init(
                    publicID: repository.makePublicID(),
                    title: "Errors",
                    severity: .high,
                    startedAt: repository.now(),
                    publication: Publication(message: "m")
                )
            )
        }.incident
        let resolved = try await repository.append(to: opened.id) { _ in
            .resolved(.init(publication: Publication(message: "m", targets: targets)))
        }
        try await repository.settle([resolved])
        return resolved
    }

    func remind(
        _ incident: Incident,
        _ occasion: Reminder.Occasion,
        targets: [String] = ["owner.mail"]
    ) async throws -> Incident {
        try await repository.append(to: incident.id) { _ in
            .reminded(
                Reminder(
                    occasion: occasion,
                    about: 2,
                    dueAt: repository.now(),
                    title: "t",
                    text: "t",
                    targets: targets
                )
            )
        }
    }

    func finish(_ incident: Incident) async throws {
        for key in incident.deliveries {
            let log = try await repository.deliveryLog(key)
            if !log.state.isFinal { _ = try await log.appending(.done(saved: JSONObject(), notes: [])) }
        }
        try await repository.settle([incident])
    }

    /// Whether the incident would be read in so many hours.
    func isLookedAt(_ incident: Incident, in hours: Int) async throws -> Bool {
        let marks = try await repository.marks()
        let then = clock.timestamp.advanced(by: .seconds(hours * 3_600))
        return marks.isActive(incident.id) || marks.mayOweReport(incident.id, at: then, by: rules)
    }
}

struct IncidentMarksTests {
    @Test func `a settled incident is read again when its report is due, and never after its escalation`() async throws
    {
        let fixture = Fixture()
        let past = try await fixture.past()
        #expect(try await !fixture.isLookedAt(past, in: 23))
        #expect(try await fixture.isLookedAt(past, in: 24))
        let reminded = try await fixture.remind(past, .reportDue)
        // Until it has arrived.
        #expect(try await fixture.isLookedAt(past, in: 0))
        try await fixture.repository.settle([reminded])
        #expect(try await fixture.isLookedAt(past, in: 0))
        try await fixture.finish(reminded)
        #expect(try await !fixture.isLookedAt(past, in: 47))
        #expect(try await fixture.isLookedAt(past, in: 48))
        let escalated = try await fixture.remind(past, .reportLate)
        try await fixture.finish(escalated)
        #expect(try await !fixture.isLookedAt(past, in: 9_000))
        #expect(try await fixture.repository.active().isEmpty)
    }

    @Test func `an incident that something is left to deliver of is not settled`() async throws {
        let fixture = Fixture()
        let past = try await fixture.past(targets: ["page"])
        #expect(try await fixture.repository.active() == [past])
        try await fixture.finish(past)
        #expect(try await fixture.repository.active().isEmpty)
    }

    @Test func `a mark that was set before its entry keeps the incident in sight`() async throws {
        let fixture = Fixture()
        let past = try await fixture.past()
        // Whoever set it died, or is about to write entry 3.
        _ = try await fixture.store.create(StoreKey("later/\(past.id.keyPart).3"), Array("{}".utf8))
        try await fixture.repository.settle([past])
        #expect(try await fixture.repository.active() == [past])
        try await fixture.finish(try await fixture.remind(past, .reportDue))
        #expect(try await fixture.repository.active().isEmpty)
    }

    @Test func `a store without marks of reports stays quiet`() async throws {
        let fixture = Fixture()
        let past = try await fixture.past()
        for key in try await fixture.store.list(StoreKey("report")) { fixture.store.overwrite(key, nil) }
        #expect(try await !fixture.isLookedAt(past, in: 9_000))
    }

    @Test(arguments: ["settled/7", "later/00000007", "later/00000007.x", "report/00000007.1.x", "report/x.1"])
    func `a key that is no mark is reported`(key: String) async throws {
        let fixture = Fixture()
        _ = try await fixture.store.create(StoreKey(key), Array("{}".utf8))
        await #expect(throws: StoreError.damaged(path: key, reason: "it is no mark of an incident")) {
            try await fixture.repository.marks()
        }
    }
}
