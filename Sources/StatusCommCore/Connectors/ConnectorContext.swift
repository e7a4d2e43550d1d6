import JSON5

/// The names that templates see, made of an input, the settings and what was looked up.
struct ConnectorContext {
    /// The provider's words: what is sent.
    var theirs: JSONObject
    /// Our words: what conditions look at.
    var ours: JSONObject

    /// Names that always exist for a kind, with those inside them where they are fixed.
    static func names(of kind: Connector.Kind) -> [String: [String]?] {
        switch kind {
        case .statusPage, .announcement, .banner: incidentNames
        case .ticket: TicketFacts.names
        }
    }

    private static let incidentNames: [String: [String]?] = [
        "title": nil, "message": nil, "phase": nil, "previousPhase": nil, "severity": nil, "components": nil,
        "worstStatus": nil,
        "notify": nil, "startedAt": nil, "at": nil, "nextUpdate": nil, "feed": nil, "feedText": nil,
        "operation": ["key"],
        "links": ["statusPage", "incident", "postmortem"],
        "item": ["id", "key", "name", "status"],
    ]

    init(
        connector: Connector,
        step: ConnectorStep,
        input: ConnectorInput,
        settings: JSONObject,
        saved: JSONObject,
        catalogue: JSONObject,
        components: [ConnectorInput.Component]
    ) throws(RenderError) {
        var shared: JSONObject = [
            "settings": .object(settings),
            "title": .string(connector.markup.text(input.title)),
            "message": .string(connector.markup.message(input.message)),
            "notify": .bool(input.notify),
            "startedAt": connector.time.value(input.startedAt),
            "at": connector.time.value(input.at),
            "nextUpdate": input.nextUpdate.map(connector.time.value) ?? .null,
            "feed": input.feed ?? .null,
            "feedText": input.feed.map { .string(JSONWriter.text($0)) } ?? .null,
            "operation": [
                "key": .string(input.operationKey), "anchor": .string(TextAnchor.name(of: input.operationKey)),
            ],
            "links": .object(input.links),
            "saved": .object(saved),
            "catalogue": .object(catalogue),
        ]
        if let facts = input.ticket {
            for member in facts.names(for: connector, step: step).members { shared[member.name] = member.value }
        }
        ours = shared
        ours["phase"] = .string(input.phase.rawValue)
        ours["previousPhase"] = input.previousPhase.map { .string($0.rawValue) } ?? .null
        ours["severity"] = .string(input.severity.rawValue)
        let worst = components.map(\.status).max() ?? .operational
        ours["worstStatus"] = .string(worst.rawValue)
        ours["components"] = .array(
            components.map { Self.component($0, status: .string($0.status.rawValue), markup: .plain) }
        )
        theirs = shared
        let words = ValueTables(step: step.values, connector: connector.values, context: shared, ours: ours)
        shared["phase"] = try words.value("phase", input.phase.rawValue)
        shared["previousPhase"] = try input.previousPhase.map { phase throws(RenderError) in
            try words.value("phase", phase.rawValue)
        }
        shared["severity"] = try words.value("severity", input.severity.rawValue)
        shared["worstStatus"] = try words.value("componentStatus", worst.rawValue)
        var list: [JSONValue] = []
        for component in components {
            let status = try words.value("componentStatus", component.status.rawValue)
            list.append(Self.component(component, status: status, markup: connector.markup))
        }
        shared["components"] = .array(list)
        theirs = shared
    }

    private static func component(
        _ component: ConnectorInput.Component,
        status: JSONValue,
        markup: Markup
    ) -> JSONValue {
        .object([
            "id": component.remoteID.map { .string($0) } ?? .null,
            "key": .string(component.id),
            "name": .string(markup.text(component.name)),
            "status": status,
        ])
    }
}

/// The value tables that hold for one step.
private struct ValueTables {
    let step: [String: Connector.ValueMap]
    let connector: [String: Connector.ValueMap]
    let context: JSONObject
    let ours: JSONObject

    /// The provider's word for ours; ours itself where there is no table.
    func value(_ table: String, _ word: String) throws(RenderError) -> JSONValue {
        guard let map = step[table] ?? connector[table] else { return .string(word) }
        guard let entry = map.entries[word] else {
            throw RenderError(message: "the connector has no \(table) for '\(word)'")
        }
        return try entry.value.render(in: context, ours: ours) ?? .null
    }
}
