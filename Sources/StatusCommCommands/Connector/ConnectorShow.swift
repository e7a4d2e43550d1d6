import CommandTable
import JSON5
import Spelling
import StatusCommCore

/// `statuscomm connector show`.
package struct ConnectorShow: Hashable, Sendable {
    package var name = ""

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "print a shipped connector, to read or to begin your own from",
        arguments: Self(),
        positionals: [
            .required(
                .line("NAME", completion: .dynamic(.connectors), limit: 64),
                to: \.name,
                help: "Connector to print"
            )
        ],
        examples: [
            CommandExample("Begin your own", "statuscomm connector show statuspage > connectors/mine.json5")
        ],
        exitStatuses: [.status(.done), .status(.usage)],
        output: .object([.field("text", .string, "the file")]),
        run: { arguments, _ in
            guard let source = Connector.presetSource(named: arguments.name) else {
                throw UnknownConnector(name: arguments.name)
            }
            let text = String(decoding: source, as: UTF8.self)
            return CommandResult(text: .exact(text), document: ["text": .string(text)])
        }
    )
}

/// No shipped connector has this name.
struct UnknownConnector: Diagnostic, Hashable {
    let name: String

    var message: String { "unknown connector '\(name)'" }
    var hint: String? {
        nearest(to: name, in: Connector.presetNames, limit: 1).first.map { "did you mean '\($0)'?" }
            ?? "run 'statuscomm connector list' to see all of them"
    }
    var exitStatus: ExitStatus { .usage }
}
