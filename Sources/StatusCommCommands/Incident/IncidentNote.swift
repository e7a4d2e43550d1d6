package import CommandTable
package import StatusCommCore

/// `statuscomm incident note`.
package struct IncidentNote: Hashable, Sendable {
    package var incident: String?
    package var type = TimelineNoteType.internalNote
    package var text: TextSource?
    package var customerText: String?
    package var at: TimeText?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "write something down for the timeline",
        discussion:
            "No target hears of it. What has a type other than internal may become part of the customers' report.",
        arguments: Self(),
        options: [
            .value(
                "type",
                as: .choice("TYPE"),
                to: \.type,
                default: "internal",
                help: "What it tells"
            ),
            .value(
                "text",
                "m",
                as: .text(),
                to: \.text,
                required: true,
                help: "Words for ourselves, - for standard input"
            ),
            .value(
                "customer-text",
                as: .line("TEXT", limit: 2_000),
                to: \.customerText,
                help: "Words for customers, used in the report"
            ),
            .value("at", as: .time(), to: \.at, help: "When it happened, if not now"),
        ],
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [
            CommandExample(
                "Remember when a measure took effect",
                "statuscomm incident note INC-7 --type mitigation-applied --at '10m ago' -m 'traffic moved to the second region'"
            )
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .incident,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: true)
        let incident = try await workspace.repository.incident(named: incident)
        let note = IncidentChange.TimelineNote(
            type: type,
            happenedAt: try at.map { try $0.instant(by: workspace.timeInput) } ?? context.now(),
            text: try context.text(text ?? .standardInput),
            customerText: customerText
        )
        let noted = try await workspace.lifecycle.note(incident.id, note).incident
        return CommandResult(
            text: .lines("\(noted.id) noted: \(note.type.rawValue) at \(note.happenedAt)\n"),
            document: noted.document(workspace.configuration.components)
        )
    }
}
