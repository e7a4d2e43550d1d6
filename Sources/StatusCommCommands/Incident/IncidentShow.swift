import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm incident show`.
package struct IncidentShow: Hashable, Sendable {
    package var incident: String?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "show an incident with what was said and where it arrived",
        arguments: Self(),
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [CommandExample("Everything about one", "statuscomm incident show INC-7")],
        exitStatuses: ExitStatusInfo.reading,
        output: .incident,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let incident = try await workspace.repository.incident(named: incident)
        let deliveries = try await workspace.standings(of: incident)
        let tree = workspace.configuration.components
        var text = "\(incident.id) \(incident.title)\n"
        text += "  severity    \(incident.severity.rawValue)\n"
        text += "  phase       \(incident.phase.rawValue)\n"
        text += "  began       \(incident.startedAt)\n"
        text += "  opened      \(incident.openedAt) by \(incident.openedBy)\n"
        if let resolved = incident.resolvedAt { text += "  resolved    \(resolved) by \(incident.resolvedBy ?? "")\n" }
        if let next = incident.nextUpdateAt {
            text += "  next update \(next)\(next < context.now() ? " (late)" : "")\n"
        }
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
        return CommandResult(text: .lines(text), document: incident.document(tree, deliveries: deliveries))
    }
}
