import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

@Test func `matching tickets are linked, noted and answered, others are not touched`() async throws {
    let desk = ChainDesk([
        ChainDesk.ticket("1"), ChainDesk.ticket("2", "Login"), ChainDesk.ticket("3", nil), ChainDesk.ticket("4"),
    ])
    let before = desk.system.tickets
    let results = await desk.run(try await desk.open())
    #expect(results.map(\.standing) == [.done])
    #expect(desk.system.calls == ["link 1", "note 1", "reply 1", "link 4", "note 4", "reply 4"])
    #expect(desk.system.mails == ["customer1@example.org: first opened", "customer4@example.org: first opened"])
    #expect(desk.system["2"] == before["2"] && desk.system["3"] == before["3"])
    #expect(results.first?.notes.first?.text == "2 tickets linked, 2 answered (4 looked at)")
}

@Test func `updates go to the linked ones, late tickets join, and the end closes them`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1")])
    var incident = try await desk.open()
    await desk.run(incident)
    incident = try await desk.update(incident)
    desk.system["2"] = ChainDesk.ticket("2")
    await desk.run(incident)
    incident = try await desk.resolve(incident)
    await desk.run(incident)
    #expect(
        desk.system.mails == [
            "customer1@example.org: first opened", "customer1@example.org: again updated",
            "customer2@example.org: first updated", "customer1@example.org: again resolved",
            "customer2@example.org: again resolved",
        ]
    )
    #expect(desk.system.tickets.values.allSatisfy { $0.status == .solved })
    #expect(Array(desk.system.calls.suffix(4)) == ["reply 1", "close 1", "reply 2", "close 2"])
}

@Test func `one request replies and closes where the system can`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1")])
    desk.system.set(capabilities: TicketCapabilities(repliesAndCloses: true))
    var incident = try await desk.open()
    await desk.run(incident)
    incident = try await desk.resolve(incident)
    await desk.run(incident)
    #expect(desk.system.calls.last == "reply-and-close 1")
    #expect(desk.system["1"]?.status == .solved)
}

/// The heart of it: whatever is killed, wherever, every customer hears of each change exactly once.
@Test(arguments: [false, true])
func `killed at any step and run again, each customer is told once`(repliesAndCloses: Bool) async throws {
    var survived = false
    var effects = 1
    while !survived {
        let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2"), ChainDesk.ticket("3", "Login")])
        desk.system.set(capabilities: TicketCapabilities(repliesAndCloses: repliesAndCloses))
        let guillotine = Guillotine(effects)
        // A call is an effect too: dead right after it was applied, before the answer.
        desk.system.set(fault: { _ in
            guillotine.count()
            return nil
        })
        var incident = try await desk.open()
        await desk.run(incident, guillotine)
        await desk.run(incident)
        incident = try await desk.resolve(incident)
        await desk.run(incident, guillotine)
        let results = await desk.run(incident)
        survived = !guillotine.isDead
        #expect(
            desk.system.mails.sorted() == [
                "customer1@example.org: again resolved", "customer1@example.org: first opened",
                "customer2@example.org: again resolved", "customer2@example.org: first opened",
            ],
            "killed at effect \(effects)"
        )
        let notes = desk.system.writes.filter { if case .note = $0.action { true } else { false } }
        #expect(notes.count == 2, "killed at effect \(effects)")
        #expect(desk.system["1"]?.status == .solved && desk.system["2"]?.status == .solved)
        #expect(desk.system["3"]?.status == .open && results.allSatisfy { $0.standing == .done })
        effects += 1
        try #require(effects < 500)
    }
    #expect(effects > 20)
}

