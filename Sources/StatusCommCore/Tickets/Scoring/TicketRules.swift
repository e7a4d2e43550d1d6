/// Which tickets belong to an incident: what a configuration says about one ticket system.
package struct TicketRules: Hashable, Sendable {
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

    /// Where a ticket's service is read, in this order; the first that knows a component wins.
    package struct ServiceSource: Hashable, Sendable {
        /// Name of a field of the ticket.
        package var field: String?
        /// Tag of a ticket, to our component id.
        package var tags: [String: String]
        /// Queue of a ticket, to our component id.
        package var queues: [String: String]
        /// Whether names and aliases of components are looked for in the text.
        package var text: Bool

        /// Names the sources; without any, no ticket's service is known.
        package init(
            field: String? = nil,
            tags: [String: String] = [:],
            queues: [String: String] = [:],
            text: Bool = false
        ) {
            self.field = field
            self.tags = tags
            self.queues = queues
            self.text = text
        }

        /// Whether nothing could ever tell a ticket's service.
        package var isEmpty: Bool { field == nil && tags.isEmpty && queues.isEmpty && !text }
    }

    /// Tickets that are never touched.
    package struct Exclusions: Hashable, Sendable {
        package var tags: [String]
        /// Domains of requesters, in lower case.
        package var requesterDomains: [String]
        /// Whether automatic mail (out of office, bounces, monitoring) is left alone.
        package var automatic: Bool

        /// Leaves out nothing but automatic mail.
        package init(tags: [String] = [], requesterDomains: [String] = [], automatic: Bool = true) {
            self.tags = tags
            self.requesterDomains = requesterDomains
            self.automatic = automatic
        }
    }

    /// The system's name for each of our component ids, where it is not one of ours.
    package var components: [String: String]
    /// Score a ticket must exceed to be linked, in thousandths.
    package var threshold: Int
    /// Score a ticket must exceed to be answered in public, in thousandths; never below `threshold`.
    package var replyThreshold: Int
    /// Most tickets to link, nil for no limit.
    ///
    /// When more than that match, none of them is linked: the match is too wide.
    package var maximumLinks: Int?
    package var matching: Matching
    package var ranking: Ranking
    package var service: ServiceSource
    package var exclude: Exclusions

    /// The rules of a configuration that says nothing.
    package init() {
        components = [:]
        threshold = 700
        replyThreshold = 700
        matching = .substring
        ranking = .keywords
        service = ServiceSource()
        exclude = Exclusions()
    }
}
