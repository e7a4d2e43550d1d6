import Foundation
import JSON5
import StatusCommCore
import TestSupport
import Testing

/// Request Tracker itself, as `Tests/TicketServers/run.sh` starts it with 200 tickets.
///
/// Each test writes on tickets of its own; what it may not touch, it compares.
@Suite(.enabled(if: LiveTicketServer(named: "RT") != nil), .serialized)
struct RequestTrackerServerTests {
    let server: LiveTicketServer
    let system: ConnectorTicketSystem

    init() throws {
        let server = try #require(LiveTicketServer(named: "RT"))
        self.server = server
        system = try Self.system(server)
    }

    static func system(
        _ server: LiveTicketServer,
        token: String = "RT_TOKEN",
        _ changes: JSONObject = [:]
    ) throws -> ConnectorTicketSystem {
        let settings: JSONObject = [
            "url": .string(server["RT_URL"]), "token": .string(server[token]), "query": "Queue = 'Support'",
            "incidentField": "Incident",
        ]
        return try .live("request-tracker", settings, changes)
    }

    func mail(with text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: server["RT_MAIL"]).compactMap {
            let mail = try String(contentsOfFile: server["RT_MAIL"] + "/" + $0, encoding: .utf8)
            return mail.contains(text) ? mail : nil
        }
    }

    @Test func `search finds exactly the open tickets of the last day, page by page`() async throws {
        let wanted = try server.truth(in: "RT_TRUTH").filter { row in
            ["new", "open"].contains(row["status"]) && Double(row["hours_ago"] ?? "").map { $0 < 24 } == true
        }
        let found = try #require(await system.foundInLastDay()).filter { Int($0.id) ?? 0 <= 200 }
        #expect(Set(found.map(\.id)).isSubset(of: Set(wanted.compactMap { $0["id"] })))
        for row in wanted {
            guard let ticket = found.first(where: { $0.id == row["id"] }) else {
                // Other tests close some.
                #expect(try await system.ticket(row["id"] ?? "").status == .solved)
                continue
            }
            #expect(ticket.subject == row["subject"])
            #expect(ticket.requester?.address == row["requestor"])
            #expect(ticket.fields["Affected Service"] == (row["service"] == "" ? nil : [row["service"] ?? ""]))
            #expect(ticket.queue == "Support")
            #expect(ticket.status == .open)
            #expect(ticket.marks == nil)
            #expect(ticket.url == "\(server["RT_URL"])/Ticket/Display.html?id=\(ticket.id)")
        }
    }

    @Test func `read brings the text, the marks and when the customer last wrote`() async throws {
        let ticket = try await system.ticket("2")
        #expect(
            ticket.body
                == Ticket.Body("Our checkout shows a timeout and the payment is declined for all customers. (no. 2)\n")
        )
        #expect(ticket.marks == [])
        #expect(ticket.lastCustomerMessageAt != nil)
        #expect(!ticket.isAutomatic)
        #expect(await system.read("4711") == .missing)
    }

    @Test func `a note goes to agents alone`() async throws {
        let text = "Linked to [our incident](\(ticketMark.url)). Score 0.8."
        #expect(try await system.carryOut(.note(text: text), on: "7").outcome == .done)
        #expect(try mail(with: "Score 0.8").filter { $0.contains("customers.example") }.isEmpty)
        let key = "f" + ticketKey.dropFirst()
        let call = TicketCall(.note(text: text), on: try await system.ticket("7"), mark: ticketMark, key: ticketKey)
        var other = call
        other.key = key
        #expect(await system.find(call) == .found(saved: [:]))
        #expect(await system.find(other) == .absent)
    }

    @Test func `a reply reaches the customer once, as text`() async throws {
        let text = "We are **on it**.\n\nMore: \(ticketMark.url)"
        #expect(try await system.carryOut(.reply(text: text), on: "8").outcome == .done)
        var mails: [String] = []
        for _ in 0..<100 where mails.isEmpty {
            mails = try mail(with: "k3x9q2m7a1b4#0123456789abcdef").filter { $0.contains("customer008@") }
            if mails.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        }
        #expect(mails.count == 1)
        #expect(mails.first?.contains("We are on it.") == true)
    }

    @Test func `a link is kept as a reference and in the field, and taken off again`() async throws {
        var other = ticketMark
        other = TicketMark(publicID: "other", url: "https://status.acme.example/incidents/other", title: "Other")
        let before = try await system.ticket("13")
        #expect(await system.carryOut(TicketCall(.link, on: before, mark: other, key: ticketKey)).outcome == .done)
        for _ in 0..<2 { #expect(try await system.carryOut(.link, on: "13").outcome == .done) }
        let linked = try await system.ticket("13")
        #expect(linked.carries(ticketMark) == true)
        #expect(linked.fields["Incident"]?.sorted() == ["incident-k3x9q2m7a1b4", "incident-other"])
        #expect(await system.marked() == ["13"])
        for _ in 0..<2 { #expect(try await system.carryOut(.unlink, on: "13").outcome == .done) }
        let unlinked = try await system.ticket("13")
        #expect(unlinked.carries(ticketMark) == false)
        #expect(unlinked.carries(other) == true)
        #expect(await system.marked() == [])
    }

    @Test func `an agent's own link is found without the field`() async throws {
        let plain = try Self.system(server, ["incidentField": .null])
        #expect(try await plain.carryOut(.link, on: "14").outcome == .done)
        #expect(try await plain.ticket("14").fields["Incident"] == nil)
        #expect(await plain.marked() == ["14"])
        #expect(try await plain.carryOut(.unlink, on: "14").outcome == .done)
    }

    @Test func `the last reply and the end are one request`() async throws {
        #expect(system.capabilities == TicketCapabilities(hasNotes: true, repliesAndCloses: true, keepsMarks: true))
        #expect(try await system.carryOut(.replyAndClose(text: "It is fixed."), on: "19").outcome == .done)
        #expect(try await system.ticket("19").status == .solved)
        // A reply after that would open it again: closing alone leaves it.
        #expect(try await system.carryOut(.reply(text: "Once more."), on: "19", key: "a" + ticketKey).outcome == .done)
        #expect(try await system.ticket("19").status == .open)
        #expect(try await system.carryOut(.close, on: "19").outcome == .done)
        #expect(try await system.ticket("19").status == .solved)
    }

    @Test func `refusals are refusals though RT answers 200`() async throws {
        let readOnly = try Self.system(server, token: "RT_READONLY_TOKEN")
        let before = try await system.ticket("20")
        let actions: [TicketCall.Action] = [
            .link, .unlink, .note(text: "n"), .reply(text: "r"), .replyAndClose(text: "r"), .close,
        ]
        for action in actions {
            let outcome = try await readOnly.carryOut(action, on: "20").outcome
            // Taking off what is not there changes nothing, so nobody is asked for the right.
            if action == .unlink { continue }
            #expect(outcome.isRefused, "\(action): \(outcome)")
            #expect(outcome.words?.contains("Permission Denied") == true, "\(action): \(outcome)")
        }
        #expect(try await system.ticket("20") == before)
    }

    @Test func `a wrong token or query is a failure, not an empty list`() async throws {
        for (name, value) in [("token", "1-2-3"), ("query", "Nonsense = 'x'"), ("query", "Queue = 'Support")] {
            let wrong = try Self.system(server, [name: .string(value)])
            #expect(await wrong.foundInLastDay() == nil)
            #expect(await wrong.problems(listingSince: Timestamp.readingSystemClock()).count == 1)
        }
        #expect(await system.problems(listingSince: Timestamp.readingSystemClock()) == [])
    }
}
