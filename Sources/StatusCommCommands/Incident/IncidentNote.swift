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
        discussion: """
            No target hears of it. What has a type other than internal may become part of the customers' report: there \
            the words for customers are taken, else our own in plain words.

            A time without a zone is one of the company's time zone, whatever zone this machine is in; the answer shows \
            the time that was understood. A time that the change of clocks leaves out or repeats is refused.
            """,
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
            .value("at", as: .time(), to: \.at, help: "When it happened, if not now, such as '14:05 Europe/Berlin'"),
        ],
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [
            CommandExample(
                "Remember when a measure took effect",
                "statuscomm incident note INC-7 --type mitigation-applied --at '10m ago' -m 'traffic moved to the second region'"
            ),
            CommandExample(
                "With words for customers and a time of another zone",
                "statuscomm incident note INC-7 --type full-recovery --at '14:05 Europe/Berlin' -m 'queue drained' --customer-text 'All requests were answered again.'"
            ),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .incident,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: true)
        let incident = try await workspace.repository.incident(named: incident)
        let now = context.now()
        let note = IncidentChange.TimelineNote(
            type: type,
            happenedAt: try at.map { try $0.instant(by: workspace.timeInput) } ?? now,
            text: try context.text(text ?? .standardInput),
            customerText: customerText
        )
        guard note.happenedAt <= now else { throw NoteAhead(at: note.happenedAt) }
        // What is noted must not get lost, so that words which the report could not use are no reason to refuse it.
        for finding in workspace.findings(in: customerText ?? "") { context.warn(finding.line(path: "customer-text")) }
        let noted = try await workspace.lifecycle.note(incident.id, note).incident
        return CommandResult(
            text: .lines(
                "\(noted.id) noted: \(note.type.rawValue) at \(workspace.configuration.company.zone.longText(note.happenedAt))\n"
            ),
            document: noted.document(workspace.configuration.components)
        )
    }
}

/// A note about what has not happened yet.
package struct NoteAhead: Diagnostic, Hashable {
    package let at: Timestamp

    package var message: String { "cannot note what happens at \(at): it has not happened yet" }
    package var hint: String? { "leave '--at' out for now, or write a time that has passed, such as '20m ago'" }
    package var exitStatus: ExitStatus { .usage }
}
