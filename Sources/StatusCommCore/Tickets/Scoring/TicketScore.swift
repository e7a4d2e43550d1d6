/// How well a ticket fits an incident, and why: three signals and their sum.
///
/// All numbers are whole thousandths, so that 0.7 is 0.7. A part of a thousandth counts as a whole one: then `points` exceed
/// a threshold exactly when the unrounded sum does.
package struct TicketScore: Hashable, Sendable {
    /// What is known about the service that a ticket is about.
    package enum Service: Hashable, Sendable {
        /// The incident affects it.
        case affected(component: String, ServiceEvidence)
        /// It is about a component that the incident leaves alone.
        case other(component: String, ServiceEvidence)
        /// The ticket names a service that is none of our components.
        case unrecognised(ServiceEvidence)
        /// The ticket does not say.
        case unknown
        /// The configuration names nothing that would tell.
        case notConfigured
    }

    /// Where a ticket's service was read.
    package struct ServiceEvidence: Hashable, Sendable {
        /// What told it.
        package enum Source: Hashable, Sendable {
            case field(String)
            case tag
            case queue
            case text
        }

        package var source: Source
        /// What stood there, in the ticket's writing.
        package var value: String

        /// Names what told, and what it said.
        package init(_ source: Source, _ value: String) {
            self.source = source
            self.value = value
        }
    }

    /// A keyword that a ticket has.
    package struct KeywordMatch: Hashable, Sendable {
        package var keyword: String
        /// How often it stands in the subject.
        package var inSubject: Int
        /// How often it stands in the customer's own words.
        package var inBody: Int

        /// Counts occurrences.
        package init(_ keyword: String, inSubject: Int = 0, inBody: Int = 0) {
            self.keyword = keyword
            self.inSubject = inSubject
            self.inBody = inBody
        }
    }

    package var service: Service
    /// Keywords that were found, in the order of the incident's.
    package var matches: [KeywordMatch]
    /// Every keyword that was looked for, each once; empty when the incident has none.
    package var keywords: [String]
    /// Thousandths for the keywords, at most `keywordWeight`.
    package var keywordPoints: Int
    package var createdAt: Timestamp
    /// Tickets count as timely from then on.
    package var windowStart: Timestamp
    /// Whether the ticket's text was there to be looked at.
    package var hasBody: Bool
    /// Length of the folded text in bytes, for BM25.
    var length = 0

    /// Most that each signal gives, in thousandths.
    package static let serviceWeight = 500
    package static let keywordWeight = 300
    package static let timingWeight = 200
    /// How long before the beginning of an incident customers may have noticed.
    package static let lead = Duration.seconds(1_800)

    /// Thousandths for the service.
    package var servicePoints: Int {
        switch service {
        case .affected: Self.serviceWeight
        case .other, .unrecognised, .unknown, .notConfigured: 0
        }
    }

    /// Whether the ticket was created no earlier than half an hour before the incident began.
    package var isTimely: Bool { createdAt >= windowStart }

    /// Thousandths for the time.
    package var timingPoints: Int { isTimely ? Self.timingWeight : 0 }

    /// The sum, from 0 to 1000.
    package var points: Int { servicePoints + keywordPoints + timingPoints }

    /// Keywords that were not found.
    package var missing: [String] {
        let found = Set(matches.map(\.keyword))
        return keywords.filter { !found.contains($0) }
    }
}
