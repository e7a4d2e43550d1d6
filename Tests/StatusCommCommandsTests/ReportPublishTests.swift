import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

private let mail = """
    mail: { relay: { directory: "outbox" }, from: "Acme Status <status@acme.example>", subscribers: "list.csv" }
    """

private let report = """
    # Signing in was slow <script>alert(1)</script>

    - Date: 23 November 2126
    - Duration: 1 hour 20 minutes
    - Affected: User Authentication

    ## Summary

    Signing in was slow. Everything works again.

    ## Timeline

    - 13:05 UTC: Signing in became slow & "odd".
    - 14:25 UTC: Every attempt succeeded again.

    ## What happened

    A task ran at the wrong time.

    ## Impact

    - Customers affected: 12

    ## What we did

    We stopped it.

    ## What we do so that it does not come back

    - It runs at night again.

    ## Questions

    Please write to support@acme.example. The state of all services is at https://status.acme.example

    """

/// A desk with an incident that is over, told to Ada and Bob by mail, and a checked report.
private func desk(isChecked: Bool = true) async throws -> ReportDesk {
    let desk = try ReportDesk(mail, year: 2126)
    try desk.write("address,name,components\nada@b.example,Ada,auth\nbob@b.example,Bob,\n", "list.csv")
    try await desk.playIncident()
    try desk.write(report, "report.md")
    guard isChecked else { return desk }
    let checked = try await desk.run("15:00", "report", "check", desk.folder.file("report.md"))
    try #require(checked.status == .done, "\(checked)")
    return desk
}

extension ReportDesk {
    fileprivate func publish(_ more: String...) async throws -> Outcome {
        try await run("16:00", ["report", "publish", "INC-1", folder.file("report.md")] + more)
    }

    /// Recipients of the report's mails in the folder.
    fileprivate func mailed() throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.file("outbox"))) ?? []
        return try names.map { try read("outbox/\($0)") }
            .filter { $0.contains("owe you a report") }
            .compactMap { mail in
                mail.components(separatedBy: "\r\n").first { $0.hasPrefix("To: ") }.map { String($0.dropFirst(4)) }
            }
            .sorted()
    }

    fileprivate func page() throws -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.file("site/reports"))) ?? []
        return try names.first.map { try read("site/reports/\($0)") }
    }
}

