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

extension IncidentRepository {
    /// An incident as if somebody opened it now, for seeing whom it would concern; nothing is put on record.
    package func imagined(
        components: [AffectedComponent],
        keywords: [String],
        startedAt: Timestamp
    ) async throws -> Incident {
        let opening = IncidentChange.Opening(
            publicID: "",
            title: "",
            severity: .low,
            keywords: keywords,
            startedAt: startedAt,
            publication: Publication(message: "", components: components)
        )
        return Incident(id: try await beforeOpening().next, opening: opening, at: now(), by: author.name)
    }
}
