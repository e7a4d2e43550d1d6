import Foundation
import JSON5
import StatusCommCore
import TestSupport
import Testing

@Suite struct ConnectorExampleTests {
    static let folder = URL(filePath: #filePath).appending(path: "../../../../Examples/connectors").standardized

    static var files: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json5") }) ?? []
    }

    static func connector(_ file: String) throws -> Connector {
        try Connector(parsing: Array(try Data(contentsOf: folder.appending(path: file))), path: file)
    }

    @Test func `there is an example`() {
        #expect(Self.files.contains("bulletin-board.json5"))
    }

    @Test(arguments: ConnectorExampleTests.files)
    func `an example has no mistakes`(file: String) throws {
        #expect(try Self.connector(file).name + ".json5" == file)
    }

    @Test func `a connector of one's own does everything a shipped one does`() async throws {
        let server = try LoopbackServer { request in
            guard request.header("authorization") == "Bearer k" else { return .json(200, #"{"ok":false}"#) }
            let isSecond = request.parameter("after") != nil
            let lamp = isSecond ? #"{"number":2,"label":"REST API"}"# : #"{"number":1,"label":"Old","hidden":true}"#
            let more = isSecond || request.path != "/lamps" ? "null" : #""t/2""#
            return .json(
                200,
                """
                {"ok":true,"card":{"id":"k1","link":"https://b.example/k1","colour":"green"},"notes":[],
                "cards":[{"id":"k0","tag":"statuscomm-other"},{"id":"k1","tag":"statuscomm-7f3a9c"}],
                "lamps":[\(lamp)],"more":\(more)}
                """
            )
        }
        let runner = ConnectorRunner(
            connector: try Self.connector("bulletin-board.json5"),
            target: "board",
            settings: ["baseURL": .string(server.url), "apiKey": "k"],
            transport: .curl(),
            clock: ManualClock(),
            now: { connectorTestTime }
        )
        var input = ConnectorInput.example()
        input.message = "**Down** & out"
        input.components[1].remoteID = "9"
        let opened = await runner.run(.open, input)
        #expect(opened.outcome == .done)
        #expect(opened.saved == ["remoteID": "k1", "url": "https://b.example/k1"])
        #expect(opened.reports.map(\.lostWord) == ["partial_outage"])
        #expect(
            try #require(server.requests.last?.json)
                == .json5(
                    #"""
                    { title: "API &quot;down&quot; &amp; &lt;slow&gt;", html: "<p><strong>Down</strong> &amp; out</p>",
                      colour: "red", began: 1795439100, mail: true, until: 1795440060,
                      more: "https://status.acme.example/", tag: "statuscomm-7f3a9c",
                      lamps: [{ number: "2", level: 2 }, { number: "9", level: 2 }] }
                    """#
                )
        )
        input.saved = opened.saved
        input.phase = .resolved
        #expect(await runner.run(.resolve, input).outcome == .done)
        #expect(
            server.requests.map { "\($0.method) \($0.path)" } == [
                "GET /lamps", "GET /lamps", "POST /boards/status/cards", "POST /cards/k1/notes", "PUT /lamps/2",
                "PUT /lamps/9", "DELETE /cards/k1/alarm",
            ]
        )
        #expect(server.requests[1].parameter("after") == "t/2")
        #expect(server.requests[3].form.map(\.name) == ["html", "colour", "mail", "key"])
        #expect(await runner.find(after: .open, input) == .found(saved: opened.saved))
    }

    @Test func `an error inside of a 200 is no success`() async throws {
        let server = try LoopbackServer { _ in .json(200, #"{"ok":false,"reason":"board is full"}"#) }
        let runner = ConnectorRunner(
            connector: try Self.connector("bulletin-board.json5"),
            target: "board",
            settings: ["baseURL": .string(server.url), "apiKey": "k"],
            transport: .curl(),
            clock: ManualClock(),
            now: { connectorTestTime }
        )
        var input = ConnectorInput.example()
        input.components = []
        #expect(
            await runner.run(.open, input).outcome
                == .refused(status: 200, words: "answered 200 with an error inside: board is full")
        )
    }
}
