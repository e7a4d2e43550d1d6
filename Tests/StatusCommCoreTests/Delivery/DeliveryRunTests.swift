import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// A target that answers from a script and remembers what it was asked.
private final class ScriptedChannel: DeliveryChannel, Sendable {
    private struct State {
        var outcomes: [DeliveryOutcome]
        var sightings: [DeliverySighting]
        var calls: [String] = []
    }

    let name: String
    let kind = "scripted"
    private let state: Mutex<State>

    init(_ name: String, outcomes: [DeliveryOutcome], sightings: [DeliverySighting] = []) {
        self.name = name
        state = Mutex(State(outcomes: outcomes, sightings: sightings))
    }

    var calls: [String] { state.withLock { $0.calls } }

    func preview(_ job: DeliveryJob) throws -> [DeliveryPreview] { [] }

    func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        state.withLock { state in
            let remote = job.saved["remoteID"].map { " knowing \($0)" } ?? ""
            state.calls.append("\(job.action.rawValue) \(job.key.change)\(remote)")
            return state.outcomes.isEmpty ? .refused(reason: "script is over") : state.outcomes.removeFirst()
        }
    }

    func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting {
        state.withLock { state in
            state.calls.append("look \(job.key.change)")
            return state.sightings.isEmpty ? .unrecognisable : state.sightings.removeFirst()
        }
    }
}

private struct Fixture {
    let clock = ManualClock()
    let repository: IncidentRepository
    let incident: Incident

    /// An incident with an opening and, if wanted, an update, for one target.
    init(updates: Int = 0, targets: [String] = ["page"]) async throws {
        let repository = IncidentRepository(store: MemoryStore(), author: .fixed(clock: clock))
        self.repository = repository
        var incident = try await repository.open { _, _ in
            .new(
                IncidentChange.Opening(
                    publicID: repository.makePublicID(),
                    title: "Errors",
                    severity: .high,
                    startedAt: repository.now(),
                    publication: Publication(message: "m", targets: targets)
                )
            )
        }.incident
        for _ in 0..<updates {
            incident = try await repository.append(to: incident.id) { _ in
                .updated(.init(phase: .identified, publication: Publication(message: "m", targets: targets)))
            }
        }
        self.incident = incident
    }

    func run(
        _ channels: [any DeliveryChannel],
        deadline: Duration = .seconds(60),
        endsBulk: Bool = false,
        shallStop: (@Sendable () -> Bool)? = nil
    ) async -> [DeliveryResult] {
        var limits = DeliveryRun.Limits(deadline: deadline, attempt: .seconds(30), recheckAfter: .seconds(10))
        limits.endsBulk = endsBulk
        return await DeliveryRun(
            repository: repository,
            channels: channels,
            limits: limits,
            clock: clock,
            random: { 0.5 },
            shallStop: shallStop
        ).carryOut([incident])
    }
}

private let remote = JSONObject([
    .init(name: "remoteID", value: "p1"), .init(name: "url", value: "https://s.example/1"),
])
private let taken = DeliveryOutcome.done(saved: remote, notes: [])

@Test func `an update knows what the opening saved, and a second run sends nothing`() async throws {
    let fixture = try await Fixture(updates: 1)
    let page = ScriptedChannel("page", outcomes: [taken, .done(saved: JSONObject(), notes: [])])
    let results = await fixture.run([page])
    #expect(page.calls == ["open 1", "update 2 knowing string(\"p1\")"])
    #expect(results.map(\.standing) == [.done, .done])
    #expect(results.first?.url == "https://s.example/1")
    #expect(ExitStatus(results) == .done)
    #expect(await fixture.run([page]).isEmpty)
}

@Test func `what only a person can mend is queued at once, sent or not`() async throws {
    let fixture = try await Fixture()
    let unsent = ScriptedChannel("page", outcomes: [.blocked(reason: "no key")])
    var results = await fixture.run([unsent])
    #expect(results.map(\.standing) == [.queued(reason: "no key", notBefore: nil)])
    #expect(ExitStatus(results) == .partlyDelivered)

    let lost = ScriptedChannel("page", outcomes: [.unknown(reason: "reset")], sightings: [.blocked(reason: "no key")])
    results = await fixture.run([lost])
    #expect(results.map(\.standing) == [.unknown(reason: "reset; and nobody can look at the target: no key")])
    #expect(lost.calls == ["open 1", "look 1"])

    // Once the key is there, it goes on with the look.
    results = await fixture.run([ScriptedChannel("page", outcomes: [], sightings: [.found(saved: remote, notes: [])])])
    #expect(results.map(\.standing) == [.done])
}

