import JSON5
import StatusCommCore
import Testing

/// The shape that readers of Statuspage's public JSON rely on.
struct StatusPageJSONTests {
    static let pageKeys = ["id", "name", "url", "time_zone", "updated_at"]
    static let componentKeys = [
        "id", "name", "status", "created_at", "updated_at", "position", "description", "showcase", "start_date",
        "group_id", "page_id", "group", "only_show_if_degraded",
    ]
    static let incidentKeys = [
        "id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact", "shortlink",
        "started_at", "page_id", "incident_updates", "components",
    ]
    static let updateKeys = [
        "id", "status", "body", "incident_id", "created_at", "updated_at", "display_at", "affected_components",
        "deliver_notifications", "custom_tweet", "tweet_id",
    ]

    @Test(arguments: [
        ("summary", ["page", "components", "incidents", "scheduled_maintenances", "status"]),
        ("status", ["page", "status"]),
        ("components", ["page", "components"]),
        ("incidents", ["page", "incidents"]),
        ("incidents/unresolved", ["page", "incidents"]),
        ("scheduled-maintenances", ["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/upcoming", ["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/active", ["page", "scheduled_maintenances"]),
    ])
    func `each file has its keys in order, with or without incidents`(_ name: String, _ keys: [String]) throws {
        for snapshot in [PageSamples.three, PageSamples.empty] {
            let value = try json(name, snapshot)
            #expect(names(value) == keys)
            #expect(names(value["page"]) == Self.pageKeys)
            for list in ["components", "incidents", "scheduled_maintenances"] where keys.contains(list) {
                #expect(value[list]?.array != nil, "\(list) is a list, also when it is empty")
            }
        }
    }

    @Test func `the page is named with its zone and its newest change`() throws {
        let page = try json("status", PageSamples.three)["page"]
        #expect(page?["name"]?.string == "Acme")
        #expect(page?["url"]?.string == "https://status.acme.example")
        #expect(page?["time_zone"]?.string == "Europe/Berlin")
        #expect(page?["updated_at"]?.string == "2026-11-23T13:34:00.000Z")
        let utc = try json("status", PageSamples.snapshot(zone: .utc, incidents: []))["page"]
        #expect(utc?["time_zone"]?.string == "Etc/UTC")
    }

    @Test func `a group names its parts, and its parts name it`() throws {
        let components = try #require(try json("components", PageSamples.three)["components"]?.array)
        #expect(
            components.map { $0["name"]?.string } == [
                "Web Application", "Dashboard", "User Authentication", "Reporting", "API", "REST API", "GraphQL API",
                "Webhooks", "Integrations", "Slack", "Microsoft Teams", "Email Delivery", "Website",
            ]
        )
        let group = components[4]
        #expect(names(group) == Self.componentKeys + ["components"])
        #expect(group["group"]?.bool == true)
        #expect(group["group_id"] == .null)
        #expect(group["status"]?.string == "major_outage")
        #expect(group["components"]?.array == components[5...7].compactMap { $0["id"] })
        for part in components[5...7] {
            #expect(names(part) == Self.componentKeys)
            #expect(part["group"]?.bool == false)
            #expect(part["group_id"] == group["id"])
        }
        #expect(components.map { $0["position"]?.int } == [1, 1, 2, 3, 2, 1, 2, 3, 3, 1, 2, 3, 4])
        #expect(components[12]["group_id"] == .null)
        #expect(components[2]["description"]?.string == "Sign-in and single sign-on")
        #expect(components[5]["updated_at"]?.string == "2026-11-23T12:30:00.000Z")
        #expect(components[6]["updated_at"] == components[6]["created_at"])
    }

    @Test func `an incident tells every update, the newest first`() throws {
        let incidents = try #require(try json("incidents", PageSamples.three)["incidents"]?.array)
        #expect(
            incidents.map { $0["name"]?.string }
                == [
                    PageSamples.late, PageSamples.payments, PageSamples.slow, PageSamples.logins, PageSamples.exports,
                ].map(\.title)
        )
        let incident = incidents[1]
        #expect(names(incident) == Self.incidentKeys)
        #expect(incident["status"]?.string == "identified")
        #expect(incident["impact"]?.string == "critical")
        #expect(incident["started_at"]?.string == "2026-11-23T12:28:00.000Z")
        #expect(incident["created_at"]?.string == "2026-11-23T12:30:00.000Z")
        #expect(incident["updated_at"]?.string == "2026-11-23T13:28:00.000Z")
        #expect(incident["resolved_at"] == .null)
        #expect(incident["monitoring_at"] == .null)
        #expect(incident["components"]?.array?.map { $0["name"]?.string } == ["REST API", "Webhooks"])
        #expect(incident["components"]?.array?.allSatisfy { names($0) == Self.componentKeys } == true)

        let updates = try #require(incident["incident_updates"]?.array)
        #expect(updates.map { $0["status"]?.string } == ["identified", "investigating", "investigating"])
        #expect(updates.allSatisfy { names($0) == Self.updateKeys })
        #expect(updates.allSatisfy { $0["incident_id"] == incident["id"] })
        #expect(updates[1]["body"]?.string == "We are still investigating. What failed was not charged.")
        #expect(updates[0]["affected_components"] == .array([]))
        let change = updates[2]["affected_components"]?[0]
        #expect(names(change) == ["code", "name", "old_status", "new_status"])
        #expect(change?["name"]?.string == "API - REST API")
        #expect(change?["old_status"]?.string == "operational")
        #expect(change?["new_status"]?.string == "major_outage")
        #expect(change?["code"] == incident["components"]?[0]?["id"])
    }

