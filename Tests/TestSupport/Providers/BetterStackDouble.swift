import JSON5

extension ProviderDouble {
    /// Better Stack's API v2 for the page `7` and the key `key1`: resources `c1` "REST API" and `c2` "Dashboard", one a page.
    ///
    /// After <https://betterstack.com/docs/uptime/api/>.
    package static func betterStack() throws -> ProviderDouble {
        try ProviderDouble(state: ["reports": []]) { BetterStack(request: $0).answer(&$1) }
    }
}

private struct BetterStack {
    let request: LoopbackServer.Request

    static let resources: [JSONValue] = [
        ["id": "c1", "type": "status_page_resource", "attributes": ["public_name": "REST API"]],
        ["id": "c2", "type": "status_page_resource", "attributes": ["public_name": "Dashboard"]],
    ]

    func answer(_ state: inout JSONObject) -> LoopbackServer.Answer {
        guard request.header("authorization") == "Bearer key1" else {
            return .json(401, ["errors": "Invalid Team API token"])
        }
        let path = request.path.split(separator: "/").map(String.init)
        guard path.count >= 5, Array(path[..<4]) == ["api", "v2", "status-pages", "7"] else { return missing }
        let reports = state["reports"]?.array ?? []
        let index = path.count > 5 ? reports.firstIndex { $0["id"]?.string == path[5] } : nil
        switch (request.method, path[4], path.count) {
        case ("GET", "resources", 5): return page(Self.resources, size: 1)
        case ("GET", "status-reports", 5): return page(reports, size: 50)
        case ("GET", "status-reports", 6): return index.map { .json(200, ["data": reports[$0]]) } ?? missing
        case ("GET", "status-reports", 7):
            return index.map { page(reports[$0]["updates"]?.array ?? [], size: 50) } ?? missing
        case ("POST", "status-reports", 5): return create(&state)
        case ("POST", "status-reports", 7) where path[6] == "status-updates" && index != nil:
            return update(index ?? 0, &state)
        default: return missing
        }
    }

    private var missing: LoopbackServer.Answer { .json(404, ["errors": "Resource not found"]) }

    private func page(_ list: [JSONValue], size: Int) -> LoopbackServer.Answer {
        let number = Int(request.parameter("page") ?? "") ?? 1
        let next = "http://\(request.header("host") ?? "")\(request.path)?page=\(number + 1)"
        return .json(
            200,
            [
                "data": .array(Array(list.dropFirst((number - 1) * size).prefix(size))),
                "pagination": ["next": number * size >= list.count ? .null : .string(next)],
            ]
        )
    }

    private func fault(_ shape: Shape) -> String? {
        if let fault = shape.fault(in: request.json) { return fault }
        for entry in request.json?["affected_resources"]?.array ?? [] {
            let item = Shape([
                "status_page_resource_id": .word(["c1", "c2"]), "status": .word(["resolved", "degraded", "downtime"]),
            ])
            if let fault = item.fault(in: entry) { return fault }
        }
        return nil
    }

    private func create(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            ["title": .text(atMost: 255), "message": .text(atMost: 65_535), "affected_resources": .array],
            optional: [
                "report_type": .word(["manual"]), "starts_at": .text(atMost: 24), "notify_subscribers": .bool,
                "published_at": .text(atMost: 24),
            ]
        )
        if let fault = fault(shape) { return .json(422, ["errors": .string(fault)]) }
        var attributes = JSONObject()
        for name in ["title", "starts_at", "affected_resources"] { attributes[name] = request.json?[name] }
        let reports = state["reports"]?.array ?? []
        let report = JSONValue.object([
            "id": .string("\(reports.count + 1)"), "attributes": .object(attributes), "updates": [],
        ])
        state["reports"] = .array(reports + [report])
        return .json(201, ["data": report])
    }

    private func update(_ index: Int, _ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            ["message": .text(atMost: 65_535), "affected_resources": .array],
            optional: ["published_at": .text(atMost: 24), "notify_subscribers": .bool]
        )
        if let fault = fault(shape) { return .json(422, ["errors": .string(fault)]) }
        let reports = state["reports"]?.array ?? []
        var attributes = JSONObject()
        for name in ["message", "published_at"] { attributes[name] = request.json?[name] }
        let update: JSONValue = ["id": "1", "attributes": .object(attributes)]
        let now = (reports[index]["attributes"] ?? .null)
            .setting("affected_resources", request.json?["affected_resources"] ?? .null)
        let report = reports[index].setting("attributes", now)
            .setting("updates", .array((reports[index]["updates"]?.array ?? []) + [update]))
        state["reports"] = .array(reports.replacing(index, report))
        return .json(201, ["data": update])
    }
}
