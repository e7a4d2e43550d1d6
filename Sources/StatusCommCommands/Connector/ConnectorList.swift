import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm connector list`.
package struct ConnectorList: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list the connectors, shipped ones and your own",
        arguments: Self(),
        examples: [CommandExample("What can be spoken to", "statuscomm connector list")],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(
            .object([
                .field("name", .string, "name to use in the configuration"),
                .field("kind", .string, "what it speaks to"),
                .field("title", .string, "name of the provider"),
                .field("path", .nullable(.string), "file of one of your own, null for a shipped one"),
            ])
        ),
        run: { _, context in
            let library = try ConnectorLibrary(paths: try context.loadConfiguration().connectors)
            var table = Table("CONNECTOR", "KIND", "PROVIDER", "FROM")
            var documents: [JSONValue] = []
            for name in library.names {
                guard let connector = try library.connector(named: name) else { continue }
                table.append([name, connector.kind.rawValue, connector.title, library.path(of: name) ?? "shipped"])
                documents.append([
                    "name": .string(name),
                    "kind": .string(connector.kind.rawValue),
                    "title": .string(connector.title),
                    "path": library.path(of: name).map { .string($0) } ?? .null,
                ])
            }
            return CommandResult(text: .lines(table.text(width: context.tableWidth)), document: .array(documents))
        }
    )
}
