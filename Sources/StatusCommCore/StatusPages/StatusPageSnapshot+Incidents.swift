extension StatusPageSnapshot {
    /// What a page shows of the incidents of a store.
    ///
    /// `goals` are what the page's figures are held against; without them the page has no figures.
    package init(
        of incidents: [Incident],
        company: CompanyConfiguration,
        components: ComponentTree,
        now: Timestamp,
        goals: StatisticsGoals? = nil
    ) {
        let open = incidents.filter(\.isOpen)
        func shown(_ component: Component) -> PageComponent {
            PageComponent(
                id: component.id,
                name: component.name,
                description: component.description,
                status: open.compactMap { $0.status(of: component.id) }.max() ?? .operational,
                children: component.children.map(shown)
            )
        }
        self.init(
            company: company.name,
            url: company.statusPageURL,
            zone: company.zone,
            began: incidents.map(\.openedAt).min() ?? now,
            now: now,
            components: components.roots.map(shown),
            incidents: incidents.map { PageIncident($0, zone: company.zone) },
            statistics: goals.map { Statistics(publicFiguresOf: incidents, goals: $0, zone: company.zone) }
        )
    }
}

extension Statistics {
    /// What the status page itself tells of incidents.
    ///
    /// Neither deliveries nor notes count, so that nothing changes between two public messages.
    init(publicFiguresOf incidents: [Incident], goals: StatisticsGoals, zone: ZoneRules) {
        let newest = incidents.map(\.latestUpdate.at).max() ?? .earliest
        self.init(
            incidents.map { IncidentFigures($0, deliveries: nil, detectedAt: $0.startedAt, now: newest) },
            goals: goals,
            zone: zone
        )
    }
}

extension PageIncident {
    /// An incident as the page shows it; the zone is that of the times in its report.
    init(_ incident: Incident, zone: ZoneRules = .utc) {
        var before: [String: ComponentStatus] = [:]
        var updates: [PageUpdate] = []
        for update in incident.updates {
            var changes: [PageComponentChange] = []
            for component in update.publication.components {
                let old = before[component.id] ?? .operational
                before[component.id] = component.shownStatus
                guard old != component.shownStatus || update.sequence == 1 else { continue }
                changes.append(PageComponentChange(component: component.id, old: old, new: component.shownStatus))
            }
            updates.append(
                PageUpdate(
                    number: update.sequence,
                    phase: update.phase,
                    message: update.publication.message,
                    at: update.at,
                    changes: changes,
                    notifies: update.publication.notify
                )
            )
        }
        self.init(
            identity: incident.publicID,
            title: incident.title,
            phase: incident.phase,
            impact: PageImpact(incident.severity),
            startedAt: incident.startedAt,
            monitoringAt: incident.updates.first { $0.phase == .monitoring }?.at,
            resolvedAt: incident.resolvedAt,
            nextUpdateAt: incident.nextUpdateAt,
            components: incident.components.map(\.id),
            updates: updates,
            report: PageReport(incident, zone: zone)
        )
    }
}

extension PageImpact {
    /// The impact that a severity stands for, as Statuspage names it.
    init(_ severity: Severity) {
        switch severity {
        case .critical: self = .critical
        case .high: self = .major
        case .medium: self = .minor
        case .low: self = .none
        }
    }
}
