import CommandTable
package import StatusCommCore

extension Workspace {
    /// What the message check lets a report say: the configuration's rules with the phrases for reports.
    var reportRules: MessageCheckRules {
        configuration.messageCheck.adding(phrases: configuration.reports.phrases)
    }

    /// Everything that is wrong with a report on an incident.
    ///
    /// - Throws: `InvalidTemplates`.
    func findings(inReport text: String, on incident: Incident) throws(InvalidTemplates) -> [MessageFinding] {
        ReportCheck(
            rules: reportRules,
            company: messages.company,
            components: configuration.components,
            template: try messages.reportTemplate().source
        ).findings(in: text, incident: incident)
    }

    /// Names of the targets that have a place for a report, of those that changes go to.
    var reportTargets: [String] {
        lifecycle.targets.filter { name in channels.contains { $0.name == name && $0.takesReports } }
    }

    /// The incident that a report is about: the named one, or the only one that owes a report.
    ///
    /// - Throws: `IncidentLookup` for a name that leads nowhere, `ReportLookup` when several owe one or none does.
    func incident(owingReport name: String?) async throws -> Incident {
        if let name { return try await repository.incident(named: name) }
        let owing = try await repository.owingReports()
        guard owing.count == 1 else { throw ReportLookup(owing: owing.map { "\($0.id) '\($0.title)'" }) }
        return owing[0]
    }

    /// Rules that a person lets pass in a report.
    ///
    /// - Throws: `UsageError` for a rule that does not exist.
    func allowed(inReport rules: [String]) throws(UsageError) -> Set<String> {
        let known = configuration.messageCheck.names + ReportCheck.ruleNames
        for rule in rules where !known.contains(rule) {
            throw UsageError(
                message: "unknown rule '\(rule)' after '--allow'",
                hint: "known are: \(known.joined(separator: ", "))"
            )
        }
        return Set(rules)
    }
}

/// Nothing says which incident a report is about.
package struct ReportLookup: Diagnostic, Hashable {
    /// The incidents that owe one.
    package let owing: [String]

    package var message: String {
        owing.isEmpty
            ? "no incident owes a report" : "more than one incident owes a report: \(owing.joined(separator: ", "))"
    }

    package var hint: String? { "name the incident that it is about, such as 'INC-7'" }

    package var exitStatus: ExitStatus { .usage }
}

extension FileSource {
    /// Largest report, in bytes: it stands in the incident's log, where signs take up to twice their size.
    static let reportLimit = 100 << 10
}
