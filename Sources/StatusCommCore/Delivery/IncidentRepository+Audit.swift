package import JSON5

extension IncidentRepository {
    /// The audit of the store.
    package func auditLog() throws -> Audit { try Audit(store: store) }

    /// Puts on record what a command did and what became of it.
    ///
    /// - Parameters:
    ///   - command: Words of the command, without values of options.
    ///   - incident: What it was about, nil for several or none.
    ///   - results: What became of each delivery.
    ///   - allowedRules: Rules of the message check that a person let pass.
    ///   - facts: What else is worth knowing; never a secret.
    ///   - result: What came of it; nil for what the deliveries tell.
    /// - Throws: `StoreError`.
    package func audit(
        command: String,
        incident: IncidentID? = nil,
        results: [DeliveryResult] = [],
        allowedRules: [String] = [],
        facts: [JSONObject.Member] = [],
        result: String? = nil
    ) async throws {
        var data = JSONObject(facts)
        if !results.isEmpty {
            data["deliveries"] = .array(
                results.map { result in
                    .object(
                        JSONObject([
                            .init(name: "delivery", value: .string("\(result.key)")),
                            .init(name: "status", value: .string(result.standing.word)),
                        ])
                    )
                }
            )
        }
        if !allowedRules.isEmpty { data["allowedRules"] = .array(allowedRules.map { .string($0) }) }
        let good = results.filter(\.isGood).count
        try await auditLog().append(
            AuditRecord(
                command: command,
                incident: incident.map { "\($0)" },
                result: result ?? (results.isEmpty ? "done" : "\(good) of \(results.count) targets"),
                data: data
            ),
            as: logAuthor
        )
    }
}

extension DeliveryResult.Standing {
    /// The standing in one word, as documents, tables and the audit have it.
    package var word: String {
        switch self {
        case .done: "done"
        case .refused: "refused"
        case .queued: "queued"
        case .unknown: "unknown"
        case .busy: "busy"
        case .waiting: "waiting"
        case .unrecorded: "unrecorded"
        case .dropped: "dropped"
        }
    }
}
