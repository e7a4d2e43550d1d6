package import JSON5

/// Writes the texts of a change and lets none pass that the message check refuses.
package struct CheckedWriter: Sendable {
    private let writer: MessageWriter
    private let rules: MessageCheckRules
    private let domain: String
    private let allowed: Set<String>
    private let checksTitle: Bool
    private let warn: @Sendable (String) -> Void

    /// Prepares for writing.
    ///
    /// - Parameters:
    ///   - writer: Makes the texts.
    ///   - rules: What the configuration says about the check.
    ///   - domain: Domain of the company.
    ///   - allowed: Rules that may pass this once.
    ///   - checksTitle: False when nobody is there to let a title pass that is public already.
    ///   - warn: Told every finding that stops nothing.
    package init(
        writer: MessageWriter,
        rules: MessageCheckRules,
        domain: String,
        allowing allowed: Set<String> = [],
        checksTitle: Bool = true,
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.writer = writer
        self.rules = rules
        self.domain = domain
        self.allowed = allowed
        self.checksTitle = checksTitle
        self.warn = warn
    }

    /// Finished texts by template name for the newest public update.
    ///
    /// - Throws: `DiagnosticList` of `RefusedText` when the check finds errors, `InvalidTemplates` when a template cannot
    ///   be rendered.
    package func texts(for incident: Incident) throws -> [String: String] {
        let texts = try writer.texts(for: incident)
        var refused: [RefusedText] = []
        var seen: Set<String> = []
        func check(
            _ text: String,
            as part: String,
            with check: MessageCheck,
            where isWanted: (MessageFinding) -> Bool = { _ in true }
        ) {
            for finding in check.findings(in: text)
            where isWanted(finding) && seen.insert("\(finding.rule)\n\(finding.excerpt)").inserted {
                if finding.severity == .error, !allowed.contains(finding.rule) {
                    refused.append(RefusedText(part: part, text: text, finding: finding))
                } else {
                    warn(finding.line(path: part))
                }
            }
        }
        let own = MessageCheck(rules: rules, context: context)
        if checksTitle { check(incident.title, as: "title", with: own) }
        for (part, text) in incident.latestWords { check(text, as: part, with: own) }
        // What only a whole text can lack: the link, and when the next word comes.
        let whole = own.requiring(pageLink: true, nextUpdate: incident.isOpen)
        for name in texts.keys.sorted() where name != MessageTemplateName.page.rawValue {
            check(texts[name] ?? "", as: name, with: whole) {
                [MessageRule.pageLink.rawValue, MessageRule.nextUpdate.rawValue].contains($0.rule)
            }
        }
        if let first = refused.first { throw DiagnosticList(first, Array(refused.dropFirst())) }
        return texts
    }

    private var context: MessageCheckContext {
        MessageCheckContext(
            companyDomain: domain,
            statusPageURL: writer.company.statusPageURL,
            componentNames: writer.components.all.map(\.name),
            needsPageLink: false,
            needsNextUpdate: false
        )
    }
}

extension Incident {
    /// What people wrote for the newest public update, by the name of the option.
    fileprivate var latestWords: [(part: String, text: String)] {
        var words = [
            (part: "message", text: latestUpdate.publication.message),
            (part: "finding", text: latestUpdate.finding ?? ""),
            (part: "action", text: latestUpdate.action ?? ""),
            (part: "eta", text: latestUpdate.eta ?? ""),
        ]
        if let resolution {
            words += [("root-cause", resolution.rootCause ?? ""), ("fix", resolution.fix ?? "")]
            words += resolution.preventions.map { ("prevention", $0) }
        }
        return words.filter { !$0.text.isEmpty }
    }
}

/// A text that the message check does not let out.
package struct RefusedText: Diagnostic, Hashable {
    /// Option or template with the text.
    package let part: String
    package let text: String
    package let finding: MessageFinding

    /// Names the text, and what was found in it.
    package init(part: String, text: String, finding: MessageFinding) {
        self.part = part
        self.text = text
        self.finding = finding
    }

    package var message: String {
        let subject = finding.excerpt.isEmpty ? "" : " '\(finding.excerpt)'"
        return "\(finding.message)\(subject) [\(finding.rule)]"
    }
    package var hint: String? { "\(finding.wayOut); '--allow \(finding.rule)' lets it pass this once, on record" }
    package var location: SourceLocation? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = lines.indices.contains(finding.line - 1) ? String(lines[finding.line - 1]) : nil
        return SourceLocation(path: part, line: finding.line, column: finding.column, sourceLine: line)
    }
    package var exitStatus: ExitStatus { .refusedByCheck }
}
