import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm report skip`.
package struct ReportSkip: Hashable, Sendable {
    package var incident: String?
    package var reason: String?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "say why an incident gets no report",
        discussion: """
            Customers are owed a report on every incident, minor ones too. Where there is none, the reason is on record \
            with your name, and reminders end. A report can still be published later.
            """,
        arguments: Self(),
        options: [
            .value(
                "reason",
                as: .line("TEXT", limit: 2_000),
                to: \.reason,
                required: true,
                help: "Why there is no report, for ourselves"
            )
        ],
        positionals: [.required(.reportedIncident, to: \.incident, help: "Incident that is over")],
        examples: [
            CommandExample(
                "An incident that no customer could notice",
                "statuscomm report skip INC-7 --reason 'A test of the alarm; no request failed.'"
            )
        ],
        exitStatuses: [
            .status(.done), .status(.failed), .status(.usage), .status(.configuration), .status(.conflict),
        ],
        output: .incident,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: true)
        let incident = try await workspace.repository.incident(named: incident)
        let skipped = try await workspace.lifecycle.skipReport(incident.id, reason: reason ?? "").incident
        try await workspace.repository.audit(command: "report skip", incident: skipped.id)
        return CommandResult(
            text: .lines("\(skipped.id) gets no report: \(reason ?? "")\n"),
            document: skipped.document(workspace.configuration.components)
        )
    }
}
