import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm delivery retry`.
package struct DeliveryRetry: Hashable, Sendable {
    package var deliveries: [DeliveryKey] = []
    package var deadline: Duration?
    package var inDoubt = MailPolicy.InDoubt.resend

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "go on with what is not delivered",
        discussion: """
            Without arguments everything that is queued or was interrupted. A delivery that was refused is tried again \
            only when it is named, and one that is named is tried at once, however long its target wants to be left alone. \
            What may have arrived is looked for first and never simply sent again.

            A mail cannot be looked for: those that were in flight when a run was interrupted are in doubt ('delivery list \
            --mail' names them). They get it once more, with the same Message-ID, or with --in-doubt=skip not again.
            """,
        arguments: Self(),
        options: [
            .value(
                "deadline",
                as: .duration(atLeast: .seconds(1), atMost: .seconds(3_600)),
                to: \.deadline,
                help: "Longest time to spend before the rest stays queued"
            ),
            .inDoubt(to: \.inDoubt),
        ],
        positionals: [.rest(.delivery, to: \.deliveries, help: "Delivery as 'delivery list' prints it")],
        examples: [
            CommandExample("Go on after a crash or an outage", "statuscomm delivery retry"),
            CommandExample(
                "Try a refused one again, the cause being mended",
                "statuscomm delivery retry INC-7/public/2"
            ),
            CommandExample("Nobody gets a mail twice", "statuscomm delivery retry --in-doubt=skip"),
        ],
        exitStatuses: ExitStatusInfo.publishing,
        output: .list(.delivery),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let namesMail = deliveries.contains { $0.target == Configuration.mailTarget }
        let mail = MailHandling(inDoubt: inDoubt, skipsPauses: namesMail)
        let workspace = try await Workspace(context, writes: true, mail: mail)
        let repository = workspace.repository
        var incidents: [Incident] = []
        if deliveries.isEmpty {
            incidents = try await repository.active()
        } else {
            for id in Set(deliveries.map(\.incident)).sorted() {
                guard let incident = try await repository.incident(id) else { throw IncidentLookup.unknown("\(id)") }
                incidents.append(incident)
            }
            for key in deliveries { try await repository.reopen(key) }
        }
        let named = Set(deliveries)
        let results = try await workspace.deliver(incidents, deadline: deadline) {
            named.isEmpty || named.contains($0)
        }
        if !results.isEmpty {
            try await repository.audit(command: "delivery retry", results: results)
        }
        return CommandResult(
            ExitStatus(results),
            text: .lines(results.isEmpty ? "nothing was left to deliver\n" : results.table),
            document: .array(results.map(\.document)),
            problems: results.compactMap(DeliveryProblem.init)
        )
    }
}
