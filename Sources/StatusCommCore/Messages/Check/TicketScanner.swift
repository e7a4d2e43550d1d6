/// Finds numbers of tickets, changes and commits.
struct TicketScanner {
    private let forms: [MessagePattern]

    init(rules: MessageCheckRules) {
        forms = rules.tickets.map(MessagePattern.init)
    }

    func hits(_ text: FoldedText, _ tokens: [MessageToken], _ words: [MessageWord]) -> [MessageHit] {
        func hit(_ range: Range<Int>) -> MessageHit {
            MessageHit(.ticketID, range, "internal ticket or change", wayOut: "leave the number out")
        }
        var hits: [MessageHit] = []
        for token in tokens {
            if let host = LinkHost.host(of: token.text) {
                if Self.isTracker(host, token.text) { hits.append(hit(token.range)) }
                continue
            }
            for part in token.parts(text, separatedBy: "/:=&,") where isTicket(part) { hits.append(hit(part.range)) }
        }
        for match in Self.phrases.matches(in: words) {
            guard let last = words[match.words].last, Self.isNumber(last.lower, commit: match.value) else { continue }
            hits.append(hit(words[match.words.lowerBound].range.lowerBound..<last.range.upperBound))
        }
        return hits
    }

    /// What stands before a number, and whether the number is a commit's.
    private static let phrases = PhraseTable<Bool>(
        [
            "pr #", "pull request (number|no) #", "mr #", "merge request (number) #", "ticket|tickets (number|no|id) #",
            "issue #", "bug #", "case (number|no|id) #", "story #", "task #", "change request #", "jira #", "build #",
            "deploy|deployment #", "job id|number #", "runbook #",
        ].map { (phrase: $0, value: false) }
            + ["commit (id) *", "revision *", "sha *", "changeset *", "hash *"].map { (phrase: $0, value: true) }
    )

    private static func isNumber(_ word: String, commit: Bool) -> Bool {
        guard commit else { return word.count >= 2 }
        return (7...40).contains(word.count) && word.allSatisfy(\.isHexDigit) && word.contains(where: \.isNumber)
    }

    private func isTicket(_ token: MessageToken) -> Bool {
        if forms.contains(where: { $0.matches(token) }) || Self.isCommit(token.lower) { return true }
        // Numbers of one word, such as ServiceNow gives: `CHG0034512`.
        let letters = token.cased.prefix { $0.isUpper }
        if Self.kinds.contains(FoldedText.text(letters)), (5...10).contains(token.cased.count - letters.count),
            token.cased.dropFirst(letters.count).allSatisfy(\.isDigit)
        {
            return true
        }
        let parts = token.cased.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, (2...12).contains(parts[0].count), (2...8).contains(parts[1].count),
            parts[0].allSatisfy(\.isUpper), parts[1].allSatisfy(\.isDigit)
        else { return false }
        return !Self.standards.contains(FoldedText.text(parts[0]))
    }

    private static let kinds: Set<String> = [
        "CHG", "CHGREQ", "INC", "PRB", "REQ", "RITM", "TASK", "SCTASK", "CS", "SR", "KB",
    ]

    /// A commit's number as Git prints it, short or whole: with letters and figures mixed, as no word is.
    private static func isCommit(_ scalars: [Unicode.Scalar]) -> Bool {
        guard (7...12).contains(scalars.count) || scalars.count == 40, scalars.allSatisfy(\.isHex) else { return false }
        let figures = scalars.count(where: \.isDigit)
        let changes = zip(scalars, scalars.dropFirst()).count { $0.isDigit != $1.isDigit }
        return figures >= 2 && scalars.count - figures >= 2 && changes >= 3
    }

    /// Capitals that stand before a number for other reasons; `INC` is how incidents are numbered in public.
    private static let standards: Set<String> = [
        "INC", "UTF", "ISO", "SHA", "AES", "RSA", "RFC", "TLS", "SSL", "IEC", "DIN", "EN", "IEEE", "PCI", "SOC", "UTC",
        "GMT", "COVID", "CVE", "HTTP", "USB", "MPEG", "IPV", "WPA", "ECMA", "NIST", "FIPS", "CC", "PSD", "ASCII", "CP",
        "WINDOWS", "ORA", "EC", "EU", "US",
    ]

    private static func isTracker(_ host: String, _ url: String) -> Bool {
        let hosts = [
            "atlassian.net", "linear.app", "pagerduty.com", "opsgenie.com", "youtrack.cloud", "shortcut.com",
            "sentry.io", "datadoghq.com", "datadoghq.eu", "grafana.net", "newrelic.com", "honeycomb.io", "rootly.com",
            "incident.io", "notion.so", "asana.com", "trello.com", "monday.com", "zendesk.com", "service-now.com",
        ]
        if hosts.contains(where: { host == $0 || host.hasSuffix(".\($0)") }) { return true }
        let paths = ["/browse/", "/issues/", "/pull/", "/merge_requests/", "/commit/", "/-/pipelines/", "/-/jobs/"]
        return paths.contains { url.contains($0) }
    }
}
