package import JSON5

/// How the check of public text differs from the built-in one.
package struct MessageCheckConfiguration: Sendable {
    /// What a finding does.
    package enum Level: String, CaseIterable, Sendable {
        /// The rule is not applied.
        case off
        /// It is shown and does not stop.
        case warning
        /// It stops with exit status 4.
        case error
    }

    /// A built-in rule that is tuned or turned off; its name is checked by the message check.
    package struct Tuning: Sendable {
        package var rule: String
        package var level: Level
        /// Where the rule is named.
        package var location: SourceLocation
    }

    /// A rule of the user's own: words that must not occur.
    package struct Rule: Hashable, Sendable {
        package var name: String
        /// Words or phrases, matched as whole words in any case.
        package var phrases: [String]
        package var level: Level
        /// What to write instead.
        package var advice: String?
    }

    package var tunings: [Tuning] = []
    package var rules: [Rule] = []
    /// Names of people that must not become public.
    package var employees: [String] = []
    /// Internal host names and domains, with all below them.
    package var hosts: [String] = []
    /// Vendors that must not be blamed.
    package var vendors: [String] = []
    /// Jargon and the plain words for it.
    package var plainWords: [(jargon: String, plain: String)] = []
    /// Texts that are fine although a rule finds them.
    package var allow: [String] = []

    init() {}

    init(_ fields: inout Fields) {
        if let rules = fields.fields("rules") {
            for member in rules.members {
                guard let level = rules.choice(member.value, member.name, Level.self) else { continue }
                tunings.append(Tuning(rule: member.name, level: level, location: member.nameLocation))
            }
        }
        for node in fields.list("add") {
            var rule = Fields(node, of: "a rule of 'messageCheck'", fields.reading)
            let name = rule.targetName()
            let phrases = rule.texts("phrases")
            if phrases.isEmpty, rule.node("phrases") == nil { _ = rule.required("phrases") }
            let level = rule.choice("level", Level.self) ?? .error
            let advice = rule.text("advice")
            rule.finish()
            if let name { rules.append(Rule(name: name, phrases: phrases, level: level, advice: advice)) }
        }
        employees = fields.texts("employees")
        hosts = fields.texts("hosts")
        vendors = fields.texts("vendors")
        plainWords = fields.table("plainWords").map { ($0.name, $0.value) }
        allow = fields.texts("allow")
        fields.finish()
    }
}
