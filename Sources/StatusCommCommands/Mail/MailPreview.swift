import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm mail preview`.
package struct MailPreview: Hashable, Sendable {
    package var incident: String?
    package var recipient: String?
    package var opens = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "show a mail as it would leave",
        discussion: """
            The newest message of an incident, whole, with headers; for the first who would get it, unless an address is \
            given. With --open the system's mail program shows it, from a file in the folder for temporary files.
            """,
        arguments: Self(),
        options: [
            .value(
                "to",
                as: .line("ADDRESS", limit: 254),
                to: \.recipient,
                help: "Recipient; of the lists if it is there"
            ),
            .flag("open", to: \.opens, help: "Show it in the mail program of this machine"),
        ],
        positionals: [.optional(.incident, to: \.incident, help: "Incident")],
        examples: [
            CommandExample("What somebody gets", "statuscomm mail preview INC-7 --to ada@example.com"),
            CommandExample("In a mail program", "statuscomm mail preview --open"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .object([
            .field("message", .string, "the mail, RFC 5322"),
            .optional("path", .string, "file that was opened, with --open"),
        ]),
        run: { arguments, context in
            let workspace = try await Workspace(context, writes: false)
            let incident = try await workspace.repository.incident(named: arguments.incident)
            let office = try workspace.mail()
            let subscriber = try office.subscriber(arguments.recipient, for: incident)
            let text = String(decoding: try office.preview(incident, to: subscriber), as: UTF8.self)
            var document: JSONValue = ["message": .string(text)]
            guard arguments.opens else { return CommandResult(text: .exact(text), document: document) }
            let path = try PreviewFile.write(text, named: "\(incident.id).eml", context.environment)
            try PreviewFile.show(path, context.environment)
            document = ["message": .string(text), "path": .string(path)]
            return CommandResult(text: .lines("\(path)\n"), document: document)
        }
    )
}

extension MailOffice {
    /// Somebody of the lists, or an address alone; without an address the first who would be told.
    ///
    /// - Throws: When a list cannot be read, or when the address is none.
    func subscriber(_ text: String?, for incident: Incident) throws -> Subscriber {
        var wanted: MailAddress?
        if let text {
            do throws(MailAddress.Fault) { wanted = try MailAddress(text) } catch {
                throw UnusableAddress(address: text, fault: error)
            }
        }
        var selection = try selection(
            leaves: Set(incident.components.map(\.id)),
            severity: wanted == nil ? incident.severity : nil
        )
        while let decision = try selection.next() {
            if case .tell(let subscriber) = decision, wanted == nil || subscriber.address == wanted {
                return subscriber
            }
        }
        return Subscriber(address: wanted ?? configuration.from.address)
    }
}
