import Foundation
import JSON5
import StatusCommCore
import TestSupport
import Testing

/// The example of DESIGN, with every section.
private let example = """
    {
      company: { name: "Acme", domain: "Acme.Example", statusPageURL: "https://status.acme.example", timeZone: "Europe/Berlin" },
      components: [ { id: "api", name: "API", children: [ { id: "rest-api", name: "REST API", aliases: ["rest"] } ] } ],
      severities: { critical: { componentStatus: "major_outage", updateEvery: "10m" } },
      statusPages: [
        { name: "local", connector: "static", directory: "site" },
        { name: "public", connector: "statuspage", pageID: "abc", apiKey: { env: "STATUSPAGE_API_KEY" }, components: { "REST API": "k3x" } },
      ],
      announcements: [ { name: "chat", connector: "slack", url: { file: "slack" }, minimumSeverity: "high", components: ["API"] } ],
      mail: { relay: "smtps://smtp.acme.example:465", user: "status", password: { file: "/run/secrets/smtp" },
              from: "Acme Status <status@acme.example>", subscribers: "subscribers.csv", rate: "1000/min", connections: 8 },
      tickets: [ { name: "support", connector: "request-tracker", url: "https://rt.example", token: { command: ["pass", "show", "rt"] },
                   threshold: 0.7, replyThreshold: 0.85, service: { field: "Service", queues: { General: "rest" } } } ],
      banners: [ { name: "app", file: "site/banners.json", stream: { connector: "nchan", url: "https://push.example" } } ],
      templates: "templates",
      connectors: "connectors",
      owners: ["oncall@acme.example", "chat"],
      reports: { remindAfter: "12h", phrases: { "OOM": "memory ran out" } },
    }
    """

@Test func `a full configuration is read into values`() throws {
    let configuration = try parsed(example)
    #expect(configuration.origin == .file("c.json5"))
    #expect(configuration.company.domain == "acme.example" && configuration.company.zone.name == "Europe/Berlin")
    #expect(configuration.components.leaves.map(\.id) == ["rest-api"])
    #expect(configuration.severities.critical.updateEvery == .seconds(600))
    #expect(configuration.severities.high == SeverityMapping.standard.high)
    #expect(configuration.targetNames == ["local", "public", "chat", "mail", "support", "app"])
    #expect(configuration.connectorSettings.map(\.connector) == ["statuspage", "slack", "request-tracker", "nchan"])
    #expect(configuration.statusPages[1].components == ["rest-api": "k3x"])
    guard case .directory("/etc/statuscomm/site") = configuration.statusPages[0].destination else {
        Issue.record("the static page is not in the configuration's folder")
        return
    }
    #expect(configuration.announcements[0].minimumSeverity == .high)
    #expect(configuration.announcements[0].components == ["rest-api"])
    let mail = try #require(configuration.mail)
    #expect(
        mail.relay == .server(url: "smtps://smtp.acme.example:465") && mail.rate == RateLimit(count: 1000, seconds: 60)
    )
    #expect(mail.from.name == "Acme Status" && mail.from.address.text == "status@acme.example")
    #expect(mail.subscribers == ["/etc/statuscomm/subscribers.csv"])
    #expect(mail.password?.origin == .file("/run/secrets/smtp"))
    #expect(configuration.tickets[0].rules.threshold == 700 && configuration.tickets[0].rules.replyThreshold == 850)
    #expect(configuration.tickets[0].rules.service.queues == ["General": "rest-api"])
    #expect(configuration.templates == "/etc/statuscomm/templates")
    #expect(configuration.connectors == ["/etc/statuscomm/connectors"])
    #expect(configuration.owners == [.mail(try MailAddress("oncall@acme.example")), .announcement("chat")])
    #expect(configuration.secretVariables == ["STATUSPAGE_API_KEY"])
    #expect(configuration.reports.phrases == ["OOM": "memory ran out"])
}

@Test(arguments: [example, StarterConfiguration.text]) func `what is shown is a configuration that says the same`(
    _ text: String
) throws {
    let shown = try parsed(text).document
    let again = try parsed(JSONWriter.text(shown, layout: .pretty))
    #expect(again.document == shown)
}

@Test func `what is shown masks literal settings that may be secret`() throws {
    let configuration = try parsed(
        MistakeCase.head + "announcements: [ { name: 'a', connector: 'x', apiToken: 'hunter2', room: 'ops', "
            + "headers: ['hunter2'], webhook: 'hunter2', key: { env: 'KEY' } } ], banners: [ { name: 'b', "
            + "put: { url: { env: 'URL' }, headers: { Authorization: 'Bearer hunter2' } } } ] }"
    )
    let text = JSONWriter.text(configuration.document)
    #expect(text.contains(#""apiToken":"<redacted>","room":"ops""#))
    #expect(text.contains(#""webhook":"<redacted>","key":{"env":"KEY"}"#))
    #expect(text.contains(#""headers":{"Authorization":"<redacted>"}"#))
}

