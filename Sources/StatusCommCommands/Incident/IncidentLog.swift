import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm incident log`.
package struct IncidentLog: Hashable, Sendable {
    package var incident: String?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "show who did what, and what each target answered",
        discussion: "Every entry of the incident's log and of its deliveries' logs, oldest first, as it was written.",
        arguments: Self(),
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [CommandExample("What happened when", "statuscomm incident log INC-7")],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(
            .object([
                .field("at", .time, "when it was written"),
                .field("by", .string, "who wrote it"),
                .field("entry", .string, "the incident or the delivery"),
                .field("type", .string, "type of the entry"),
                .field("data", .anything, "the entry as it was written"),
            ])
        ),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let incident = try await workspace.repository.incident(named: incident)
        let lines = try await workspace.repository.history(of: incident)
        var table = Table("AT", "BY", "ENTRY", "WHAT")
        for line in lines { table.append(["\(line.at)", line.by, line.subject, line.text]) }
        return CommandResult(
            text: .lines(table.text()),
            document: .array(
                lines.map { line in
                    .object(
                        JSONObject([
                            .init(name: "at", value: .string(line.at.rfc3339)),
                            .init(name: "by", value: .string(line.by)),
                            .init(name: "entry", value: .string(line.subject)),
                            .init(name: "type", value: .string(line.type)),
                            .init(name: "data", value: line.data),
                        ])
                    )
                }
            )
        )
    }
}
