import JSON5
import StatusCommCore

/// What `--dry-run` shows: the incident as it would be, its texts, and each step of each target.
struct RehearsalReport: Sendable {
    let incident: Incident
    let previews: [(key: DeliveryKey, kind: String, steps: [DeliveryPreview])]
    let tree: ComponentTree

    var result: CommandResult {
        var text = "dry run: nothing was sent, and nothing was put on record\n"
        text += "\(incident.title) (\(incident.severity.rawValue), \(incident.phase.rawValue))\n"
        for component in incident.components {
            text += "  \(tree.qualifiedName(of: component.id)): \(component.shownStatus.title)\n"
        }
        for (name, words) in incident.latestChange.publication.texts.sorted(by: { $0.key < $1.key }) {
            text += "\n== text '\(name)'\n\(words)\n"
        }
        for preview in previews {
            text += "\n== \(preview.key.target) (\(preview.kind))\n"
            for step in preview.steps {
                text += "\(step.title)\n"
                if let content = step.content { text += indented(content) }
                for note in step.notes { text += "note: \(note.text)\n" }
            }
        }
        return CommandResult(text: .lines(text), document: document)
    }

    private var document: JSONValue {
        var object = JSONObject()
        object["dryRun"] = .bool(true)
        object["incident"] = incident.document(tree)
        object["texts"] = .object(
            JSONObject(
                incident.latestChange.publication.texts.sorted { $0.key < $1.key }
                    .map { .init(name: $0.key, value: .string($0.value)) }
            )
        )
        object["targets"] = .array(
            previews.map { preview in
                [
                    "target": .string(preview.key.target),
                    "kind": .string(preview.kind),
                    "steps": .array(
                        preview.steps.map { step in
                            [
                                "title": .string(step.title),
                                "content": step.content.map { .string($0) } ?? .null,
                                "notes": .array(step.notes.map { .string($0.text) }),
                            ]
                        }
                    ),
                ]
            }
        )
        return .object(object)
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
    }
}
