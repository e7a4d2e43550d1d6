package import JSON5

extension ConnectorInput {
    /// The input as it is kept in a log, to be sent again unchanged.
    package var json: JSONValue {
        func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        return .object([
            "operationKey": .string(operationKey),
            "title": .string(title),
            "message": .string(message),
            "phase": .string(phase.rawValue),
            "previousPhase": text(previousPhase?.rawValue),
            "severity": .string(severity.rawValue),
            "components": .array(
                components.map { component in
                    .object([
                        "id": .string(component.id),
                        "name": .string(component.name),
                        "remoteID": text(component.remoteID),
                        "status": .string(component.status.rawValue),
                    ])
                }
            ),
            "notify": .bool(notify),
            "startedAt": .string(startedAt.rfc3339),
            "at": .string(at.rfc3339),
            "nextUpdate": text(nextUpdate?.rfc3339),
            "links": .object(links),
            "saved": .object(saved),
            "completed": .array(completed.map { .string($0) }),
        ])
    }

    /// Reads what `json` wrote, nil when it is something else.
    package init?(json: JSONValue) {
        guard let operationKey = json["operationKey"]?.string, let title = json["title"]?.string,
            let message = json["message"]?.string,
            let phase = json["phase"]?.string.flatMap(IncidentPhase.init(rawValue:)),
            let severity = json["severity"]?.string.flatMap(Severity.init(rawValue:)),
            let components = json["components"]?.array,
            let startedAt = json["startedAt"]?.string.flatMap(Timestamp.init(rfc3339:)),
            let at = json["at"]?.string.flatMap(Timestamp.init(rfc3339:))
        else { return nil }
        self.init(
            operationKey: operationKey,
            title: title,
            message: message,
            phase: phase,
            severity: severity,
            components: components.compactMap(Component.init(json:)),
            startedAt: startedAt,
            at: at
        )
        guard self.components.count == components.count else { return nil }
        previousPhase = json["previousPhase"]?.string.flatMap(IncidentPhase.init(rawValue:))
        notify = json["notify"]?.bool ?? true
        nextUpdate = json["nextUpdate"]?.string.flatMap(Timestamp.init(rfc3339:))
        links = json["links"]?.object ?? JSONObject()
        saved = json["saved"]?.object ?? JSONObject()
        completed = json["completed"]?.array?.compactMap(\.string) ?? []
    }
}

extension ConnectorInput.Component {
    fileprivate init?(json: JSONValue) {
        guard let id = json["id"]?.string, let name = json["name"]?.string,
            let status = json["status"]?.string.flatMap(ComponentStatus.init(rawValue:))
        else { return nil }
        self.init(id: id, name: name, remoteID: json["remoteID"]?.string, status: status)
    }
}
