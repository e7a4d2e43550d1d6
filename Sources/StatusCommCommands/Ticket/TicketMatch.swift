import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm ticket match`.
package struct TicketMatch: Hashable, Sendable {
    package var incident: String?
    package var components: [String] = []
    package var keywords: [String] = []
    package var startedAt: TimeText?
    package var channels: [String] = []
    package var explains = false
    package var showsAll = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "tell which tickets belong to an incident, and why",
        discussion: """
            Searches the ticket systems as the next change of the incident would, and writes nothing. With --component \
            it tells which tickets an incident would get that nobody has opened yet.

            A score is 0.5 when the ticket's service is affected, 0.3 for the share of the keywords that it has, and 0.2 \
            when it came no earlier than half an hour before the incident began. A ticket is linked above the threshold.
            """,
        arguments: Self(),
        options: [
            .values("component", "c", as: .component, to: \.components, help: "Component that would be affected"),
            .values(
                "keyword",
                as: .line("WORD", limit: 100),
                to: \.keywords,
                help: "Word that customers would use for it"
            ),
            .value("started-at", as: .time(), to: \.startedAt, help: "When customers began to notice, if not now"),
            .values("channel", as: .target, to: \.channels, help: "Search only this ticket system"),
            .flag("explain", "e", to: \.explains, help: "Show what each score is made of"),
            .flag("all", "a", to: \.showsAll, help: "Tickets below the threshold, too"),
        ],
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [
            CommandExample(
                "Why tickets are linked, and others are not",
                "statuscomm ticket match INC-7 --explain --all"
            ),
            CommandExample(
                "Before an incident is opened",
                "statuscomm ticket match -c Payments --keyword declined --keyword checkout --started-at '20m ago'"
            ),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .object([
            .field("incident", .nullable(.string), "the incident, null for one that is not opened"),
            .field("targets", .list(TicketMatchReport.schema), "what each ticket system holds"),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let isImagined = !components.isEmpty
        guard isImagined || (keywords.isEmpty && startedAt == nil), !(isImagined && incident != nil) else {
            throw MatchMismatch()
        }
        let workspace = try await Workspace(context, writes: false)
        let channels = try workspace.ticketChannels(named: channels)
        let subject =
            isImagined
            ? try await imagined(in: workspace) : try await workspace.repository.incident(named: incident)
        var text = ""
        var documents: [JSONValue] = []
        var problems: [any Diagnostic] = []
        for channel in channels {
            let report: TicketMatchReport
            do {
                let found = try await channel.match(subject)
                report = TicketMatchReport(channel, subject, found, showsAll: showsAll)
            } catch let problem as any Diagnostic {
                problems.append(TargetProblem(target: channel.name, problem: problem.message))
                documents.append(TicketMatchReport.failed(channel, problem.message))
                continue
            }
            text += report.text(explained: explains, width: context.tableWidth)
            documents.append(report.document)
        }
        return CommandResult(
            problems.isEmpty ? .done : .failed,
            text: .lines(text),
            document: [
                "incident": isImagined ? .null : .string("\(subject.id)"), "targets": .array(documents),
            ],
            problems: problems
        )
    }

    private func imagined(in workspace: Workspace) async throws -> Incident {
        let leaves = try workspace.configuration.components.leaves(named: components)
        return try await workspace.repository.imagined(
            components: leaves.map { AffectedComponent(id: $0, status: .degradedPerformance) },
            keywords: keywords,
            startedAt: try startedAt.map { try $0.instant(by: workspace.timeInput) } ?? workspace.context.now()
        )
    }
}

/// Half of an incident that is there and half of one that is not.
struct MatchMismatch: Diagnostic, Hashable {
    var message: String { "'ticket match' takes an incident, or '--component' for one that is not opened" }
    var hint: String? { "leave out the incident, or '--component', '--keyword' and '--started-at'" }
    var exitStatus: ExitStatus { .usage }
}
