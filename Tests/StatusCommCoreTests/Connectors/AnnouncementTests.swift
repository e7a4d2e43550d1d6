import JSON5
import StatusCommCore
import TestSupport
import Testing

/// One chat service: what it must be sent, and what it answers.
struct AnnouncementCase: CustomTestStringConvertible, Sendable {
    let preset: String
    /// Method, path and query.
    let line: String
    let body: String
    var answer = LoopbackServer.Answer(200, body: Array("ok".utf8))
    var saved: JSONObject = [:]

    var testDescription: String { preset }

    static let all = [
        AnnouncementCase(
            preset: "slack",
            line: "POST /hook/t0ken",
            body: #"""
                { text: '*API "down" &amp; &lt;slow&gt;*\n*Bold* &amp; <https://acme.example/|link>, @\u200beveryone',
                  unfurl_links: false, unfurl_media: false }
                """#
        ),
        AnnouncementCase(
            preset: "mattermost",
            line: "POST /hook/t0ken",
            body: #"""
                { text: '**API "down" & \\<slow\\>**\n**Bold** & [link](https://acme.example/), @\u200beveryone' }
                """#
        ),
        AnnouncementCase(
            preset: "discord",
            line: "POST /hook/t0ken?wait=true",
            body: #"""
                { content: '**API "down" & \\<slow\\>**\n**Bold** & [link](https://acme.example/), @\u200beveryone',
                  allowed_mentions: { parse: [] } }
                """#,
            answer: .json(200, #"{"id":"99"}"#),
            saved: ["remoteID": "99"]
        ),
        AnnouncementCase(
            preset: "google-chat",
            line: "POST /hook/t0ken",
            body: #"""
                { text: '*API "down" & <\u200bslow>*\n*Bold* & <https://acme.example/|link>, @everyone' }
                """#,
            answer: .json(200, #"{"name":"spaces/A/messages/B"}"#),
            saved: ["remoteID": "spaces/A/messages/B"]
        ),
        AnnouncementCase(
            preset: "microsoft-teams",
            line: "POST /hook/t0ken",
            body: #"""
                { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive",
                  contentUrl: null, content: { $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
                  type: "AdaptiveCard", version: "1.2", body: [
                    { type: "TextBlock", size: "Medium", weight: "Bolder", wrap: true,
                      text: 'API "down" & \\<slow\\>' },
                    { type: "TextBlock", wrap: true,
                      text: '**Bold** & [link](https://acme.example/), @\u200beveryone' }],
                  actions: [{ type: "Action.OpenUrl", title: "View status", url: "https://status.acme.example/" }] } }] }
                """#,
            answer: LoopbackServer.Answer(202)
        ),
        AnnouncementCase(
            preset: "webhook",
            line: "POST /hook/t0ken",
            body: #"""
                { key: "7f3a9c", title: 'API "down" & <slow>',
                  message: "**Bold** & [link](https://acme.example/), @everyone", phase: "investigating",
                  severity: "critical", components: [
                    { id: "rest-api", name: "REST API", status: "major_outage" },
                    { id: "dashboard", name: "Dashboard", status: "partial_outage" }],
                  startedAt: "2026-11-23T13:05:00Z", at: "2026-11-23T13:06:00Z", nextUpdate: "2026-11-23T13:21:00Z",
                  statusPage: "https://status.acme.example/" }
                """#,
            answer: LoopbackServer.Answer(204)
        ),
    ]
}

private func announcement() -> ConnectorInput {
    var input = ConnectorInput.example()
    input.message = "**Bold** & [link](https://acme.example/), @everyone"
    return input
}

@Suite struct AnnouncementTests {
    @Test(arguments: AnnouncementCase.all)
    func `a message arrives in the service's own form and notifies nobody`(service: AnnouncementCase) async throws {
        let server = try LoopbackServer { _ in service.answer }
        let runner = try ConnectorRunner.preset(
            service.preset,
            settings: ["url": .string(server.url + "/hook/t0ken")]
        )
        let result = await runner.run(.publish, announcement())
        #expect(result.outcome == .done)
        #expect(result.saved == service.saved)
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        let query = request.query.isEmpty ? "" : "?" + request.query
        #expect("\(request.method) \(request.path)\(query)" == service.line)
        #expect(request.header("content-type") == "application/json")
        #expect(try #require(request.json) == .json5(service.body))
    }

    @Test(arguments: AnnouncementCase.all)
    func `the address is a secret that no preview and no error shows`(service: AnnouncementCase) async throws {
        let server = try LoopbackServer { .init(404, body: Array("no hook at \($0.path)".utf8)) }
        let url = server.url + "/hook/t0ken"
        let runner = try ConnectorRunner.preset(service.preset, settings: ["url": .string(url)])
        let preview = await runner.preview(.publish, announcement())
        #expect(preview.requests.count == 1)
        #expect(preview.requests.allSatisfy { $0.url.hasPrefix("***") && !$0.url.contains("t0ken") })
        #expect(server.requests.isEmpty)
        server.stop()
        let result = await runner.run(.publish, announcement())
        guard case .retryLater(_, let words) = result.outcome else {
            Issue.record("not to be sent again")
            return
        }
        #expect(!words.contains("t0ken"))
    }

    @Test(arguments: AnnouncementCase.all)
    func `a text that is too long is cut and reported`(service: AnnouncementCase) async throws {
        guard let connector = try Connector.preset(named: service.preset), connector.messageLimit != nil else { return }
        let server = try LoopbackServer { _ in service.answer }
        let runner = try ConnectorRunner.preset(service.preset, settings: ["url": .string(server.url)])
        var input = announcement()
        input.message = String(repeating: "*_[x] ", count: 4_000)
        let result = await runner.run(.publish, input)
        #expect(result.outcome == .done)
        #expect(result.reports.map(\.lostWord) == ["cut message"])
        let most = ["discord": 2_000, "google-chat": 4_096, "slack": 4_000, "mattermost": 16_383][service.preset]
        let json = server.requests.first?.json
        if let most {
            #expect(try #require((json?["content"] ?? json?["text"])?.string).unicodeScalars.count <= most)
        }
    }

    @Test func `slack's error with status 200 is no success`() async throws {
        let server = try LoopbackServer { _ in .init(200, body: Array("invalid_blocks".utf8)) }
        let runner = try ConnectorRunner.preset("slack", settings: ["url": .string(server.url)])
        #expect(
            await runner.run(.publish, announcement()).outcome
                == .refused(status: 200, words: "answered 200 with an error inside: invalid_blocks")
        )
    }

    @Test func `a webhook sends any method, headers and body`() async throws {
        let server = try LoopbackServer { _ in .init(200) }
        let body: JSONValue = [
            "text": "{{title}}: {{phase}}", "parts": ["$each": "components", "$item": "{{item.key}}"],
        ]
        let runner = try ConnectorRunner.preset(
            "webhook",
            settings: [
                "url": .string(server.url), "method": "put",
                "headers": ["X-Token": "abc", "X-Key": "{{operation.key}}"],
                "body": body,
            ]
        )
        #expect(await runner.run(.publish, announcement()).outcome == .done)
        let request = try #require(server.requests.first)
        #expect(request.method == "PUT")
        #expect(request.header("x-token") == "abc")
        #expect(request.header("x-key") == "7f3a9c")
        let expected: JSONValue = [
            "text": #"API "down" & <slow>: investigating"#, "parts": ["rest-api", "dashboard"],
        ]
        #expect(request.json == expected)
    }

    @Test func `a webhook sends a form or a text`() async throws {
        let server = try LoopbackServer { _ in .init(200) }
        let form = try ConnectorRunner.preset(
            "webhook",
            settings: ["url": .string(server.url), "form": ["a b": "{{title}}", "c": "x=1&y"]]
        )
        #expect(await form.run(.publish, announcement()).outcome == .done)
        let text = try ConnectorRunner.preset(
            "webhook",
            settings: ["url": .string(server.url), "text": "{{title}}!", "contentType": "text/markdown"]
        )
        #expect(await text.run(.publish, announcement()).outcome == .done)
        let requests = server.requests
        try #require(requests.count == 2)
        #expect(requests[0].header("content-type") == "application/x-www-form-urlencoded")
        #expect(requests[0].text == "a%20b=API%20%22down%22%20%26%20%3Cslow%3E&c=x%3D1%26y")
        #expect(requests[1].header("content-type") == "text/markdown")
        #expect(requests[1].text == #"API "down" & <slow>!"#)
    }

    @Test func `a text may have sections, loops and defaults`() async throws {
        let server = try LoopbackServer { _ in .init(200) }
        let runner = try ConnectorRunner.preset(
            "webhook",
            settings: [
                "url": .string(server.url),
                "body": [
                    "text":
                        "{{#each components}}{{this.name}} ({{this.status}}){{#unless @last}}, {{/unless}}{{/each}}",
                    "until": "{{#nextUpdate}}next at {{nextUpdate}}{{/nextUpdate}}",
                ],
            ]
        )
        #expect(await runner.run(.publish, announcement()).outcome == .done)
        let expected: JSONValue = [
            "text": "REST API (major_outage), Dashboard (partial_outage)", "until": "next at 2026-11-23T13:21:00Z",
        ]
        #expect(server.requests.first?.json == expected)
    }

    @Test func `a name that no template knows is refused before anything is sent`() async throws {
        let server = try LoopbackServer { _ in .init(200) }
        let runner = try ConnectorRunner.preset(
            "webhook",
            settings: ["url": .string(server.url), "body": ["text": "{{titel}}"]]
        )
        #expect(
            await runner.run(.publish, announcement()).outcome
                == .refused(status: nil, words: "unknown name 'titel' in a setting")
        )
        #expect(server.requests.isEmpty)
    }
}
