import Foundation
import JSON5
import StatusCommCore
import TestSupport
import Testing

private let start = Timestamp(milliseconds: 1_795_439_100_000)

private func publication(_ message: String) -> Publication {
    Publication(message: message, components: [AffectedComponent(id: "rest", status: .partialOutage)])
}

private func opened() throws -> Incident {
    let opening = IncidentChange.Opening(
        publicID: "k3x9k3x9k3x9",
        title: "Slow sign-in",
        severity: .high,
        startedAt: start,
        publication: publication("Signing in takes *long*.")
    )
    return Incident(id: try #require(IncidentID(number: 7)), opening: opening, at: start, by: "ana@host")
}

private func office(_ folder: TemporaryDirectory, _ mail: String = "") throws -> MailOffice {
    let text = """
        { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
          components: [ { id: "api", name: "API", children: [ { id: "rest", name: "REST API" } ] }, { id: "web", name: "Web" } ],
          statusPages: [ { name: "local", connector: "static", directory: "site" } ],
          mail: { relay: { directory: "outbox" }, from: "Acme Status <status@acme.example>", subscribers: "list.csv" \(mail) } }
        """
    let zones = ZoneDatabase(environment: [:])
    let configuration = try Configuration(
        parsing: Array(text.utf8),
        path: "config.json5",
        baseDirectory: folder.path,
        zones: zones
    )
    return MailOffice(
        configuration: try #require(configuration.mail),
        company: configuration.company,
        components: configuration.components,
        writer: MessageWriter(
            templates: try .builtIn(),
            company: MessageCompany(
                name: "Acme",
                domain: "acme.example",
                statusPageURL: "https://status.acme.example"
            ),
            components: configuration.components
        ),
        zones: zones,
        vault: SecretVault(environment: [:]),
        stateDirectory: folder.file("state")
    )
}

private func write(_ list: String, _ folder: TemporaryDirectory) throws {
    try list.write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
}

private func send(_ office: MailOffice, _ incident: Incident) throws -> MailRunResult? {
    try office.send(try office.freeze(incident, seed: "seed"), shallStop: { false })
}

private func outbox(_ folder: TemporaryDirectory, change: Int) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file("outbox")).sorted()
        .filter { $0.hasPrefix("INC-7-k3x9k3x9k3x9.\(change).") }
        .map { try String(contentsOfFile: folder.file("outbox/" + $0), encoding: .utf8) }
}

private func recipients(_ mails: [String]) -> [String] {
    mails.compactMap { mail in
        mail.components(separatedBy: "\r\n").first { $0.hasPrefix("To: ") }.map { String($0.dropFirst(4)) }
    }.sorted()
}

@Test func `those whom an incident concerns get its first mail, each in their own words`() throws {
    let folder = try TemporaryDirectory()
    try write(
        "address,name,components,time_zone\na@b.c,Ada,API,Europe/Berlin\nd@e.f,,,\nw@e.f,Web,web,\nbad,,,\n",
        folder
    )
    let result = try #require(try send(try office(folder), try opened()))
    #expect(result.end == .finished)
    let mails = try outbox(folder, change: 1)
    #expect(recipients(mails) == ["Ada <a@b.c>", "d@e.f"])
    let ada = try #require(mails.first { $0.contains("a@b.c") })
    #expect(ada.contains("Hello Ada,"))
    #expect(ada.contains("14:05"))
    #expect(ada.contains("Subject: [Acme status] Slow sign-in\r\n"))
    #expect(mails.contains { $0.contains("Hello there,") && $0.contains("13:05 UTC") })
}

@Test func `the end is told to everybody who was told of the trouble, but the suppressed`() throws {
    let folder = try TemporaryDirectory()
    let office = try office(folder)
    try write("address,name,components\na@b.c,Ada,\nd@e.f,Dan,\ng@h.i,Gil,\nw@e.f,,web\n", folder)
    var incident = try opened()
    _ = try send(office, incident)
    try write("address,name,components\na@b.c,Ada,\nn@e.w,New,\n", folder)
    try SuppressionList.append(try MailAddress("g@h.i"), reason: "left", time: "2026", to: office.suppressionsPath)
    try incident.apply(
        .resolved(.init(publication: publication("It is over."))),
        at: start.advanced(by: .seconds(600)),
        by: "ana@host"
    )
    _ = try send(office, incident)
    let mails = try outbox(folder, change: 2)
    #expect(recipients(mails) == ["Ada <a@b.c>", "Dan <d@e.f>", "New <n@e.w>"])
    // One subject and one root: mail programs show one thread.
    #expect(mails.allSatisfy { $0.contains("Subject: Re: [Acme status] Slow sign-in\r\n") })
    let first = try #require(try outbox(folder, change: 1).first { $0.contains("a@b.c") })
    let second = try #require(mails.first { $0.contains("a@b.c") })
    let id = try #require(first.components(separatedBy: "\r\n").first { $0.hasPrefix("Message-ID: ") }).dropFirst(12)
    #expect(second.contains("In-Reply-To: \(id)\r\n"))
}

@Test func `an overtaken notification is not sent to those who still wait`() throws {
    let folder = try TemporaryDirectory()
    let office = try office(folder)
    try write("address\na@b.c\nd@e.f\n", folder)
    var incident = try opened()
    let old = try office.freeze(incident, seed: "")
    try incident.apply(
        .updated(.init(phase: .identified, publication: publication("Found."))),
        at: start.advanced(by: .seconds(60)),
        by: "ana@host"
    )
    _ = try office.freeze(incident, seed: "")
    let result = try #require(try office.send(old, shallStop: { false }))
    #expect(result.end == .superseded)
    #expect(result.counts[.superseded] == 2)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.file("outbox"))) ?? []
    #expect(files.isEmpty)
}

@Test func `bad rows stop everything where that is asked for`() throws {
    let folder = try TemporaryDirectory()
    try write("address\na@b.c\nbad\n", folder)
    let strict = try office(folder, ", badRows: \"stop\"")
    let error = #expect(throws: SubscriberFileError.self) { try strict.freeze(try opened(), seed: "") }
    #expect(error?.line == 3)
    #expect(!strict.folder(of: try opened(), change: 1).exists)
}

@Test func `nobody gets more mails in an hour than allowed, but everybody the end`() throws {
    let folder = try TemporaryDirectory()
    let office = try office(folder, ", perRecipient: \"2/hour\"")
    try write("address\na@b.c\n", folder)
    let now = Timestamp.readingSystemClock()
    let opening = IncidentChange.Opening(
        publicID: "k3x9k3x9k3x9",
        title: "x",
        severity: .high,
        startedAt: now,
        publication: publication("x")
    )
    var incident = Incident(id: try #require(IncidentID(number: 7)), opening: opening, at: now, by: "a")
    _ = try send(office, incident)
    for second in 1...2 {
        try incident.apply(
            .updated(.init(phase: .identified, publication: publication("x"))),
            at: now.advanced(by: .seconds(Int64(second))),
            by: "a"
        )
        _ = try send(office, incident)
    }
    #expect(try outbox(folder, change: 2).count == 1)
    #expect(try outbox(folder, change: 3).isEmpty)
    try incident.apply(.resolved(.init(publication: publication("x"))), at: now.advanced(by: .seconds(9)), by: "a")
    _ = try send(office, incident)
    #expect(try outbox(folder, change: 4).count == 1)
}
