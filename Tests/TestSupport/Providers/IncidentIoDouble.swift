import JSON5

extension ProviderDouble {
    /// The API of incident.io for the page `page1` and the key `key1`: components `c1` "REST API" and `c2` "Dashboard".
    ///
    /// After <https://docs.incident.io/api-reference/status-pages-v2>.
    package static func incidentIo() throws -> ProviderDouble {
        try ProviderDouble(state: ["incidents": [], "keys": [:]]) { IncidentIo(request: $0).answer(&$1) }
    }
}

private struct IncidentIo {
    let request: LoopbackServer.Request

    static let phases: Shape.Field = .word(["investigating", "identified", "monitoring", "resolved"])
    static let structure: JSONValue = [
        "status_page_structure": [
            "current_structure": [
                "items": [
                    [
                        "group": [
                            "id": "g1", "name": "API", "components": [["component_id": "c1", "name": "REST API"]],
                        ]
                    ],
                    ["component": ["component_id": "c2", "name": "Dashboard"]],
                ]
            ]
        ]
    ]

    func answer(_ state: inout JSONObject) -> LoopbackServer.Answer {
        guard request.header("authorization") == "Bearer key1" else {
            return refusal(401, "authentication_error")
        }
        let incidents = state["incidents"]?.array ?? []
        switch (request.method, request.path) {
        case ("GET", "/v2/status_page_structures/page1"): return .json(200, Self.structure)
        case ("POST", "/v2/status_page_incidents"): return create(&state)
        case ("POST", "/v2/status_page_incident_updates"): return update(&state)
        case ("GET", let path) where path.hasPrefix("/v2/status_page_incidents/"):
            let id = String(path.dropFirst("/v2/status_page_incidents/".count))
            guard let incident = incidents.first(where: { $0["id"]?.string == id }) else {
                return refusal(404, "not_found")
            }
            return .json(200, ["status_page_incident": incident])
        default: return refusal(404, "not_found")
        }
    }

    private func refusal(_ status: Int, _ words: String) -> LoopbackServer.Answer {
        .json(
            status,
            ["type": "error", "status": .number(JSONNumber(status)), "errors": [["message": .string(words)]]]
        )
    }

    private func fault(inComponents value: JSONValue?) -> String? {
        let words = ["operational", "degraded_performance", "partial_outage", "full_outage"]
        for entry in value?.array ?? [] {
            let shape = Shape(["component_id": .word(["c1", "c2"]), "component_status": .word(words)])
            if let fault = shape.fault(in: entry) { return fault }
        }
        return nil
    }

    private func create(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let key = request.json?["idempotency_key"]?.string ?? ""
        if let earlier = state["keys"]?[key] { return .json(201, earlier) }
        let shape = Shape(
            [
                "idempotency_key": .text(atMost: 255), "name": .text(atMost: 200), "message": .text(atMost: 4096),
                "incident_status": Self.phases, "notify_subscribers": .bool, "status_page_id": .word(["page1"]),
            ],
            optional: ["component_statuses": .array]
        )
        if let fault = shape.fault(in: request.json) ?? fault(inComponents: request.json?["component_statuses"]) {
            return refusal(422, fault)
        }
        let incidents = state["incidents"]?.array ?? []
        let incident = JSONValue.object([
            "id": .string("i\(incidents.count + 1)"), "name": request.json?["name"] ?? .null,
            "incident_status": request.json?["incident_status"] ?? .null, "updates": [],
        ])
        state["incidents"] = .array(incidents + [incident])
        let answer: JSONValue = ["status_page_incident": incident]
        state["keys"] = (state["keys"] ?? [:]).setting(key, answer)
        return .json(201, answer)
    }

    private func update(_ state: inout JSONObject) -> LoopbackServer.Answer {
        let shape = Shape(
            [
                "status_page_incident_id": .text(atMost: 40), "message": .text(atMost: 4096),
                "notify_subscribers": .bool,
            ],
            optional: ["incident_status": Self.phases, "component_statuses": .array]
        )
        if let fault = shape.fault(in: request.json) ?? fault(inComponents: request.json?["component_statuses"]) {
            return refusal(422, fault)
        }
        if request.json?["incident_status"] == "resolved", request.json?["component_statuses"] != nil {
            return refusal(422, "component_statuses must not be set when resolving")
        }
        let incidents = state["incidents"]?.array ?? []
        guard let index = incidents.firstIndex(where: { $0["id"] == request.json?["status_page_incident_id"] }) else {
            return refusal(404, "not_found")
        }
        var update = JSONObject()
        for name in ["message", "incident_status"] { update[name] = request.json?[name] }
        let incident = incidents[index]
            .setting("incident_status", request.json?["incident_status"] ?? .null)
            .setting("updates", .array((incidents[index]["updates"]?.array ?? []) + [.object(update)]))
        state["incidents"] = .array(incidents.replacing(index, incident))
        return .json(201, ["status_page_incident_update": .object(update)])
    }
}
