import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm config show`.
package struct ConfigShow: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "show the configuration in force, defaults included, without secrets",
        arguments: Self(),
        examples: [CommandExample("What is in force", "statuscomm config show")],
        exitStatuses: [.status(.done), .status(.usage), .status(.configuration)],
        output: .object([
            .field("origin", .nullable(.string), "path of the file, null for the built-in configuration"),
            .field("configuration", .anything, "every section with its defaults"),
        ]),
        run: { _, context in
            let configuration = try context.loadConfiguration()
            let text = JSONWriter.text(configuration.document, layout: .pretty)
            return CommandResult(
                text: .lines("// \(configuration.origin.name)\n\(text)\n"),
                document: [
                    "origin": configuration.origin.path.map { .string($0) } ?? .null,
                    "configuration": configuration.document,
                ]
            )
        }
    )
}
