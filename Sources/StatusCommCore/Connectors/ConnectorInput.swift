package import JSON5

/// Everything one action is told: plain values in our words, frozen before anything is sent.
package struct ConnectorInput: Hashable, Sendable {
    /// A component and its status after this change.
    package struct Component: Hashable, Sendable {
        /// Our id.
        package var id: String
        /// Name as people read it; looked up at the provider where no remote id is given.
        package var name: String
        /// The provider's id, nil when the configuration gives none.
        package var remoteID: String?
        package var status: ComponentStatus
        /// Status that the target was told last; operational when it was told none.
        package var previousStatus = ComponentStatus.operational

        /// Names a component.
        package init(id: String, name: String, remoteID: String?, status: ComponentStatus) {
            self.id = id
            self.name = name
            self.remoteID = remoteID
            self.status = status
        }
    }

    /// Key of this operation, the same on every attempt: our marker at the provider.
    package var operationKey: String
    package var title: String
    package var message: String
    package var phase: IncidentPhase
    /// Phase before this change; nil for `open`.
    package var previousPhase: IncidentPhase?
    package var severity: Severity
    package var components: [Component]
    /// Whether the provider shall tell its subscribers.
    package var notify: Bool
    package var startedAt: Timestamp
    /// When the change was made; the same on every attempt.
    package var at: Timestamp
    package var nextUpdate: Timestamp?
    /// The banner feed, for a connector of the kind `banner`.
    package var feed: JSONValue?
    /// What a connector of the kind `ticket` is told besides.
    var ticket: TicketFacts?
    /// URLs: `statusPage`, `incident`, `postmortem`.
    package var links: JSONObject
    /// What earlier actions saved, such as `remoteID`.
    package var saved: JSONObject
    /// Requests of this very action that an earlier attempt has carried out.
    package var completed: [String]

    /// States what shall be done; what is left out can be set afterwards.
    package init(
        operationKey: String,
        title: String,
        message: String,
        phase: IncidentPhase,
        severity: Severity,
        components: [Component],
        startedAt: Timestamp,
        at: Timestamp
    ) {
        self.operationKey = operationKey
        self.title = title
        self.message = message
        self.phase = phase
        self.severity = severity
        self.components = components
        self.startedAt = startedAt
        self.at = at
        notify = true
        links = JSONObject()
        saved = JSONObject()
        completed = []
    }
}
