import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm init`.
package struct Init: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "write a commented starter configuration",
        discussion:
            "To the file of --config or $STATUSCOMM_CONFIG, else to ~/.config/statuscomm/config.json5. A file that is there stays.",
        arguments: Self(),
        examples: [
            CommandExample("In the usual place", "statuscomm init"),
            CommandExample("Somewhere else", "statuscomm init --config ./status.json5"),
        ],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage), .status(.conflict)],
        output: .object([.field("path", .string, "the file that was written")]),
        run: { _, context in
            let path = try context.configurationLoader().preferredPath
            try NewFile.create(path, Array(StarterConfiguration.text.utf8))
            context.note("edit it, then run 'statuscomm config check'")
            return CommandResult(text: .lines("\(path)\n"), document: ["path": .string(path)])
        }
    )
}
