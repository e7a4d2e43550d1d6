package import JSON5
package import StatusCommCore

/// An incident and its deliveries as a command's result.
package struct IncidentReport: Sendable {
    private let incident: Incident
    private let verb: String
    private let tree: ComponentTree
    private let deliveries: [DeliveryResult]

    /// Reports what became of an incident; the verb is a participle such as `opened`.
    package init(_ incident: Incident, verb: String, tree: ComponentTree, deliveries: [DeliveryResult] = []) {
        self.incident = incident
        self.verb = verb
        self.tree = tree
        self.deliveries = deliveries
    }

    /// The result with its exit status.
    package var result: CommandResult {
        var text =
            "\(incident.id) \(verb): \(incident.title) (\(incident.severity.rawValue), \(incident.phase.rawValue))\n"
        if !deliveries.isEmpty { text += deliveries.table }
        if let next = incident.nextUpdateAt { text += "next update promised for \(next)\n" }
        return CommandResult(
            ExitStatus(deliveries),
            text: .lines(text),
            document: incident.document(tree, deliveries: deliveries),
            problems: deliveries.compactMap(DeliveryProblem.init)
        )
    }
}

extension Incident {
    /// The incident as a member of `--json` documents.
    package func document(_ tree: ComponentTree, deliveries: [DeliveryResult]? = nil) -> JSONValue {
        var object = JSONObject()
        object["id"] = .string("\(id)")
        object["publicID"] = .string(publicID)
        object["title"] = .string(title)
        object["severity"] = .string(severity.rawValue)
        object["phase"] = .string(phase.rawValue)
        object["key"] = key.map { .string($0) } ?? .null
        object["startedAt"] = .string(startedAt.rfc3339)
        object["openedAt"] = .string(openedAt.rfc3339)
        object["openedBy"] = .string(openedBy)
        object["resolvedAt"] = resolvedAt.map { .string($0.rfc3339) } ?? .null
        object["nextUpdateAt"] = nextUpdateAt.map { .string($0.rfc3339) } ?? .null
        object["components"] = .array(
            components.map { component in
                .object(
                    JSONObject([
                        .init(name: "id", value: .string(component.id)),
                        .init(name: "name", value: .string(tree.qualifiedName(of: component.id))),
                        .init(name: "status", value: .string(component.status.rawValue)),
                        .init(name: "shownStatus", value: .string(component.shownStatus.rawValue)),
                    ])
                )
            }
        )
        object["updates"] = .array(
            updates.map { update in
                .object(
                    JSONObject([
                        .init(name: "sequence", value: .number(JSONNumber(update.sequence))),
                        .init(name: "at", value: .string(update.at.rfc3339)),
                        .init(name: "by", value: .string(update.by)),
                        .init(name: "phase", value: .string(update.phase.rawValue)),
                        .init(name: "message", value: .string(update.publication.message)),
                        .init(name: "automatic", value: .bool(update.isAutomatic)),
                    ])
                )
            }
        )
        if let deliveries { object["deliveries"] = .array(deliveries.map(\.document)) }
        return .object(object)
    }
}
