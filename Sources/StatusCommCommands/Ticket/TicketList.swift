import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm ticket list`.
package struct TicketList: Hashable, Sendable {
    package var incident: String?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list the tickets of an incident and what was done on them",
        discussion: "From what is on record here; no ticket system is asked.",
        arguments: Self(),
        positionals: [.optional(.incident, to: \.incident, help: "Incident, the only open one if left out")],
        examples: [CommandExample("Who was told, and who was not", "statuscomm ticket list INC-7")],
        exitStatuses: ExitStatusInfo.reading,
        output: .object([
            .field("incident", .string, "the incident"), .field("targets", .list(schema), "what each system holds"),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let incident = try await workspace.repository.incident(named: incident)
        var text = ""
        var documents: [JSONValue] = []
        for channel in try workspace.ticketChannels() {
            let ledger = try await workspace.repository.ticketLedger(of: incident, target: channel.name)
            let decisions = try await workspace.repository.ticketDecisions(of: incident.id, target: channel.name)
            text += "\(channel.name) (\(channel.kind)): \(ledger.counts.words)\n"
            if !ledger.all.isEmpty {
                var table = Table("TICKET", "STATE", "REPLIES", "WHY IT BELONGS, OR WHAT IS WRONG")
                for member in ledger.all {
                    table.append([
                        member.ticket.reference, member.state.rawValue, "\(member.replies)",
                        member.trouble ?? member.reason,
                    ])
                }
                text += table.text(width: context.tableWidth)
            }
            for (_, plan) in ledger.plans.sorted(by: { $0.key < $1.key }) {
                if let stop = plan.stop { text += "stop: \(stop)\n" }
            }
            for decision in decisions {
                text += "\(decision.at) \(terminalLine(decision.by)): \(terminalLine(decision.decision.line))\n"
            }
            documents.append([
                "target": .string(channel.name),
                "connector": .string(channel.kind),
                "counts": ledger.counts.document,
                "tickets": .array(ledger.all.map(\.document)),
                "decisions": .array(
                    decisions.map { decision in
                        [
                            "at": .string(decision.at.rfc3339),
                            "by": .string(decision.by),
                            "verdict": .string(decision.decision.verdict.rawValue),
                            "ticket": .string(decision.decision.ticket.reference),
                        ]
                    }
                ),
            ])
        }
        return CommandResult(
            text: .lines(text),
            document: ["incident": .string("\(incident.id)"), "targets": .array(documents)]
        )
    }

    private static let schema = OutputSchema.object([
        .field("target", .string, "name in the configuration"),
        .field("connector", .string, "its connector"),
        .field("counts", TicketCounts.schema, "how many tickets stand where"),
        .field("tickets", .list(TicketLedger.Member.schema), "in the order in which they joined"),
        .field(
            "decisions",
            .list(
                .object([
                    .field("at", .time, "when"),
                    .field("by", .string, "who"),
                    .field("verdict", .word(TicketDecision.Verdict.allCases.map(\.rawValue)), "what was decided"),
                    .field("ticket", .string, "about which ticket"),
                ])
            ),
            "what people decided by hand, oldest first"
        ),
    ])
}
