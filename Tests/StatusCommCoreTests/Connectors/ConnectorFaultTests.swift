import JSON5
import StatusCommCore
import TestSupport
import Testing

/// What a provider does to `open`, and what we make of it.
struct ConnectorFaultCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let answer: LoopbackServer.Answer
    let outcome: ConnectorOutcome

    init(_ testDescription: String, _ answer: LoopbackServer.Answer, _ outcome: ConnectorOutcome) {
        self.testDescription = testDescription
        self.answer = answer
        self.outcome = outcome
    }

    static let created = #"{"id":"i1","shortlink":"https://x.example/"}"#

    static let all = [
        ConnectorFaultCase(
            "420 with seconds",
            .json(420, #"{"message":"slow down"}"#, headers: [("Retry-After", "7")]),
            .retryLater(after: .seconds(7), words: "answered 420: slow down")
        ),
        ConnectorFaultCase(
            "429 with a date",
            .json(429, "{}", headers: [("Retry-After", "Mon, 23 Nov 2026 13:05:30 GMT")]),
            .retryLater(after: .milliseconds(29_750), words: "answered 429")
        ),
        ConnectorFaultCase("429 without a hint", .init(429), .retryLater(after: nil, words: "answered 429")),
        ConnectorFaultCase(
            "503",
            .init(503, headers: [("Retry-After", "1")], body: Array("<html>down</html>".utf8)),
            .retryLater(after: .seconds(1), words: "answered 503")
        ),
        ConnectorFaultCase("500", .init(500), .unknown(words: "answered 500")),
        ConnectorFaultCase(
            "422",
            .json(422, #"{"error":["Name is too\u001b[31m long"]}"#),
            .refused(status: 422, words: #"answered 422: ["Name is too\u001b[31m long"]"#)
        ),
        ConnectorFaultCase(
            "redirect",
            .init(302, headers: [("Location", "http://127.0.0.1:1/elsewhere")]),
            .refused(status: 302, words: "redirects elsewhere (302), which is never followed")
        ),
        ConnectorFaultCase(
            "201 without JSON",
            .init(201, body: Array("created".utf8)),
            .unknown(words: "answered 201 with what is not JSON")
        ),
        ConnectorFaultCase(
            "201 without an id",
            .json(201, #"{"id":null}"#),
            .unknown(words: "answered 201 without a remoteID")
        ),
        ConnectorFaultCase(
            "created, then dropped",
            .json(201, created, fault: .closeAfterReading),
            .unknown(words: "no whole answer from '127.0.0.1': Empty reply from server")
        ),
        ConnectorFaultCase(
            "endless",
            .json(201, created, fault: .endlessChunks),
            .unknown(words: "no whole answer from '127.0.0.1': the answer is longer than 4194304 bytes")
        ),
        ConnectorFaultCase(
            "10 MB of headers",
            .json(201, created, fault: .hugeHeaders(bytes: 10_000_000)),
            .unknown(words: "no whole answer from '127.0.0.1': the answer's headers are longer than 65536 bytes")
        ),
        ConnectorFaultCase(
            "an id of a megabyte",
            .json(201, .object(["id": .string(String(repeating: "x", count: 1 << 20))])),
            .unknown(words: "answered 201 with a remoteID that nobody would choose")
        ),
        ConnectorFaultCase(
            "an id with an escape",
            .json(201, #"{"id":"i\u001b[2J"}"#),
            .unknown(words: "answered 201 with a remoteID that nobody would choose")
        ),
        ConnectorFaultCase("an address with line ends", .json(201, #"{"id":"i1","shortlink":"a\r\nb"}"#), .done),
        ConnectorFaultCase("whole", .json(201, created), .done),
    ]
}

private func runner(_ server: LoopbackServer, clock: any Clock<Duration> = ManualClock()) throws -> ConnectorRunner {
    try .preset(
        "statuspage",
        settings: ["pageID": "p", "apiKey": "s3cret/key", "baseURL": .string(server.url)],
        clock: clock
    )
}

private func input() -> ConnectorInput {
    var input = ConnectorInput.example()
    input.components = []
    return input
}

@Suite struct ConnectorFaultTests {
    @Test(arguments: ConnectorFaultCase.all)
    func `a fault is told apart and nothing is sent twice`(fault: ConnectorFaultCase) async throws {
        let server = try LoopbackServer { _ in fault.answer }
        let result = await (try runner(server)).run(.open, input())
        #expect(result.outcome == fault.outcome)
        #expect(server.requests.map(\.method) == ["POST"])
    }

    @Test func `what was carried out is not carried out again`() async throws {
        let double = try ProviderDouble.cachet2()
        let runner = try ConnectorRunner.preset(
            "cachet-2",
            settings: ["apiKey": "key1", "baseURL": .string(double.url + "/api/v1")]
        )
        var input = ConnectorInput.example()
        input.components[1].remoteID = "2"
        double.plan(nil, nil, nil, .closeAfterReading)
        let lost = await runner.run(.open, input)
        #expect(lost.completed == ["0:rest-api", "0:dashboard"])
        input.completed = lost.completed
        #expect(await runner.run(.open, input).outcome == .done)
        #expect(double.requests.map(\.method) == ["GET", "PUT", "PUT", "POST", "POST"])
    }

    @Test func `a provider that quotes the key does not get it printed`() async throws {
        let server = try LoopbackServer { request in
            .json(403, .object(["message": .string("bad key \(request.header("authorization") ?? "") s3cret%2Fkey")]))
        }
        #expect(
            await (try runner(server)).run(.open, input()).outcome
                == .refused(status: 403, words: "answered 403: bad key OAuth *** ***")
        )
    }

    @Test func `an answer of a megabyte is told in 300 characters`() async throws {
        let server = try LoopbackServer { _ in .init(400, body: Array(repeating: UInt8(ascii: "x"), count: 1 << 20)) }
        guard case .refused(_, let words) = await (try runner(server)).run(.open, input()).outcome else {
            Issue.record("not refused")
            return
        }
        #expect(words.unicodeScalars.count == 300 + "answered 400: ".count)
    }

    @Test func `a text beyond the limit is refused before anything is sent`() async throws {
        let server = try LoopbackServer { _ in .init(201) }
        var long = input()
        long.message = String(repeating: "x", count: 25_001)
        #expect(
            await (try runner(server)).run(.open, long).outcome
                == .refused(
                    status: nil,
                    words: "the message has 25001 characters; Atlassian Statuspage takes 25000"
                )
        )
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: ["../../x", "..", ".", "a/b", "a?b=c", "a\r\nX: y", "é%00"])
    func `an id from outside stays one segment of the path`(id: String) async throws {
        let server = try LoopbackServer { _ in .json(200, "{}") }
        var update = input()
        update.saved = ["remoteID": .string(id)]
        _ = await (try runner(server)).run(.update, update)
        for request in server.requests {
            #expect(request.path.split(separator: "/").count == 4)
            #expect(request.path.hasPrefix("/pages/p/incidents/"))
            #expect(request.query == "")
        }
    }

    @Test func `requests keep within the rate and wait for their place`() async throws {
        let clock = ManualClock()
        let budget = RateBudget(.init(requests: 2, seconds: 10))
        #expect(budget.reserve(at: connectorTestTime) == .zero)
        #expect(budget.reserve(at: connectorTestTime.advanced(by: .seconds(1))) == .zero)
        #expect(budget.reserve(at: connectorTestTime.advanced(by: .seconds(2))) == .seconds(8))
        #expect(budget.reserve(at: connectorTestTime.advanced(by: .seconds(3))) == .seconds(8))
        #expect(budget.reserve(at: connectorTestTime.advanced(by: .seconds(30))) == .zero)
        let server = try LoopbackServer { _ in .init(200, body: Array("ok".utf8)) }
        let slack = try ConnectorRunner.preset("slack", settings: ["url": .string(server.url)], clock: clock)
        for _ in 0..<3 { #expect(await slack.run(.publish, input()).outcome == .done) }
        #expect(clock.sleeps == [.seconds(1), .seconds(2)])
    }
}
