import JSON5
import Mustache
import StatusCommCore
import Testing

private let company = MessageCompany(
    name: "Acme",
    domain: "acme.example",
    statusPageURL: "https://status.acme.example"
)
private let components = ComponentTree(roots: [
    Component(id: "api", name: "API", children: [Component(id: "rest-api", name: "REST API")])
])

private func incident(
    title: String = "Slow sign-in",
    _ changes: [IncidentChange] = []
) throws -> Incident {
    let start = Timestamp(milliseconds: 1_795_439_100_000)
    let opening = IncidentChange.Opening(
        publicID: "k3x9k3x9k3x9",
        title: title,
        severity: .high,
        startedAt: start,
        publication: publication("Signing in takes *long* for some of you.", next: start.advanced(by: .seconds(1_320)))
    )
    let id = try #require(IncidentID(number: 7))
    var incident = Incident(id: id, opening: opening, at: start.advanced(by: .seconds(120)), by: "ana@host")
    for (index, change) in changes.enumerated() {
        try incident.apply(change, at: start.advanced(by: .seconds(Int64(1_200 * (index + 1)))), by: "ana@host")
    }
    return incident
}

private func publication(_ message: String, next: Timestamp? = nil) -> Publication {
    Publication(
        message: message,
        components: [AffectedComponent(id: "rest-api", status: .partialOutage)],
        nextUpdateAt: next
    )
}

private func writer(_ files: [String: String] = [:]) throws -> MessageWriter {
    let templates = try MessageTemplates(files: files.mapValues { Array($0.utf8) }, folder: "templates")
    return MessageWriter(templates: templates, company: company, components: components)
}

private let update = IncidentChange.updated(
    .init(
        phase: .identified,
        finding: "A change slowed sign-in down.",
        action: "We are taking it back.",
        publication: publication("We have found the cause.", next: Timestamp(milliseconds: 1_795_441_500_000))
    )
)
private let resolution = IncidentChange.resolved(
    .init(
        rootCause: "A change slowed sign-in down.",
        fix: "We took it back.",
        preventions: ["We test sign-in under load."],
        publication: publication("Signing in is fast again.")
    )
)

@Test func `the first mail says what, since when and when more comes`() throws {
    let mail = try writer().mail(for: incident(), recipient: [.init(name: "customer_name", value: .string("Dana"))])
    #expect(mail.subject == "[Acme status] Slow sign-in")
    #expect(mail.text.hasPrefix("Hello Dana,\n\nsomething is not working as it should"))
    #expect(mail.text.contains("Signing in takes long for some of you."))
    #expect(mail.text.contains("- What is affected: REST API\n- Severity: high\n- Since: 23 November 2026, 13:05 UTC"))
    #expect(mail.text.contains("within 20 minutes"))
    #expect(mail.text.contains("next update by 23 November 2026, 13:27 UTC"))
    #expect(mail.text.contains("https://status.acme.example"))
    #expect(mail.html.contains("Signing in takes <em>long</em> for some of you."))
    #expect(mail.html.contains(#"<a href="https://status.acme.example">"#))
}

@Test func `an update mail answers the first, with its number and findings`() throws {
    let mail = try writer().mail(for: incident([update]))
    #expect(mail.subject == "Re: [Acme status] Slow sign-in")
    #expect(mail.text.hasPrefix("Hello there,\n\nhere is update 1 on Slow sign-in. Where we stand: Identified."))
    #expect(mail.text.contains("What we know: A change slowed sign-in down."))
    #expect(mail.text.contains("What we are doing: We are taking it back."))
    #expect(!mail.text.contains("What comes next"))
    #expect(mail.text.contains("Next update by 23 November 2026, 13:45 UTC"))
}

@Test func `the last mail tells duration, cause, prevention and when the report comes`() throws {
    let mail = try writer().mail(for: incident([update, resolution]))
    #expect(mail.subject == "Re: [Acme status] Slow sign-in")
    #expect(mail.text.contains("Lasted: 40 minutes"))
    #expect(mail.text.contains("Why it happened: A change slowed sign-in down."))
    #expect(mail.text.contains("What we did: We took it back."))
    #expect(mail.text.contains("- We test sign-in under load."))
    #expect(mail.text.contains("publish a report by 25 November 2026"))
}

