import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm ticket unlink`.
package struct TicketUnlink: Hashable, Sendable {
    package var incident: String?
    package var ticket = ""
    package var channel: String?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "leave a ticket out of an incident from now on",
        discussion: """
            Nothing more is written on it for this incident, whatever its score, and the incident's mark is taken off. \
            What was said stays said. Safe to repeat; 'ticket link' takes it in again.
            """,
        arguments: Self(),
        options: [.value("channel", as: .target, to: \.channel, help: "Ticket system, where there are several")],
        positionals: [
            .required(.incident, to: \.incident, help: "Incident"),
            .required(.linkedTicket, to: \.ticket, help: "Ticket as its system shows it"),
        ],
        examples: [CommandExample("It was about something else", "statuscomm ticket unlink INC-7 4711")],
        exitStatuses: ExitStatusInfo.deciding,
        output: .decidedTicket,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: true)
        let incident = try await workspace.repository.incident(named: incident)
        let channel = try await workspace.ticketChannel(named: channel, of: ticket, in: incident)
        let decided = try await channel.unlink(ticket, from: incident)
        return try await workspace.result(of: decided, .unlink, incident, channel)
    }
}
