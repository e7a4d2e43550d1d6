import JSON5
import Spelling

extension MessageCheckRules {
    /// The built-in rules with what the configuration tunes, turns off and adds.
    init(_ fields: inout Fields) {
        self.init()
        // Added rules first: 'rules' cannot name them, their level stands beside them.
        ownRules = fields.list("add").compactMap { OwnRule($0, fields.reading) }
        if let rules = fields.fields("rules") {
            let known = MessageRule.allCases.map(\.rawValue)
            for member in rules.members {
                guard known.contains(member.name) else {
                    fields.reading.report(
                        "the message check has no rule \(quoted(member.name))",
                        hint: suggestion(nearest(to: member.name, in: known), among: known),
                        at: member.nameLocation
                    )
                    continue
                }
                severities[member.name] = rules.choice(member.value, member.name, CheckSeverity.self)
            }
        }
        jargon = fields.table("plainWords").map { PlainWording(phrase: $0.name, plain: $0.value) }
        vendors = fields.texts("vendors")
        employees = fields.texts("employees")
        tickets = fields.texts("tickets")
        internalHosts = fields.texts("internalHosts")
        allowedTexts = fields.texts("allowedTexts")
        allowedHosts = fields.texts("allowedHosts")
        allowedAddresses = fields.texts("allowedAddresses")
        fields.finish()
    }

    var document: JSONValue {
        [
            "rules": table(severities.mapValues(\.rawValue)),
            "add": .array(ownRules.map(\.document)),
            "plainWords": .object(JSONObject(jargon.map { .init(name: $0.phrase, value: .string($0.plain)) })),
            "vendors": strings(vendors), "employees": strings(employees), "tickets": strings(tickets),
            "internalHosts": strings(internalHosts), "allowedTexts": strings(allowedTexts),
            "allowedHosts": strings(allowedHosts), "allowedAddresses": strings(allowedAddresses),
        ]
    }
}

extension MessageCheckRules.OwnRule {
    fileprivate init?(_ node: JSON5Node, _ reading: ConfigurationReading) {
        var fields = Fields(node, of: "a rule of 'messageCheck'", reading)
        let name = fields.targetName()
        var patterns: [String] = []
        if fields.required("patterns") != nil { patterns = fields.texts("patterns") }
        let severity = fields.choice("level", CheckSeverity.self)
        let wayOut = fields.text("advice")
        fields.finish()
        guard let name else { return nil }
        self.init(name: name, patterns: patterns)
        if let severity { self.severity = severity }
        if let wayOut { self.wayOut = wayOut }
    }

    fileprivate var document: JSONValue {
        [
            "name": .string(name), "patterns": strings(patterns), "level": .string(severity.rawValue),
            "advice": .string(wayOut),
        ]
    }
}