@Test func `settings of a connector are checked against what it declares`() throws {
    let configuration = try parsed(
        MistakeCase.head + "announcements: [ { name: 'a', connector: 'chat', rooom: 'ops', token: 'hunter2' } ] }"
    )
    let settings = configuration.announcements[0].connector
    let mistakes = settings.mistakes(declared: [
        .init(name: "room", isRequired: true), .init(name: "token", isRequired: true, isSecret: true),
        .init(name: "user"),
    ])
    #expect(
        InvalidConfiguration(mistakes: mistakes).mistakes.map(\.description) == [
            "c.json5:3:18: missing setting 'room' of connector 'chat' in an announcement",
            "c.json5:3:50: connector 'chat' has no setting 'rooom'",
            "c.json5:3:71: 'token' in an announcement is a secret and must not be written here",
        ]
    )
}

@Test func `a connector gets its settings with secrets fetched`() throws {
    let configuration = try parsed(
        MistakeCase.head + "announcements: [ { name: 'a', connector: 'chat', room: 5, token: { env: 'TOKEN' } } ] }"
    )
    let vault = SecretVault(environment: ["TOKEN": "hunter2"], hiding: configuration.secretVariables)
    let declared = [ConnectorSettings.Declaration(name: "room"), .init(name: "token", isSecret: true)]
    #expect(
        try configuration.announcements[0].connector.values(declared: declared, vault: vault) == [
            "room": 5, "token": "hunter2",
        ]
    )
    #expect(vault.redactor.redacted("a hunter2 b") == "a <redacted> b")
}

@Test func `one mistake is told whole, many are counted`() throws {
    let one = #expect(throws: InvalidConfiguration.self) { try parsed("{") }
    #expect(one?.message == "object is never closed" && one?.location?.line == 1 && one?.exitStatus == .configuration)
    let many = #expect(throws: InvalidConfiguration.self) { try parsed("{ company: {} }") }
    #expect(many?.message == "the configuration has 3 mistakes" && many?.location == nil)
}

@Test func `the starter is a configuration without a mistake`() throws {
    let configuration = try parsed(StarterConfiguration.text)
    #expect(configuration.targetNames == ["local", "mail", "app"])
    #expect(configuration.components.leaves.count == 9)
}

@Test func `every example in the starter's comments is right too`() throws {
    let lines = StarterConfiguration.text.split(separator: "\n", omittingEmptySubsequences: false).map {
        line -> Substring in
        let bare = line.drop { $0 == " " }
        guard line.first == " ", bare.hasPrefix("// ") else { return line }
        let code = bare.dropFirst(3).drop { $0 == " " }
        return code.first.map { "{}[]\"".contains($0) } == true || isKey(code) ? code : line
    }
    var text = lines.joined(separator: "\n")
    // The stream belongs into the banner above it.
    text = text.replacing(#"banners.json" },\#nstream:"#, with: #"banners.json", stream:"#)
    text = text.replacing(#"pub/banners" },\#n"#, with: #"pub/banners" } },\#n"#)
    let configuration = try parsed(text)
    #expect(configuration.targetNames == ["local", "public", "ops-chat", "mail", "support", "app"])
    #expect(
        configuration.messageCheck.ownRules.count == 1 && configuration.messageCheck.severities["blame"] == .off
            && configuration.owners.count == 1
    )
    let misfits = try ConnectorLibrary(paths: []).mistakes(in: configuration).map(\.message)
    #expect(misfits.filter { !$0.hasPrefix("unknown connector") }.isEmpty)
    #expect(configuration.mail?.user == "status" && configuration.banners[0].stream != nil)
    // Where the comment shows a default, it is the one.
    let plain = try parsed(StarterConfiguration.text).mail
    #expect(configuration.mail?.perRecipient == plain?.perRecipient && configuration.mail?.retryFor == plain?.retryFor)
    #expect(configuration.mail?.maximumAge == plain?.maximumAge)
}

private func isKey(_ text: Substring) -> Bool {
    let word = text.prefix { $0.isLetter }
    return !word.isEmpty && text.dropFirst(word.count).hasPrefix(": ")
}

@Test func `no mutation of the starter traps or is half accepted`() {
    let rounds = ProcessInfo.processInfo.environment["STATUSCOMM_TEST_SIZE"] == "full" ? 20_000 : 200
    var state: UInt64 = 0x5EED
    func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
    let seed = Array(StarterConfiguration.text.utf8)
    let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "'", "5", "null", "true", "-1", "\\u0000", "//", "é", "x", "{}", "[]",
        "\"\"",
    ].map { Array($0.utf8) }
    for _ in 0..<rounds {
        var bytes = seed
        for _ in 0...next(3) {
            let place = next(bytes.count)
            let end = min(bytes.count, place + next(12))
            bytes.replaceSubrange(place..<end, with: pieces[next(pieces.count)])
        }
        do {
            let configuration = try parsed(String(decoding: bytes, as: UTF8.self))
            #expect(!configuration.company.name.isEmpty)
        } catch let error as InvalidConfiguration {
            #expect(!error.mistakes.isEmpty)
            #expect(error.mistakes.allSatisfy { $0.location != nil })
        } catch {
            Issue.record("unexpected \(error)")
        }
    }
}

@Test func `many mistakes on one long line are found in time`() {
    let keys = (0..<20_000).map { "key\($0): 1" }.joined(separator: ", ")
    let began = ContinuousClock.now
    let error = #expect(throws: InvalidConfiguration.self) { try parsed(MistakeCase.head + keys + "}") }
    #expect(error?.mistakes.count == 20_000)
    #expect(ContinuousClock.now - began < .seconds(60))
}