    @Test func `only what is open is unresolved`() throws {
        let unresolved = try json("incidents/unresolved", PageSamples.three)["incidents"]?.array
        #expect(unresolved?.map { $0["status"]?.string } == ["investigating", "identified", "monitoring"])
        let calm = try json("incidents/unresolved", PageSamples.calm)
        #expect(calm["incidents"] == .array([]))
        let resolved = try json("incidents", PageSamples.calm)["incidents"]?[0]
        #expect(resolved?["resolved_at"]?.string == "2026-11-20T15:00:00.000Z")
        #expect(resolved?["monitoring_at"]?.string == "2026-11-20T14:30:00.000Z")
    }

    @Test func `fifty incidents are the most`() throws {
        let many = (1...60).map { number in
            PageIncident(
                identity: "n\(number)",
                title: "Number \(number)",
                phase: .resolved,
                impact: .minor,
                startedAt: PageSamples.ago(days: number),
                resolvedAt: PageSamples.ago(days: number),
                components: [],
                updates: [PageSamples.update(1, .resolved, "Over.", number * 1_440)]
            )
        }
        let names = try json("incidents", PageSamples.snapshot(incidents: many))["incidents"]?.array?
            .map { $0["name"]?.string }
        #expect(names == (1...50).map { "Number \($0)" })
    }

    struct Overall: CustomTestStringConvertible {
        let status: ComponentStatus
        let impact: PageImpact?
        let indicator: String
        let description: String
        var testDescription: String { "\(status) and an incident of \(impact?.rawValue ?? "no") impact" }
    }

    @Test(arguments: [
        Overall(status: .operational, impact: nil, indicator: "none", description: "All Systems Operational"),
        Overall(
            status: .operational,
            impact: PageImpact.none,
            indicator: "none",
            description: "All Systems Operational"
        ),
        Overall(status: .operational, impact: .minor, indicator: "minor", description: "Partially Degraded Service"),
        Overall(
            status: .degradedPerformance,
            impact: nil,
            indicator: "minor",
            description: "Partially Degraded Service"
        ),
        Overall(status: .partialOutage, impact: .minor, indicator: "major", description: "Partial System Outage"),
        Overall(status: .majorOutage, impact: nil, indicator: "critical", description: "Major Service Outage"),
        Overall(status: .operational, impact: .critical, indicator: "critical", description: "Major Service Outage"),
        Overall(
            status: .underMaintenance,
            impact: nil,
            indicator: "maintenance",
            description: "Service Under Maintenance"
        ),
    ])
    func `the page is as bad as its worst component or open incident`(_ overall: Overall) throws {
        var incident = PageSamples.slow
        incident.impact = overall.impact ?? .none
        let incidents = overall.impact == nil ? [] : [incident]
        let status = try json("status", PageSamples.snapshot(incidents: incidents) { _ in overall.status })["status"]
        #expect(names(status) == ["indicator", "description"])
        #expect(status?["indicator"]?.string == overall.indicator)
        #expect(status?["description"]?.string == overall.description)
    }

    @Test func `ids are twelve lower-case letters and digits, differ, and stay`() throws {
        let first = try ids(in: .object(JSONObject([.init(name: "x", value: json("summary", PageSamples.three))])))
        let second = try ids(in: .object(JSONObject([.init(name: "x", value: json("summary", PageSamples.three))])))
        #expect(first == second)
        #expect(
            first.allSatisfy {
                $0.count == 12 && $0.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
            }
        )
        // One page, 13 components (four of them also within incidents) and six updates of three incidents.
        #expect(Set(first).count == 1 + 13 + 3 + 6)
    }

    private func ids(in value: JSONValue) -> [String] {
        switch value {
        case .array(let elements): elements.flatMap(ids)
        case .object(let object):
            (object["id"]?.string.map { [$0] } ?? []) + object.members.flatMap { ids(in: $0.value) }
        case .null, .bool, .number, .string: []
        }
    }

    private func names(_ value: JSONValue?) -> [String]? { value?.object?.members.map(\.name) }

    private func json(_ name: String, _ snapshot: StatusPageSnapshot) throws -> JSONValue {
        let file = try #require(StaticPage.files(of: snapshot).first { $0.path == "api/v2/\(name).json" })
        return try JSONValue(parsing: file.bytes, options: .store)
    }
}
