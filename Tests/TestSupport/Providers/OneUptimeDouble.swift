import JSON5

extension ProviderDouble {
    /// OneUptime's API under `/api` for the key `key1`: monitors `c1` "REST API" and `c2` "Dashboard", seeded rows.
    ///
    /// After OneUptime/oneuptime's `Common/Server/API/BaseAPI.ts` and `Docs/Content/en/incidents`.
    package static func oneUptime() throws -> ProviderDouble {
        try ProviderDouble(state: ["incidents": [], "notes": []]) { OneUptime(request: $0).answer(&$1) }
    }
}

private struct OneUptime {
    let request: LoopbackServer.Request

    static let rows: [String: JSONValue] = [
        "/api/monitor/get-list": [["_id": "c1", "name": "REST API"], ["_id": "c2", "name": "Dashboard"]],
        "/api/incident-state/get-list": [
            ["_id": "s1", "name": "Identified", "isCreatedState": true],
            ["_id": "s2", "name": "Acknowledged", "isAcknowledgedState": true],
            ["_id": "s3", "name": "Resolved", "isResolvedState": true],
        ],
        "/api/incident-severity/get-list": [
            ["_id": "v1", "name": "Critical Incident"], ["_id": "v2", "name": "Major Incident"],
            ["_id": "v3", "name": "Minor Incident"],
        ],
        "/api/monitor-status/get-list": [
            ["_id": "m1", "name": "Operational", "isOperationalState": true], ["_id": "m2", "name": "Degraded"],
            ["_id": "m3", "name": "Offline", "isOfflineState": true],
        ],
    ]
    static let order: [JSONValue] = ["s1", "s2", "s3"]

    func answer(_ state: inout JSONObject) -> LoopbackServer.Answer {
        guard request.header("apikey") == "key1" else { return .json(401, ["message": "API Key is not valid"]) }
        if request.method == "PUT", request.path.hasPrefix("/api/incident/") { return report(&state) }
        guard request.method == "POST" else { return .json(404, ["message": "Not found"]) }
        if let rows = Self.rows[request.path] {
            let shape = Shape(["query": .object, "select": .object, "sort": .object])
            if let fault = shape.fault(in: request.json) { return .json(400, ["message": .string(fault)]) }
            return .json(200, ["data": rows, "count": 3, "skip": 0, "limit": 100])
        }
        let incidents = state["incidents"]?.array ?? []
        switch request.path {
        case "/api/incident/get-list": return .json(200, ["data": .array(incidents.reversed())])
        case "/api/incident-public-note/get-list":
            let id = request.json?["query"]?["incidentId"]
            return .json(200, ["data": .array((state["notes"]?.array ?? []).filter { $0["incidentId"] == id })])
        case "/api/incident": return create(&state)
        case "/api/incident-public-note": return note(&state)
        case "/api/incident-state-timeline": return move(&state)
        case let path where path.hasSuffix("/get-item"):
            let id = path.split(separator: "/").dropFirst(2).first.map(String.init)
            guard let incident = incidents.first(where: { $0["_id"]?.string == id }) else {
                return .json(404, ["message": "Item not found"])
            }
            return .json(200, incident)
        default: return .json(404, ["message": "Not found"])
        }
    }

    private func create(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            ["title": .text(atMost: 500), "incidentSeverityId": .word(["v1", "v2", "v3"])],
            optional: [
                "description": .text(atMost: 100_000), "declaredAt": .text(atMost: 24), "monitors": .array,
                "changeMonitorStatusToId": .word(["m1", "m2", "m3"]), "isVisibleOnStatusPage": .bool,
                "shouldStatusPageSubscribersBeNotifiedOnIncidentCreated": .bool, "customFields": .object,
            ]
        )
        let sent = request.json?["data"]
        if let fault = shape.fault(in: sent) { return .json(400, ["message": .string(fault)]) }
        for monitor in sent?["monitors"]?.array ?? [] {
            let item = Shape(["_id": .word(["c1", "c2"])])
            if let fault = item.fault(in: monitor) { return .json(400, ["message": .string(fault)]) }
        }
        let incidents = state["incidents"]?.array ?? []
        let incident = JSONValue.object([
            "_id": .string("i\(incidents.count + 1)"), "customFields": sent?["customFields"] ?? .null,
            "currentIncidentState": ["_id": "s1", "name": "Identified"],
        ])
        state["incidents"] = .array(incidents + [incident])
        return .json(200, incident)
    }

    /// The incident carries its report; subscribers are told when it is first shown.
    private func report(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape([
            "postmortemNote": .text(atMost: 100_000), "showPostmortemOnStatusPage": .bool,
            "notifySubscribersOnPostmortemPublished": .bool, "postmortemPostedAt": .text(atMost: 24),
        ])
        let sent = request.json?["data"]
        if let fault = shape.fault(in: sent) { return .json(400, ["message": .string(fault)]) }
        let id = request.path.split(separator: "/").last.map(String.init)
        var incidents = state["incidents"]?.array ?? []
        guard let index = incidents.firstIndex(where: { $0["_id"]?.string == id }) else {
            return .json(404, ["message": "Item not found"])
        }
        if incidents[index]["showPostmortemOnStatusPage"] != true {
            let told = sent?["notifySubscribersOnPostmortemPublished"] ?? true
            state["told"] = .array((state["told"]?.array ?? []) + [told])
        }
        for member in sent?.object?.members ?? [] {
            incidents[index] = incidents[index].setting(member.name, member.value)
        }
        state["incidents"] = .array(incidents)
        return .json(200, [:])
    }

    private func note(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            ["incidentId": .text(atMost: 40), "note": .text(atMost: 100_000)],
            optional: ["postedAt": .text(atMost: 24), "shouldStatusPageSubscribersBeNotifiedOnNoteCreated": .bool]
        )
        let sent = request.json?["data"]
        if let fault = shape.fault(in: sent) { return .json(400, ["message": .string(fault)]) }
        state["notes"] = .array((state["notes"]?.array ?? []) + [sent ?? .null])
        return .json(200, ["_id": "n1"])
    }

    private func move(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            ["incidentId": .text(atMost: 40), "incidentStateId": .word(["s1", "s2", "s3"])],
            optional: ["startsAt": .text(atMost: 24), "shouldStatusPageSubscribersBeNotified": .bool]
        )
        let sent = request.json?["data"]
        if let fault = shape.fault(in: sent) { return .json(400, ["message": .string(fault)]) }
        let incidents = state["incidents"]?.array ?? []
        guard let index = incidents.firstIndex(where: { $0["_id"] == sent?["incidentId"] }),
            let wanted = sent?["incidentStateId"], let to = Self.order.firstIndex(of: wanted),
            let present = incidents[index]["currentIncidentState"]?["_id"],
            let from = Self.order.firstIndex(of: present)
        else { return .json(404, ["message": "Incident not found"]) }
        guard to > from else { return .json(400, ["message": "Incident is already in this state or beyond"]) }
        let moved = incidents[index].setting("currentIncidentState", ["_id": wanted])
        state["incidents"] = .array(incidents.replacing(index, moved))
        return .json(200, ["_id": "t1"])
    }
}
