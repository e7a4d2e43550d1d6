import JSON5
import Mustache
import StatusCommCore
import Testing

private let company = MessageCompany(name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example")
private let components = ComponentTree(roots: [
    Component(id: "api", name: "API"), Component(id: "web", name: "Dashboard"),
])
private let times = TimeInput(
    zone: .utc,
    database: ZoneDatabase(directories: []),
    now: Timestamp(milliseconds: 1_795_539_100_000)
)

private var rules: MessageCheckRules {
    var rules = MessageCheckRules()
    rules.employees = ["Priya Raman", "Tom Becker", "Jonas Lindqvist", "Mei-Ling Chen", "Ana Ortiz"]
    rules.vendors = ["Northwind Telecom"]
    rules.tickets = ["OPS-#"]
    rules.internalHosts = ["falcon"]
    return rules
}

private func report(_ postmortem: Postmortem) throws -> (text: String, draft: ReportDraft, findings: [MessageFinding]) {
    let draft = ReportWriter(rules: rules, company: company, components: components).draft(postmortem, incident: nil)
    let template = try #require(try MessageTemplates.builtIn().template(.report))
    let text = try template.body.render(.object(draft.data))
    let check = ReportCheck(rules: rules, company: company, components: components)
    return (text, draft, check.findings(in: text).blocking())
}

private let source = """
    {
      title: "Slow sign-in", startedAt: "2026-11-23 13:05", endedAt: "2026-11-23 14:25", services: ["API", "Dashboard"],
      summary: "The database connection pool exhaustion stopped sign-in. db-master-02 was at its limit.",
      timeline: [
        { at: "2026-11-23 13:05", type: "impact_started", text: "pgbouncer full on db-master-02", customerText: "Sign-in became slow." },
        { at: "2026-11-23 13:20", type: "internal", text: "Tom Becker paged" },
        { at: "2026-11-23 14:25", type: "full_recovery", text: "All requests were answered again." },
      ],
      whatHappened: "A change used more connections than before.",
      impact: { customerCount: 1240, errorRate: "12 %" },
      resolution: "We took the change back. See OPS-4711.",
      actionItems: [
        { text: "raise max_connections", customerText: "We raise the limit and watch it.", type: "prevention", customerVisible: true },
        { text: "train Tom Becker", type: "process", customerVisible: true },
        { text: "buy db-master-03", type: "prevention", customerVisible: false },
      ],
    }
    """

@Test func `a postmortem becomes a report for customers`() throws {
    let (text, draft, findings) = try report(
        Postmortem(parsing: Array(source.utf8), path: "postmortem.json5", times: times)
    )
    #expect(
        text == """
            # Slow sign-in

            - Date: 23 November 2026
            - Duration: 1 hour 20 minutes
            - Affected: API, Dashboard

            ## Summary

            A temporary overload of our systems stopped sign-in.

            ## Timeline

            - 13:05 UTC: Sign-in became slow.
            - 14:25 UTC: All requests were answered again.

            ## What happened

            A change used more connections than before.

            ## Impact

            - Customers affected: 1240
            - Requests that failed: 12 %
            - Time affected: 1 hour 20 minutes

            ## What we did

            We took the change back.

            ## What we do so that it does not come back

            - We raise the limit and watch it.

            ## Questions

            Please write to support@acme.example. The state of all services is at https://status.acme.example

            """
    )
    #expect(findings == [])
    let told = draft.changes.map { "\($0.section): \($0.kind.rawValue)" }
    #expect(
        told == [
            "summary: replaced", "summary: sentence left out", "timeline: customer wording used",
            "timeline: entry left out", "resolution: sentence left out", "prevention: customer wording used",
            "prevention: entry left out", "prevention: entry left out",
        ]
    )
}

@Test func `Markdown with the same headings says the same`() throws {
    let markdown = """
        # Slow sign-in
        - Started: 2026-11-23 13:05
        - Ended: 2026-11-23 14:25
        - Services: API, Dashboard

        ## Summary
        The database connection pool exhaustion stopped sign-in. db-master-02 was at its limit.

        ## Timeline
        - 2026-11-23 13:05 [impact_started] pgbouncer full on db-master-02 | Sign-in became slow.
        - 2026-11-23 13:20 [internal] Tom Becker paged
        - 2026-11-23 14:25 [full_recovery] All requests were answered again.

        ## What happened
        A change used more connections than before.

        ## Impact
        - Customers: 1240
        - Error rate: 12 %

        ## Resolution
        We took the change back. See OPS-4711.

        ## Action items
        - [prevention, customer] raise max_connections | We raise the limit and watch it.
        - [process, customer] train Tom Becker
        - [prevention] buy db-master-03
        """
    let first = try Postmortem(markdown: Array(markdown.utf8), path: "postmortem.md", times: times)
    let second = try Postmortem(parsing: Array(source.utf8), path: "postmortem.json5", times: times)
    #expect(first == second)
}

