import JSON5

/// How a banner looks, in the words of the feed.
package enum BannerSeverity: String, CaseIterable, Sendable {
    case info
    case warning
    case critical

    /// The look of an incident: only `critical` is one that readers cannot dismiss.
    package init(_ severity: Severity) {
        switch severity {
        case .critical: self = .critical
        case .high, .medium: self = .warning
        case .low: self = .info
        }
    }
}

extension BannerSeverity: Comparable {
    /// Orders from `info` to `critical`.
    package static func < (first: BannerSeverity, second: BannerSeverity) -> Bool { first.rank < second.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .critical: 2
        }
    }
}

/// One banner of a feed, about one incident.
package struct Banner: Hashable, Sendable {
    /// Stable for the incident, of `[a-z0-9]`.
    package var id: String
    /// From 1; a reader who dismissed a banner sees it again under a higher one.
    package var revision: Int
    package var severity: BannerSeverity
    /// Plain text of 1 to 500 Unicode scalars.
    package var message: String
    /// The same in other languages, by language tag (BCP 47).
    package var translations: [Translation]
    package var link: String
    package var startsAt: Timestamp
    /// When the banner goes by itself, also from a reader's stored copy.
    package var expiresAt: Timestamp
    /// Ids of the components it concerns.
    package var components: [String]

    /// The message in one language.
    package struct Translation: Hashable, Sendable {
        package var tag: String
        package var message: String
    }

    /// Whether readers can put it away.
    package var isDismissible: Bool { severity != .critical }

    /// Longest message, in Unicode scalars: what the element shows.
    package static let messageLimit = 500

    /// The banner as a member of the feed.
    var document: JSONValue {
        var object: JSONObject = [
            "id": .string(id),
            "revision": .number(JSONNumber(revision)),
            "severity": .string(severity.rawValue),
            "message": .string(message),
        ]
        if !translations.isEmpty {
            object["messages"] = .object(
                JSONObject(translations.map { JSONObject.Member(name: $0.tag, value: .string($0.message)) })
            )
        }
        object["link"] = .string(link)
        object["dismissible"] = .bool(isDismissible)
        object["starts_at"] = .string(startsAt.rfc3339)
        object["expires_at"] = .string(expiresAt.rfc3339)
        if !components.isEmpty { object["components"] = .array(components.map { .string($0) }) }
        return .object(object)
    }
}
