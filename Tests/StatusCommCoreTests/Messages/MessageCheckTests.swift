import StatusCommCore
import TestSupport
import Testing

private func check(
    _ text: String,
    rules: MessageCheckRules = MessageCheckRules(),
    _ change: (inout MessageCheckContext) -> Void = { _ in }
) -> [MessageFinding] {
    var context = MessageCheckContext(companyDomain: "acme.example", statusPageURL: "https://status.acme.example")
    change(&context)
    return MessageCheck(rules: rules, context: context).findings(in: text)
}

@Test func `a finding names rule, place, excerpt and way out`() throws {
    let finding = try #require(check("All is well.\nExcept on “db-master-02” today.").first)
    #expect(
        finding.line(path: "update.md") == "update.md:2:12: error: internal name 'db-master-02' [internal-host]"
    )
    #expect(finding.range == 26..<38)
    #expect(finding.wayOut == "say which part of the service it is, or add it to the allowed hosts")
}

@Test func `a secret is not shown`() throws {
    let finding = try #require(check("Use ghp_16C7e42F292c6912E7710c838347Ae178B4a now.").first)
    #expect(finding.rule == "credential")
    #expect(finding.excerpt == "ghp_…")
    #expect(!finding.line(path: "-").contains("16C7e42F"))
}

@Test func `rules are tuned, turned off and allowed`() {
    let text = "The failover to web-prod-07 is done."
    var rules = MessageCheckRules()
    #expect(check(text, rules: rules).map(\.rule) == ["jargon", "internal-host"])
    #expect(check(text, rules: rules).blocking().map(\.rule) == ["internal-host"])
    #expect(check(text, rules: rules).blocking(allowing: ["internal-host"]).isEmpty)
    rules.severities = ["jargon": .error, "internal-host": .off]
    #expect(check(text, rules: rules).blocking().map(\.rule) == ["jargon"])
}

@Test func `own rules, words and names are found`() {
    var rules = MessageCheckRules()
    rules.ownRules = [
        .init(name: "project-names", patterns: ["project falcon|osprey", "zeus*"], wayOut: "name the feature"),
        .init(name: "racks", patterns: ["r#/u#"], severity: .warning),
    ]
    rules.jargon = [.init(phrase: "frobnication", plain: "sorting")]
    rules.employees = ["Jörg Weiß", "jweiss"]
    rules.allowedHosts = ["web01", "*.partner.lan"]
    let found = check(
        "Project-Osprey on zeus2 in R12/U4 needed frobnication. Jorg Weiß and @jweiss know, web01 and a.partner.lan not.",
        rules: rules
    )
    #expect(
        found.map(\.rule) == ["project-names", "project-names", "racks", "jargon", "employee-name", "employee-name"]
    )
    #expect(found.map(\.wayOut).contains("write 'sorting'"))
    #expect(rules.names.suffix(2) == ["project-names", "racks"])
}

@Test func `a user's plain words replace the built-in ones`() {
    var rules = MessageCheckRules()
    rules.jargon = [.init(phrase: "memory leak", plain: "a slow-down")]
    #expect(check("It was a memory leak.", rules: rules).map(\.wayOut) == ["write 'a slow-down'"])
}

struct PlainWordsCase: CustomTestStringConvertible {
    var text: String
    var plain: String
    var testDescription: String { text }
}

@Test(arguments: [
    PlainWordsCase(text: "database connection pool exhaustion", plain: "a temporary overload of our systems"),
    PlainWordsCase(text: "memory leak", plain: "a fault that made our systems slower over time"),
    PlainWordsCase(text: "certificate expiration", plain: "a security certificate that was not renewed in time"),
    PlainWordsCase(text: "DNS propagation delay", plain: "the time it took until our new address was known everywhere"),
])
func `the four well-known phrases have plain words`(_ example: PlainWordsCase) {
    #expect(check("The cause was \(example.text) today.").map(\.wayOut) == ["write '\(example.plain)'"])
}

struct LinkCase: CustomTestStringConvertible {
    var text: String
    var isLinked: Bool
    var testDescription: String { text }
}

