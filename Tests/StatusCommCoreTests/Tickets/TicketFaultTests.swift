import JSON5
import StatusCommCore
import TestSupport
import Testing

private let lastDay = TicketDesk.now.advanced(by: .seconds(-86_400))
private let everyCall: [TicketCall.Action] = [
    .link, .note(text: "n"), .reply(text: "r"), .replyAndClose(text: "r"), .close,
]

extension ConnectorTicketSystem {
    /// Makes one attempt at a call on a ticket of which nothing but the id is known.
    fileprivate func attempt(
        _ action: TicketCall.Action,
        on id: String,
        progress: JSONValue? = nil
    ) async -> TicketResult {
        var ticket = Ticket(id: id, subject: "", createdAt: TicketDesk.now)
        ticket.version = "1"
        ticket.requester = Ticket.Requester(id: "1", address: "a@b.example")
        return await carryOut(
            TicketCall(action, on: ticket, mark: ticketMark, key: ticketKey, progress: progress)
        )
    }
}

@Suite struct TicketFaultTests {
    // MARK: - Refusals that answer 200

    @Test(arguments: everyCall.indices)
    func `what Request Tracker refuses with a 200 is a refusal`(index: Int) async throws {
        let double = try TicketCase.requestTracker.double()
        let system = try TicketCase.requestTracker.system(double)
        let result = await system.attempt(everyCall[index], on: "44")
        #expect(result.outcome.isRefused)
        #expect(result.outcome.words?.contains("Permission Denied") == true, "\(result.outcome)")
        #expect(double.desk[44]?.version == 1)
    }

    @Test(arguments: everyCall.indices)
    func `a field that ServiceNow leaves as it was is a refusal`(index: Int) async throws {
        let double = try TicketCase.serviceNow.double()
        let system = try TicketCase.serviceNow.system(double)
        let result = await system.attempt(everyCall[index], on: "sys44")
        #expect(result.outcome.isRefused, "\(result.outcome)")
        #expect(double.desk[44]?.version == 1)
    }

