/// Checks a finished report: the message check, and what a report must have.
///
/// Its own rules are `report-vendor`, `report-section` and `report-times`; what a rule of the message check finds keeps
/// that rule's name.
package struct ReportCheck: Sendable {
    /// Names of its own rules.
    package static let ruleNames = ["report-vendor", "report-section", "report-times"]

    private let check: MessageCheck
    private let vendors: PhraseTable<Void>
    private let company: MessageCompany
    /// Titles that a report must have, in the order of the template.
    private let sections: [String]

    /// Prepares for a configuration.
    ///
    /// - Parameters:
    ///   - rules: What the configuration says about the check.
    ///   - company: For dates, durations and addresses.
    ///   - components: Names that are no vendors'.
    ///   - template: Source of the template of reports: its headings are the sections a report must have.
    package init(
        rules: MessageCheckRules,
        company: MessageCompany,
        components: ComponentTree,
        template: String = ""
    ) {
        check = MessageCheck(
            rules: rules,
            context: MessageCheckContext(company: company, components: components, target: .report)
        )
        vendors = Self.vendorTable(rules, components)
        self.company = company
        // A heading with a tag is different in every report.
        sections = ReportText(template).sections.map(\.title).filter { !$0.contains("{{") }
    }

    /// Everything that is wrong with a report, which is light Markdown, in the order of its lines.
    ///
    /// Beside the message check: no name of a vendor, every section there and filled, and times as the incident's log has
    /// them.
    package func findings(in report: String, incident: Incident? = nil) -> [MessageFinding] {
        let text = ReportText(report)
        let own = vendorFindings(text) + sectionFindings(text) + (incident.map { timeFindings(text, $0) } ?? [])
        return (check.findings(in: report) + own).enumerated()
            .sorted { first, second in
                (first.element.line, first.element.column, first.offset)
                    < (second.element.line, second.element.column, second.offset)
            }
            .map(\.element)
    }

    /// Names of vendors that are not also names of our components.
    static func vendorTable(_ rules: MessageCheckRules, _ components: ComponentTree) -> PhraseTable<Void> {
        let own = Set(components.all.map { $0.name.lowercased() })
        return PhraseTable(
            phrases: (rules.vendors + VendorNames.all.filter { !VendorNames.everydayWords.contains($0) })
                .filter { !own.contains($0.lowercased()) }
        )
    }

    static func vendorNames(in text: String, _ vendors: PhraseTable<Void>) -> [(name: String, column: Int)] {
        let folded = FoldedText(text)
        let words = MessageWord.all(in: folded)
        return vendors.matches(in: words).map { match in
            let range =
                words[match.words.lowerBound].range.lowerBound..<words[match.words.upperBound - 1].range.upperBound
            let before = String(decoding: text.utf8.prefix(folded.bytes(range).lowerBound), as: UTF8.self)
            return (folded.casedText(range), before.unicodeScalars.count + 1)
        }
    }

    private func vendorFindings(_ text: ReportText) -> [MessageFinding] {
        text.lines.enumerated().flatMap { index, line in
            Self.vendorNames(in: line, vendors).map { vendor in
                finding(
                    "report-vendor",
                    line: index + 1,
                    column: vendor.column,
                    vendor.name,
                    "name of a vendor",
                    "say what it does for us instead"
                )
            }
        }
    }

    private func sectionFindings(_ text: ReportText) -> [MessageFinding] {
        guard !text.sections.isEmpty else {
            return [finding("report-section", line: 1, "", "no sections", "start from 'statuscomm report draft'")]
        }
        var findings = text.sections.filter { !$0.isFilled }.map {
            finding("report-section", line: $0.line, $0.title, "empty section", "fill it in")
        }
        let titles = Set(text.sections.map { $0.title.lowercased() })
        for section in sections where !titles.contains(section.lowercased()) {
            findings.append(
                finding(
                    "report-section",
                    line: max(1, text.lines.count),
                    section,
                    "missing section",
                    "write it, or take it out of the template 'report'"
                )
            )
        }
        // `- Duration:` without a value.
        for (index, line) in text.lines.enumerated()
        where line.hasPrefix("- ") && line[...].trimmingBlanks.last == ":" {
            findings.append(
                finding(
                    "report-section",
                    line: index + 1,
                    column: 3,
                    String(line.dropFirst(2).trimmingBlanks),
                    "missing value",
                    "fill it in"
                )
            )
        }
        return findings
    }

    // MARK: - Times

    private func timeFindings(_ text: ReportText, _ incident: Incident) -> [MessageFinding] {
        let style = TimeStyle(language: company.language)
        let impact = incident.impact
        let note = "if the log is wrong, correct it with 'statuscomm incident note \(incident.id)'"
        var findings: [MessageFinding] = []
        let date = company.zone.dateText(impact.start, style: style)
        if !text.lines.contains(where: { $0.contains(date) }) {
            let place = text.lines.firstIndex { Self.hasDate($0) }
            findings.append(
                finding(
                    "report-times",
                    line: (place ?? 0) + 1,
                    "",
                    "another date than the log, which has '\(date)'",
                    "write '\(date)'; \(note) --type impact-started --at TIME"
                )
            )
        }
        guard let end = impact.end else { return findings }
        let duration = end.duration(since: impact.start).text(style)
        if !text.lines.contains(where: { Self.holds($0, duration) }) {
            let place = text.lines.firstIndex { Self.hasDuration($0) }
            findings.append(
                finding(
                    "report-times",
                    line: (place ?? 0) + 1,
                    "",
                    "another duration than the log, which has '\(duration)'",
                    "write '\(duration)'; \(note) --type full-recovery --at TIME"
                )
            )
        }
        // What we said last may come after customers were well again.
        let last = max(end, incident.resolvedAt ?? end)
        for entry in text.entries
        where entry.instant(from: impact.start, to: last, zone: company.zone) == nil {
            let from = company.zone.shortText(impact.start)
            let to = company.zone.shortText(last)
            findings.append(
                finding(
                    "report-times",
                    line: entry.line,
                    column: 3,
                    entry.timeText,
                    "time outside the incident, which went from \(from) to \(to)",
                    "leave the entry out, or write its time in the company's time zone; \(note)"
                )
            )
        }
        return findings
    }

    /// Whether a line holds a duration that is not the end of a longer one: `20 minutes` is not `1 hour 20 minutes`.
    private static func holds(_ line: String, _ duration: String) -> Bool {
        guard let range = line.firstRange(of: duration) else { return false }
        let before = line[..<range.lowerBound].trimmingBlanks
        let after = line[range.upperBound...].trimmingBlanks
        let units = ["hour", "hours", "day", "days", "h", "d"]
        return !units.contains(before.split(separator: " ").last.map(String.init) ?? "")
            && !(before.last?.isNumber ?? false) && !(after.first?.isNumber ?? false)
    }

    private static func hasDate(_ line: String) -> Bool {
        CivilTime.months.contains { line.contains(" \($0) ") }
            || line.split(separator: " ").contains { word in
                word.split(separator: "-").count == 3 && word.allSatisfy { $0.isNumber || $0 == "-" || $0 == "," }
            }
    }

    private static func hasDuration(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        return zip(words, words.dropFirst()).contains { number, unit in
            number.allSatisfy(\.isNumber)
                && ["minute", "hour", "day", "min"].contains { unit.lowercased().hasPrefix($0) }
        }
    }

    private func finding(
        _ rule: String,
        line: Int,
        column: Int = 1,
        _ excerpt: String,
        _ message: String,
        _ wayOut: String
    ) -> MessageFinding {
        MessageFinding(
            rule: rule,
            severity: .error,
            range: 0..<0,
            line: line,
            column: column,
            excerpt: excerpt,
            message: message,
            wayOut: wayOut
        )
    }
}
