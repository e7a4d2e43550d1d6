import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm component list`.
package struct ComponentList: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "list the components with their status now",
        arguments: Self(),
        examples: [CommandExample("Names to use with --component", "statuscomm component list")],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(
            .object([
                .field("id", .string, "id of the component"),
                .field("name", .string, "name that the public sees"),
                .field("aliases", .list(.string), "further names that commands accept"),
                .field("parent", .nullable(.string), "id of the component it is a part of"),
                .field("status", .word(ComponentStatus.allCases.map(\.rawValue)), "the worst of all open incidents"),
            ])
        ),
        run: { _, context in
            let configuration = try context.loadConfiguration()
            let repository = IncidentRepository(store: try context.openStore(for: .reading), author: context.author)
            let open = try await repository.active().filter(\.isOpen)
            func status(_ component: Component) -> ComponentStatus {
                ComponentTree.leaves(below: component)
                    .flatMap { leaf in open.compactMap { $0.status(of: leaf.id) } }
                    .max() ?? .operational
            }
            var table = Table("COMPONENT", "ID", "ALIASES", "STATUS")
            var documents: [JSONValue] = []
            func add(_ component: Component, depth: Int, parent: String?) {
                table.append([
                    String(repeating: "  ", count: depth) + component.name, component.id,
                    component.aliases.joined(separator: ", "), status(component).title,
                ])
                documents.append([
                    "id": .string(component.id),
                    "name": .string(component.name),
                    "aliases": .array(component.aliases.map { .string($0) }),
                    "parent": parent.map { .string($0) } ?? .null,
                    "status": .string(status(component).rawValue),
                ])
                for child in component.children { add(child, depth: depth + 1, parent: component.id) }
            }
            for root in configuration.components.roots { add(root, depth: 0, parent: nil) }
            return CommandResult(text: .lines(table.text(width: context.tableWidth)), document: .array(documents))
        }
    )
}