    @Test func `a reply counts though the status after it is refused, and is not sent again`() async throws {
        let double = try TicketCase.requestTracker.double()
        let system = try TicketCase.requestTracker.system(double, ["closeStatus": "bogus"])
        let result = await system.attempt(.replyAndClose(text: "Fixed."), on: "12")
        #expect(
            result.outcome
                == .refused(status: 200, words: "answered 200 with an error inside: '/Status' is not as it should be")
        )
        let count = try #require(double.desk[12]?.messages.count)
        let again = await system.attempt(.replyAndClose(text: "Fixed."), on: "12", progress: result.progress)
        #expect(again.outcome.isRefused)
        #expect(double.desk[12]?.messages.count == count)
    }

    // MARK: - Lists that are not whole

    @Test func `a second page that fails makes the search fail`() async throws {
        let double = try TicketCase.zendesk.double()
        let system = try TicketCase.zendesk.system(double, limit: .seconds(1))
        let pages = Counter()
        let outcome = await system.search(createdSince: lastDay) { _ in
            pages.add()
            if pages.value == 1 { double.provider.answer(.json(503, [:], headers: [("Retry-After", "60")])) }
        }
        #expect(outcome == .failed(.retryLater(after: .seconds(60), words: "answered 503")))
        #expect(pages.value == 1)
    }

    @Test func `more than Freshdesk's search can show is a failure`() async throws {
        let double = try TicketCase.freshdesk.double()
        let system = try TicketCase.freshdesk.system(double)
        double.change { desk in
            for number in 1...310 { desk[number]?.tags.append(ticketMark.text) }
        }
        #expect(await system.marked() == nil)
        double.change { desk in
            for number in 250...310 { desk[number]?.tags = [] }
        }
        #expect(await system.marked()?.count == 249)
    }

    @Test(arguments: [
        #"{"results":[{"subject":"x"}]}"#, #"{"results":[{"id":1,"created_at":"soon"}]}"#, #"{"rows":[]}"#, "<p>",
    ])
    func `an answer that cannot be read is a failure`(answer: String) async throws {
        let double = try TicketCase.zendesk.double()
        double.provider.answer(.json(200, answer))
        #expect(await (try TicketCase.zendesk.system(double)).found(createdSince: lastDay) == nil)
    }

    @Test func `an answer with an id of its own is another ticket`() async throws {
        let double = try TicketCase.zendesk.double()
        let system = try TicketCase.zendesk.system(double)
        double.provider.answer(
            .json(
                200,
                #"{"ticket":{"id":99,"subject":"s","status":"open","created_at":"2026-11-23T13:05:00Z","requester_id":10001}}"#
            )
        )
        #expect(await system.read("12") == .missing)
    }

    // MARK: - Rates and logins

    @Test func `GitHub's 403 is a refusal, and a wait when no request is left`() async throws {
        let double = try TicketCase.gitHubIssues.double()
        let system = try TicketCase.gitHubIssues.system(double, limit: .seconds(5))
        double.provider.answer(
            .json(
                403,
                ["message": "Must have admin rights"],
                headers: [("X-RateLimit-Remaining", "4999"), ("X-RateLimit-Reset", "1795439117")]
            )
        )
        #expect(
            await system.attempt(.close, on: "12").outcome
                == .refused(status: 403, words: "answered 403: Must have admin rights")
        )
        double.provider.answer(
            .json(
                403,
                ["message": "slow down"],
                headers: [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795439117")]
            )
        )
        #expect(
            await system.attempt(.close, on: "12").outcome
                == .retryLater(after: .milliseconds(16_750), words: "answered 403: slow down")
        )
        // Until then, nobody asks.
        let count = double.requests.count
        #expect(
            await system.attempt(.close, on: "12").outcome
                == .retryLater(after: .milliseconds(16_750), words: "waits for its place in the rate limit")
        )
        #expect(double.requests.count == count)
    }

    @Test func `a system without notes sends none and says so`() async throws {
        let double = try TicketCase.gitHubIssues.double()
        let system = try TicketCase.gitHubIssues.system(double)
        #expect(
            await system.attempt(.note(text: "internal"), on: "12").outcome
                == .refused(status: nil, words: "the connector 'github-issues' has no 'note'")
        )
        #expect(
            await system.preview(
                TicketCall(
                    .note(text: "n"),
                    on: Ticket(id: "1", subject: "", createdAt: lastDay),
                    mark: ticketMark,
                    key: ticketKey
                )
            ).requests.isEmpty
        )
        #expect(double.requests.isEmpty)
    }

    @Test func `a login that has expired is made again, and its token is never shown`() async throws {
        let double = try TicketCase.helpScout.double()
        let system = try TicketCase.helpScout.system(double)
        #expect(await system.attempt(.close, on: "12").outcome == .done)
        #expect(double.requests.filter { $0.path.hasSuffix("/token") }.count == 1)
        double.provider.answer(.json(401, ["error": "invalid_token"]))
        #expect(
            await system.attempt(.close, on: "12").outcome
                == .retryLater(after: .zero, words: "the login has expired")
        )
        #expect(await system.attempt(.close, on: "12").outcome == .done)
        #expect(double.requests.filter { $0.path.hasSuffix("/token") }.count == 2)
        double.provider.answer(.json(400, ["message": "Bearer access1 may not"]))
        #expect(
            await system.attempt(.close, on: "12").outcome
                == .refused(status: 400, words: "answered 400: Bearer *** may not")
        )
    }

    // MARK: - Versions

    @Test func `a change that somebody else was faster with is made on what is there now`() async throws {
        let double = try TicketCase.roundup.double()
        let system = try TicketCase.roundup.system(double)
        let stale = try await system.ticket("12")
        double.change { $0[12]?.subject = "Changed" }
        let count = double.requests.count
        #expect(await system.carryOut(TicketCall(.close, on: stale, mark: ticketMark, key: ticketKey)).outcome == .done)
        #expect(double.requests.dropFirst(count).map(\.method) == ["PATCH", "GET", "PATCH"])
        #expect(double.desk[12]?.status == .solved)
    }

    @Test func `a ticket that changes all the time is given up`() async throws {
        let double = try TicketCase.roundup.double()
        let system = try TicketCase.roundup.system(double)
        let stale = try await system.ticket("12")
        for _ in 0..<9 { double.provider.answer(.json(412, ["error": ["msg": "does not match"]])) }
        let source = try RoundupAnswer.ticket(double)
        double.provider.answer(
            .json(412, "{}"),
            source,
            .json(412, "{}"),
            source,
            .json(412, "{}"),
            source,
            .json(412, "{}"),
            source,
            .json(412, #"{"error":{"msg":"does not match"}}"#)
        )
        #expect(
            await system.carryOut(TicketCall(.close, on: stale, mark: ticketMark, key: ticketKey)).outcome
                == .refused(status: 412, words: "answered 412: does not match")
        )
    }

    @Test func `mail that no person wrote is told from the rest`() async throws {
        for provider in [TicketCase.requestTracker, .zammad, .gitHubIssues] {
            let double = try provider.double()
            let system = try provider.system(double)
            #expect(try await system.ticket("40").isAutomatic, "\(provider)")
            #expect(try await !system.ticket("41").isAutomatic, "\(provider)")
            #expect(!double.requests.isEmpty)
        }
    }
}

/// An answer of the Roundup double with its twelfth ticket.
private enum RoundupAnswer {
    static func ticket(_ double: TicketDouble) throws -> LoopbackServer.Answer {
        .json(
            200,
            #"""
            {"data":{"id":"12","@etag":"\"v1\"","attributes":{"title":"t","status.name":"unread","creation":"2026-11-23.11:53:00",
            "activity":"2026-11-23.11:53:00","messages":[]}}}
            """#
        )
    }
}

/// A count that a closure keeps.
private final class Counter {
    private(set) var value = 0

    func add() { value += 1 }
}
