import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm incident show`.
package struct IncidentShow: Hashable, Sendable {
    package var incident: String?
    package var timeline = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "show an incident with what was said and where it arrived",
        discussion: """
            With --timeline the incident is drawn: how long each phase lasted, and what was said and noted when, in the \
            company's time zone. Notes are our own words; none of it is sent to anybody.
            """,
        arguments: Self(),
        options: [.flag("timeline", to: \.timeline, help: "Draw what happened when")],
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [
            CommandExample("Everything about one", "statuscomm incident show INC-7"),
            CommandExample("What happened when", "statuscomm incident show INC-7 --timeline"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .incident,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let incident = try await workspace.repository.incident(named: incident)
        let deliveries = try await workspace.standings(of: incident)
        let tree = workspace.configuration.components
        var document = incident.document(tree, deliveries: deliveries)
        let tickets = try await workspace.ticketCounts(of: incident)
        if !tickets.isEmpty, case .object(var members) = document {
            members["tickets"] = .array(tickets.map { $0.counts.document(of: $0.target) })
            document = .object(members)
        }
        if timeline {
            let timeline = IncidentTimeline(incident, now: context.now())
            let drawing = TimelineDrawing(
                timeline,
                zone: workspace.configuration.company.zone,
                width: context.tableWidth,
                glyphs: context.output.isTerminal && !Style.isDumb(context.environment) ? .unicode : .ascii
            )
            if case .object(var members) = document {
                members["timeline"] = timeline.document
                document = .object(members)
            }
            return CommandResult(
                text: .lines("\(incident.id) \(terminalLine(incident.title))\n\(drawing.text)"),
                document: document
            )
        }
        var text = "\(incident.id) \(incident.title)\n"
        text += "  severity    \(incident.severity.rawValue)\n"
        text += "  phase       \(incident.phase.rawValue)\n"
        text += "  began       \(incident.startedAt)\n"
        text += "  opened      \(incident.openedAt) by \(incident.openedBy)\n"
        if let resolved = incident.resolvedAt { text += "  resolved    \(resolved) by \(incident.resolvedBy ?? "")\n" }
        if let next = incident.nextUpdateAt {
            text += "  next update \(next)\(next < context.now() ? " (late)" : "")\n"
        }
        if let report = incident.reportStanding.text { text += "  report      \(report)\n" }
        for (target, counts) in tickets { text += "  tickets     \(counts.words) at \(target)\n" }
        for component in incident.components {
            text += "  component   \(tree.qualifiedName(of: component.id)): \(component.status.title)\n"
        }
        for update in incident.updates.reversed() {
            text += "\n\(update.at) \(update.phase.title), by \(update.by)\n"
            text += update.publication.message.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "  \($0)\n" }
                .joined()
        }
        if !incident.notes.isEmpty { text += "\nnotes\n" }
        for note in incident.notes {
            text += "  \(note.note.happenedAt) \(note.note.type.rawValue): \(note.note.text)\n"
        }
        if !deliveries.isEmpty { text += "\n" + deliveries.table }
        return CommandResult(text: .lines(text), document: document)
    }
}
