/// Checks a finished report: the message check, and what a report must have.
package struct ReportCheck: Sendable {
    private let check: MessageCheck
    private let vendors: PhraseTable<Void>
    private let company: MessageCompany

    /// Prepares for a configuration.
    package init(rules: MessageCheckRules, company: MessageCompany, components: ComponentTree) {
        check = MessageCheck(
            rules: rules,
            context: MessageCheckContext(company: company, components: components, target: .report)
        )
        vendors = Self.vendorTable(rules, components)
        self.company = company
    }

    /// Everything that is wrong with a report, which is light Markdown.
    ///
    /// Beside the message check: no name of a vendor, every section filled, and date and duration as the incident's log has
    /// them.
    package func findings(in report: String, incident: Incident? = nil) -> [MessageFinding] {
        check.findings(in: report) + vendorFindings(report) + sectionFindings(report)
            + (incident.map { timeFindings(report, $0) } ?? [])
    }

    /// Names of vendors that are not also names of our components.
    static func vendorTable(_ rules: MessageCheckRules, _ components: ComponentTree) -> PhraseTable<Void> {
        let own = Set(components.all.map { $0.name.lowercased() })
        return PhraseTable(
            phrases: (rules.vendors + BlameTables.vendors).filter { vendor in
                !own.contains(vendor.lowercased()) && !Self.everydayWords.contains(vendor)
            }
        )
    }

    /// Vendors whose name is a word that a report may need.
    private static let everydayWords: Set<String> = ["orange", "ups", "apple", "visa", "zoom", "lumen", "bt"]

    static func vendorNames(in text: String, _ vendors: PhraseTable<Void>) -> [String] {
        let folded = FoldedText(text)
        let words = MessageWord.all(in: folded)
        return vendors.matches(in: words).map { match in
            folded.casedText(
                words[match.words.lowerBound].range.lowerBound..<words[match.words.upperBound - 1].range.upperBound
            )
        }
    }

    private func vendorFindings(_ report: String) -> [MessageFinding] {
        var findings: [MessageFinding] = []
        for (index, line) in report.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for name in Self.vendorNames(in: String(line), vendors) {
                findings.append(
                    finding(
                        "report-vendor",
                        line: index + 1,
                        name,
                        "name of a vendor",
                        "say what it does for us instead"
                    )
                )
            }
        }
        return findings
    }

    private func sectionFindings(_ report: String) -> [MessageFinding] {
        let lines = report.split(separator: "\n", omittingEmptySubsequences: false)
        var findings: [MessageFinding] = []
        var heading: (line: Int, text: Substring)?
        var isFilled = false
        func close() {
            guard let heading, !isFilled else { return }
            findings.append(
                finding("report-section", line: heading.line, String(heading.text), "empty section", "fill it in")
            )
        }
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("#") {
                close()
                heading = (index + 1, line.drop { $0 == "#" || $0 == " " })
                isFilled = false
            } else if !line.allSatisfy(\.isWhitespace) {
                isFilled = true
                // `- Duration:` without a value.
                if line.hasPrefix("- "), line.last == ":" || line.hasSuffix(": ") {
                    findings.append(
                        finding(
                            "report-section",
                            line: index + 1,
                            String(line.dropFirst(2)),
                            "missing value",
                            "fill it in"
                        )
                    )
                }
            }
        }
        close()
        if heading == nil {
            findings.append(
                finding("report-section", line: 1, "", "no sections", "start from 'statuscomm report draft'")
            )
        }
        return findings
    }

    private func timeFindings(_ report: String, _ incident: Incident) -> [MessageFinding] {
        let style = TimeStyle(language: company.language)
        var findings: [MessageFinding] = []
        let date = company.zone.dateText(incident.startedAt, style: style)
        if !report.contains(date) {
            findings.append(
                finding(
                    "report-times",
                    line: 1,
                    "",
                    "the log has another date: \(date)",
                    "write '\(date)', or note why it differs"
                )
            )
        }
        if let end = incident.resolvedAt {
            let duration = end.duration(since: incident.startedAt).text(style)
            if !report.contains(duration) {
                findings.append(
                    finding(
                        "report-times",
                        line: 1,
                        "",
                        "the log has another duration: \(duration)",
                        "write '\(duration)', or note why it differs"
                    )
                )
            }
        }
        return findings
    }

    private func finding(
        _ rule: String,
        line: Int,
        _ excerpt: String,
        _ message: String,
        _ wayOut: String
    ) -> MessageFinding {
        MessageFinding(
            rule: rule,
            severity: .error,
            range: 0..<0,
            line: line,
            column: 1,
            excerpt: excerpt,
            message: message,
            wayOut: wayOut
        )
    }
}
