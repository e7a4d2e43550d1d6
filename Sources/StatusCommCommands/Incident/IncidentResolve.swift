import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm incident resolve`.
package struct IncidentResolve: PublishingCommand, Hashable, Sendable {
    package var incident: String?
    package var rootCause: String?
    package var fix: String?
    package var preventions: [String] = []
    package var publishing = PublishingArguments()

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "tell everybody that it is over",
        discussion: """
            Every component goes back to operational, unless another open incident affects it. Pages are read back, \
            and a component that one still shows in red is reported with exit status 1.
            """,
        arguments: Self(),
        options: [
            .value(
                "root-cause",
                as: .line("TEXT", limit: 2_000),
                to: \.rootCause,
                help: "Why it happened, in customers' words"
            ),
            .value("fix", as: .line("TEXT", limit: 2_000), to: \.fix, help: "What ended it, in customers' words"),
            .values(
                "prevention",
                as: .line("TEXT", limit: 2_000),
                to: \.preventions,
                help: "What keeps it from happening again"
            ),
        ] + Option.publishing,
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [
            CommandExample(
                "Say that it is over",
                "statuscomm incident resolve -m 'All requests succeed again since the change was taken back.'"
            ),
            CommandExample(
                "With what customers are owed",
                "statuscomm incident resolve INC-7 -m 'Solved.' --fix 'We took the change back.' --prevention 'More tests.'"
            ),
        ],
        exitStatuses: ExitStatusInfo.publishing,
        output: .published,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, for: publishing)
        let incident = try await workspace.repository.incident(named: incident)
        let request = Incident.ResolutionRequest(
            message: try context.text(publishing.message ?? .standardInput),
            rootCause: rootCause,
            fix: fix,
            preventions: preventions,
            notify: !publishing.noNotify,
            variables: JSONObject(variables: publishing.variables)
        )
        let resolved = try await workspace.lifecycle.resolve(
            incident.id,
            request,
            publishing.dryRun ? .rehearse : .record
        )
        if publishing.dryRun { return try await workspace.rehearsal(of: resolved.incident) }
        return try await workspace.publish(resolved.incident, verb: "resolved", publishing)
    }
}
