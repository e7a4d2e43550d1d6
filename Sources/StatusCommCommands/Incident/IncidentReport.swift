package import CommandTable
package import JSON5
package import StatusCommCore

/// An incident and its deliveries as a command's result.
package struct IncidentReport: Sendable {
    private let incident: Incident
    private let verb: String
    private let tree: ComponentTree
    private let deliveries: [DeliveryResult]
    private let isInBackground: Bool

    /// Reports what became of an incident; the verb is a participle such as `opened`.
    package init(
        _ incident: Incident,
        verb: String,
        tree: ComponentTree,
        deliveries: [DeliveryResult] = [],
        isInBackground: Bool = false
    ) {
        self.incident = incident
        self.verb = verb
        self.tree = tree
        self.deliveries = deliveries
        self.isInBackground = isInBackground
    }

    /// The result with its exit status.
    package var result: CommandResult {
        var text =
            "\(incident.id) \(verb): \(incident.title) (\(incident.severity.rawValue), \(incident.phase.rawValue))\n"
        if !deliveries.isEmpty { text += deliveries.table }
        if isInBackground { text += "being sent in the background: 'statuscomm delivery list' tells what is left\n" }
        if let next = incident.nextUpdateAt { text += "next update promised for \(next)\n" }
        return CommandResult(
            ExitStatus(deliveries),
            text: .lines(text),
            document: incident.document(tree, deliveries: deliveries),
            problems: deliveries.compactMap(DeliveryProblem.init)
        )
    }
}

extension OutputSchema {
    /// Members of an incident in documents.
    private static let incidentFields: [Field] = [
        .field("id", .string, "such as INC-7"),
        .field("publicID", .string, "name in public addresses"),
        .field("title", .string, "title for the public"),
        .field("severity", .word(Severity.allCases.map(\.rawValue)), "how bad it is"),
        .field("phase", .word(IncidentPhase.allCases.map(\.rawValue)), "where it stands"),
        .field("key", .nullable(.string), "alert fingerprint"),
        .field("startedAt", .time, "when customers began to notice"),
        .field("openedAt", .time, "when it was put on record"),
        .field("openedBy", .string, "who opened it"),
        .field("resolvedAt", .nullable(.time), "when it was resolved"),
        .field("nextUpdateAt", .nullable(.time), "when the next word is promised"),
        .field(
            "components",
            .list(
                .object([
                    .field("id", .string, "id of the component"),
                    .field("name", .string, "name with its product's before it"),
                    .field("status", .word(ComponentStatus.allCases.map(\.rawValue)), "what this incident does to it"),
                    .field("shownStatus", .word(ComponentStatus.allCases.map(\.rawValue)), "what pages show"),
                ])
            ),
            "components it affects or affected"
        ),
        .field(
            "updates",
            .list(
                .object([
                    .field("sequence", .integer, "number of the entry in the incident's log"),
                    .field("at", .time, "when"),
                    .field("by", .string, "who"),
                    .field("phase", .word(IncidentPhase.allCases.map(\.rawValue)), "phase from then on"),
                    .field("message", .string, "what was said"),
                    .field("automatic", .boolean, "whether nobody typed it"),
                ])
            ),
            "public messages, oldest first"
        ),
        .field(
            "notes",
            .list(
                .object([
                    .field("at", .time, "when it happened"),
                    .field("recordedAt", .time, "when it was written down"),
                    .field("by", .string, "who wrote it down"),
                    .field("type", .word(TimelineNoteType.allCases.map(\.rawValue)), "what it tells"),
                    .field("text", .string, "words for ourselves"),
                    .field("customerText", .nullable(.string), "words for customers"),
                ])
            ),
            "timeline notes, in the order in which they were written down"
        ),
        .field("report", .reportStanding, "the report that customers are owed"),
        .optional("deliveries", .list(.delivery), "where they arrived"),
        .optional("tickets", .list(TicketCounts.targetSchema), "how many tickets of each system stand where"),
        .optional(
            "timeline",
            .list(
                .object([
                    .field("at", .time, "when it happened"),
                    .field("kind", .string, "a phase, the type of a note, 'began' or what became of the report"),
                    .field("public", .boolean, "whether customers read it"),
                    .field("by", .string, "who wrote it down"),
                    .field("text", .string, "what was said or noted"),
                ])
            ),
            "what happened when, oldest first, with --timeline"
        ),
    ]

    /// Shape of an incident in documents.
    package static let incident = OutputSchema.object(incidentFields)

    /// Shape of what a publishing command prints: the incident, or what a dry run shows.
    package static let published = OutputSchema.object(
        incidentFields.map { .optional($0.name, $0.schema, $0.meaning) } + [
            .optional("dryRun", .boolean, "true when nothing was sent and nothing put on record"),
            .optional("incident", incident, "the incident as it would be, after a dry run"),
            .optional("texts", .map(.string), "finished texts by template, after a dry run"),
            .optional(
                "targets",
                .list(
                    .object([
                        .field("target", .string, "name in the configuration"),
                        .field("kind", .string, "what the target is"),
                        .field(
                            "steps",
                            .list(
                                .object([
                                    .field("title", .string, "what would be done"),
                                    .field("content", .nullable(.string), "what would be sent, secrets masked"),
                                    .field("notes", .list(.string), "what to know"),
                                ])
                            ),
                            "what would be done, in order"
                        ),
                    ])
                ),
                "what each target would get, after a dry run"
            ),
        ]
    )
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
        object["notes"] = .array(
            notes.map { recorded in
                .object(
                    JSONObject([
                        .init(name: "at", value: .string(recorded.note.happenedAt.rfc3339)),
                        .init(name: "recordedAt", value: .string(recorded.recordedAt.rfc3339)),
                        .init(name: "by", value: .string(recorded.by)),
                        .init(name: "type", value: .string(recorded.note.type.rawValue)),
                        .init(name: "text", value: .string(recorded.note.text)),
                        .init(name: "customerText", value: recorded.note.customerText.map { .string($0) } ?? .null),
                    ])
                )
            }
        )
        object["report"] = reportStanding.document
        if let deliveries { object["deliveries"] = .array(deliveries.map(\.document)) }
        return .object(object)
    }
}

extension IncidentTimeline {
    /// The moments as a member of `--json` documents.
    var document: JSONValue {
        .array(
            moments.map { moment in
                let (kind, isPublic): (String, Bool) =
                    switch moment.kind {
                    case .began: ("began", false)
                    case .said(let phase, _): (phase.rawValue, true)
                    case .noted(let type): (type.rawValue, false)
                    case .reportPublished: ("report published", true)
                    case .reportSkipped: ("report skipped", false)
                    }
                return .object(
                    JSONObject([
                        .init(name: "at", value: .string(moment.at.rfc3339)),
                        .init(name: "kind", value: .string(kind)),
                        .init(name: "public", value: .bool(isPublic)),
                        .init(name: "by", value: .string(moment.by)),
                        .init(name: "text", value: .string(moment.text)),
                    ])
                )
            }
        )
    }
}
