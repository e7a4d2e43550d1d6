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
        let posts = double.requests.filter { $0.method == "POST" }.count
        // A page that refuses leaves the other one done: partly delivered.
        #expect(result.status == test.status || test.status == 1 && result.status == 3, "\(result)")
        #expect(posts == test.posts, "\(result)")
        #expect(double.incidents.count <= 1)
    }

    static let bodies: [Case] = [
        Case(testDescription: "invalid JSON", answer: .json(201, "{"), status: 0, posts: 1),
        Case(
            testDescription: "10 MB",
            answer: .json(201, "\"" + String(repeating: "x", count: 10 << 20) + "\""),
            status: 0,
            posts: 1
        ),
        Case(testDescription: "endless", answer: .json(201, "", fault: .endlessChunks), status: 0, posts: 1),
        Case(
            testDescription: "an error inside",
            answer: .json(200, #"{"error":"\u001b[31mno\r\nX"}"#),
            status: 0,
            posts: 1
        ),
        Case(testDescription: "never", answer: .json(201, "", fault: .hang), status: 0, posts: 1),
    ]

    @Test(arguments: bodies)
    func `an answer that says nothing is not taken for success and ends in time`(_ test: Case) throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true, deadline: "6s", attempt: "2s")
        double.answer(test.answer)
        let start = ContinuousClock.now
        let result = try stage.run(Stage.opening, wrapper: ["prlimit", "--as=4294967296"])
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect([0, 1, 3, 7].contains(result.status), "\(result)")
        // Done only when the page holds it, which the double does after a second creation only.
        if result.status == 0 { #expect(double.incidents.count == 1, "\(result)") }
        #expect(double.incidents.count <= 1)
        #expect(!(result.output + result.errors).contains("\u{1B}"), "\(result)")
    }
}
