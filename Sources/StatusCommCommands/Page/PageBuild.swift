import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm page build`.
package struct PageBuild: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "build the static pages again from the log",
        discussion: "Changed files are replaced, each whole; the rest stays. Every delivery does the same by itself.",
        arguments: Self(),
        examples: [CommandExample("After a power cut, or a change of names", "statuscomm page build")],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(
            .object([
                .field("target", .string, "name of the page in the configuration"),
                .field("changed", .list(.string), "files that were written"),
            ])
        ),
        run: { _, context in
            let workspace = try await Workspace(context, writes: true)
            var text = ""
            var documents: [JSONValue] = []
            for page in workspace.channels.compactMap({ $0 as? StaticPageChannel }) {
                let changed = try await page.build(within: .seconds(30))
                text += "\(page.name): \(changed.count) files written\n"
                documents.append([
                    "target": .string(page.name), "changed": .array(changed.map { .string($0) }),
                ])
            }
            if documents.isEmpty { text = "the configuration has no static page\n" }
            return CommandResult(text: .lines(text), document: .array(documents))
        }
    )
}
