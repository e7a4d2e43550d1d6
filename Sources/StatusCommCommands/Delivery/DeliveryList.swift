import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm delivery list`.
package struct DeliveryList: Hashable, Sendable {
    package var incident: String?
    package var all = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list what is not delivered",
        discussion: "Without an incident, those of every incident that is not settled.",
        arguments: Self(),
        options: [.flag("all", "a", to: \.all, help: "Finished ones too")],
        positionals: [.optional(.incident, to: \.incident, help: "Only of this incident")],
        examples: [
            CommandExample("What is queued, refused or unknown", "statuscomm delivery list"),
            CommandExample("Every delivery of one incident", "statuscomm delivery list --all INC-7"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(.delivery),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let repository = workspace.repository
        let incidents =
            if let incident { [try await repository.incident(named: incident)] } else { try await repository.active() }
        var results: [DeliveryResult] = []
        for incident in incidents {
            results += try await repository.standings(of: incident, channels: workspace.channels)
        }
        if !all { results = results.filter { !$0.isGood } }
        var table = Table("DELIVERY", "KIND", "STATUS", "TRIES", "WHERE OR WHY")
        for result in results {
            table.append([
                "\(result.key)", result.kind, result.standing.word, "\(result.attempts)",
                result.standing.reason ?? result.url ?? "",
            ])
        }
        return CommandResult(
            text: .lines(results.isEmpty ? "everything is delivered\n" : table.text(width: context.tableWidth)),
            document: .array(results.map(\.document))
        )
    }
}
