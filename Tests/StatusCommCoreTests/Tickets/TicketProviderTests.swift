import JSON5
import StatusCommCore
import TestSupport
import Testing

private let text = "We are **on it**.\n\nMore: \(ticketMark.url)"

@Suite struct TicketProviderTests {
    @Test(arguments: TicketCase.all)
    func `search finds the open and pending tickets of the window, each once`(provider: TicketCase) async throws {
        let double = try provider.double()
        let system = try provider.system(double)
        let since = TicketDesk.now.advanced(by: .seconds(-86_400))
        let found = try #require(await system.found(createdSince: since))
        let wanted = TicketDesk.wanted.filter { !provider.isHidden($0) }
        #expect(found.map(\.id) == wanted.map(provider.id))
        let listing = double.requests.filter { !$0.path.hasSuffix("/token") }
        #expect(listing.count == provider.searchRequests)
        let first = try #require(listing.first)
        let query = first.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let parts = ["\(first.method) \(first.path)", query.isEmpty ? first.text : query]
        #expect(parts.joined(separator: " ") == provider.search)

        let ticket = try #require(found.first { $0.id == provider.id(12) })
        #expect(ticket.reference == provider.reference(12))
        #expect(ticket.subject == "Payment 12 declined")
        #expect(ticket.status == .open)
        #expect(ticket.requester?.id == provider.requester.id)
        let created = TicketDesk.now.advanced(by: .seconds(-360 * 12))
        #expect(ticket.createdAt == (provider.wholeSeconds ? Timestamp(seconds: created.seconds) : created))
        #expect(ticket.body?.text == (provider.listsText ? "Card <12> & account are declined." : nil))
        #expect(found.first { $0.id == provider.id(18) }?.status == (provider.knowsPending ? .pending : .open))
    }

    @Test(arguments: TicketCase.all)
    func `read brings the text, the requester, the marks and when the customer last wrote`(
        provider: TicketCase
    ) async throws {
        let double = try provider.double()
        let ticket = try await provider.system(double).ticket(provider.id(12))
        #expect(ticket.body == Ticket.Body("Card <12> & account are declined.", isHTML: provider.isHTML))
        #expect(ticket.requester?.address == provider.requester.address)
        #expect(ticket.requester?.id == provider.requester.id)
        #expect(ticket.url == provider.page?.replacingAddress(with: double.url))
        #expect(ticket.carries(ticketMark) == false)
        #expect(!ticket.isAutomatic)
        if let field = provider.field { #expect(ticket.fields[field.name] == [field.value]) }
        // The customer of every third ticket has written again, three minutes after the first time.
        let last = TicketDesk.now.advanced(by: .seconds(-360 * 12 + 180))
        #expect(ticket.lastCustomerMessageAt == (provider.wholeSeconds ? Timestamp(seconds: last.seconds) : last))
        // Of another ticket the first message is the last.
        let other = try await provider.system(double).ticket(provider.id(13))
        let first = TicketDesk.now.advanced(by: .seconds(-360 * 13))
        #expect(other.lastCustomerMessageAt == (provider.wholeSeconds ? Timestamp(seconds: first.seconds) : first))
        #expect(await (try provider.system(double)).read(provider.id(4_711)) == .missing)
    }

    @Test(arguments: TicketCase.all)
    func `each call sends what the provider documents, and is seen there`(provider: TicketCase) async throws {
        let double = try provider.double()
        let system = try provider.system(double)
        let id = provider.id(12)
        func carryOut(_ action: TicketCall.Action, _ expected: String) async throws {
            let ticket = try await system.ticket(id)
            let count = double.requests.count
            let result = await system.carryOut(TicketCall(action, on: ticket, mark: ticketMark, key: ticketKey))
            #expect(result.outcome == .done, "\(action): \(result)")
            #expect(result.progress == nil)
            #expect(try double.changes(after: count) == provider.changes(expected), "\(action)")
        }
        // Twice, since a second time changes nothing.
        for _ in 0..<2 { try await carryOut(.link, provider.link) }
        #expect(try await system.ticket(id).carries(ticketMark) == true)
        #expect(await system.marked() == [id])
        try await carryOut(.unlink, provider.unlink)
        try await carryOut(.unlink, provider.unlinkAgain ?? provider.unlink)
        #expect(try await system.ticket(id).carries(ticketMark) == false)
        #expect(await system.marked() == [])

        let before = double.desk[12]?.messages.count ?? 0
        if let note = provider.note {
            try await carryOut(.note(text: text), note)
            #expect(double.desk[12]?.messages.last?.isPublic == false)
        }
        try await carryOut(.reply(text: text), provider.reply)
        #expect(double.desk[12]?.messages.last?.isPublic == true)
        #expect(double.desk[12]?.messages.last?.text == provider.text)
        #expect(double.desk[12]?.messages.count == before + (provider.note == nil ? 1 : 2))
        if let replyAndClose = provider.replyAndClose {
            try await carryOut(.replyAndClose(text: text), replyAndClose)
            #expect(double.desk[12]?.messages.last?.isPublic == true)
            #expect(try await system.ticket(id).status == .solved)
            double.change { $0[12]?.status = .open }
        }
        #expect(try await system.ticket(id).status == .open)
        try await carryOut(.close, provider.close)
        #expect(try await system.ticket(id).status == .solved)
        #expect(
            system.capabilities
                == TicketCapabilities(
                    hasNotes: provider.note != nil,
                    repliesAndCloses: provider.replyAndClose != nil,
                    keepsMarks: true
                )
        )
    }