@Suite struct ReportPublishTests {
    @Test func `a report goes to the page and to those who were told, and is archived`() async throws {
        let desk = try await desk()
        // Cleo has come since; she was not told of the incident.
        try desk.write(
            "address,name,components\nada@b.example,Ada,auth\nbob@b.example,Bob,\ncleo@b.example,Cleo,\n",
            "list.csv"
        )
        try desk.write("{ title: 'internal' }", "postmortem.json5")
        let postmortem = desk.folder.file("postmortem.json5")
        let published = try await desk.publish("--postmortem", postmortem)
        #expect(published.status == .done, "\(published)")
        #expect(published.output.contains("https://status.acme.example/reports/"))
        #expect(try desk.mailed() == ["Ada <ada@b.example>", "Bob <bob@b.example>"])
        let page = try #require(try desk.page())
        #expect(page.contains("<h1>Signing in was slow &lt;script&gt;alert(1)&lt;/script&gt;</h1>"))
        #expect(page.contains("<svg class=\"rows-1\" role=\"img\""))
        #expect(page.contains("13:05 UTC: Signing in became slow &amp; &quot;odd&quot;."))
        #expect(page.contains("<h2>What we did</h2>"))
        #expect(!page.contains("<script"))
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: desk.folder.file("site/reports")).first
        )
        for (file, link) in [
            ("incidents/\(name)", "../reports/\(name)"), ("history.html", "reports/\(name)"),
            ("index.html", "reports/\(name)"),
        ] {
            #expect(try desk.read("site/\(file)").contains("<a href=\"\(link)\">"), "\(file)")
        }
        let json = try JSONValue(
            parsing: Array(desk.read("site/api/v2/incidents.json").utf8),
            path: "incidents.json",
            options: .store
        )
        #expect(json["incidents"]?.array?.first?["status"] == "postmortem")
        #expect(json["incidents"]?.array?.first?["incident_updates"]?.array?.map { $0["status"] }.first == "postmortem")
        #expect(try desk.read("site/history.atom").contains("Report"))
        let shown = try await desk.document("16:30", "incident", "show", "INC-1")
        #expect(shown["report"]?["standing"] == "published")
        #expect(shown["report"]?["sha256"]?.string == SHA256.hex(Array(report.utf8)))
        let archived = SHA256.hex(Array("{ title: 'internal' }".utf8))
        #expect(shown["report"]?["postmortemSHA256"]?.string == archived)
        let audit = try await desk.run("16:30", "audit")
        #expect(audit.output.contains("report publish"))
        let list = try await desk.run("16:30", "delivery", "list")
        #expect(list.output.contains("everything is delivered"))
    }

    @Test func `the same report again sends nothing, another one is a conflict`() async throws {
        let desk = try await desk()
        #expect(try await desk.publish().status == .done)
        let page = try desk.page()
        let again = try await desk.publish()
        #expect(again.status == .done)
        #expect(again.errors.contains("ada@ops1 published it at 2126-11-23T16:00:00Z: nothing changed"))
        #expect(try desk.mailed().count == 2)
        #expect(try desk.page() == page)
        try desk.write(report.replacing("We stopped it.", with: "We ended it."), "report.md")
        let other = try await desk.publish()
        #expect(other.status == .conflict)
        #expect(other.errors.contains("cannot report on 'INC-1' again: ada@ops1 published its report at"))
        let skip = try await desk.run("17:00", "report", "skip", "INC-1", "--reason", "minor")
        #expect(skip.status == .conflict)
    }

    @Test func `a report that was not checked as it is stays unpublished`() async throws {
        let desk = try await desk(isChecked: false)
        let unchecked = try await desk.publish()
        #expect(unchecked.status == .refusedByCheck)
        #expect(unchecked.errors.contains("it was not checked"))
        _ = try await desk.run("15:00", "report", "check", desk.folder.file("report.md"))
        try desk.write(report.replacing("We stopped it.", with: "We stopped it on db-master-02."), "report.md")
        let edited = try await desk.publish()
        #expect(edited.status == .refusedByCheck)
        #expect(edited.errors.contains("it is not what passed the check, so it was edited since"))
        #expect(try desk.mailed().isEmpty)
        #expect(try desk.page() == nil)
    }

    @Test func `rules that became stricter since the check stop it`() async throws {
        let desk = try await desk()
        let configuration = try desk.read("config.json5")
        try desk.write(
            configuration.replacing("mail: {", with: "messageCheck: { employees: ['Every attempt'] }, mail: {"),
            "config.json5"
        )
        let refused = try await desk.publish()
        #expect(refused.status == .refusedByCheck)
        #expect(refused.errors.contains("[employee-name]"), "\(refused.errors)")
    }

    @Test func `a rehearsal shows the report and writes nothing`() async throws {
        let desk = try await desk()
        let before = try await desk.run("16:00", "incident", "log", "INC-1").output
        let rehearsed = try await desk.publish("--dry-run")
        #expect(rehearsed.status == .done)
        #expect(rehearsed.output.contains("mail to 2 recipients"))
        #expect(rehearsed.output.contains("    We stopped it."))
        #expect(try await desk.run("16:00", "incident", "log", "INC-1").output == before)
        #expect(try desk.mailed().isEmpty)
        #expect(try desk.page() == nil)
    }

    @Test func `an interrupted publication goes on where it was`() async throws {
        let desk = try await desk()
        // The relay's folder cannot be written: the page has the report, the mail waits.
        let outbox = desk.folder.file("outbox")
        try FileManager.default.moveItem(atPath: outbox, toPath: desk.folder.file("kept"))
        try desk.write("in the way", "outbox")
        // Time enough for the page, beside all other tests.
        let first = try await desk.publish("--deadline", "15s")
        #expect(first.status != .done, "\(first)")
        #expect(try desk.page() != nil)
        try FileManager.default.removeItem(atPath: outbox)
        try FileManager.default.moveItem(atPath: desk.folder.file("kept"), toPath: outbox)
        let second = try await desk.run("16:10", "delivery", "retry")
        #expect(second.status == .done, "\(second)")
        #expect(try desk.mailed() == ["Ada <ada@b.example>", "Bob <bob@b.example>"])
        #expect(try await desk.publish().status == .done)
        #expect(try desk.mailed().count == 2)
    }
}