@Test func `what was not taken is tried again with growing waits`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel(
        "page",
        outcomes: [.retry(reason: "503", after: nil), .retry(reason: "429", after: .seconds(7)), taken]
    )
    let results = await fixture.run([page])
    #expect(results.map(\.standing) == [.done])
    #expect(results.first?.attempts == 3)
    #expect(fixture.clock.sleeps == [.milliseconds(250), .milliseconds(7_250)])
}

@Test func `a wait beyond the deadline queues, and a later run goes on`() async throws {
    let fixture = try await Fixture(updates: 1)
    let page = ScriptedChannel(
        "page",
        outcomes: [.retry(reason: "maintenance", after: .seconds(600)), taken, .done(saved: JSONObject(), notes: [])]
    )
    let results = await fixture.run([page])
    #expect(
        results.map(\.standing) == [
            .queued(reason: "maintenance", notBefore: fixture.clock.timestamp.advanced(by: .seconds(600))),
            .waiting(DeliveryKey(incident: fixture.incident.id, target: "page", change: 1)),
        ]
    )
    #expect(ExitStatus(results) == .partlyDelivered)
    fixture.clock.advance(by: .seconds(600))
    #expect(await fixture.run([page]).map(\.standing) == [.done, .done])
    #expect(page.calls == ["open 1", "open 1", "update 2 knowing string(\"p1\")"])
}

@Test func `after an unknown outcome it looks, and what is there is not sent again`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel(
        "page",
        outcomes: [.unknown(reason: "connection reset")],
        sightings: [.absent, .found(saved: remote, notes: [])]
    )
    let results = await fixture.run([page])
    #expect(page.calls == ["open 1", "look 1", "look 1"])
    #expect(results.map(\.standing) == [.done])
}

@Test func `what two looks do not find is sent again`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel(
        "page",
        outcomes: [.unknown(reason: "connection reset"), taken],
        sightings: [.absent, .absent]
    )
    #expect(await fixture.run([page]).map(\.standing) == [.done])
    #expect(page.calls == ["open 1", "look 1", "look 1", "open 1"])
    #expect(fixture.clock.sleeps.first == .seconds(10))
}

@Test func `what cannot be recognised stays unknown until a person settles it`() async throws {
    let fixture = try await Fixture()
    let chat = ScriptedChannel("page", outcomes: [.unknown(reason: "timed out"), taken])
    let results = await fixture.run([chat])
    #expect(results.map(\.standing) == [.unknown(reason: "timed out")])
    #expect(ExitStatus(results) == .outcomeUnknown)
    #expect(await fixture.run([chat]).map(\.standing) == [.unknown(reason: "timed out")])
    #expect(chat.calls == ["open 1", "look 1", "look 1"])
    let key = DeliveryKey(incident: fixture.incident.id, target: "page", change: 1)
    _ = try await fixture.repository.deliveryLog(key).appending(.settled(.notSent))
    #expect(await fixture.run([chat]).map(\.standing) == [.done])
}

@Test func `a run that died after its attempt is picked up by looking first`() async throws {
    let fixture = try await Fixture()
    let key = DeliveryKey(incident: fixture.incident.id, target: "page", change: 1)
    _ = try await fixture.repository.deliveryLog(key).appending(.attempt)
    let page = ScriptedChannel("page", outcomes: [], sightings: [.found(saved: remote, notes: [])])
    #expect(await fixture.run([page]).map(\.standing) == [.done])
    #expect(page.calls == ["look 1"])
}

@Test func `a target's own key makes a second request harmless`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel("page", outcomes: [.unknown(reason: "reset"), taken], sightings: [.repeatable])
    #expect(await fixture.run([page]).map(\.standing) == [.done])
    #expect(page.calls == ["open 1", "look 1", "open 1"])
}

@Test func `one failing target does not hold back the others`() async throws {
    let fixture = try await Fixture(targets: ["page", "chat", "gone"])
    let page = ScriptedChannel("page", outcomes: [.refused(reason: "401 bad key")])
    let chat = ScriptedChannel("chat", outcomes: [taken])
    let results = await fixture.run([page, chat])
    #expect(
        results.map(\.standing) == [
            .done,
            .queued(reason: "the configuration no longer has a target 'gone'", notBefore: nil),
            .refused(reason: "401 bad key"),
        ]
    )
    #expect(ExitStatus(results) == .failed)
}

@Test func `two runs at once send once`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel("page", outcomes: [taken, taken, taken, taken])
    async let first = fixture.run([page])
    async let second = fixture.run([page])
    _ = await (first, second)
    #expect(page.calls == ["open 1"])
}

