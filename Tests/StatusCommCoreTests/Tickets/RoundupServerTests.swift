import Foundation
import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// Roundup itself, as `Tests/TicketServers/run.sh` starts it with 150 issues.
@Suite(.enabled(if: LiveTicketServer(named: "ROUNDUP") != nil), .serialized)
struct RoundupServerTests {
    let server: LiveTicketServer
    let system: ConnectorTicketSystem

    init() throws {
        let server = try #require(LiveTicketServer(named: "ROUNDUP"))
        self.server = server
        system = try Self.system(server)
    }

    static func system(
        _ server: LiveTicketServer,
        _ changes: JSONObject = [:],
        transport: Transport = .curl()
    ) throws -> ConnectorTicketSystem {
        let url = server["ROUNDUP_URL"]
        let settings: JSONObject = [
            "url": .string(url), "origin": .string(String(url.dropLast("/tracker".count))),
            "user": .string(server["ROUNDUP_USER"]), "password": .string(server["ROUNDUP_PASSWORD"]),
        ]
        return try .live("roundup", settings, changes, transport: transport)
    }

    private var mail: String {
        (try? String(contentsOfFile: server["ROUNDUP_MAIL"], encoding: .utf8)) ?? ""
    }

    @Test func `search finds exactly the open issues of the last day, over two pages`() async throws {
        let lines = try String(contentsOfFile: server["ROUNDUP_TRUTH"], encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let wanted = lines.dropFirst().filter { ["unread", "chatting"].contains($0[3]) && (Double($0[4]) ?? 99) < 24 }
        #expect(wanted.count == 100)
        let found = try #require(await system.foundInLastDay())
        for row in wanted {
            guard let ticket = found.first(where: { $0.id == row[0] }) else {
                #expect(try await system.ticket(row[0]).status == .solved)
                continue
            }
            #expect(ticket.subject == row[7])
            #expect(ticket.requester?.address == row[6])
            #expect(ticket.fields["service"] == (row[2].isEmpty ? nil : [row[2]]))
        }
        #expect(Set(found.map(\.id)).isSubset(of: Set(wanted.map { $0[0] })))
    }

    @Test func `read brings the text and when the customer last wrote`() async throws {
        let ticket = try await system.ticket("2")
        #expect(
            ticket.body
                == Ticket.Body("Our checkout shows a timeout and the payment is declined for all customers. (no. 2)")
        )
        #expect(ticket.lastCustomerMessageAt != nil)
        #expect(ticket.version?.isEmpty == false)
        #expect(ticket.marks == [])
        #expect(await system.read("4711") == .missing)
    }

    @Test func `a note is mailed to nobody, a reply to the customer, and each is found by its key`() async throws {
        #expect(try await system.carryOut(.note(text: "Score 0.8."), on: "1").outcome == .done)
        let other = "f" + ticketKey.dropFirst()
        #expect(try await system.carryOut(.reply(text: "We are **on it**."), on: "1", key: other).outcome == .done)
        #expect(!mail.contains("Score 0.8"))
        #expect(mail.contains("We are on it."))
        #expect(mail.contains("customer001@customers.example"))
        let ticket = try await system.ticket("1")
        for key in [ticketKey, other] {
            let call = TicketCall(.reply(text: "x"), on: ticket, mark: ticketMark, key: key)
            #expect(await system.find(call).isFound)
        }
        let unknown = TicketCall(.reply(text: "x"), on: ticket, mark: ticketMark, key: "e" + ticketKey.dropFirst())
        #expect(await system.find(unknown) == .absent)
    }

    @Test func `a change that somebody else was faster with is made on what is there now`() async throws {
        let stale = try await system.ticket("7")
        #expect(try await system.carryOut(.reply(text: "In between."), on: "7").outcome == .done)
        // Roundup answers 412 to this version.
        #expect(await system.carryOut(TicketCall(.link, on: stale, mark: ticketMark, key: ticketKey)).outcome == .done)
        let linked = try await system.ticket("7")
        #expect(linked.carries(ticketMark) == true)
        #expect(linked.version != stale.version)
        #expect(await system.marked() == ["7"])
        #expect(await system.carryOut(TicketCall(.close, on: stale, mark: ticketMark, key: ticketKey)).outcome == .done)
        #expect(try await system.ticket("7").status == .solved)
        for _ in 0..<2 {
            #expect(
                await system.carryOut(TicketCall(.unlink, on: stale, mark: ticketMark, key: ticketKey)).outcome == .done
            )
        }
        #expect(await system.marked() == [])
    }

    @Test func `a wrong password is a failure, not an empty list`() async throws {
        let wrong = try Self.system(server, ["password": "wrong"])
        #expect(await wrong.foundInLastDay() == nil)
    }
}

/// Roundup with its limit of 5 calls a minute on.
@Suite(.enabled(if: LiveTicketServer(named: "ROUNDUP_LIMITED") != nil), .serialized)
struct RoundupLimitTests {
    @Test func `the limit is obeyed: every wait that is asked for is enough`() async throws {
        let server = try #require(LiveTicketServer(named: "ROUNDUP_LIMITED"))
        let statuses = Mutex<[Int]>([])
        let curl = Transport.curl()
        let counting = Transport { request throws(TransportError) in
            let answer = try await curl.send(request)
            statuses.withLock { $0.append(answer.status) }
            return answer
        }
        let patient = try RoundupServerTests.system(server, transport: counting)
        // Each reading takes two calls: five at once, then one every twelve seconds.
        for _ in 0..<4 { #expect(try await patient.ticket("2").body != nil) }
        let seen = statuses.withLock { $0 }
        #expect(seen.filter { $0 == 200 }.count == 8)
        #expect(seen.contains(429))
        #expect(!zip(seen, seen.dropFirst()).contains { $0 == (429, 429) })
    }
}
