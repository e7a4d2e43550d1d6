import JSON5
import StatusCommCore
import TestSupport
import Testing

/// A text that cannot be written.
private struct Broken: Diagnostic {
    var message: String { "there is no template" }
}

struct PromiseKeeperTests {
    @Test func `it posts until the maximum, in other words each time, then reminds`() async throws {
        let desk = Desk(maximumAutomatic: 2)
        let store = MemoryStore()
        let opened = try await desk.open(store)
        #expect(try await desk.tick(store).deeds.isEmpty)
        #expect(desk.page.texts == ["We are looking into it."])
        var last = opened
        for round in 0..<2 {
            desk.clock.advance(by: .seconds(19 * 60))
            let now = desk.clock.timestamp
            let outcome = try await desk.tick(store)
            #expect(outcome.deeds.map(\.duty.act) == [.post])
            last = try #require(outcome.deeds.first?.incident)
            #expect(last.latestUpdate.isAutomatic && last.latestUpdate.by == "cron@ops1")
            #expect(last.latestUpdate.publication.message == StillWorkingText.investigating[round])
            #expect(last.nextUpdateAt == now.advanced(by: .seconds(20 * 60)))
            #expect(try await desk.tick(store).deeds.isEmpty)
        }
        #expect(desk.page.texts == ["We are looking into it."] + StillWorkingText.investigating.prefix(2))
        #expect(desk.owners.texts.isEmpty)
        desk.clock.advance(by: .seconds(16 * 60))
        #expect(try await desk.tick(store).deeds.map(\.duty.act) == [.remind(.updateSoon)])
        desk.clock.advance(by: .seconds(60 * 60))
        #expect(try await desk.tick(store).deeds.map(\.duty.act) == [.remind(.updateLate)])
        #expect(try await desk.tick(store).deeds.isEmpty)
        #expect(desk.owners.texts.count == 2)
        #expect(desk.page.texts.count == 3)
    }

    @Test func `hours of missed calls come to one update`() async throws {
        let desk = Desk()
        let store = MemoryStore()
        _ = try await desk.open(store)
        desk.clock.advance(by: .seconds(9 * 3_600))
        let now = desk.clock.timestamp
        for _ in 0..<3 { _ = try await desk.tick(store) }
        #expect(desk.page.texts.count == 2)
        let incident = try #require(try await desk.lifecycle(store).repository.active().first)
        #expect(incident.nextUpdateAt == now.advanced(by: .seconds(20 * 60)))
    }

    @Test func `an update goes where the last one went`() async throws {
        let desk = Desk()
        let store = MemoryStore()
        var lifecycle = desk.lifecycle(store)
        lifecycle = IncidentLifecycle(
            repository: lifecycle.repository,
            components: Desk.components,
            severities: .standard,
            targets: ["elsewhere"],
            write: desk.write
        )
        _ = try await lifecycle.open(
            .init(title: "Errors", severity: .high, components: ["api"], message: "m", notify: false)
        )
        desk.clock.advance(by: .seconds(20 * 60))
        // The target is no longer in the configuration: then all that are.
        let posted = try #require(try await desk.tick(store).deeds.first?.incident.latestUpdate)
        #expect(posted.publication.targets == ["page"])
        #expect(!posted.publication.notify)
    }

    @Test func `what cannot be written is left to people, and why`() async throws {
        let desk = Desk(write: { incident in
            if incident.latestUpdate.isAutomatic { throw Broken() }
            return [:]
        })
        let store = MemoryStore()
        _ = try await desk.open(store)
        desk.clock.advance(by: .seconds(19 * 60))
        let deed = try #require(try await desk.tick(store).deeds.first)
        #expect(deed.duty.act == .remind(.updateSoon))
        #expect(deed.failure is Broken)
        #expect(deed.text.contains("could not be posted: there is no template"))
        #expect(try await desk.tick(store).deeds.isEmpty)
        #expect(desk.owners.texts.count == 1)
        #expect(desk.page.texts.count == 1)
    }

    @Test(arguments: IncidentPhase.open)
    func `in every phase it says what passes the check, and when the next comes`(phase: IncidentPhase) async throws {
        let writer = CheckedWriter(
            writer: MessageWriter(
                templates: try .builtIn(),
                company: MessageCompany(
                    name: "Acme",
                    domain: "acme.example",
                    statusPageURL: "https://status.acme.example"
                ),
                components: Desk.components
            ),
            rules: MessageCheckRules(),
            domain: "acme.example",
            checksTitle: false,
            warn: { Issue.record("a warning: \($0)") }
        )
        let desk = Desk(maximumAutomatic: 4, write: { try writer.texts(for: $0) })
        let store = MemoryStore()
        let opened = try await desk.open(store)
        _ = try await desk.lifecycle(store).update(opened.id, .init(phase: phase, message: "We know more now."))
        var words: [String] = []
        for _ in 0..<4 {
            desk.clock.advance(by: .seconds(19 * 60))
            let deed = try #require(try await desk.tick(store).deeds.first)
            #expect(deed.failure == nil)
            words.append(deed.text)
            let texts = deed.incident.latestUpdate.publication.texts
            for name in ["page", "chat"] {
                #expect(texts[name]?.contains("Next update by ") == true && texts[name]?.contains(deed.text) == true)
            }
        }
        #expect(Set(words.prefix(3)).count == 3)
        #expect(words[3] == words[0])
    }

