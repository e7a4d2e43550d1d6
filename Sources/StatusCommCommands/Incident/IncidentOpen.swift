import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm incident open`.
package struct IncidentOpen: PublishingCommand, Hashable, Sendable {
    package var title: String?
    package var severity: Severity?
    package var components: [String] = []
    package var key: String?
    package var keywords: [String] = []
    package var startedAt: TimeText?
    package var nextUpdate: Duration?
    package var isAnother = false
    package var publishing = PublishingArguments()

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "open an incident and tell everybody",
        discussion: """
            Puts the incident on record, then tells every target of the configuration at the same time. When it prints \
            an id, the incident is on disk; what could not be sent is queued for 'delivery retry'.

            With --key it is safe to repeat: while an incident with that key is open, nothing changes and the same id \
            is printed.
            """,
        arguments: Self(),
        options: [
            .value(
                "title",
                "t",
                as: .line("TEXT", limit: 255),
                to: \.title,
                required: true,
                help: "Title for the public"
            ),
            .value("severity", "s", as: .choice("LEVEL"), to: \.severity, required: true, help: "How bad it is"),
            .values(
                "component",
                "c",
                as: .component,
                to: \.components,
                required: true,
                help: "Component that is affected; a parent means its children"
            ),
            .value(
                "key",
                "k",
                as: .line("KEY", limit: 255),
                to: \.key,
                help: "Alert fingerprint, which makes a second opening harmless"
            ),
            .values(
                "keyword",
                as: .line("WORD", limit: 100),
                to: \.keywords,
                help: "Word that customers use for it, to match tickets"
            ),
            .value("started-at", as: .time(), to: \.startedAt, help: "When customers began to notice, if not now"),
            .value(
                "next-update",
                as: .duration(atLeast: .seconds(60), atMost: .seconds(7 * 86_400)),
                to: \.nextUpdate,
                help: "Time until the next promised update"
            ),
            .flag("another", to: \.isAnother, help: "Open although an open incident covers a component"),
        ] + Option.publishing,
        examples: [
            CommandExample(
                "Tell everybody that a component is down",
                "statuscomm incident open -t 'Some requests fail' -s high -c 'REST API' -m 'We are looking into it.'"
            ),
            CommandExample(
                "From an alert, safe to repeat",
                "statuscomm incident open --key $FINGERPRINT -t 'API down' -s critical -c API --message - < message.txt"
            ),
            CommandExample(
                "See first what would be sent",
                "statuscomm incident open -n -t 'Slow reports' -s medium -c Reporting -m 'Reports take longer than usual.'"
            ),
        ],
        exitStatuses: ExitStatusInfo.publishing,
        output: .published,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, for: publishing)
        let request = Incident.OpeningRequest(
            title: title ?? "",
            severity: severity ?? .low,
            components: try workspace.configuration.components.leaves(named: components),
            message: try context.text(publishing.message ?? .standardInput),
            key: key,
            keywords: keywords,
            startedAt: try startedAt.map { try $0.instant(by: workspace.timeInput) },
            nextUpdate: nextUpdate,
            notify: !publishing.noNotify,
            variables: JSONObject(variables: publishing.variables),
            isAnother: isAnother
        )
        let opened = try await workspace.lifecycle.open(request, publishing.dryRun ? .rehearse : .record)
        guard opened.isNew else {
            context.note(
                "\(opened.incident.id) is open under this key since \(opened.incident.openedAt): nothing changed"
            )
            return IncidentReport(opened.incident, verb: "is open", tree: workspace.configuration.components).result
        }
        if publishing.dryRun { return try await workspace.rehearsal(of: opened.incident) }
        return try await workspace.publish(opened.incident, verb: "opened", publishing)
    }
}
