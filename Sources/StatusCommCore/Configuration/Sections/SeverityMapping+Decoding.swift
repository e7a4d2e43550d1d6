extension SeverityMapping {
    /// The standard table with what the configuration overrides.
    init(overrides fields: inout Fields) {
        self = .standard
        for severity in Severity.allCases {
            guard var rule = fields.fields(severity.rawValue, of: "severity '\(severity.rawValue)'") else { continue }
            if let status = rule.choice("componentStatus", ComponentStatus.self) {
                self[severity].componentStatus = status
            }
            if let interval = rule.duration("updateEvery", in: .seconds(60)...(.seconds(86_400))) {
                self[severity].updateEvery = interval
            }
            rule.finish()
        }
        fields.finish()
    }
}
