import JSON5

/// A ticket system, and which of its tickets belong to an incident.
package struct TicketConfiguration: Sendable {
    /// How keywords are found in a ticket.
    package enum Matching: String, CaseIterable, Sendable {
        /// Anywhere, also inside longer words.
        case substring
        /// As whole words.
        case words
        /// As whole words in any inflection.
        case stems
    }

    /// How matched keywords are weighed.
    package enum Ranking: String, CaseIterable, Sendable {
        /// Matched keywords over all keywords.
        case keywords
        /// Okapi BM25.
        case bm25
    }

    /// Where a ticket's service is read, in this order.
    package struct ServiceSource: Hashable, Sendable {
        /// Name of a field of the ticket.
        package var field: String?
        /// Tag of a ticket, to our component id.
        package var tags: [String: String]
        /// Queue of a ticket, to our component id.
        package var queues: [String: String]
        /// Whether names and aliases of components are looked for in the text.
        package var text: Bool
    }

    /// Tickets that are never touched.
    package struct Exclusions: Hashable, Sendable {
        package var tags: [String]
        /// Domains of requesters, in lower case.
        package var requesterDomains: [String]
        /// Whether automatic mail (out of office, bounces, monitoring) is left alone.
        package var automatic: Bool
    }

    /// Name of the target, unique among all targets.
    package var name: String
    package var connector: ConnectorSettings
    /// The provider's name for each of our component ids.
    package var components: [String: String]
    /// Score a ticket must exceed to be linked, in thousandths.
    package var threshold: Int
    /// Score a ticket must exceed to be answered in public, in thousandths; never below `threshold`.
    package var replyThreshold: Int
    /// Most tickets to link, nil for no limit.
    ///
    /// When more than that match, nothing is linked: the match is too wide.
    package var maximumLinks: Int?
    /// Age of tickets that are searched.
    package var lookback: Duration
    package var matching: Matching
    package var ranking: Ranking
    package var service: ServiceSource
    package var exclude: Exclusions

    init?(_ fields: inout Fields, _ reading: ComponentReading) {
        let name = fields.targetName()
        components = reading.table(&fields)
        threshold = fields.thousandths("threshold") ?? 700
        let reply = fields.thousandths("replyThreshold")
        if let reply, reply < threshold, let node = fields.node("replyThreshold") {
            fields.reading.report("'replyThreshold' in \(fields.what) is below its 'threshold'", at: node.location)
        }
        replyThreshold = reply ?? threshold
        maximumLinks = fields.int("maxLinks", in: 1...10_000)
        lookback = fields.duration("lookback", in: .seconds(3_600)...(.seconds(30 * 86_400))) ?? .seconds(86_400)
        matching = fields.choice("matching", Matching.self) ?? .substring
        ranking = fields.choice("ranking", Ranking.self) ?? .keywords
        service = Self.service(&fields, reading)
        exclude = Self.exclusions(&fields)
        guard let connector = ConnectorSettings(&fields, .ticket), let name else { return nil }
        self.name = name
        self.connector = connector
    }

    private static func service(_ fields: inout Fields, _ reading: ComponentReading) -> ServiceSource {
        var source = ServiceSource(field: nil, tags: [:], queues: [:], text: false)
        guard var service = fields.fields("service", of: "'service' of \(fields.what)") else { return source }
        source.field = service.text("field")
        if let tags = service.fields("tags") { source.tags = reading.componentValues(tags) }
        if let queues = service.fields("queues") { source.queues = reading.componentValues(queues) }
        source.text = service.bool("text") ?? false
        service.finish()
        return source
    }

    private static func exclusions(_ fields: inout Fields) -> Exclusions {
        var exclusions = Exclusions(tags: [], requesterDomains: [], automatic: true)
        guard var exclude = fields.fields("exclude", of: "'exclude' of \(fields.what)") else { return exclusions }
        exclusions.tags = exclude.texts("tags")
        exclusions.requesterDomains = exclude.texts("requesterDomains").map { $0.lowercased() }
        exclusions.automatic = exclude.bool("automatic") ?? true
        exclude.finish()
        return exclusions
    }
}
