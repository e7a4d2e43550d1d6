package import JSON5

extension IncidentChange {
    /// Name of the entry's type in the log.
    package var entryType: String {
        switch self {
        case .opened: "opened"
        case .updated: "updated"
        case .resolved: "resolved"
        case .noted: "noted"
        case .reportPublished: "report-published"
        case .reportSkipped: "report-skipped"
        case .reminded: "reminded"
        }
    }

    /// The entry's data in the log.
    package var entryData: JSONValue {
        var object = JSONObject()
        switch self {
        case .opened(let opening):
            object["publicID"] = .string(opening.publicID)
            object["title"] = .string(opening.title)
            object["severity"] = .string(opening.severity.rawValue)
            object.set("key", opening.key)
            object.set("keywords", opening.keywords)
            object["startedAt"] = .string(opening.startedAt.rfc3339)
            object["publication"] = opening.publication.entryData
        case .updated(let update):
            object["phase"] = .string(update.phase.rawValue)
            object.set("severity", update.severity?.rawValue)
            object.set("finding", update.finding)
            object.set("action", update.action)
            object.set("eta", update.eta)
            if update.isAutomatic { object["automatic"] = .bool(true) }
            object["publication"] = update.publication.entryData
        case .resolved(let resolution):
            object.set("rootCause", resolution.rootCause)
            object.set("fix", resolution.fix)
            object.set("preventions", resolution.preventions)
            object["publication"] = resolution.publication.entryData
        case .noted(let note):
            object["type"] = .string(note.type.rawValue)
            object["happenedAt"] = .string(note.happenedAt.rfc3339)
            object["text"] = .string(note.text)
            object.set("customerText", note.customerText)
        case .reportPublished(let report):
            object["report"] = .string(report.digest)
            object.set("postmortem", report.postmortemDigest)
            object["publication"] = report.publication.entryData
        case .reportSkipped(let skip):
            object["reason"] = .string(skip.reason)
        case .reminded(let reminder):
            object["occasion"] = .string(reminder.occasion.rawValue)
            object["about"] = .number(JSONNumber(reminder.about))
            object["dueAt"] = .string(reminder.dueAt.rfc3339)
            object["title"] = .string(reminder.title)
            object["text"] = .string(reminder.text)
            object.set("targets", reminder.targets)
        }
        return .object(object)
    }

    /// Reads an entry back; nil for a type that this version does not know.
    package init?(entryType: String, data: JSONValue) throws(EntryMismatch) {
        let fields = try EntryFields(data, named: "data")
        switch entryType {
        case "opened":
            self = .opened(
                Opening(
                    publicID: try fields.string("publicID"),
                    title: try fields.string("title"),
                    severity: try fields.choice("severity", of: Severity.self),
                    key: try fields.optionalString("key"),
                    keywords: try fields.strings("keywords"),
                    startedAt: try fields.timestamp("startedAt"),
                    publication: try Publication(entryData: fields.object["publication"] ?? .null)
                )
            )
        case "updated":
            self = .updated(
                Update(
                    phase: try fields.choice("phase", of: IncidentPhase.self),
                    severity: try fields.optionalChoice("severity", of: Severity.self),
                    finding: try fields.optionalString("finding"),
                    action: try fields.optionalString("action"),
                    eta: try fields.optionalString("eta"),
                    isAutomatic: try fields.bool("automatic", default: false),
                    publication: try Publication(entryData: fields.object["publication"] ?? .null)
                )
            )
        case "resolved":
            self = .resolved(
                Resolution(
                    rootCause: try fields.optionalString("rootCause"),
                    fix: try fields.optionalString("fix"),
                    preventions: try fields.strings("preventions"),
                    publication: try Publication(entryData: fields.object["publication"] ?? .null)
                )
            )
        case "noted":
            self = .noted(
                TimelineNote(
                    type: try fields.choice("type", of: TimelineNoteType.self),
                    happenedAt: try fields.timestamp("happenedAt"),
                    text: try fields.string("text"),
                    customerText: try fields.optionalString("customerText")
                )
            )
        case "report-published":
            self = .reportPublished(
                Report(
                    digest: try fields.string("report"),
                    postmortemDigest: try fields.optionalString("postmortem"),
                    publication: try Publication(entryData: fields.object["publication"] ?? .null)
                )
            )
        case "report-skipped":
            self = .reportSkipped(ReportSkip(reason: try fields.string("reason")))
        case "reminded":
            self = .reminded(
                Reminder(
                    occasion: try fields.choice("occasion", of: Reminder.Occasion.self),
                    about: try fields.integer("about"),
                    dueAt: try fields.timestamp("dueAt"),
                    title: try fields.string("title"),
                    text: try fields.string("text"),
                    targets: try fields.strings("targets")
                )
            )
        default:
            return nil
        }
    }
}

extension Publication {
    /// The publication as a member of an entry's data.
    var entryData: JSONValue {
        var object = JSONObject()
        object["message"] = .string(message)
        object["texts"] = .object(
            JSONObject(texts.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .string($0.value)) })
        )
        object["components"] = .array(
            components.map { component in
                var entry = JSONObject()
                entry["id"] = .string(component.id)
                entry["status"] = .string(component.status.rawValue)
                if component.shownStatus != component.status {
                    entry["shown"] = .string(component.shownStatus.rawValue)
                }
                return .object(entry)
            }
        )
        if !notify { object["notify"] = .bool(false) }
        object.set("targets", targets)
        object.set("nextUpdateAt", nextUpdateAt?.rfc3339)
        if !variables.members.isEmpty { object["variables"] = .object(variables) }
        return .object(object)
    }

    init(entryData: JSONValue) throws(EntryMismatch) {
        let fields = try EntryFields(entryData, named: "publication")
        var texts: [String: String] = [:]
        for member in try fields.members("texts").members {
            guard case .string(let text) = member.value else {
                throw EntryMismatch(name: "texts", expected: "an object of strings")
            }
            texts[member.name] = text
        }
        var components: [AffectedComponent] = []
        for value in try fields.array("components") {
            let component = try EntryFields(value, named: "components")
            components.append(
                AffectedComponent(
                    id: try component.string("id"),
                    status: try component.choice("status", of: ComponentStatus.self),
                    shownStatus: try component.optionalChoice("shown", of: ComponentStatus.self)
                )
            )
        }
        self.init(
            message: try fields.string("message"),
            texts: texts,
            components: components,
            notify: try fields.bool("notify", default: true),
            targets: try fields.strings("targets"),
            nextUpdateAt: try fields.optionalTimestamp("nextUpdateAt"),
            variables: try fields.members("variables")
        )
    }
}
