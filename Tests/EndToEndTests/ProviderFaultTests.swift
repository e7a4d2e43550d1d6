import Foundation
import JSON5
import TestSupport
import Testing

@Suite struct ProviderFaultTests {
    @Test(arguments: [LoopbackServer.Answer.Fault.closeAfterReading, .reset, .truncatedBody, .dropAfterHead])
    func `a page that creates and then drops the connection holds one incident`(
        fault: LoopbackServer.Answer.Fault
    ) throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        double.plan(fault)
        let result = try stage.run(Stage.opening)
        #expect(result.status == 0, "\(result)")
        #expect(double.requests.filter { $0.method == "POST" }.count == 1)
        #expect(double.incidents.count == 1)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var answer: LoopbackServer.Answer
        /// Exit status of the opening and number of requests that create.
        var status: Int32
        var posts: Int
    }

    static let cases: [Case] =
        [420, 429, 503].map {
            Case(
                testDescription: "\($0) with a wait",
                answer: .json($0, "{}", headers: [("Retry-After", "1")]),
                status: 0,
                posts: 2
            )
        } + [
            Case(
                testDescription: "a wait beyond the deadline",
                answer: .json(429, "{}", headers: [("Retry-After", "600")]),
                status: 3,
                posts: 1
            ),
            Case(
                testDescription: "a redirect",
                answer: .json(302, "{}", headers: [("Location", "http://127.0.0.1:1/")]),
                status: 1,
                posts: 1
            ),
            Case(testDescription: "refused", answer: .json(422, #"{"error":"no"}"#), status: 1, posts: 1),
        ]

    @Test(arguments: cases)
    func `an answer other than success has its exit status`(_ test: Case) throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        double.answer(test.answer)
        let result = try stage.run(Stage.opening)
        #expect(result.status == test.status, "\(result)")
        #expect(creations(double) == test.posts, "\(result)")
        #expect(double.incidents.count == test.posts - 1)
        // The other page has it whatever this one says.
        #expect(try stage.pageEntries().count == 1)
    }

    static let bodies: [(name: String, answer: LoopbackServer.Answer)] = [
        ("invalid JSON", .json(201, "{")),
        ("nothing", .json(201, "")),
        ("10 MB", .json(201, "\"" + String(repeating: "x", count: 10 << 20) + "\"")),
        ("endless", .json(201, "", fault: .endlessChunks)),
        ("an error inside", .json(200, #"{"error":"\u001b[31mno\r\nX"}"#)),
        ("no answer", .json(201, "", fault: .hang)),
        ("a head of 10 MB", .json(201, "{}", fault: .hugeHeaders(bytes: 10 << 20))),
        ("a byte at a time", .json(201, #"{"id":"i1"}"#, fault: .drip(milliseconds: 500))),
        ("500", .json(500, "{}")),
    ]

    /// Bytes that the program may hold at most.
    static let memoryLimit = 100 << 20

    @Test(arguments: bodies.map(\.name), [false, true])
    func `an answer that says nothing is looked into, and the incident is created once`(
        name: String,
        isCreated: Bool
    ) throws {
        let answer = try #require(Self.bodies.first { $0.name == name }).answer
        let double = try ProviderDouble.statuspage()
        // Long enough for a loaded machine; a run that has no bound of its own is killed, and has another status.
        let stage = try Stage(double.url, naming: true, deadline: "40s", attempt: "3s")
        if isCreated { double.answerAfterwards(answer) } else { double.answer(answer) }
        let (result, memory) = try stage.measure(Stage.opening)
        #expect(result.status == 0, "\(result)")
        #expect(double.incidents.count == 1, "\(result)")
        // Created again only after it was looked for and was not there, twice.
        #expect(creations(double) == (isCreated ? 1 : 2), "\(result)")
        #expect(double.requests.filter { $0.method == "GET" }.count >= (isCreated ? 1 : 2))
        #expect(!(result.output + result.errors).contains("\u{1B}"), "\(result)")
        #expect(memory < Self.memoryLimit, "\(memory)")
    }

    @Test func `a page that never answers is left unknown, with one creation`() throws {
        let silent = try LoopbackServer { _ in .json(200, "", fault: .hang) }
        let stage = try Stage(silent.url, naming: true, deadline: "5s", attempt: "2s")
        let result = try stage.run(Stage.opening)
        #expect(result.status == 7, "\(result)")
        #expect(result.errors.contains("delivery settle INC-1/public/1"), "\(result)")
        #expect(silent.requests.filter { $0.method == "POST" }.count == 1)
        #expect(try stage.run(["delivery", "settle", "INC-1/public/1", "--as", "sent"]).status == 0)
        #expect(try stage.run(["delivery", "retry"]).status == 0)
        #expect(silent.requests.filter { $0.method == "POST" }.count == 1)
    }

    @Test func `a secret that is not there is told and queued at once, and goes out once it is there`() throws {
        let double = try ProviderDouble.statuspage()
        var stage = try Stage(double.url, naming: true, apiKey: "{ env: 'ANOTHER_KEY' }")
        let opened = try stage.document(Stage.opening)
        #expect(opened.status == 3, "\(opened)")
        let delivery = opened.value["result"]?["deliveries"]?.array?.first { $0["target"] == "public" }
        #expect(delivery?["attempts"] == 1)
        let reason = "environment variable 'ANOTHER_KEY' is not set: export it, or use { file }"
        #expect(delivery?["reason"] == .string(reason))
        #expect(double.requests.isEmpty)
        stage.environment.append("ANOTHER_KEY=key1")
        #expect(try stage.run(["delivery", "retry"]).status == 0)
        #expect(double.incidents.count == 1)
    }

    private func creations(_ double: ProviderDouble) -> Int {
        double.requests.filter { $0.method == "POST" }.count
    }
}
