/// What tickets are held against: the part of an incident that customers could write about.
package struct TicketQuery: Hashable, Sendable {
    /// Ids of the leaves that are affected.
    package var components: [String]
    /// Words that customers use for it, as they were typed.
    package var keywords: [String]
    /// When customers began to notice.
    package var startedAt: Timestamp

    /// Describes what could be written about.
    package init(components: [String], keywords: [String], startedAt: Timestamp) {
        self.components = components
        self.keywords = keywords
        self.startedAt = startedAt
    }
}