/// Details that must not be in a report: none of them was looked at when the rules were written.
private let details = [
    "db-master-02", "web-prod-07", "redis01.prod.internal", "kafka-broker-3.acme.lan", "jenkins.acme.example", "falcon",
    "ip-10-24-3-118.ec2.internal", "checkout-api-7d9f8b6c5-x2k4q", "https://grafana.corp/d/abc",
    "localhost:8080/health",
    "10.42.7.13", "192.168.10.0/24", "2001:db8::8a2e:370:7334", "203.0.113.77:443", "00:1B:44:11:3A:B7", "172.16.0.9",
    "tom.becker@acme.example", "oncall@corp.acme.example", "maria@customer.example", "root@db01",
    "Priya Raman", "Tom Becker", "Jonas Lindqvist", "Mei-Ling Chen", "Ana Ortiz", "Becker, Tom",
    "AKIAIOSFODNN7EXAMPLE", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oO",
    "password=Tr0ub4dor3", "postgres://app:hunter2@db/orders", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3", "glpat-ABCdef123456_7890xyz",
    "OPS-4711", "PLAT-88123", "PR #4521", "commit 3f2a9bc1d", "https://acme.atlassian.net/browse/PLAT-88",
    "ticket 99812",
    "AWS", "Cloudflare", "Northwind Telecom", "Stripe", "Google Cloud", "Twilio", "Microsoft Azure", "Datadog",
    "NullPointerException", "ECONNREFUSED", "ORA-01555", "SQLSTATE[40001]", "Segmentation fault", "exit code 137",
    "panic: runtime error", "OOMKilled", "/var/lib/postgresql/14/main", "/etc/nginx/conf.d/api.conf",
    "config/production.yml",
    "s3://acme-prod-exports/2026",
]

@Test func `none of 60 internal details gets into a report, wherever it stands`() throws {
    try #require(details.count == 60)
    var postmortem = try Postmortem(parsing: Array(source.utf8), path: "postmortem.json5", times: times)
    let clean = "Sign-in was slow. "
    // One in each place in turn, in our own words and in those for customers.
    for (index, detail) in details.enumerated() {
        let sentence = ["We saw \(detail) then. ", "It came from \(detail) at first. ", "\(detail) was looked at. "][
            index % 3
        ]
        switch index % 6 {
        case 0: postmortem.summary.own += clean + sentence
        case 1: postmortem.whatHappened.own += clean + sentence
        case 2: postmortem.resolution.own += sentence + clean
        case 3:
            postmortem.timeline.append(
                .init(at: Timestamp(seconds: 1_795_440_000), type: .statusUpdate, wording: .init(own: clean + sentence))
            )
        case 4:
            postmortem.actionItems.append(
                .init(wording: .init(own: sentence + clean), type: "prevention", isCustomerVisible: true)
            )
        default:
            postmortem.timeline.append(
                .init(
                    at: Timestamp(seconds: 1_795_440_060),
                    type: .mitigationApplied,
                    wording: .init(own: "x", customer: sentence)
                )
            )
        }
    }
    let (text, draft, findings) = try report(postmortem)
    let leaked = details.filter { text.contains($0) }
    let named = leaked.filter { detail in
        findings.contains { detail.contains($0.excerpt) || $0.excerpt.contains(detail) }
    }
    print(
        "report: \(details.count - leaked.count) of \(details.count) details kept out, \(named.count) more refused by name"
    )
    #expect(leaked.filter { !named.contains($0) } == [])
    #expect(leaked == [])
    #expect(draft.changes.filter { $0.kind == .sentenceLeftOut }.count >= 55)
}

@Test func `an edited report with a leak, an empty section or another time is refused`() throws {
    let postmortem = try Postmortem(parsing: Array(source.utf8), path: "postmortem.json5", times: times)
    let text = try report(postmortem).text
    let check = ReportCheck(rules: rules, company: company, components: components)
    #expect(check.findings(in: text).isEmpty)
    func rulesFound(_ text: String) -> [String] { check.findings(in: text).map(\.rule) }
    #expect(rulesFound(text.replacing("We took the change back.", with: "AWS took it back.")) == ["report-vendor"])
    #expect(rulesFound(text.replacing("We took the change back.", with: "")) == ["report-section"])
    #expect(rulesFound(text.replacing("We took the change back.", with: "Ana Ortiz did it.")) == ["employee-name"])
    #expect(rulesFound(text.replacing(" 12 %", with: "")) == ["report-section"])
    #expect(rulesFound(text.replacing("https://status.acme.example", with: "our page")) == ["page-link"])
}

@Test func `mistakes in a postmortem are named with their places`() {
    let wrong = "{ titel: 'x', startedAt: 'soon', timeline: [ { at: '2026-11-23 13:05', type: 'bang' } ] }"
    do throws(InvalidConfiguration) {
        _ = try Postmortem(parsing: Array(wrong.utf8), path: "p.json5", times: times)
        Issue.record("a wrong postmortem was read")
    } catch {
        #expect(error.mistakes.count == 3)
    }
}
