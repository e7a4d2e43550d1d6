import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm ticket link`.
package struct TicketLink: Hashable, Sendable {
    package var incident: String?
    package var ticket = ""
    package var channel: String?
    package var noReply = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "take a ticket into an incident by hand",
        discussion: """
            From the next change on the ticket is told like those that were found, whatever its score. What was said \
            before is not said again. The incident's mark is put on the ticket. Safe to repeat.
            """,
        arguments: Self(),
        options: [
            .value("channel", as: .target, to: \.channel, help: "Ticket system, where there are several"),
            .flag("no-reply", to: \.noReply, help: "Agents read the news as notes; the customer is not written to"),
        ],
        positionals: [
            .required(.incident, to: \.incident, help: "Incident"),
            .required(.line("TICKET", limit: 255), to: \.ticket, help: "Ticket as its system shows it"),
        ],
        examples: [
            CommandExample("A customer whom no search finds", "statuscomm ticket link INC-7 4711"),
            CommandExample("Agents only", "statuscomm ticket link INC-7 SUP-12 --no-reply"),
        ],
        exitStatuses: ExitStatusInfo.deciding,
        output: .decidedTicket,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: true)
        let incident = try await workspace.repository.incident(named: incident)
        let channel = try await workspace.ticketChannel(named: channel, of: ticket, in: incident)
        let decided = try await channel.link(ticket, to: incident, mayReply: !noReply)
        return try await workspace.result(of: decided, .link, incident, channel)
    }
}