@Test func `what a page still shows in red is no success`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel(
        "page",
        outcomes: [.done(saved: remote, notes: [DeliveryNote(.problem, "'API' is still a major outage")])]
    )
    let results = await fixture.run([page])
    #expect(results.map(\.isGood) == [false])
    #expect(ExitStatus(results) == .failed)
}

@Test func `what an earlier process tried is tried again without a pause of ours`() async throws {
    let fixture = try await Fixture()
    let key = DeliveryKey(incident: fixture.incident.id, target: "page", change: 1)
    _ = try await fixture.repository.deliveryLog(key).appending(.attempt)
        .appending(.failed(reason: "503", notBefore: nil))
    #expect(await fixture.run([ScriptedChannel("page", outcomes: [taken])]).map(\.standing) == [.done])
    #expect(fixture.clock.sleeps.isEmpty)
}

@Test func `a person who names a delivery need not wait until the target's time`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel("page", outcomes: [.retry(reason: "429", after: .seconds(600)), taken])
    _ = await fixture.run([page])
    #expect(ExitStatus(await fixture.run([page])) == .partlyDelivered)
    try await fixture.repository.reopen(DeliveryKey(incident: fixture.incident.id, target: "page", change: 1))
    #expect(await fixture.run([page]).map(\.standing) == [.done])
}

@Test func `who wants to end gets the rest queued, and what was begun is finished`() async throws {
    let fixture = try await Fixture(updates: 1)
    let page = ScriptedChannel("page", outcomes: [.retry(reason: "503", after: nil)])
    let stops = Mutex(0)
    // Asked before the first attempt, and again before and within the pause behind it.
    let results = await fixture.run([page]) {
        stops.withLock { count in
            count += 1
            return count > 2
        }
    }
    #expect(page.calls == ["open 1"])
    #expect(results.first?.standing == .queued(reason: "503", notBefore: nil))
    #expect(ExitStatus(results) == .partlyDelivered)
}

@Test func `nothing is begun once somebody wants to end`() async throws {
    let fixture = try await Fixture()
    let page = ScriptedChannel("page", outcomes: [taken])
    #expect(await fixture.run([page]) { true }.map(\.standing) == [.queued(reason: "not sent yet", notBefore: nil)])
    #expect(page.calls.isEmpty)
}

/// A target that sends to many, and remembers how long it might have taken.
private final class BulkChannel: BulkDeliveryChannel, Sendable {
    let name = "page"
    let kind = "bulk"
    private let log = Mutex<[String]>([])

    var calls: [String] { log.withLock { $0 } }

    func preview(_ job: DeliveryJob) -> [DeliveryPreview] { [] }

    func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        let time = limit > .seconds(3_600) ? "any time" : "\(limit)"
        log.withLock { $0.append("send \(job.key.change) \(job.incident.latestUpdate.sequence) \(time)") }
        return taken
    }

    func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }

    func giveWay(_ job: DeliveryJob) async -> DeliveryOutcome {
        log.withLock { $0.append("give way \(job.key.change)") }
        return .done(saved: JSONObject(), notes: [])
    }
}

@Test func `a target that sends to many gives way to what is newer, and ends when it is done`() async throws {
    let fixture = try await Fixture(updates: 2)
    let bulk = BulkChannel()
    let key = DeliveryKey(incident: fixture.incident.id, target: "page", change: 1)
    // Put off for hours: that must not hold up what is newer.
    _ = try await fixture.repository.deliveryLog(key).appending(.attempt)
        .appending(.failed(reason: "later", notBefore: fixture.clock.timestamp.advanced(by: .seconds(7_200))))
    let results = await fixture.run([bulk])
    #expect(results.map(\.standing) == [.done, .done, .done])
    #expect(bulk.calls == ["give way 1", "give way 2", "send 3 3 any time"])
}

@Test func `a limit that a person sets ends a target that sends to many, too`() async throws {
    let bulk = BulkChannel()
    _ = try await Fixture().run([bulk], deadline: .seconds(7), endsBulk: true)
    #expect(bulk.calls == ["send 1 1 7.0 seconds"])
}

@Test func `an incident right after a message knows nothing of later ones`() async throws {
    let incident = try await Fixture(updates: 2).incident
    let first = incident.rightAfter(incident.updates[0])
    #expect(first.updates.count == 1)
    #expect(first.phase == .investigating)
    #expect(first.sequence == 1)
    #expect(incident.rightAfter(incident.updates[2]) == incident)
}
