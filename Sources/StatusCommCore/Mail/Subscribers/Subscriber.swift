/// Somebody who wants to be told of incidents.
package struct Subscriber: Hashable, Sendable {
    /// A further column of the list, for templates.
    package struct Variable: Hashable, Sendable {
        package var name: String
        package var value: String

        /// Pairs a name with its value.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var address: MailAddress
    /// Name as it stands in the list; empty when there is none.
    package var name: String
    package var preference: SubscriberPreference
    /// Language tag such as `de` or `pt-BR` (RFC 5646); empty means the company's.
    package var language: String
    /// Name in the IANA time zone database, such as `Europe/Berlin`; empty means the company's.
    package var timeZone: String
    /// The subscriber's own link to leave the list, `https:`, `http:` or `mailto:`; empty when there is none.
    package var unsubscribeURL: String
    package var variables: [Variable]

    /// Describes a subscriber.
    package init(
        address: MailAddress,
        name: String = "",
        preference: SubscriberPreference = SubscriberPreference(),
        language: String = "",
        timeZone: String = "",
        unsubscribeURL: String = "",
        variables: [Variable] = []
    ) {
        self.address = address
        self.name = name
        self.preference = preference
        self.language = language
        self.timeZone = timeZone
        self.unsubscribeURL = unsubscribeURL
        self.variables = variables
    }
}

/// Which incidents a subscriber wants to hear of.
package struct SubscriberPreference: Hashable, Sendable {
    /// Ids of leaves; nil means every component.
    package var components: Set<String>?
    /// Incidents below it are of no interest.
    package var lowestSeverity: Severity

    /// States a preference; without arguments it is everything.
    package init(components: Set<String>? = nil, lowestSeverity: Severity = .low) {
        self.components = components
        self.lowestSeverity = lowestSeverity
    }

    /// Why an incident is of no interest; nil when it is.
    ///
    /// `leaves`: ids of the leaves that the incident affects; none means that it affects everybody.
    package func objection(to leaves: Set<String>, severity: Severity) -> SubscriberExclusion? {
        if severity < lowestSeverity { return .severityTooLow }
        guard let components, !leaves.isEmpty else { return nil }
        return components.isDisjoint(with: leaves) ? .otherComponents : nil
    }
}

/// Why somebody of the list is not told.
package enum SubscriberExclusion: String, CaseIterable, Sendable {
    case otherComponents = "other_components"
    case severityTooLow = "severity_too_low"
    case duplicate
    case suppressed
    case unusableRow = "unusable_row"
    case hourlyLimit = "hourly_limit"

    /// The reason in a few words.
    package var title: String {
        switch self {
        case .otherComponents: "wants other components"
        case .severityTooLow: "wants only higher severities"
        case .duplicate: "is in the list twice"
        case .suppressed: "is suppressed"
        case .unusableRow: "has an unusable row"
        case .hourlyLimit: "has had the most mails of an hour"
        }
    }
}
