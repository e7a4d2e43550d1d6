/// Everything a static status page shows at one moment.
///
/// The page is a pure function of this value, so that building it again from the same log gives the same bytes.
package struct StatusPageSnapshot: Hashable, Sendable {
    /// Name of the company, plain text.
    package var company: String
    /// Address at which the page is served, such as `https://status.acme.example`.
    package var url: String
    /// The zone in which the page tells times, beside UTC.
    package var zone: ZoneRules
    /// When the page began: the date of everything that no incident has touched yet.
    ///
    /// It must not move, or a page without news would change.
    package var began: Timestamp
    /// The moment; it decides only which days count as the last fifteen.
    package var now: Timestamp
    /// The products with their parts, in the order to show them.
    package var components: [PageComponent]
    /// Open and resolved incidents, in any order.
    package var incidents: [PageIncident]
    /// Figures for everybody; nil for a page without them.
    package var statistics: Statistics?

    /// Gathers what a page shows.
    package init(
        company: String,
        url: String,
        zone: ZoneRules,
        began: Timestamp,
        now: Timestamp,
        components: [PageComponent],
        incidents: [PageIncident],
        statistics: Statistics? = nil
    ) {
        self.company = company
        self.url = url
        self.zone = zone
        self.began = began
        self.now = now
        self.components = components
        self.incidents = incidents
        self.statistics = statistics
    }
}

/// A component as the page shows it.
package struct PageComponent: Hashable, Sendable {
    /// Our id of it, from which the public one is derived.
    package var id: String
    package var name: String
    /// One line, plain text.
    package var description: String?
    /// Ignored for a component with children: it has the worst status of theirs.
    package var status: ComponentStatus
    package var children: [PageComponent]

    /// Describes a component.
    package init(
        id: String,
        name: String,
        description: String? = nil,
        status: ComponentStatus,
        children: [PageComponent] = []
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.status = status
        self.children = children
    }
}

/// An incident as the page shows it.
package struct PageIncident: Hashable, Sendable {
    /// Text that no other incident has and that never changes, from which the public id is derived.
    ///
    /// A random one, such as the nonce of the incident's first entry, tells nobody how many there were.
    package var identity: String
    /// One line, plain text.
    package var title: String
    package var phase: IncidentPhase
    package var impact: PageImpact
    /// When users began to feel it.
    package var startedAt: Timestamp
    package var monitoringAt: Timestamp?
    /// Set exactly when the phase is `resolved`.
    package var resolvedAt: Timestamp?
    /// When the next update was promised; shown while the incident is open.
    package var nextUpdateAt: Timestamp?
    /// Our ids of every component that it affects or affected.
    package var components: [String]
    /// What was said, in any order; at least the first message.
    package var updates: [PageUpdate]
    /// The post-incident report, once it is published.
    package var report: PageReport?

    /// Describes an incident.
    package init(
        identity: String,
        title: String,
        phase: IncidentPhase,
        impact: PageImpact,
        startedAt: Timestamp,
        monitoringAt: Timestamp? = nil,
        resolvedAt: Timestamp? = nil,
        nextUpdateAt: Timestamp? = nil,
        components: [String],
        updates: [PageUpdate],
        report: PageReport? = nil
    ) {
        self.identity = identity
        self.title = title
        self.phase = phase
        self.impact = impact
        self.startedAt = startedAt
        self.monitoringAt = monitoringAt
        self.resolvedAt = resolvedAt
        self.nextUpdateAt = nextUpdateAt
        self.components = components
        self.updates = updates
        self.report = report
    }
}

/// One message about an incident.
package struct PageUpdate: Hashable, Sendable {
    /// Place among the updates of the incident, such as the number of its log entry.
    package var number: Int
    package var phase: IncidentPhase
    /// Light Markdown.
    package var message: String
    package var at: Timestamp
    package var changes: [PageComponentChange]
    /// Whether subscribers were told.
    package var notifies: Bool

    /// Describes a message.
    package init(
        number: Int,
        phase: IncidentPhase,
        message: String,
        at: Timestamp,
        changes: [PageComponentChange] = [],
        notifies: Bool = true
    ) {
        self.number = number
        self.phase = phase
        self.message = message
        self.at = at
        self.changes = changes
        self.notifies = notifies
    }
}

/// What an update did to a component.
package struct PageComponentChange: Hashable, Sendable {
    /// Our id of it.
    package var component: String
    package var old: ComponentStatus
    package var new: ComponentStatus

    /// Names a component and its status before and after.
    package init(component: String, old: ComponentStatus, new: ComponentStatus) {
        self.component = component
        self.old = old
        self.new = new
    }
}
