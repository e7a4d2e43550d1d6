import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// A target with a place for reports that says what it was given.
private final class ReportShelf: DeliveryChannel, Sendable {
    let name = "page"
    let kind = "shelf"
    let takesReports = true
    private let given = Mutex<[String]>([])

    var calls: [String] { given.withLock { $0 } }

    func preview(_ job: DeliveryJob) -> [DeliveryPreview] { [] }

    func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        let remote = job.saved["remoteID"].map { " knowing \($0.string ?? "")" } ?? ""
        given.withLock { $0.append("\(job.action.rawValue)\(remote): \(job.update.publication.message)") }
        return .done(saved: job.action == .open ? ["remoteID": "p1"] : JSONObject(), notes: [])
    }

    func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }
}

private struct Fixture {
    let clock = ManualClock()
    let repository: IncidentRepository
    let lifecycle: IncidentLifecycle
    let shelf = ReportShelf()
    let report = IncidentChange.Report(
        digest: SHA256.hex(Array("# Slow sign-in\n".utf8)),
        postmortemDigest: SHA256.hex([]),
        publication: Publication(message: "# Slow sign-in\n", targets: ["page"])
    )

    init() {
        repository = IncidentRepository(store: MemoryStore(), author: .fixed(clock: clock))
        lifecycle = IncidentLifecycle(
            repository: repository,
            components: ComponentTree(roots: [Component(id: "api", name: "API")]),
            severities: .standard,
            targets: ["page"],
            write: { _ in [:] }
        )
    }

    func open() async throws -> Incident {
        let request = Incident.OpeningRequest(title: "Slow", severity: .low, components: ["api"], message: "Opened.")
        return try await lifecycle.open(request).incident
    }

    func resolved() async throws -> Incident {
        try await lifecycle.resolve(try await open().id, .init(message: "Over.")).incident
    }

    func deliver(_ incident: Incident) async throws -> [DeliveryResult] {
        let run = DeliveryRun(repository: repository, channels: [shelf], clock: clock, random: { 0.5 })
        let results = await run.carryOut([incident])
        try await repository.settle([incident])
        return results
    }
}

@Test func `a report is owed from the resolution until it is published`() async throws {
    let fixture = Fixture()
    let open = try await fixture.open()
    #expect(open.reportStanding == .notDue)
    fixture.clock.advance(by: .seconds(600))
    let over = try await fixture.lifecycle.resolve(open.id, .init(message: "Over.")).incident
    #expect(over.reportStanding == .owed(since: fixture.clock.timestamp))
    _ = try await fixture.deliver(over)
    #expect(try await fixture.repository.active().isEmpty)
    fixture.clock.advance(by: .seconds(3_600))
    let reported = try await fixture.lifecycle.publishReport(over.id, fixture.report).incident
    let recorded = try #require(reported.report)
    #expect(reported.reportStanding == .published(recorded))
    #expect(recorded.sequence == 3)
    #expect(recorded.at == fixture.clock.timestamp)
    #expect(recorded.by == "ada@ops1")
    #expect(recorded.report == fixture.report)
    #expect(reported.updates == over.updates)
    #expect(try await fixture.repository.incident(over.id) == reported)
    #expect(try await fixture.repository.active() == [reported])
    #expect(try await fixture.deliver(reported).map(\.standing) == [.done])
    #expect(try await fixture.deliver(reported).isEmpty)
    #expect(
        fixture.shelf.calls == ["open: Opened.", "resolve knowing p1: Over.", "report knowing p1: # Slow sign-in\n"]
    )
    #expect(try await fixture.repository.active().isEmpty)
}

@Test func `a skipped report needs a reason on record and ends the debt`() async throws {
    let fixture = Fixture()
    let over = try await fixture.resolved()
    _ = try await fixture.deliver(over)
    let skipped = try await fixture.lifecycle.skipReport(over.id, reason: "nobody noticed").incident
    let recorded = try #require(skipped.reportSkip)
    #expect(skipped.reportStanding == .skipped(recorded))
    #expect(recorded.by == "ada@ops1")
    #expect(recorded.reason == "nobody noticed")
    #expect(!skipped.owesReport)
    #expect(try await fixture.repository.active().isEmpty)
    let lines = try await fixture.repository.history(of: skipped).map(\.text)
    #expect(lines.contains("report skipped: nobody noticed"))
}

@Test func `a report after a skip is delivered by whoever goes through the active incidents`() async throws {
    let fixture = Fixture()
    let over = try await fixture.resolved()
    _ = try await fixture.deliver(over)
    _ = try await fixture.lifecycle.skipReport(over.id, reason: "nobody noticed")
    let reported = try await fixture.lifecycle.publishReport(over.id, fixture.report).incident
    #expect(try await fixture.repository.active() == [reported])
    #expect(try await fixture.deliver(reported).map(\.standing) == [.done])
    let lines = try await fixture.repository.history(of: reported).map(\.text)
    #expect(lines.contains("report published: \(fixture.report.digest.prefix(12)) to page"))
}

@Test func `a report comes after the end, and once`() async throws {
    let fixture = Fixture()
    let open = try await fixture.open()
    let early = await #expect(throws: IncidentConflict.self) {
        try await fixture.lifecycle.publishReport(open.id, fixture.report)
    }
    #expect(early?.message == "cannot report on 'INC-1': it is still open")
    await #expect(throws: IncidentConflict.reportTooEarly(id: open.id)) {
        try await fixture.lifecycle.skipReport(open.id, reason: "r")
    }
    _ = try await fixture.lifecycle.resolve(open.id, .init(message: "Over."))
    _ = try await fixture.lifecycle.skipReport(open.id, reason: "r")
    let twice = await #expect(throws: IncidentConflict.self) {
        try await fixture.lifecycle.skipReport(open.id, reason: "r")
    }
    #expect(twice?.message.hasPrefix("cannot skip the report on 'INC-1' again: ada@ops1 skipped it at ") == true)
    _ = try await fixture.lifecycle.publishReport(open.id, fixture.report)
    let again = await #expect(throws: IncidentConflict.self) {
        try await fixture.lifecycle.publishReport(open.id, fixture.report)
    }
    #expect(again?.message.hasPrefix("cannot report on 'INC-1' again: ada@ops1 published its report at ") == true)
    #expect(again?.exitStatus == .conflict)
}