    @Test(arguments: TicketCase.all)
    func `a text that may have arrived is looked for by its key`(provider: TicketCase) async throws {
        let double = try provider.double()
        let system = try provider.system(double)
        let call = TicketCall(
            .reply(text: text),
            on: try await system.ticket(provider.id(12)),
            mark: ticketMark,
            key: ticketKey
        )
        var other = call
        other.key = "f" + ticketKey.dropFirst()
        #expect(await system.find(call) == .absent)
        #expect(await system.carryOut(call).outcome == .done)
        #expect(await system.find(call).isFound)
        #expect(await system.find(other) == .absent)
    }

    @Test(arguments: TicketCase.all)
    func `a preview has the very requests that are sent, secrets masked`(provider: TicketCase) async throws {
        let double = try provider.double()
        let system = try provider.system(double)
        let call = TicketCall(
            .reply(text: text),
            on: try await system.ticket(provider.id(12)),
            mark: ticketMark,
            key: ticketKey
        )
        let before = double.requests.count
        let preview = await system.preview(call)
        #expect(double.requests.count == before)
        #expect(preview.problem == nil)
        #expect(await system.carryOut(call).outcome == .done)
        let sent = double.requests.dropFirst(before)
        #expect(preview.requests.map(\.method.rawValue) == sent.map(\.method))
        #expect(preview.requests.first?.body == sent.first?.text)
        for request in preview.requests {
            #expect(!request.headers.contains { $0.value.contains(provider.secret.value) })
            #expect(request.headers.contains { $0.value.contains("***") || $0.value.contains("<token of support>") })
        }
    }

    @Test(arguments: TicketCase.all)
    func `a wrong secret is a refusal, and a search of its own is none of no tickets`(
        provider: TicketCase
    ) async throws {
        let double = try provider.double()
        let wrong = try provider.system(double, [provider.secret.name: "wrong-secret"])
        #expect(await wrong.found(createdSince: TicketDesk.now.advanced(by: .seconds(-86_400))) == nil)
        #expect(await wrong.marked() == nil)
        #expect(await wrong.problems(listingSince: TicketDesk.now).count == 1)
        let ticket = Ticket(id: provider.id(12), subject: "", createdAt: TicketDesk.now)
        var known = ticket
        known.version = "1"
        known.requester = Ticket.Requester(id: "1", address: "a@b.example")
        let result = await wrong.carryOut(TicketCall(.reply(text: text), on: known, mark: ticketMark, key: ticketKey))
        #expect(result.outcome.isRefused, "\(result.outcome)")
        #expect(result.outcome.words?.contains("wrong-secret") == false)
        #expect(double.desk[12]?.messages.count == TicketDesk()[12]?.messages.count)
        #expect(await (try provider.system(double)).problems(listingSince: TicketDesk.now) == [])
    }

    @Test(arguments: TicketCase.all)
    func `a wait that the provider asks for is obeyed, or told when it is too long`(
        provider: TicketCase
    ) async throws {
        let double = try provider.double()
        let clock = ManualClock()
        let patient = try provider.system(double, clock: clock)
        let ticket = try await patient.ticket(provider.id(12))
        double.provider.answer(.json(429, [:], headers: provider.hint.headers))
        #expect(
            await patient.carryOut(TicketCall(.close, on: ticket, mark: ticketMark, key: ticketKey)).outcome == .done
        )
        #expect(clock.sleeps.first == provider.hint.wait)

        let system = try provider.system(double, limit: .seconds(5))
        double.change { $0[12]?.status = .open }
        _ = try await system.ticket(provider.id(12))
        double.provider.answer(.json(429, [:], headers: provider.hint.headers))
        let call = TicketCall(.reply(text: text), on: ticket, mark: ticketMark, key: ticketKey)
        let limited = await system.carryOut(call)
        guard case .retryLater(let wait, _) = limited.outcome else {
            Issue.record("not later: \(limited.outcome)")
            return
        }
        #expect(wait == provider.hint.wait)
        #expect(double.desk[12]?.messages.count == TicketDesk()[12]?.messages.count)
    }

    @Test(arguments: TicketCase.all)
    func `a reply whose answer is lost is not sent again`(provider: TicketCase) async throws {
        let double = try provider.double()
        let system = try provider.system(double)
        let ticket = try await system.ticket(provider.id(12))
        double.provider.plan(.reset)
        let call = TicketCall(.reply(text: text), on: ticket, mark: ticketMark, key: ticketKey)
        let lost = await system.carryOut(call)
        if provider.isRepeatable {
            guard case .retryLater = lost.outcome else {
                Issue.record("not later: \(lost.outcome)")
                return
            }
            #expect(await system.carryOut(call).outcome == .done)
        } else {
            guard case .unknown = lost.outcome else {
                Issue.record("not unknown: \(lost.outcome)")
                return
            }
            #expect(await system.find(call).isFound)
        }
        #expect(double.desk[12]?.messages.count == (TicketDesk()[12]?.messages.count ?? 0) + 1)
    }
}

extension ConnectorFinding {
    var isFound: Bool {
        switch self {
        case .found: true
        case .absent, .unsupported, .failed: false
        }
    }
}

extension String {
    fileprivate func replacingAddress(with url: String) -> String {
        hasPrefix("URL") ? url + dropFirst(3) : self
    }
}
