import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm template vars`.
package struct TemplateVars: Hashable, Sendable {
    package var name: MessageTemplateName?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list the variables that templates can print",
        arguments: Self(),
        positionals: [.optional(.choice("NAME"), to: \.name, help: "Template; without it, all")],
        examples: [
            CommandExample("What the first mail can say", "statuscomm template vars initial"),
            CommandExample("All of them, for a script", "statuscomm template vars --json"),
        ],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage)],
        output: .list(
            .object([
                .field("name", .string, "name to print"),
                .field("summary", .string, "what it holds"),
                .field("mayBeEmpty", .boolean, "whether to ask for it with {{#if}}"),
                .field("templates", .list(.string), "templates that have it"),
            ])
        ),
        run: { arguments, context in
            var table = Table("NAME", "TEMPLATES", "WHAT IT HOLDS")
            var document: [JSONValue] = []
            for variable in MessageVariable.all {
                if let name = arguments.name, !variable.templates.contains(name) { continue }
                let templates = MessageTemplateName.allCases.filter(variable.templates.contains).map(\.rawValue)
                table.append([
                    variable.name + (variable.mayBeEmpty ? "?" : ""), templates.joined(separator: ","),
                    variable.summary,
                ])
                document.append([
                    "name": .string(variable.name), "summary": .string(variable.summary),
                    "mayBeEmpty": .bool(variable.mayBeEmpty), "templates": .array(templates.map(JSONValue.string)),
                ])
            }
            return CommandResult(
                text: .lines(table.text(width: context.output.isTerminal ? context.output.columns() : nil)),
                document: .array(document)
            )
        }
    )
}
