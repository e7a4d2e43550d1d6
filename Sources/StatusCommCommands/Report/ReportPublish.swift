package import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm report publish`.
package struct ReportPublish: PublishingCommand, Hashable, Sendable {
    package var incident: String?
    package var file = FileSource.standardInput
    package var postmortem: FileSource?
    package var publishing = PublishingArguments()

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "publish the report after an incident",
        discussion: """
            Takes only a report that passed 'report check' as it is, byte for byte, and checks it once more. It goes to \
            every status page that has a place for it and by mail to those who were told of the incident, and nobody else. \
            Report and postmortem are archived with their SHA-256.

            Safe to repeat: the same report again sends only what is not delivered yet. Another report on the same incident \
            is a conflict.
            """,
        arguments: Self(),
        options: [
            .value(
                "postmortem",
                as: .input("POSTMORTEM", endings: ["json5", "json", "md"]),
                to: \.postmortem,
                help: "Postmortem to archive, if not the one that was drafted from"
            )
        ] + Option.sending,
        positionals: [
            .required(.reportedIncident, to: \.incident, help: "Incident that is over"),
            .required(.input(endings: ["md"]), to: \.file, help: "Report that passed 'report check'"),
        ],
        examples: [
            CommandExample("Once it is checked", "statuscomm report publish INC-7 report.md"),
            CommandExample("See first what would be sent", "statuscomm report publish INC-7 report.md --dry-run"),
        ],
        exitStatuses: ExitStatusInfo.publishing,
        output: .published,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, for: publishing)
        let repository = workspace.repository
        let incident = try await repository.incident(named: incident)
        let bytes = try context.bytes(of: file, limit: FileSource.reportLimit)
        let digest = SHA256.hex(bytes)
        if let report = incident.report {
            guard report.report.digest == digest else {
                throw IncidentConflict.reportPublished(id: incident.id, by: report.by, at: report.at)
            }
            context.note("\(report.by) published it at \(report.at): nothing changed")
            return try await deliver(incident, workspace)
        }
        guard !incident.isOpen else { throw IncidentConflict.reportTooEarly(id: incident.id) }
        let text = String(decoding: bytes, as: UTF8.self)
        let history = try await repository.reportHistory(of: incident.id)
        guard let allowed = history.checked[digest] else {
            throw UncheckedReport(file: file.name, incident: incident.id, wasAny: !history.checked.isEmpty)
        }
        let refused = try workspace.findings(inReport: text, on: incident).blocking(allowing: allowed).map {
            RefusedText(part: file.name, text: text, finding: $0)
        }
        if let first = refused.first { throw DiagnosticList(first, Array(refused.dropFirst())) }
        var report = IncidentChange.Report(
            digest: digest,
            postmortemDigest: history.postmortem,
            publication: Publication(
                message: text,
                components: incident.components,
                notify: !publishing.noNotify,
                targets: workspace.reportTargets
            )
        )
        let own = try postmortem.map { try context.bytes(of: $0, limit: StoreLimits.entrySize) }
        if let own { report.postmortemDigest = SHA256.hex(own) }
        if publishing.dryRun {
            return try await workspace.rehearsal(of: try incident.reporting(report, at: context.now()))
        }
        if report.postmortemDigest == nil {
            context.warn("no postmortem is archived with it: none was drafted from; name one with '--postmortem'")
        }
        // Before the entry that names them, so that a name in the log always leads to its file.
        _ = try await repository.archive(bytes, for: incident.id)
        if let own { _ = try await repository.archive(own, for: incident.id) }
        return try await deliver(try await workspace.lifecycle.publishReport(incident.id, report).incident, workspace)
    }

    private func deliver(_ incident: Incident, _ workspace: Workspace) async throws -> CommandResult {
        guard !publishing.dryRun else { return try await workspace.rehearsal(of: incident) }
        return try await workspace.publish(incident, verb: "reported on", publishing, command: "report publish")
    }
}

/// A report that did not pass the check as it is.
package struct UncheckedReport: Diagnostic, Hashable {
    package let file: String
    package let incident: IncidentID
    /// Whether another report, or this one before it was edited, passed.
    package let wasAny: Bool

    package var message: String {
        wasAny
            ? "cannot publish '\(file)': it is not what passed the check, so it was edited since or is another file"
            : "cannot publish '\(file)': it was not checked"
    }

    package var hint: String? { "run 'statuscomm report check \(file) --incident \(incident)' first" }

    package var exitStatus: ExitStatus { .refusedByCheck }
}