@Test(arguments: [TicketSystemDouble.Fault.lostAnswer, .lostRequest])
func `an answer that never came is looked for before anything is repeated`(
    fault: TicketSystemDouble.Fault
) async throws {
    let desk = ChainDesk([ChainDesk.ticket("1")])
    let once = Mutex(true)
    desk.system.set(fault: { call in
        guard case .reply = call.action else { return nil }
        return once.withLock { isFirst in
            defer { isFirst = false }
            return isFirst ? fault : nil
        }
    })
    let results = await desk.run(try await desk.open())
    #expect(results.map(\.standing) == [.done])
    #expect(desk.system.mails == ["customer1@example.org: first opened"])
    #expect(desk.system.calls.filter { $0 == "reply 1" }.count == (fault == .lostAnswer ? 1 : 2))
}

@Test func `where nobody can tell, nothing is repeated and it is said`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2")])
    desk.system.set(
        canFind: false,
        fault: { call in
            if case .reply = call.action, call.ticket.id == "1" { .lostRequest } else { nil }
        }
    )
    let incident = try await desk.open()
    let results = await desk.run(incident)
    #expect(results.map(\.standing) == [.unknown(reason: "no answer to the reply: timed out (ticket 1)")])
    #expect(desk.system.mails == ["customer2@example.org: first opened"])
    await desk.run(incident)
    #expect(desk.system.calls.filter { $0 == "reply 1" }.count == 1)
}

@Test func `a failed search is a failure, never no tickets`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1")])
    let incident = try await desk.open()
    desk.system.set(searchFault: .refused(status: 401, words: "no such token"))
    let results = await desk.run(incident)
    #expect(results.map(\.standing) == [.refused(reason: "the search failed: 401 no such token")])
    #expect(desk.system.calls.isEmpty)
}

@Test func `every refusal is told with its ticket`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2")])
    desk.system.set(fault: { _ in .refused("Permission Denied") })
    let results = await desk.run(try await desk.open())
    #expect(results.map(\.standing) == [.refused(reason: "link refused: 403 Permission Denied (2 tickets 1, 2)")])
    #expect(desk.system.writes.isEmpty && desk.system.mails.isEmpty)
}

@Test func `a reply whose status is refused is not sent again`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1")])
    desk.system.set(capabilities: TicketCapabilities(repliesAndCloses: true))
    var incident = try await desk.open()
    await desk.run(incident)
    incident = try await desk.resolve(incident)
    desk.system.set(fault: { _ in .statusRefused })
    let results = await desk.run(incident)
    #expect(results.map(\.standing) == [.refused(reason: "closing refused: 200 status refused (ticket 1)")])
    desk.system.set(fault: { _ in nil })
    try await desk.repository().reopen(DeliveryKey(incident: incident.id, target: "support", change: 2))
    await desk.run(incident)
    #expect(desk.system.mails.count == 2)
    #expect(desk.system["1"]?.status == .solved)
}

@Test func `a customer with several tickets gets one reply a change, and notes on the others`() async throws {
    let desk = ChainDesk([
        ChainDesk.ticket("1", by: "a@b.example"), ChainDesk.ticket("2", by: "A@B.example"), ChainDesk.ticket("3"),
    ])
    var incident = try await desk.open()
    await desk.run(incident)
    incident = try await desk.update(incident)
    await desk.run(incident)
    #expect(
        desk.system.mails.filter { $0.hasPrefix("a@b.example") } == [
            "a@b.example: first opened", "a@b.example: again updated",
        ]
    )
    #expect(desk.system.mails.count == 4)
    incident = try await desk.resolve(incident)
    await desk.run(incident)
    #expect(desk.system.mails.count == 6)
    #expect(desk.system.tickets.values.allSatisfy { $0.status == .solved })
}

@Test func `automatic mail is left alone, and never answered when the configuration lets it in`() async throws {
    var monitor = ChainDesk.ticket("1")
    monitor.isAutomatic = true
    var desk = ChainDesk([monitor])
    await desk.run(try await desk.open())
    #expect(desk.system.calls.isEmpty)
    desk = ChainDesk([monitor])
    desk.rules.exclude.automatic = false
    await desk.run(try await desk.open())
    #expect(desk.system.calls == ["link 1", "note 1"])
}

