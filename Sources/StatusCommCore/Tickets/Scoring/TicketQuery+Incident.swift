extension TicketQuery {
    /// What customers could write about an incident: every component that it ever touched counts.
    package init(_ incident: Incident) {
        self.init(
            components: incident.components.map(\.id),
            keywords: incident.keywords,
            startedAt: incident.startedAt
        )
    }
}