@Test(arguments: [
    LinkCase(text: "See https://status.acme.example.", isLinked: true),
    LinkCase(text: "See [the page](https://STATUS.acme.example/incidents/7)", isLinked: true),
    LinkCase(text: "https://status.acme.example", isLinked: true),
    LinkCase(text: "https://status.acme.example.evil.test", isLinked: false),
    LinkCase(text: "https://status.acme.example@evil.test", isLinked: false),
    LinkCase(text: "https://status.acme.example-evil.test", isLinked: false),
    LinkCase(text: "https://status.acme.example:8443/", isLinked: false),
    LinkCase(text: "See our status page.", isLinked: false),
])
func `only the status page's own address is a link to it`(_ example: LinkCase) {
    let findings = check(example.text) { $0.needsPageLink = true }
    #expect(!findings.contains { $0.rule == "page-link" } == example.isLinked)
}

struct NextUpdateCase: CustomTestStringConvertible {
    var text: String
    var isTold: Bool
    var testDescription: String { text }
}

@Test(arguments: [
    NextUpdateCase(text: "Next update by 15:00 UTC.", isTold: true),
    NextUpdateCase(text: "We will post an update within 30 minutes.", isTold: true),
    NextUpdateCase(text: "We will be back with news at 08:10 UTC.", isTold: true),
    NextUpdateCase(text: "We will share what we know by 15:00.", isTold: true),
    NextUpdateCase(text: "We will keep you updated.", isTold: false),
    NextUpdateCase(text: "It began at 15:00 UTC.", isTold: false),
])
func `a text tells when the next update comes, or not`(_ example: NextUpdateCase) {
    let findings = check(example.text) { $0.needsNextUpdate = true }
    #expect(!findings.contains { $0.rule == "next-update" } == example.isTold)
    #expect(!findings.contains { $0.rule == "promise" })
}

@Test func `a long text says by how much`() {
    let findings = check("Twelve chars") { $0.limit = 10 }
    #expect(findings.map(\.message) == ["12 characters, where the target takes 10"])
}

@Test func `hidden characters and leftovers are found`() {
    #expect(
        check("We are on\u{202E} it. {{customer_name}} TBD").map(\.rule).sorted() == [
            "hidden-character", "placeholder", "placeholder", "placeholder",
        ]
    )
}

@Test func `a vendor's name on our own component is no blame`() {
    let text = "Slack is down for some of you. Messages to Microsoft Teams are late due to a fault on our side."
    #expect(!check(text) { $0.componentNames = ["Slack", "Microsoft Teams"] }.contains { $0.rule == "blame" })
    #expect(check("Slack is down for some of you.").map(\.rule) == ["blame"])
}

@Test(arguments: [
    "a", "a ", ".", "1.", "@", "a@b ", ":", "::", "-", "-----BEGIN ", "/", "{", "{{", "\n", "[.]", "(at)", " (at)",
    "by ",
    "will be ", "will be fixed by ", "aws ", "due to ", "next update ", "https://", "https://a ", "\u{200B}", "\u{301}",
    "exception ", "password=", "password: ", "connection pool ", "a-", "1:", "eyJ", "\u{FF11}", "0", "commit ",
])
func `hostile text is checked in linear time`(_ piece: String) {
    let clock = ContinuousClock()
    func time(_ length: Int) -> Duration {
        let text = String(repeating: piece, count: length / piece.utf8.count)
        return clock.measure {
            _ = check(text) {
                $0.needsPageLink = true
                $0.needsNextUpdate = true
            }
        }
    }
    // Quadratic work takes sixteen times as long for a text four times as long. A busy machine gets further tries.
    let isLinear = (0..<4).contains { _ in time(8_000) < time(2_000) * 8 + .milliseconds(50) }
    #expect(isLinear)
}

@Test func `places always lie within the text`() {
    var generator = SplitMix(seed: 9)
    let pieces = [
        "db-01", ".", "10.0.0.1", "@", "a@b.c", "é", "\u{200B}", "\n", " ", "(at)", "[.]", "https://", "/etc/x",
        "fixed by 15:00",
        "will be ", "AWS ", "caused by ", "😀", "１", "PR #12", "{{", "password: x1y2z3",
    ]
    for _ in 0..<300 {
        let text = (0..<10).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
        let isWithin = check(text, { $0.needsPageLink = true }).allSatisfy { finding in
            0 <= finding.range.lowerBound && finding.range.upperBound <= text.utf8.count && finding.line >= 1
                && finding.column >= 1
        }
        guard isWithin else {
            Issue.record("a place outside of \(text)")
            return
        }
    }
}
