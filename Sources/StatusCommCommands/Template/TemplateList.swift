import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm template list`.
package struct TemplateList: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list the templates and where they come from",
        discussion: """
            A file NAME.mustache in the folder 'templates' of the configuration replaces the shipped text, \
            NAME.de.mustache is used for readers of German. Any other file there is a partial for {{> name}}.
            """,
        arguments: Self(),
        examples: [CommandExample("What is in use", "statuscomm template list")],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage), .status(.configuration)],
        output: .list(
            .object([
                .field("name", .string, "name of the text"),
                .optional("language", .string, "language it is for"),
                .field("path", .string, "its file, or built-in/…"),
                .field("summary", .string, "what it is"),
            ])
        ),
        run: { _, context in
            let templates = try MessageTemplates(folder: try context.loadConfiguration().templates)
            var table = Table("NAME", "LANGUAGE", "FILE", "WHAT IT IS")
            var document: [JSONValue] = []
            for (name, language, template) in templates.all {
                table.append([name.rawValue, language ?? "-", template.path, name.summary])
                var object = JSONObject()
                object["name"] = .string(name.rawValue)
                if let language { object["language"] = .string(language) }
                object["path"] = .string(template.path)
                object["summary"] = .string(name.summary)
                document.append(.object(object))
            }
            return CommandResult(
                text: .lines(table.text(width: context.output.isTerminal ? context.output.columns() : nil)),
                document: .array(document)
            )
        }
    )
}
