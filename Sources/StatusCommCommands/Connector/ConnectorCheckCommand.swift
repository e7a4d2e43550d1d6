import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm connector check`.
package struct ConnectorCheckCommand: Hashable, Sendable {
    package var targets: [String] = []

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "ask each target whether it would understand us",
        discussion: """
            Fetches the secrets, asks the provider for its components, and says which of ours are found there. A ticket \
            system is asked for the tickets of the last hour. Nothing is published.
            """,
        arguments: Self(),
        positionals: [.rest(.target, to: \.targets, help: "Target to ask, all if left out")],
        examples: [CommandExample("After a change of the configuration", "statuscomm connector check public")],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(
            .object([
                .field("target", .string, "name in the configuration"),
                .field("connector", .string, "its connector"),
                .field("reached", .boolean, "whether the provider gave what was asked for"),
                .field("problems", .list(.string), "what is wrong"),
                .field("losses", .list(.string), "what of ours has no equal there"),
                .field("components", .list(.string), "components found, with the provider's id"),
            ])
        ),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false, targets: targets)
        var text = ""
        var documents: [JSONValue] = []
        var problems: [any Diagnostic] = []
        for channel in workspace.channels.compactMap({ $0 as? ConnectorChannel })
        where targets.isEmpty || targets.contains(channel.name) {
            let check = try await channel.check()
            text += "\(channel.name) (\(channel.kind)): \(check.problems.isEmpty ? "ready" : "not ready")\n"
            for component in check.components {
                text += "  \(component.name) is \(component.remoteName) (\(component.remoteID))\n"
            }
            for loss in check.losses { text += "  note: \(loss.words)\n" }
            problems += check.problems.map { TargetProblem(target: channel.name, problem: $0) }
            documents.append([
                "target": .string(channel.name),
                "connector": .string(channel.kind),
                "reached": .bool(check.wasReached),
                "problems": .array(check.problems.map { .string($0) }),
                "losses": .array(check.losses.map { .string($0.words) }),
                "components": .array(check.components.map { .string("\($0.name): \($0.remoteID)") }),
            ])
        }
        for channel in workspace.channels.compactMap({ $0 as? TicketChannel })
        where targets.isEmpty || targets.contains(channel.name) {
            let found = await channel.check()
            text += "\(channel.name) (\(channel.kind)): \(found.isEmpty ? "ready" : "not ready")\n"
            problems += found.map { TargetProblem(target: channel.name, problem: $0) }
            documents.append([
                "target": .string(channel.name),
                "connector": .string(channel.kind),
                "reached": .bool(found.isEmpty),
                "problems": .array(found.map { .string($0) }),
                "losses": [],
                "components": [],
            ])
        }
        if documents.isEmpty { text = "no target of the configuration uses a connector\n" }
        return CommandResult(
            problems.isEmpty ? .done : .failed,
            text: .lines(text),
            document: .array(documents),
            problems: problems
        )
    }
}

/// What keeps a target from understanding us.
struct TargetProblem: Diagnostic, Hashable {
    let target: String
    let problem: String

    var message: String { "'\(target)': \(problem)" }
}
