import JSON5

extension ProviderDouble {
    /// Instatus' API for the page `page1` and the key `key1`: components `c1` "REST API" and `c2` "Dashboard".
    ///
    /// After <https://instatus.com/help/api/incidents>.
    package static func instatus() throws -> ProviderDouble {
        let components: [JSONValue] = [
            ["id": "c1", "name": "REST API", "status": "OPERATIONAL"],
            ["id": "c2", "name": "Dashboard", "status": "OPERATIONAL"],
        ]
        return try ProviderDouble(state: ["components": .array(components), "incidents": []]) {
            Instatus(request: $0).answer(&$1)
        }
    }
}

private struct Instatus {
    let request: LoopbackServer.Request

    static let fields: [String: Shape.Field] = [
        "message": .text(atMost: 100_000), "started": .text(atMost: 24), "notify": .bool,
        "status": .word(["INVESTIGATING", "IDENTIFIED", "MONITORING", "RESOLVED"]), "components": .array,
        "statuses": .array,
    ]

    func answer(_ state: inout JSONObject) -> LoopbackServer.Answer {
        guard request.header("authorization") == "Bearer key1" else {
            return .json(403, ["error": ["code": "forbidden", "message": "API key does not belong to a user."]])
        }
        let path = request.path.split(separator: "/").map(String.init)
        guard path.count >= 3, path[0] == "v1", path[1] == "page1" else { return missing }
        let incidents = state["incidents"]?.array ?? []
        let index = path.count > 3 ? incidents.firstIndex { $0["id"]?.string == path[3] } : nil
        switch (request.method, path[2], path.count) {
        case ("GET", "components", 3): return page(state["components"]?.array ?? [])
        case ("GET", "incidents", 3): return page(incidents)
        case ("GET", "incidents", 4): return index.map { .json(200, incidents[$0]) } ?? missing
        case ("POST", "incidents", 3):
            return change(nil, &state, required: ["name": .text(atMost: 255)])
        case ("POST", "incidents", 5) where path[4] == "incident-updates" && index != nil:
            return change(index, &state, required: [:])
        default: return missing
        }
    }

    private var missing: LoopbackServer.Answer { .json(404, ["error": ["code": "not_found", "message": "Not found"]]) }

    private func page(_ list: [JSONValue]) -> LoopbackServer.Answer {
        let size = Int(request.parameter("per_page") ?? "") ?? 50
        let number = Int(request.parameter("page") ?? "") ?? 1
        return .json(200, .array(Array(list.dropFirst((number - 1) * size).prefix(size))))
    }

    private func change(
        _ index: Int?,
        _ state: inout JSONObject,
        required: [String: Shape.Field]
    ) -> LoopbackServer.Answer {
        let shape = Shape(required.merging(Self.fields) { first, _ in first })
        var fault = shape.fault(in: request.json)
        let words = ["OPERATIONAL", "UNDERMAINTENANCE", "DEGRADEDPERFORMANCE", "PARTIALOUTAGE", "MAJOROUTAGE"]
        var components = state["components"]?.array ?? []
        for entry in request.json?["statuses"]?.array ?? [] {
            fault = fault ?? Shape(["id": .text(atMost: 40), "status": .word(words)]).fault(in: entry)
            guard let place = components.firstIndex(where: { $0["id"] == entry["id"] }) else { return missing }
            components[place] = components[place].setting("status", entry["status"] ?? .null)
        }
        if let fault { return .json(400, ["error": ["code": "invalid", "message": .string(fault)]]) }
        var incidents = state["incidents"]?.array ?? []
        var incident: JSONValue =
            index.map { incidents[$0] }
            ?? [
                "id": .string("i\(incidents.count + 1)"), "name": request.json?["name"] ?? .null,
                "started": request.json?["started"] ?? .null, "updates": [],
            ]
        var update = JSONObject()
        for name in ["message", "status", "started"] { update[name] = request.json?[name] }
        incident = incident.setting("status", request.json?["status"] ?? .null)
        incident = incident.setting("updates", .array((incident["updates"]?.array ?? []) + [.object(update)]))
        let ids = request.json?["components"]?.array ?? []
        incident = incident.setting("components", .array(components.filter { ids.contains($0["id"] ?? .null) }))
        if let index { incidents[index] = incident } else { incidents.append(incident) }
        state["incidents"] = .array(incidents)
        state["components"] = .array(components)
        return .json(200, index == nil ? incident : .object(update))
    }
}
