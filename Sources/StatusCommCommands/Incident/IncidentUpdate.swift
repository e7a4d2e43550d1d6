package import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm incident update`.
package struct IncidentUpdate: PublishingCommand, Hashable, Sendable {
    package var incident: String?
    package var phase: IncidentPhase?
    package var finding: String?
    package var action: String?
    package var eta: String?
    package var statuses: [Assignment<ComponentStatus>] = []
    package var severity: Severity?
    package var nextUpdate: Duration?
    package var publishing = PublishingArguments()

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "tell everybody what is new",
        discussion: """
            The incident may be left out when exactly one is open. Without --status the phase stays; without \
            --next-update the next update is promised after the severity's interval.
            """,
        arguments: Self(),
        options: [
            .value(
                "status",
                as: .choice("PHASE", of: IncidentPhase.open),
                to: \.phase,
                help: "Phase from now on"
            ),
            .value(
                "finding",
                as: .line("TEXT", limit: 2_000),
                to: \.finding,
                help: "What was found out, in customers' words"
            ),
            .value(
                "action",
                as: .line("TEXT", limit: 2_000),
                to: \.action,
                help: "What is being done, in customers' words"
            ),
            .value("eta", as: .line("TEXT", limit: 2_000), to: \.eta, help: "What can be said about the way ahead"),
            .values(
                "component",
                "c",
                as: .assignment(.component, .choice("STATUS")),
                to: \.statuses,
                help: "Status that a component has now"
            ),
            .value("severity", "s", as: .choice("LEVEL"), to: \.severity, help: "How bad it is from now on"),
            .value(
                "next-update",
                as: .duration(atLeast: .seconds(60), atMost: .seconds(7 * 86_400)),
                to: \.nextUpdate,
                help: "Time until the next promised update"
            ),
        ] + Option.publishing,
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [
            CommandExample(
                "Say that the cause is known",
                "statuscomm incident update --status identified -m 'A change from this morning is the cause.'"
            ),
            CommandExample(
                "Say that a part works again",
                "statuscomm incident update INC-7 -c 'REST API=operational' -m 'The REST API works again.'"
            ),
        ],
        exitStatuses: ExitStatusInfo.publishing,
        output: .published,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, for: publishing)
        let incident = try await workspace.repository.incident(named: incident)
        let request = Incident.UpdateRequest(
            phase: phase,
            severity: severity,
            message: try context.text(publishing.message ?? .standardInput),
            finding: finding,
            action: action,
            eta: eta,
            statuses: try statuses.statuses(in: workspace.configuration.components),
            nextUpdate: nextUpdate,
            notify: !publishing.noNotify,
            variables: JSONObject(variables: publishing.variables)
        )
        let updated = try await workspace.lifecycle.update(
            incident.id,
            request,
            publishing.dryRun ? .rehearse : .record
        )
        if publishing.dryRun { return try await workspace.rehearsal(of: updated.incident) }
        return try await workspace.publish(updated.incident, verb: "updated", publishing)
    }
}
