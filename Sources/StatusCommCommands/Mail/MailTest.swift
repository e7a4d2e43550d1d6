import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm mail test`.
package struct MailTest: Hashable, Sendable {
    package var recipient = ""

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "send one mail to see that the relay works",
        discussion: "Takes the way of every mail: relay, encryption, authentication, rate limit.",
        arguments: Self(),
        options: [.value("to", as: .line("ADDRESS", limit: 254), to: \.recipient, required: true, help: "Recipient")],
        examples: [CommandExample("To yourself", "statuscomm mail test --to you@example.com")],
        exitStatuses: [
            .status(.done), .status(.failed), .status(.usage), .status(.configuration), .status(.outcomeUnknown),
        ],
        output: .object([
            .field("address", .string, "recipient"), .field("state", .string, "what became of it"),
            .field("reply", .string, "the relay's words, when it did not take the mail"),
        ]),
        run: { arguments, context in
            let workspace = try await Workspace(context, writes: true)
            let office = try workspace.mail()
            let address: MailAddress
            do throws(MailAddress.Fault) { address = try MailAddress(arguments.recipient) } catch {
                throw UnusableAddress(address: arguments.recipient, fault: error)
            }
            try await workspace.repository.makeStateDirectory()
            let outcome = try await office.sendTest(to: address, now: context.now())
            let reply = outcome.reply.isEmpty ? "" : ": \(outcome.reply)"
            try await workspace.repository.audit(
                command: "mail test",
                facts: [.init(name: "address", value: .string(address.text))],
                result: "\(outcome.state.name)\(reply)"
            )
            let status: ExitStatus =
                switch outcome.state {
                case .accepted: .done
                case .inDoubt, .inFlight: .outcomeUnknown
                case .pending, .refused, .deferred, .superseded, .skipped, .expired: .failed
                }
            return CommandResult(
                status,
                text: .lines("mail to \(address.text): \(outcome.state.name)\(reply)\n"),
                document: [
                    "address": .string(address.text), "state": .string(outcome.state.name),
                    "reply": .string(outcome.reply),
                ]
            )
        }
    )
}
