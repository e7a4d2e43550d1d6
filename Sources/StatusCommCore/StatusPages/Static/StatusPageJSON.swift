import JSON5

/// The public JSON below `api/v2/`, exactly as Statuspage's readers know it.
///
/// Every key is there, lists are there when they are empty, times have milliseconds, updates come newest first.
///
/// Source: <https://www.githubstatus.com/api>.
struct StatusPageJSON {
    let page: PublicPage

    /// How many incidents `incidents.json` has.
    static let incidentLimit = 50

    var files: [StaticFile] {
        let incidents = page.incidents.prefix(Self.incidentLimit).map(incident)
        let open = page.open.map(incident)
        let components = page.rows.map(component)
        return [
            file(
                "summary",
                [
                    ("components", .array(components)), ("incidents", .array(open)),
                    ("scheduled_maintenances", .array([])),
                    ("status", status),
                ]
            ),
            file("status", [("status", status)]),
            file("components", [("components", .array(components))]),
            file("incidents", [("incidents", .array(incidents))]),
            file("incidents/unresolved", [("incidents", .array(open))]),
            file("scheduled-maintenances", [("scheduled_maintenances", .array([]))]),
            file("scheduled-maintenances/upcoming", [("scheduled_maintenances", .array([]))]),
            file("scheduled-maintenances/active", [("scheduled_maintenances", .array([]))]),
        ]
    }

    private func file(_ name: String, _ members: [(String, JSONValue)]) -> StaticFile {
        let value = object([("page", header)] + members)
        return StaticFile(path: "api/v2/\(name).json", bytes: JSONWriter.bytes(value) + [UInt8(ascii: "\n")])
    }

    private var header: JSONValue {
        object([
            ("id", .string(page.id)),
            ("name", .string(page.snapshot.company)),
            ("url", .string(page.url)),
            ("time_zone", .string(page.snapshot.zone.name == "UTC" ? "Etc/UTC" : page.snapshot.zone.name)),
            ("updated_at", time(page.updatedAt)),
        ])
    }

    private var status: JSONValue {
        object([
            ("indicator", .string(page.indicator.rawValue)), ("description", .string(page.indicator.description)),
        ])
    }

    private func component(_ view: PublicPage.ComponentView) -> JSONValue {
        let members: [(String, JSONValue)] = [
            ("id", .string(view.publicID)),
            ("name", .string(view.component.name)),
            ("status", .string(view.status.rawValue)),
            ("created_at", time(page.snapshot.began)),
            ("updated_at", time(view.updatedAt)),
            ("position", .number(JSONNumber(view.position))),
            ("description", text(view.component.description)),
            ("showcase", .bool(true)),
            ("start_date", .null),
            ("group_id", text(view.groupID)),
            ("page_id", .string(page.id)),
            ("group", .bool(!view.children.isEmpty)),
            ("only_show_if_degraded", .bool(false)),
        ]
        // A group, and nothing else, also names its parts.
        guard !view.children.isEmpty else { return object(members) }
        return object(members + [("components", .array(view.children.map(JSONValue.string)))])
    }

    private func incident(_ incident: PageIncident) -> JSONValue {
        object([
            ("id", .string(incident.publicID)),
            ("name", .string(incident.title)),
            // A report is the last word: Statuspage calls it a postmortem, as the state and as the newest update.
            ("status", .string(incident.report == nil ? incident.phase.rawValue : "postmortem")),
            ("created_at", time(incident.createdAt)),
            ("updated_at", time(incident.lastChange)),
            ("monitoring_at", time(incident.monitoringAt)),
            ("resolved_at", time(incident.resolvedAt)),
            ("impact", .string(incident.impact.rawValue)),
            ("shortlink", .string("\(page.url)/\(page.path(of: incident))")),
            ("started_at", time(incident.startedAt)),
            ("page_id", .string(page.id)),
            (
                "incident_updates",
                .array(
                    (incident.report.map { [postmortem($0, of: incident)] } ?? [])
                        + incident.updates.map { update($0, of: incident) }
                )
            ),
            ("components", .array(incident.components.compactMap { page.component($0).map(component) })),
        ])
    }

    private func update(_ update: PageUpdate, of incident: PageIncident) -> JSONValue {
        object([
            ("id", .string(incident.publicID(of: update))),
            ("status", .string(update.phase.rawValue)),
            ("body", .string(LightMarkdown(update.message).plainText())),
            ("incident_id", .string(incident.publicID)),
            ("created_at", time(update.at)),
            ("updated_at", time(update.at)),
            ("display_at", time(update.at)),
            ("affected_components", .array(update.changes.map(change))),
            ("deliver_notifications", .bool(update.notifies)),
            ("custom_tweet", .null),
            ("tweet_id", .null),
        ])
    }

    private func postmortem(_ report: PageReport, of incident: PageIncident) -> JSONValue {
        object([
            ("id", .string(PublicID.of("report", incident.identity))),
            ("status", "postmortem"),
            ("body", .string(LightMarkdown(report.text).plainText())),
            ("incident_id", .string(incident.publicID)),
            ("created_at", time(report.publishedAt)),
            ("updated_at", time(report.publishedAt)),
            ("display_at", time(report.publishedAt)),
            ("affected_components", .array([])),
            ("deliver_notifications", .bool(true)),
            ("custom_tweet", .null),
            ("tweet_id", .null),
        ])
    }

    private func change(_ change: PageComponentChange) -> JSONValue {
        object([
            ("code", .string(PublicID.of("component", change.component))),
            ("name", .string(page.name(of: change.component))),
            ("old_status", .string(change.old.rawValue)),
            ("new_status", .string(change.new.rawValue)),
        ])
    }

    private func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }

    private func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    private func time(_ instant: Timestamp?) -> JSONValue { instant.map { .string($0.rfc3339) } ?? .null }
}