    @Test(arguments: [0, 2]) func `any number at once say it once`(maximumAutomatic: Int) async throws {
        let desk = Desk(maximumAutomatic: maximumAutomatic)
        let store = MemoryStore()
        _ = try await desk.open(store)
        _ = try await desk.tick(store)
        desk.clock.advance(by: .seconds(19 * 60))
        let deeds = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...8 {
                group.addTask { try await desk.tick(store, by: "cron@ops\(number)").deeds.count }
            }
            return try await group.reduce(0, +)
        }
        _ = try await desk.tick(store)
        #expect(deeds == 1)
        #expect(desk.page.texts.count == (maximumAutomatic > 0 ? 2 : 1))
        #expect(desk.owners.texts.count == (maximumAutomatic > 0 ? 0 : 1))
    }

    @Test(arguments: 1...24, [0, 2])
    func `whenever a person is faster, nothing is added`(read: Int, maximumAutomatic: Int) async throws {
        let desk = Desk(maximumAutomatic: maximumAutomatic)
        let store = MemoryStore()
        let opened = try await desk.open(store)
        _ = try await desk.tick(store)
        desk.clock.advance(by: .seconds(19 * 60))
        let interrupted = InterruptedStore(store, before: read) {
            _ = try await desk.lifecycle(store).update(opened.id, .init(message: "We found the cause."))
        }
        _ = try await desk.tick(interrupted)
        _ = try await desk.tick(store)
        let incident = try #require(try await desk.lifecycle(store).repository.incident(opened.id))
        let words = incident.updates.map(\.publication.message)
        // Either the person came first, or had nothing to come before.
        let isLate = words.firstIndex(of: "We found the cause.") == words.count - 1
        #expect(isLate || !words.contains("We found the cause."), "\(words)")
        #expect(desk.page.texts == words)
        #expect(desk.owners.texts.count <= 1)
    }

    @Test func `a reminder that waited too long gives way`() async throws {
        let desk = Desk(maximumAutomatic: 0)
        let store = MemoryStore()
        let opened = try await desk.open(store)
        desk.owners.answer { _ in .retry(reason: "503", after: nil) }
        desk.clock.advance(by: .seconds(16 * 60))
        #expect(try await desk.tick(store).news.contains { $0.standing.word == "queued" })
        desk.clock.advance(by: .seconds(10 * 60))
        _ = try await desk.tick(store)
        desk.owners.answer { _ in .done(saved: [:], notes: []) }
        desk.clock.advance(by: .seconds(60))
        _ = try await desk.tick(store)
        #expect(desk.owners.texts == ["INC-1: the update promised for 13:25 UTC is late"])

        desk.owners.answer { _ in .unknown(reason: "reset") }
        _ = try await desk.lifecycle(store).update(opened.id, .init(message: "m"))
        desk.clock.advance(by: .seconds(16 * 60))
        _ = try await desk.tick(store)
        _ = try await desk.lifecycle(store).update(opened.id, .init(message: "m"))
        _ = try await desk.tick(store)
        #expect(try await desk.tick(store).deliveries.isEmpty)
        #expect(desk.owners.texts.count == 2)
    }

    @Test func `an incident that cannot be read holds up no other`() async throws {
        let desk = Desk(maximumAutomatic: 0)
        let store = MemoryStore()
        _ = try await desk.open(store)
        _ = try await desk.open(store, component: "web")
        store.overwrite(try StoreKey("opened/00000001"), Array("nonsense".utf8))
        desk.clock.advance(by: .seconds(16 * 60))
        let outcome = try await desk.tick(store)
        #expect(outcome.problems.map(\.message).first?.hasPrefix("cannot look after INC-1: ") == true)
        #expect(outcome.deeds.map(\.incident.id.number) == [2])
        #expect(desk.owners.texts.count == 1)
    }

    @Test func `no public target gets a reminder, whatever the log says`() async throws {
        let desk = Desk(maximumAutomatic: 0)
        let store = MemoryStore()
        let opened = try await desk.open(store)
        _ = try await desk.lifecycle(store).repository.append(to: opened.id) { incident in
            .reminded(
                Reminder(
                    occasion: .updateSoon,
                    about: 1,
                    dueAt: incident.openedAt,
                    title: "t",
                    text: "t",
                    targets: ["page"]
                )
            )
        }
        _ = try await desk.tick(store)
        #expect(desk.page.texts == ["We are looking into it."])
    }

    @Test func `an incident without a report is reminded of and escalated after it was settled`() async throws {
        let desk = Desk()
        let store = MemoryStore()
        let opened = try await desk.open(store)
        _ = try await desk.lifecycle(store).resolve(opened.id, .init(message: "It is over."))
        _ = try await desk.tick(store)
        #expect(try await desk.lifecycle(store).repository.active().isEmpty)
        var acts: [Duty.Act] = []
        for _ in 0..<120 {
            desk.clock.advance(by: .seconds(3_600))
            acts += try await desk.tick(store).deeds.map(\.duty.act)
        }
        #expect(acts == [.remind(.reportDue), .remind(.reportLate)])
        #expect(desk.owners.texts.count == 2)
        #expect(desk.owners.texts.last == "Escalation: the report of INC-1 is late")
        let overdue = try await desk.lifecycle(store).repository.agenda(by: desk.rules).overdue
        #expect(overdue.map(\.promise) == [.report])
    }
}

/// The first words for an incident whose cause nobody knows.
private enum StillWorkingText {
    static let investigating = [
        "We are still looking for the cause. Nothing has changed since our last message.",
        "The search for the cause goes on. There is nothing new to tell yet, and we stay on it.",
    ]
}
