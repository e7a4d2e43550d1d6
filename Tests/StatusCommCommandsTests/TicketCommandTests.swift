import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

/// A company with Zendesk: ticket 12, created 72 minutes ago, is the one that customers wrote about.
private struct Counter {
    let folder: TemporaryDirectory
    let double: TicketDouble

    static let opening = [
        "incident", "open", "-t", "Payments fail", "-s", "high", "-c", "Payments", "--started-at", "60m ago",
        "--keyword", "Payment 12 declined", "-m", "Some payments are declined.",
    ]

    init(token: String = "token1") throws {
        folder = try TemporaryDirectory()
        double = try .zendesk()
        let configuration = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
              components: [ { id: "payments", name: "Payments" }, { id: "search", name: "Search" } ],
              tickets: [ { name: "support", connector: "zendesk", url: "\(double.url)", email: "agent@acme.example",
                           token: { env: "ZENDESK_TOKEN" }, service: { field: "360001" } } ],
              delivery: { deadline: "1h", attempt: "10m" } }
            """
        try configuration.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
        self.token = token
    }

    private let token: String

    private func record(_ words: [String], later: Int) async -> (Recorder, StatusCommCore.ExitStatus) {
        let recorder = Recorder()
        let arguments = words + ["--config", folder.file("config.json5"), "--state-dir", folder.file("state")]
        let context = recorder.context(
            environment: ["STATUSCOMM_AUTHOR": "ada@ops1", "ZENDESK_TOKEN": token],
            now: TicketDesk.now.advanced(by: .seconds(later)),
            transport: .curl()
        )
        return (recorder, await Tool.run(arguments, context))
    }

    /// What a command came to.
    struct Outcome {
        var status: StatusCommCore.ExitStatus
        var output: String
        var errors: String
    }

    func run(_ words: String...) async -> Outcome { await run(words) }

    func run(_ words: [String]) async -> Outcome {
        let (recorder, status) = await record(words, later: 0)
        return Outcome(status: status, output: recorder.output, errors: recorder.errors)
    }

    func open() async throws {
        let (recorder, status) = await record(Self.opening, later: 0)
        try #require(status == .done, "\(recorder.output)\(recorder.errors)")
    }

    /// The result of a document, which has the shape that its command declares.
    func document(_ words: String...) async throws -> JSONValue { try await document(words) }

    func document(_ words: [String]) async throws -> JSONValue {
        let (recorder, _) = await record(words + ["--json"], later: 60)
        #expect(try recorder.documentMistakes() == [])
        return try JSONValue(parsing: Array(recorder.output.utf8), path: "output", options: .store)["result"] ?? .null
    }
}

@Suite struct TicketCommandTests {
    @Test func `a match is told before there is an incident, each signal with what it was found in`() async throws {
        let counter = try Counter()
        let words = [
            "ticket", "match", "-c", "Payments", "--keyword", "Payment 12 declined", "--started-at", "60m ago",
        ]
        let short = await counter.run(words)
        #expect(short.status == .done)
        #expect(short.output.hasPrefix("support (zendesk): 180 tickets looked at, 1 would be linked, 1 answered\n"))
        #expect(short.output.contains("1.000  12      link, note, reply  Payment 12 declined\n"), "\(short)")
        #expect(short.output.hasSuffix("179 tickets not above 0.700; --all shows them\n"))
        let long = await counter.run(words + ["--explain", "--all"])
        #expect(
            long.output.contains(
                """
                12: Payment 12 declined
                  1.000 > 0.700: link, note, reply
                  service   0.500 of 0.500  field '360001' = 'payments', affected as payments
                  keywords  0.300 of 0.300  1 of 1: 'Payment 12 declined' in subject
                  time      0.200 of 0.200  2026-11-23T11:53:00Z, 12 minutes before it began, window from 2026-11-23T11:35:00Z
                """
            ),
            "\(long.output.prefix(600))"
        )
        #expect(long.output.contains("field '360001' = 'search' is search, not affected"))
        let document = try await counter.document(words + ["--all"])
        #expect(document["incident"] == .null)
        let tickets = document["targets"]?.array?.first?["tickets"]?.array ?? []
        // A minute later the oldest one is more than a day old.
        #expect(tickets.count == 179)
        #expect(tickets.first?["signals"]?.array?.map { $0["state"] } == ["affected", "found", "timely"])
        #expect(counter.double.requests.allSatisfy { $0.method == "GET" })
    }

    @Test func `the tickets of an incident are listed, and decided about by hand`() async throws {
        let counter = try Counter()
        try await counter.open()
        #expect(counter.double.desk[12]?.messages.count == (TicketDesk()[12]?.messages.count ?? 0) + 2)
        let match = try await counter.document("ticket", "match", "INC-1")
        #expect(match["targets"]?.array?.first?["tickets"]?.array?.map { $0["verdict"] } == ["linked"])
        let list = await counter.run("ticket", "list")
        #expect(list.output.hasPrefix("support (zendesk): 1 ticket linked, 1 answered\n"), "\(list)")
        #expect(list.output.contains("12      answered  1        score 1.000: service 0.500"), "\(list)")
        for isNew in [true, false] {
            let linked = try await counter.document("ticket", "link", "INC-1", "13")
            #expect(linked["isNew"] == .bool(isNew))
            let unlinked = try await counter.document("ticket", "unlink", "INC-1", "12")
            #expect(unlinked["isNew"] == .bool(isNew))
        }
        #expect(counter.double.desk[13]?.tags.count == 1 && counter.double.desk[12]?.tags == [])
        let after = try await counter.document("ticket", "list", "INC-1")
        let target = try #require(after["targets"]?.array?.first)
        #expect(target["counts"] == ["linked": 1, "answered": 1, "closed": 0, "refused": 0, "left": 1])
        #expect(target["tickets"]?.array?.map { $0["state"] } == ["left", "linked"])
        #expect(target["decisions"]?.array?.map { $0["verdict"] } == ["link", "link", "unlink"])
        let shown = try await counter.document("incident", "show", "INC-1")
        #expect(shown["tickets"]?.array?.first?["linked"] == 1)
        #expect(await counter.run("incident", "log").output.contains("ticket 12 unlinked by hand"))
        let audit = await counter.run("audit").output
        #expect(audit.contains("ticket link") && audit.contains("ticket 13 belongs to INC-1"))
        #expect(await counter.run("__complete", "linked-tickets", "--").output == "13\tINC-1 Payments fail\n")
    }

    @Test func `what cannot be is refused with its status`() async throws {
        let counter = try Counter()
        try await counter.open()
        let cases: [(words: [String], status: StatusCommCore.ExitStatus, reason: String)] = [
            (["ticket", "link", "INC-1", "999"], .failed, "no ticket '999' at 'support'"),
            (["ticket", "link", "INC-1", "15"], .conflict, "ticket '15': it is solved"),
            (["ticket", "link", "INC-1", "13", "--channel", "other"], .usage, "unknown target 'other'"),
            (["ticket", "match", "INC-1", "-c", "Payments"], .usage, "takes an incident, or '--component'"),
            (["ticket", "match", "--keyword", "x"], .usage, "takes an incident, or '--component'"),
        ]
        for test in cases {
            let outcome = await counter.run(test.words)
            #expect(outcome.status == test.status, "\(test.words)")
            #expect(outcome.errors.contains(test.reason), "\(outcome.errors)")
        }
    }

    @Test func `a search that fails is a failure of that system, in a match and in a check`() async throws {
        let counter = try Counter(token: "wrong")
        #expect(try await counter.document("ticket", "match", "-c", "Payments")["targets"]?.array?.count == 1)
        #expect(try await counter.document("connector", "check")[0]?["reached"] == false)
        let match = await counter.run("ticket", "match", "-c", "Payments")
        #expect(match.status == .failed)
        #expect(match.errors.contains("'support': the search failed: 401"), "\(match)")
        let check = await counter.run("connector", "check")
        #expect(check.status == .failed)
        #expect(check.output == "support (zendesk): not ready\n")
        #expect(!(match.errors + check.errors).contains("wrong"))
        #expect(await (try Counter()).run("connector", "check").output == "support (zendesk): ready\n")
    }
}
