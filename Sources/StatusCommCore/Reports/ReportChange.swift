/// Something of the postmortem that the report does not say, or says in other words.
package struct ReportChange: Hashable, Sendable {
    /// What was done.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The whole entry, as customers have no use for it.
        case entryLeftOut = "entry left out"
        /// A sentence, as the check would refuse it.
        case sentenceLeftOut = "sentence left out"
        /// A technical phrase, for plain words.
        case replaced
        /// Our own words, for those that were written for customers.
        case customerWording = "customer wording used"
        /// A time, for the one that the incident's log has.
        case timeFromLog = "time from the log"
        /// Nothing, for what the incident's log knows.
        case takenFromLog = "taken from the log"
    }

    package var kind: Kind
    /// Section of the report.
    package var section: String
    /// What stood there, credentials masked; for reviewers, never for customers.
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

    /// The difference in one line.
    package var line: String {
        let text = text.split(whereSeparator: \.isNewline).joined(separator: " ")[...].trimmingBlanks
        switch kind {
        case .entryLeftOut, .sentenceLeftOut: return "\(kind.rawValue): '\(text)' (\(reason))"
        case .replaced, .customerWording, .timeFromLog: return "\(kind.rawValue): '\(text)' reads '\(reason)'"
        case .takenFromLog: return "\(kind.rawValue): \(reason)"
        }
    }
}

extension [ReportChange] {
    /// The differences by section, as Markdown for a reviewer; ends with a line end.
    package func review(of subject: String) -> String {
        var text = """
            # What left the report on \(subject)

            For reviewers: this file names what customers must not read. Keep it where the postmortem is.

            """
        if isEmpty { text += "\nNothing was left out or put in other words.\n" }
        var section = ""
        for change in self {
            if change.section != section {
                section = change.section
                text += "\n## \(section)\n\n"
            }
            text += "- \(change.line)\n"
        }
        return text
    }
}