@Test func `below the reply threshold agents are told and customers are not`() async throws {
    var desk = ChainDesk([ChainDesk.ticket("1")])
    desk.rules.replyThreshold = 1_000
    var incident = try await desk.open()
    await desk.run(incident)
    incident = try await desk.resolve(incident)
    await desk.run(incident)
    #expect(desk.system.calls == ["link 1", "note 1", "note 1"])
    #expect(desk.system["1"]?.status == .open && desk.system.mails.isEmpty)
}

@Test func `too wide a match links nothing`() async throws {
    var desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2")])
    desk.rules.maximumLinks = 1
    let results = await desk.run(try await desk.open())
    #expect(
        results.map(\.standing) == [
            .refused(reason: "2 tickets match, more than the 1 of 'maxLinks': none of them was linked")
        ]
    )
    #expect(desk.system.calls.isEmpty)
}

@Test func `what agents mark joins, what they unmark or solve is left alone`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2"), ChainDesk.ticket("3", "Login")])
    var incident = try await desk.open()
    await desk.run(incident)
    let mark = try #require(desk.system["1"]?.marks?.first)
    desk.system["1"]?.marks = []
    desk.system["2"]?.status = .solved
    desk.system["3"]?.marks = [mark.uppercased()]
    incident = try await desk.update(incident)
    await desk.run(incident)
    desk.system["2"]?.status = .open
    incident = try await desk.resolve(incident)
    await desk.run(incident)
    let ledger = try await desk.ledger(incident)
    #expect(ledger.members["1"]?.left == .unlinked && ledger.members["2"]?.left == .solved)
    #expect(Array(desk.system.calls.dropFirst(6)) == ["note 3", "reply 3", "reply 3", "close 3"])
    #expect(desk.system["2"]?.status == .open)
}

@Test func `who has answered since is told of the end and stays open`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2")])
    var incident = try await desk.open()
    await desk.run(incident)
    desk.clock.advance(by: .seconds(60))
    desk.system.customerWrites(on: "1")
    incident = try await desk.resolve(incident)
    let results = await desk.run(incident)
    #expect(desk.system["1"]?.status == .open && desk.system["2"]?.status == .solved)
    #expect(desk.system.mails.count == 4)
    #expect(results.first?.notes.last?.text == "left open, since somebody has to answer: 1")
}

@Test func `a ticket goes to the better of two incidents, and at a tie to the older`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2", "Login")])
    let first = try await desk.open(["payments"])
    let second = try await desk.open(["login", "payments"], title: "Login fails")
    let results = await desk.run(second)
    #expect(desk.system.mails == ["customer2@example.org: first opened"])
    #expect(
        results.first?.notes.contains {
            $0.text == "ticket 1 fits INC-1 as well as this incident (1.000) and is left to it"
        } == true
    )
    await desk.run(first)
    #expect(desk.system.mails.last == "customer1@example.org: first opened")
    #expect(desk.system.mails.count == 2)
}

@Test func `a dry run lists every ticket, its score and each call, and writes nothing`() async throws {
    let desk = ChainDesk([ChainDesk.ticket("1"), ChainDesk.ticket("2", "Login")])
    let incident = try await desk.open()
    let run = DeliveryRun(
        repository: desk.repository(),
        channels: [desk.channel(desk.repository())],
        clock: desk.clock,
        random: { 0.5 }
    )
    let steps = try await run.preview(incident).flatMap(\.steps)
    #expect(
        steps.map(\.title) == [
            "ticket 1: score 1.000", "  link: POST https://tickets.example/1/link",
            "  note: POST https://tickets.example/1/note", "  reply: POST https://tickets.example/1/reply",
            "2 tickets looked at, 1 join",
        ]
    )
    #expect(steps.last?.content?.hasPrefix("0.500 2: below the threshold; service 0.000") == true)
    #expect(desk.system.calls.isEmpty)
    #expect(try await desk.ledger(incident).all.isEmpty)
}
