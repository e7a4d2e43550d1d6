package import JSON5

extension ProviderDouble {
    /// Cachet 2.4's API under `/api/v1` for the token `key1`: components 1 "REST API" and 2 "Dashboard".
    ///
    /// After cachethq/cachet's branch 2.4, `app/Http/Routes/ApiRoutes.php` and its command handlers.
    package static func cachet2() throws -> ProviderDouble {
        let components: [JSONValue] = [
            ["id": 1, "name": "REST API", "status": 1], ["id": 2, "name": "Dashboard", "status": 1],
        ]
        return try ProviderDouble(state: ["components": .array(components), "incidents": [], "updates": []]) {
            Cachet2(request: $0).answer(&$1)
        }
    }
}

private struct Cachet2 {
    let request: LoopbackServer.Request

    func answer(_ state: inout JSONObject) -> LoopbackServer.Answer {
        guard request.header("x-cachet-token") == "key1" || request.method == "GET" else {
            return .json(401, ["errors": [["detail": "You are not authorized to view this content."]]])
        }
        let path = request.path.split(separator: "/").map(String.init)
        guard path.count >= 3, path[0] == "api", path[1] == "v1" else { return missing }
        let components = state["components"]?.array ?? []
        let incidents = state["incidents"]?.array ?? []
        let id = path.count > 3 ? path[3] : ""
        let index = (path[2] == "components" ? components : incidents).firstIndex { $0["id"]?.scalar == id }
        switch (request.method, path[2], path.count) {
        case ("GET", "components", 3): return list(components)
        case ("GET", "incidents", 3): return list(incidents.reversed())
        case ("GET", "incidents", 5) where path[4] == "updates": return list(state["updates"]?.array ?? [])
        case ("GET", "components", 4): return index.map { .json(200, ["data": components[$0]]) } ?? missing
        case ("GET", "incidents", 4): return index.map { .json(200, ["data": incidents[$0]]) } ?? missing
        case ("PUT", "components", 4):
            guard let index, let status = request.json?["status"], (0...4).contains(status.int ?? -1) else {
                return invalid("status")
            }
            state["components"] = .array(components.replacing(index, components[index].setting("status", status)))
            return .json(200, ["data": components[index]])
        case ("POST", "incidents", 3): return create(&state)
        case ("POST", "incidents", 5) where path[4] == "updates":
            let shape = Shape(["status": .number(1...4), "message": .text(atMost: 65_535)])
            if let fault = shape.fault(in: request.json) { return invalid(fault) }
            guard let index, let status = request.json?["status"] else { return missing }
            state["incidents"] = .array(incidents.replacing(index, incidents[index].setting("latest_status", status)))
            state["updates"] = .array((state["updates"]?.array ?? []) + [request.json ?? .null])
            return .json(200, ["data": request.json ?? .null])
        default: return missing
        }
    }

    private var missing: LoopbackServer.Answer { .json(404, ["errors": [["detail": "The resource is not there."]]]) }

    private func invalid(_ words: String) -> LoopbackServer.Answer {
        .json(400, ["errors": [["detail": .string(words)]]])
    }

    private func list(_ list: [JSONValue]) -> LoopbackServer.Answer {
        .json(200, ["meta": ["pagination": ["links": ["next_page": .null]]], "data": .array(list)])
    }

    private func create(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            ["name": .text(atMost: 255), "status": .number(0...4), "message": .text(atMost: 65_535)],
            optional: ["visible": .number(0...1), "notify": .bool, "occurred_at": .text(atMost: 16)]
        )
        if let fault = shape.fault(in: request.json) { return invalid(fault) }
        let time = request.json?["occurred_at"]?.string ?? ""
        guard time.utf8.count == 16, Array(time.utf8)[10] == 0x20 else { return invalid("occurred_at") }
        let incidents = state["incidents"]?.array ?? []
        let incident = JSONValue.object([
            "id": .number(JSONNumber(incidents.count + 1)), "name": request.json?["name"] ?? .null,
            "occurred_at": .string(time + ":00"), "latest_status": request.json?["status"] ?? .null,
            "permalink": .string("http://status.acme.example/incidents/\(incidents.count + 1)"),
        ])
        state["incidents"] = .array(incidents + [incident])
        return .json(200, ["data": incident])
    }
}

extension JSONValue {
    /// Text of a string or a number.
    fileprivate var scalar: String? { string ?? number?.text }
}

extension [JSONValue] {
    /// The list with one element changed.
    package func replacing(_ index: Int, _ value: JSONValue) -> [JSONValue] {
        var list = self
        list[index] = value
        return list
    }
}
