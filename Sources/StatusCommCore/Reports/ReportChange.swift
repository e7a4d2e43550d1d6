/// Something of the postmortem that the report does not say, or says in other words.
package struct ReportChange: Hashable, Sendable {
    /// What was done.
    package enum Kind: String, Hashable, Sendable {
        /// The whole entry, as customers have no use for it.
        case entryLeftOut = "entry left out"
        /// A sentence, as the check would refuse it.
        case sentenceLeftOut = "sentence left out"
        /// A technical phrase, for plain words.
        case replaced
        /// Our own words, for those that were written for customers.
        case customerWording = "customer wording used"
    }

    package var kind: Kind
    /// Section of the report.
    package var section: String
    /// What stood there; for reviewers, never for customers.
    package var text: String
    /// Why, or what stands there now.
    package var reason: String

    /// Describes one difference.
    package init(kind: Kind, section: String, text: String, reason: String) {
        self.kind = kind
        self.section = section
        self.text = text
        self.reason = reason
    }
}
