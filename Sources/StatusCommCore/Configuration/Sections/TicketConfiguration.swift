import JSON5

/// A ticket system, and which of its tickets belong to an incident.
package struct TicketConfiguration: Sendable {
    /// Name of the target, unique among all targets.
    package var name: String
    package var connector: ConnectorSettings
    /// Age of tickets that are searched.
    package var lookback: Duration
    package var rules: TicketRules

    init?(_ fields: inout Fields, _ reading: ComponentReading) {
        let name = fields.targetName()
        rules = TicketRules()
        rules.components = reading.table(&fields)
        rules.threshold = fields.thousandths("threshold") ?? rules.threshold
        let reply = fields.thousandths("replyThreshold")
        if let reply, reply < rules.threshold, let node = fields.node("replyThreshold") {
            fields.reading.report("'replyThreshold' in \(fields.what) is below its 'threshold'", at: node.location)
        }
        rules.replyThreshold = reply ?? rules.threshold
        rules.maximumLinks = fields.int("maxLinks", in: 1...10_000)
        lookback = fields.duration("lookback", in: .seconds(3_600)...(.seconds(30 * 86_400))) ?? .seconds(86_400)
        rules.matching = fields.choice("matching", TicketRules.Matching.self) ?? rules.matching
        rules.ranking = fields.choice("ranking", TicketRules.Ranking.self) ?? rules.ranking
        rules.service = Self.service(&fields, reading)
        rules.exclude = Self.exclusions(&fields)
        guard let connector = ConnectorSettings(&fields, .ticket), let name else { return nil }
        self.name = name
        self.connector = connector
    }

    private static func service(_ fields: inout Fields, _ reading: ComponentReading) -> TicketRules.ServiceSource {
        var source = TicketRules.ServiceSource()
        guard var service = fields.fields("service", of: "'service' of \(fields.what)") else { return source }
        source.field = service.text("field")
        if let tags = service.fields("tags") { source.tags = reading.componentValues(tags) }
        if let queues = service.fields("queues") { source.queues = reading.componentValues(queues) }
        source.text = service.bool("text") ?? false
        service.finish()
        return source
    }

    private static func exclusions(_ fields: inout Fields) -> TicketRules.Exclusions {
        var exclusions = TicketRules.Exclusions()
        guard var exclude = fields.fields("exclude", of: "'exclude' of \(fields.what)") else { return exclusions }
        exclusions.tags = exclude.texts("tags")
        exclusions.requesterDomains = exclude.texts("requesterDomains").map { $0.lowercased() }
        exclusions.automatic = exclude.bool("automatic") ?? true
        exclude.finish()
        return exclusions
    }
}
