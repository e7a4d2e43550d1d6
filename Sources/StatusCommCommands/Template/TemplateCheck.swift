import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm template check`.
package struct TemplateCheck: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "look for mistakes in the templates",
        discussion: """
            Reads every template of the configuration and renders it once with all values and once with no more than \
            there always are. Faults and unknown variables are listed, each with its place.
            """,
        arguments: Self(),
        examples: [CommandExample("After editing a template", "statuscomm template check")],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage), .status(.configuration)],
        output: .object([.field("templates", .integer, "how many were checked")]),
        run: { _, context in
            let configuration = try context.loadConfiguration()
            let templates: MessageTemplates
            do throws(InvalidTemplates) {
                templates = try MessageTemplates(folder: configuration.templates)
            } catch {
                throw error.list
            }
            let faults = templates.check().map { TemplateFault($0) }
            if let first = faults.first { throw DiagnosticList(first, Array(faults.dropFirst())) }
            let count = templates.all.count
            return CommandResult(
                text: .lines("\(count) templates, no mistakes\n"),
                document: ["templates": .number(JSONNumber(count))]
            )
        }
    )
}

extension InvalidTemplates {
    /// Each fault by itself, or the one problem that has no place.
    var list: DiagnosticList {
        let faults = diagnostics.map { TemplateFault($0) }
        guard let first = faults.first else { return DiagnosticList(self) }
        return DiagnosticList(first, Array(faults.dropFirst()))
    }
}