@Test func `every text links to the page and tells the next update until the end`() throws {
    let check = MessageCheck(
        rules: MessageCheckRules(),
        context: MessageCheckContext(
            companyDomain: company.domain,
            statusPageURL: company.statusPageURL,
            needsPageLink: true,
            needsNextUpdate: true
        )
    )
    for changes in [[], [update]] {
        let incident = try incident(changes)
        let texts = try writer().texts(for: incident)
        #expect(texts.keys.sorted() == ["chat", "page", "ticket", "ticket-again"])
        let mail = try writer().mail(for: incident)
        for text in Array(texts.values) + [mail.text] { #expect(check.findings(in: text) == [], "\(text)") }
    }
    for text in try writer().texts(for: incident([update, resolution])).values {
        let findings = check.findings(in: text).filter { $0.rule != "next-update" }
        #expect(findings == [], "\(text)")
    }
}

@Test func `the texts of a page and a chat room read as one wants them`() throws {
    let texts = try writer().texts(for: incident([update]))
    #expect(
        texts["page"] == """
            We have found the cause.

            **What we know:** A change slowed sign-in down.

            **What we are doing:** We are taking it back.

            Next update by 23 November 2026, 13:45 UTC.

            All about it: https://status.acme.example
            """
    )
    #expect(texts["chat"]?.hasPrefix("**Identified: Slow sign-in**\nREST API, since 23 November 2026") == true)
}

@Test func `what looks like markup in a name stays text`() throws {
    let mail = try writer().mail(for: incident(title: "Errors in *all* <b>[x](https://evil.example)</b>"))
    #expect(mail.subject == "[Acme status] Errors in *all* <b>[x](https://evil.example)</b>")
    #expect(mail.text.contains("Errors in *all* <b>[x](https://evil.example)</b>"))
    #expect(!mail.html.contains("<em>all</em>") && !mail.html.contains("<b>[x]"))
}

@Test func `a template in the folder replaces the shipped one, by language too`() throws {
    let writer = try writer([
        "initial.mustache": "Subject: Own\n\nOwn {{> foot}}",
        "initial.de.mustache": "Subject: Eigene\n\nSeit {{detection_time}}",
        "foot.mustache": "{{company_name}}",
    ])
    #expect(try writer.mail(for: incident()).text == "Own Acme\n")
    #expect(try writer.mail(for: incident(), language: "de-AT").subject == "Eigene")
    #expect(try writer.mail(for: incident(), language: "de-AT").text == "Seit 2026-11-23, 13:05 UTC\n")
    #expect(try writer.mail(for: incident(), language: "fr").subject == "Own")
    #expect(writer.templates.languages(of: .initial) == ["de"])
}

@Test func `an unknown variable is named with its place in the file`() throws {
    let templates = try MessageTemplates(
        files: ["initial.mustache": Array("Subject: {{sevrity}}\n\nHello\n{{custmer_name}}".utf8)],
        folder: "templates"
    )
    let places = templates.check().map { "\($0.location.path):\($0.location.line):\($0.location.column)" }
    #expect(places == ["templates/initial.mustache:1:10", "templates/initial.mustache:4:1"])
}

@Test func `a mail without subject and a fault in a file are refused`() {
    #expect(throws: InvalidTemplates.self) { try writer(["update.mustache": "Hello"]) }
    #expect(throws: InvalidTemplates.self) { try writer(["page.mustache": "{{#if x}}"]) }
    #expect(throws: InvalidTemplates.self) { try MessageTemplates(folder: "/nonexistent") }
}

@Test func `the shipped templates use known variables only and all that are promised`() throws {
    let templates = try MessageTemplates.builtIn()
    #expect(templates.check() == [])
    func source(_ name: MessageTemplateName) -> String { templates.template(name)?.source ?? "" }
    let common = [
        "severity", "service_name", "customer_name", "detection_time", "incident_summary", "next_update_minutes",
        "status_page_url", "company_name",
    ]
    for name in common { #expect(source(.initial).contains(name), "\(name)") }
    for name in [
        "update_number", "current_status", "investigation_findings", "current_actions", "eta_message",
        "next_update_time",
    ] { #expect(source(.update).contains(name), "\(name)") }
    for name in [
        "incident_duration", "root_cause_summary", "resolution_summary", "prevention_measures", "report_eta",
        "postmortem_url",
    ] { #expect(source(.resolution).contains(name), "\(name)") }
    for tag in [
        "{{#each timeline}}", "{{this.time}}", "{{this.description}}", "{{impact.customer_count",
        "{{impact.error_rate", "{{impact.duration", "{{#each prevention}}", "{{this}}", "support@{{company_domain}}",
    ] { #expect(source(.report).contains(tag), "\(tag)") }
}

@Test func `automatic updates say something else each time and break no rule`() {
    let context = MessageCheckContext(companyDomain: "acme.example", statusPageURL: "https://status.acme.example")
    for phase in IncidentPhase.open {
        let texts = (0..<3).map { StillWorking.message(in: phase, repetition: $0) }
        #expect(Set(texts).count == 3)
        for text in texts {
            #expect(MessageCheck(rules: MessageCheckRules(), context: context).findings(in: text) == [])
        }
    }
}
