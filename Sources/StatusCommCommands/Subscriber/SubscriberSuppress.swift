import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm subscriber suppress`.
package struct SubscriberSuppress: Hashable, Sendable {
    package var address = ""
    package var reason = "by hand"

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "never send mail to an address again",
        discussion: "Holds at once, also for a notification that is being sent.",
        arguments: Self(),
        options: [
            .value(
                "reason",
                as: .line("TEXT", limit: 200),
                to: \.reason,
                default: "by hand",
                help: "Why, for the suppression list"
            )
        ],
        positionals: [.required(.line("ADDRESS", limit: 254), to: \.address, help: "E-mail address")],
        examples: [CommandExample("Somebody has asked for it", "statuscomm subscriber suppress ada@example.com")],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage), .status(.configuration)],
        output: .object([.field("address", .string, "address as it is compared")]),
        run: { arguments, context in
            let workspace = try await Workspace(context, writes: true)
            let office = try workspace.mail()
            let address: MailAddress
            do throws(MailAddress.Fault) { address = try MailAddress(arguments.address) } catch {
                throw UnusableAddress(address: arguments.address, fault: error)
            }
            try await workspace.repository.makeStateDirectory()
            try MailFolder.makeFolders(office.root)
            try SuppressionList.append(
                address,
                reason: arguments.reason,
                time: context.now().rfc3339(secondsAheadOfUTC: 0),
                to: office.suppressionsPath
            )
            try await workspace.repository.audit(
                command: "subscriber suppress",
                facts: [
                    .init(name: "address", value: .string(address.text)),
                    .init(name: "reason", value: .string(arguments.reason)),
                ],
                result: "\(address.text) gets no more mail"
            )
            return CommandResult(
                text: .lines("\(address.text) gets no more mail\n"),
                document: ["address": .string(address.text)]
            )
        }
    )
}

/// A word that is no e-mail address.
package struct UnusableAddress: Diagnostic, Hashable {
    package let address: String
    package let fault: MailAddress.Fault

    package var message: String { "cannot use address '\(address)': \(fault.rawValue)" }
    package var exitStatus: ExitStatus { .usage }
}
