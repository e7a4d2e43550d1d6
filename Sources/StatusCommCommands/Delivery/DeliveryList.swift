import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm delivery list`.
package struct DeliveryList: Hashable, Sendable {
    package var incident: String?
    package var all = false
    package var mail = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list what is not delivered",
        discussion: """
            Without an incident, those of every incident that is not settled. With --mail, the addresses that a mail did not \
            simply reach: refused, put off, in doubt or left out, with the relay's words.
            """,
        arguments: Self(),
        options: [
            .flag("all", "a", to: \.all, help: "Finished ones too"),
            .flag("mail", to: \.mail, help: "Addresses that no mail reached, and why"),
        ],
        positionals: [.optional(.incident, to: \.incident, help: "Only of this incident")],
        examples: [
            CommandExample("What is queued, refused or unknown", "statuscomm delivery list"),
            CommandExample("Every delivery of one incident", "statuscomm delivery list --all INC-7"),
            CommandExample("Whom the relay refused, and why", "statuscomm delivery list --mail INC-7"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(
            .object(
                OutputSchema.deliveryFields.map { .optional($0.name, $0.schema, $0.meaning) } + [
                    .optional("address", .string, "recipient, with --mail"),
                    .optional("state", .word(MailState.allCases.map(\.member)), "what became of the mail, with --mail"),
                    .optional("at", .nullable(.time), "when, with --mail"),
                    .optional("code", .nullable(.integer), "the relay's reply code, with --mail"),
                    .optional("text", .string, "the relay's words or ours, with --mail"),
                ]
            )
        ),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let repository = workspace.repository
        let incidents =
            if let incident { [try await repository.incident(named: incident)] } else { try await repository.active() }
        if mail { return try mails(of: incidents, try workspace.mail(), width: context.tableWidth) }
        var results: [DeliveryResult] = []
        for incident in incidents { results += try await workspace.standings(of: incident) }
        if !all { results = results.filter { !$0.isGood } }
        var table = Table("DELIVERY", "KIND", "STATUS", "TRIES", "WHERE OR WHY")
        for result in results {
            table.append([
                "\(result.key)", result.kind, result.standing.word, "\(result.attempts)",
                result.standing.reason ?? result.url ?? "",
            ])
        }
        return CommandResult(
            text: .lines(results.isEmpty ? "everything is delivered\n" : table.text(width: context.tableWidth)),
            document: .array(results.map(\.document))
        )
    }

    private func mails(of incidents: [Incident], _ office: MailOffice, width: Int?) throws -> CommandResult {
        var table = Table("DELIVERY", "ADDRESS", "STATE", "AT", "WHY")
        var documents: [JSONValue] = []
        for incident in incidents {
            for change in office.changes(of: incident) {
                let key = DeliveryKey(incident: incident.id, target: Configuration.mailTarget, change: change)
                for mail in try office.exceptions(of: office.folder(of: incident, change: change)) {
                    table.append(["\(key)", mail.address.text, mail.word, mail.at?.description ?? "-", mail.words])
                    documents.append(mail.document(key))
                }
            }
        }
        return CommandResult(
            text: .lines(documents.isEmpty ? "no mail was refused, put off or left out\n" : table.text(width: width)),
            document: .array(documents)
        )
    }
}

extension MailException {
    fileprivate var at: Timestamp? { time > 0 ? Timestamp(milliseconds: Int64(time) * 1000) : nil }

    fileprivate var word: String {
        switch state {
        case .accepted: "sent again"
        case .inDoubt: "in doubt"
        case .deferred: "put off"
        case .inFlight, .pending, .refused, .superseded, .skipped, .expired: state.name
        }
    }

    fileprivate var words: String { code > 0 ? "\(code) \(text)" : text }

    fileprivate func document(_ key: DeliveryKey) -> JSONValue {
        [
            "delivery": .string("\(key)"), "address": .string(address.text), "state": .string(state.member),
            "at": at.map { .string($0.rfc3339) } ?? .null, "code": code > 0 ? .number(JSONNumber(code)) : .null,
            "text": .string(text),
        ]
    }
}
