import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm incident list`.
package struct IncidentList: Hashable, Sendable {
    package var all = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list the open incidents",
        arguments: Self(),
        options: [.flag("all", "a", to: \.all, help: "Resolved ones too")],
        examples: [
            CommandExample("What is open", "statuscomm incident list"),
            CommandExample("Everything, for a script", "statuscomm incident list --all --json"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(.incident),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let repository = workspace.repository
        let incidents = all ? try await repository.all() : try await repository.active().filter(\.isOpen)
        var table = Table("ID", "SEVERITY", "PHASE", "OPENED", "NEXT UPDATE", "TITLE")
        for incident in incidents {
            table.append([
                "\(incident.id)", incident.severity.rawValue, incident.phase.rawValue, "\(incident.openedAt)",
                incident.nextUpdateAt.map { $0 < context.now() ? "\($0) (late)" : "\($0)" } ?? "-", incident.title,
            ])
        }
        let none = all ? "no incident was ever opened\n" : "no incident is open\n"
        return CommandResult(
            text: .lines(incidents.isEmpty ? none : table.text(width: context.tableWidth)),
            document: .array(incidents.map { $0.document(workspace.configuration.components) })
        )
    }
}
