import StatusCommCore
import TestSupport
import Testing

@Test func `a decision by hand counts above every score`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2")])
    let incident = try await desk.open()
    let ticket = JoiningTicket(ChainDesk.ticket("1"), origin: .hand(by: "ada@ops1"), mayReply: true, requester: nil)
    try await desk.repository().record(TicketDecision(.unlink, ticket), of: incident.id, target: "support")
    await desk.run(incident)
    #expect(desk.system.mails == ["customer2@example.org: first opened"])
}

@Test func `a ticket that is linked by hand hears of changes from then on, each once`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2", "Login")])
    var incident = try await desk.open()
    await desk.run(incident)
    let linked = try await desk.channel(desk.repository()).link("2", to: incident, mayReply: true)
    #expect(linked.isNew && linked.markProblem == nil)
    #expect(desk.system["2"]?.marks?.count == 1)
    #expect(try await !desk.channel(desk.repository()).link("2", to: incident, mayReply: true).isNew)
    // What was said before is not said again, not even when its delivery is looked at once more.
    await desk.run(incident)
    #expect(desk.system.mails.filter { $0.hasPrefix("customer2") }.isEmpty)
    desk.clock.advance(by: .seconds(60))
    incident = try await desk.update(incident)
    for _ in 0..<2 { await desk.run(incident) }
    incident = try await desk.resolve(incident)
    for _ in 0..<2 { await desk.run(incident) }
    #expect(
        desk.system.mails.filter { $0.hasPrefix("customer2") } == [
            "customer2@example.org: first updated", "customer2@example.org: again resolved",
        ]
    )
    #expect(desk.system["2"]?.status == .solved)
    #expect(try await desk.ledger(incident).counts.linked == 2)
}

@Test func `killed at any step, a ticket that is linked by hand is told once`() async throws {
    var effects = 1
    var survived = false
    while !survived {
        let desk = ChainDesk([ChainDesk.ticket("2", "Login")])
        var incident = try await desk.open()
        await desk.run(incident)
        _ = try await desk.channel(desk.repository()).link("2", to: incident, mayReply: true)
        desk.clock.advance(by: .seconds(60))
        incident = try await desk.update(incident)
        let guillotine = Guillotine(effects)
        desk.system.set(fault: { _ in
            guillotine.count()
            return nil
        })
        await desk.run(incident, guillotine)
        survived = !guillotine.isDead
        await desk.run(incident)
        #expect(desk.system.mails == ["customer2@example.org: first updated"], "killed at effect \(effects)")
        effects += 1
        try #require(effects < 100)
    }
    #expect(effects > 5)
}

@Test func `linked for agents alone, the news is a note and the end leaves it open`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("2", "Login")])
    var incident = try await desk.open()
    _ = try await desk.channel(desk.repository()).link("2", to: incident, mayReply: false)
    desk.clock.advance(by: .seconds(60))
    incident = try await desk.resolve(incident)
    await desk.run(incident)
    #expect(desk.system.calls == ["link 2", "note 2"])
    #expect(desk.system["2"]?.status == .open && desk.system.mails.isEmpty)
}

@Test func `unlinked by hand, a ticket is left alone until it is linked again`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1")])
    var incident = try await desk.open()
    await desk.run(incident)
    for isFirst in [true, false] {
        #expect(try await desk.channel(desk.repository()).unlink("1", from: incident).isNew == isFirst)
    }
    #expect(desk.system["1"]?.marks == [])
    incident = try await desk.update(incident)
    await desk.run(incident)
    #expect(desk.system.mails.count == 1)
    #expect(try await desk.ledger(incident).members["1"]?.left == .byHand)
    desk.clock.advance(by: .seconds(60))
    #expect(try await desk.channel(desk.repository()).link("1", to: incident, mayReply: true).isNew)
    desk.clock.advance(by: .seconds(60))
    incident = try await desk.resolve(incident)
    await desk.run(incident)
    #expect(desk.system.mails.last == "customer1@example.org: again resolved")
    #expect(desk.system["1"]?.status == .solved)
}

@Test func `a decision counts though the mark cannot be put on, and the next change tries again`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("2", "Login")])
    var incident = try await desk.open()
    desk.system.set(fault: { _ in .refused("Permission Denied") })
    let linked = try await desk.channel(desk.repository()).link("2", to: incident, mayReply: true)
    #expect(linked.isNew && linked.markProblem == "403 Permission Denied")
    desk.system.set(fault: { _ in nil })
    desk.clock.advance(by: .seconds(60))
    incident = try await desk.update(incident)
    await desk.run(incident)
    #expect(desk.system.calls == ["link 2", "link 2", "note 2", "reply 2"])
}

@Test func `a ticket belongs to one incident, and to none when it is solved or not there`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2", "Login")])
    let first = try await desk.open()
    await desk.run(first)
    let second = try await desk.open(["login"], title: "Login fails")
    let channel = desk.channel(desk.repository())
    await #expect(throws: TicketHandError.belongs("1", to: first.id)) {
        try await channel.link("1", to: second, mayReply: true)
    }
    desk.system["2"]?.status = .solved
    await #expect(throws: TicketHandError.solved("2")) { try await channel.link("2", to: second, mayReply: true) }
    await #expect(throws: TicketHandError.missing("9", target: "support")) {
        try await channel.unlink("9", from: second)
    }
    let over = try await desk.resolve(second)
    await #expect(throws: IncidentConflict.self) { try await channel.link("1", to: over, mayReply: true) }
}

@Test func `a match tells what the next change would find, and writes nothing`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2", "Login"), ChainDesk.ticket("3", nil)])
    let repository = desk.repository()
    let imagined = try await repository.imagined(
        components: [AffectedComponent(id: "payments", status: .degradedPerformance)],
        keywords: [],
        startedAt: repository.now()
    )
    let found = try await desk.channel(repository).match(imagined)
    #expect(found.plan.joining.isEmpty && found.plan.considered == 3)
    let states = found.verdicts.map { $0.entry.score.signals(since: imagined.startedAt).map(\.state) }
    #expect(
        states == [
            [.affected, .noKeywords, .timely], [.notAffected, .noKeywords, .timely], [.unknown, .noKeywords, .timely],
        ]
    )
    let incident = try await desk.open()
    let after = try await desk.channel(repository).match(incident)
    #expect(after.plan.joining.map(\.id) == ["1"])
    #expect(desk.system.calls.isEmpty)
    desk.system.set(searchFault: .refused(status: 401, words: "no such token"))
    await #expect(throws: (any Error).self) { try await desk.channel(repository).match(incident) }
}
