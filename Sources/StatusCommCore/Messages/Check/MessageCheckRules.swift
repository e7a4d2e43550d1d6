/// What the configuration says about the check.
package struct MessageCheckRules: Hashable, Sendable {
    /// A rule of the user's own.
    package struct OwnRule: Hashable, Sendable {
        /// Name in findings and after `--allow`.
        package var name: String
        /// Phrases, or patterns for single words; see `MessagePattern`.
        package var patterns: [String]
        package var severity: CheckSeverity
        /// What to write instead.
        package var wayOut: String

        /// Describes a rule.
        package init(
            name: String,
            patterns: [String],
            severity: CheckSeverity = .error,
            wayOut: String = "leave it out or say it in other words"
        ) {
            self.name = name
            self.patterns = patterns
            self.severity = severity
            self.wayOut = wayOut
        }
    }

    /// A technical phrase and the plain words for it.
    package struct PlainWording: Hashable, Sendable {
        /// Phrase, see `MessagePattern`.
        package var phrase: String
        package var plain: String

        /// Pairs a phrase with its plain words.
        package init(phrase: String, plain: String) {
            self.phrase = phrase
            self.plain = plain
        }
    }

    /// Severities of rules that are tuned or turned off, by name.
    package var severities: [String: CheckSeverity] = [:]
    package var ownRules: [OwnRule] = []
    /// Phrases beside the built-in ones; the same phrase again replaces its plain words.
    package var jargon: [PlainWording] = []
    /// Third parties beside the built-in ones, whom messages do not blame.
    package var vendors: [String] = []
    /// Names and handles that messages do not mention.
    package var employees: [String] = []
    /// Forms of ticket numbers, such as `OPS-#`, where `#` stands for digits.
    package var tickets: [String] = []
    /// Internal hosts and domains beside what looks like one, with all below them.
    package var internalHosts: [String] = []
    /// Texts that are fine although a rule finds them, in any case.
    package var allowedTexts: [String] = []
    /// Public hosts that may be named, such as `app.acme.example` or `*.acme.example`.
    package var allowedHosts: [String] = []
    /// Mail addresses that may be named, beside the support address.
    package var allowedAddresses: [String] = []

    /// The built-in rules alone.
    package init() {}

    /// Severity of a rule: the configuration's, else the built-in one.
    package func severity(of rule: MessageRule) -> CheckSeverity {
        severities[rule.rawValue] ?? rule.defaultSeverity
    }

    /// Every rule's name, those of the configuration last, for `--allow` and its completion.
    package var names: [String] { MessageRule.allCases.map(\.rawValue) + ownRules.map(\.name) }
}
