package import JSON5

extension ProviderDouble {
    /// Statuspage's API v1 for the page `page1` and the key `key1`, as <https://developer.statuspage.io/> has it.
    ///
    /// Components are `c1` "REST API", `c2` "Dashboard" and a group `g1` "API".
    package static func statuspage() throws -> ProviderDouble {
        let components: [JSONValue] = [
            ["id": "g1", "name": "API", "status": "operational", "group": true],
            ["id": "c1", "name": "REST API", "status": "operational", "group": false],
            ["id": "c2", "name": "Dashboard", "status": "operational", "group": false],
        ]
        return try ProviderDouble(state: ["components": .array(components), "incidents": []]) { request, state in
            Statuspage(request: request).answer(&state)
        }
    }
}

private struct Statuspage {
    let request: LoopbackServer.Request

    static let phases = ["investigating", "identified", "monitoring", "resolved"]
    static let statuses = [
        "operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage",
    ]
    static let optional: [String: Shape.Field] = [
        "status": .word(phases),
        "body": .text(atMost: 25_000),
        "impact_override": .word(["none", "maintenance", "minor", "major", "critical"]),
        "components": .object,
        "component_ids": .array,
        "deliver_notifications": .bool,
        "metadata": .object,
    ]

    func answer(_ state: inout JSONObject) -> LoopbackServer.Answer {
        guard request.header("authorization") == "OAuth key1" else {
            return .json(401, ["message": "Could not authenticate"])
        }
        let path = request.path.split(separator: "/").map(String.init)
        guard path.count >= 3, path[0] == "pages", path[1] == "page1" else {
            return .json(404, ["message": "Could not find page"])
        }
        switch (request.method, path[2], path.count) {
        case ("GET", "components", 3):
            return .json(200, .array(page(state["components"]?.array ?? [])))
        case ("GET", "incidents", 3):
            return .json(200, .array(page(state["incidents"]?.array ?? [])))
        case ("GET", "incidents", 4) where path[3] == "unresolved":
            let open = (state["incidents"]?.array ?? []).filter { $0["status"] != "resolved" }
            return .json(200, .array(page(open)))
        case ("POST", "incidents", 3):
            return change(nil, &state, required: ["name": .text(atMost: 255)])
        case ("GET", "incidents", 4), ("PATCH", "incidents", 4):
            let incidents = state["incidents"]?.array ?? []
            guard let index = incidents.firstIndex(where: { $0["id"]?.string == path[3] }) else {
                return .json(404, ["message": "Could not find incident"])
            }
            return request.method == "GET"
                ? .json(200, incidents[index]) : change(index, &state, required: [:])
        case (_, "incidents", 5...6) where path[4] == "postmortem":
            return postmortem(path[3], isPublishing: path.count == 6 && path[5] == "publish", &state)
        default:
            return .json(404, ["message": "no such place"])
        }
    }

    /// A postmortem is drafted, then published; subscribers are told each time it is published.
    private func postmortem(_ id: String, isPublishing: Bool, _ state: inout JSONObject) -> LoopbackServer.Answer {
        var incidents = state["incidents"]?.array ?? []
        guard let index = incidents.firstIndex(where: { $0["id"]?.string == id }) else {
            return .json(404, ["message": "Could not find incident"])
        }
        let present = incidents[index]["postmortem"] ?? .object(["body": .null, "published_at": .null])
        guard request.method != "GET" else { return .json(200, present) }
        guard request.method == "PUT", request.header("content-type") == "application/json" else {
            return .json(400, ["message": "no JSON"])
        }
        let shape =
            isPublishing
            ? Shape(
                [:],
                optional: ["notify_subscribers": .bool, "notify_twitter": .bool, "custom_tweet": .text(atMost: 280)]
            )
            : Shape(["body_draft": .text(atMost: 100_000)])
        let sent = request.json?["postmortem"]
        if let fault = shape.fault(in: sent) { return .json(422, ["message": .string(fault)]) }
        var changed = present
        if isPublishing {
            guard incidents[index]["status"] == "resolved", let draft = present["body_draft"], draft != .null else {
                return .json(422, ["message": "there is no draft, or the incident is not resolved"])
            }
            changed = changed.setting("body", draft).setting("published_at", "2026-11-24T09:00:00Z")
            let told = (state["told"]?.array ?? []) + [sent?["notify_subscribers"] ?? true]
            state["told"] = .array(told)
        } else {
            changed = changed.setting("body_draft", sent?["body_draft"] ?? .null)
        }
        incidents[index] = incidents[index].setting("postmortem", changed)
            .setting("postmortem_body", changed["body"] ?? .null)
            .setting("postmortem_published_at", changed["published_at"] ?? .null)
        state["incidents"] = .array(incidents)
        return .json(200, changed)
    }

    private func page(_ list: [JSONValue]) -> [JSONValue] {
        let size = Int(request.parameter("per_page") ?? request.parameter("limit") ?? "") ?? 100
        let number = Int(request.parameter("page") ?? "") ?? 1
        return Array(list.dropFirst((number - 1) * size).prefix(min(size, 100)))
    }

    private func change(
        _ index: Int?,
        _ state: inout JSONObject,
        required: [String: Shape.Field]
    ) -> LoopbackServer.Answer {
        guard request.header("content-type") == "application/json" else {
            return .json(400, ["message": "no JSON"])
        }
        if let fault = Shape(["incident": .object]).fault(in: request.json) {
            return .json(400, ["message": .string(fault)])
        }
        let sent = request.json?["incident"]
        if let fault = Shape(required, optional: Self.optional).fault(in: sent) {
            return .json(422, ["message": .string(fault)])
        }
        for member in sent?["metadata"]?.object?.members ?? [] where member.value.object == nil {
            return .json(422, ["message": "metadata values must be objects"])
        }
        var components = state["components"]?.array ?? []
        for member in sent?["components"]?.object?.members ?? [] {
            guard let place = components.firstIndex(where: { $0["id"]?.string == member.name }),
                Self.statuses.contains(member.value.string ?? "")
            else { return .json(422, ["message": "a component is invalid"]) }
            components[place] = components[place].setting("status", member.value)
        }
        var incidents = state["incidents"]?.array ?? []
        var incident: JSONValue =
            index.map { incidents[$0] }
            ?? ["id": .string("i\(incidents.count + 1)"), "incident_updates": [], "component_ids": []]
        for name in ["name", "status", "metadata", "component_ids"] {
            if let value = sent?[name] { incident = incident.setting(name, value) }
        }
        let ids = incident["component_ids"]?.array ?? []
        guard ids.allSatisfy({ id in components.contains { $0["id"] == id } }) else {
            return .json(422, ["message": "a component id is invalid"])
        }
        incident = incident.setting("components", .array(components.filter { ids.contains($0["id"] ?? .null) }))
        incident = incident.setting("shortlink", .string("https://stspg.example/\(incident["id"]?.string ?? "")"))
        if let body = sent?["body"], let status = incident["status"] {
            let update: JSONValue = ["status": status, "body": body]
            incident = incident.setting(
                "incident_updates",
                .array([update] + (incident["incident_updates"]?.array ?? []))
            )
        }
        if let index { incidents[index] = incident } else { incidents.append(incident) }
        state["components"] = .array(components)
        state["incidents"] = .array(incidents)
        return .json(index == nil ? 201 : 200, incident)
    }
}

extension JSONValue {
    /// The object with one member changed.
    package func setting(_ name: String, _ value: JSONValue) -> JSONValue {
        var object = self.object ?? JSONObject()
        object[name] = value
        return .object(object)
    }
}
