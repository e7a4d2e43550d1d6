import JSON5

extension ProviderDouble {
    /// Cachet 3's API under `/api` for the token `key1`: components 1 "REST API" and 2 "Dashboard", one a page.
    ///
    /// After cachethq/core's `routes/api.php` and `src/Data/Requests`.
    package static func cachet() throws -> ProviderDouble {
        let components: [JSONValue] = [cachetComponent("1", "REST API"), cachetComponent("2", "Dashboard")]
        return try ProviderDouble(state: ["components": .array(components), "incidents": [], "updates": []]) {
            Cachet(request: $0).answer(&$1)
        }
    }

    private static func cachetComponent(_ id: String, _ name: String) -> JSONValue {
        [
            "id": .string(id), "type": "components",
            "attributes": ["name": .string(name), "status": ["value": 1, "human": "Operational"]],
        ]
    }
}

private struct Cachet {
    let request: LoopbackServer.Request

    func answer(_ state: inout JSONObject) -> LoopbackServer.Answer {
        guard request.header("authorization") == "Bearer key1" else {
            return .json(401, ["message": "Unauthenticated."])
        }
        let path = request.path.split(separator: "/").map(String.init)
        guard path.first == "api", path.count >= 2 else { return .json(404, ["message": "Not found."]) }
        let incidents = state["incidents"]?.array ?? []
        switch (request.method, path.dropFirst().joined(separator: "/"), path.count) {
        case ("GET", "components", _):
            return page(state["components"]?.array ?? [], size: 1)
        case ("GET", _, 3) where path[1] == "components":
            return one(state["components"]?.array, path[2])
        case ("GET", "incidents", _):
            let key = request.parameter("filter[meta][statuscomm]")
            return page(incidents.filter { $0["attributes"]?["meta"]?["statuscomm"]?.string == key }, size: 100)
        case ("POST", "incidents", _):
            return create(&state)
        case ("GET", _, 3) where path[1] == "incidents":
            return one(incidents, path[2])
        case ("GET", _, 4) where path[1] == "incidents" && path[3] == "updates":
            return page(state["updates"]?.array ?? [], size: 100)
        case ("POST", _, 4) where path[1] == "incidents" && path[3] == "updates":
            return update(path[2], &state)
        default:
            return .json(404, ["message": "Not found."])
        }
    }

    private func one(_ list: [JSONValue]?, _ id: String) -> LoopbackServer.Answer {
        guard let found = list?.first(where: { $0["id"]?.string == id }) else {
            return .json(404, ["message": "No query results."])
        }
        return .json(200, ["data": found])
    }

    private func page(_ list: [JSONValue], size: Int) -> LoopbackServer.Answer {
        let number = Int(request.parameter("page") ?? "") ?? 1
        let isLast = number * size >= list.count
        let next = "http://\(request.header("host") ?? "")\(request.path)?page=\(number + 1)"
        return .json(
            200,
            [
                "data": .array(Array(list.dropFirst((number - 1) * size).prefix(size))),
                "links": ["next": isLast ? .null : .string(next)],
            ]
        )
    }

    private func create(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            ["name": .text(atMost: 255), "status": .number(0...4), "message": .text(atMost: 65_535)],
            optional: [
                "visible": .bool, "notifications": .bool, "stickied": .bool, "occurred_at": .text(atMost: 19),
                "components": .array, "meta": .object,
            ]
        )
        if let fault = shape.fault(in: request.json) { return .json(422, ["message": .string(fault)]) }
        for component in request.json?["components"]?.array ?? [] {
            let item = Shape(["id": .text(atMost: 10), "status": .number(1...6)])
            if let fault = item.fault(in: component) { return .json(422, ["message": .string(fault)]) }
            state["components"] = .array(
                (state["components"]?.array ?? []).map {
                    $0["id"] == component["id"] ? Self.setting($0, status: component["status"] ?? 1) : $0
                }
            )
        }
        var attributes = JSONObject()
        for name in ["name", "message", "meta"] { attributes[name] = request.json?[name] }
        attributes["status"] = ["value": request.json?["status"] ?? .null]
        let incidents = state["incidents"]?.array ?? []
        let incident: JSONValue = [
            "id": .string(String(incidents.count + 1)), "type": "incidents", "attributes": .object(attributes),
        ]
        state["incidents"] = .array(incidents + [incident])
        return .json(201, ["data": incident])
    }

    private func update(_ id: String, _ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(["status": .number(1...4), "message": .text(atMost: 65_535)])
        if let fault = shape.fault(in: request.json) { return .json(422, ["message": .string(fault)]) }
        let status = request.json?["status"] ?? .null
        state["incidents"] = .array(
            (state["incidents"]?.array ?? []).map { $0["id"]?.string == id ? Self.setting($0, status: status) : $0 }
        )
        // With the incident its components are freed.
        if status == 4 {
            state["components"] = .array((state["components"]?.array ?? []).map { Self.setting($0, status: 1) })
        }
        let update: JSONValue = [
            "id": "1", "attributes": ["status": ["value": status], "message": request.json?["message"] ?? .null],
        ]
        state["updates"] = .array((state["updates"]?.array ?? []) + [update])
        return .json(201, ["data": update])
    }

    private static func setting(_ value: JSONValue, status: JSONValue) -> JSONValue {
        value.setting("attributes", (value["attributes"] ?? .null).setting("status", ["value": status]))
    }
}
