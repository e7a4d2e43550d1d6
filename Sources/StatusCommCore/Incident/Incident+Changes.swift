package import JSON5

// The decisions about an incident: what an opening, an update and a resolution mean for phases, components and promises.
// All of it is pure; who else is open is handed in.

extension Incident {
    /// What a person or a script asks for when opening.
    package struct OpeningRequest: Hashable, Sendable {
        package var title: String
        package var severity: Severity
        /// Ids of leaves, in the order of the tree.
        package var components: [String]
        /// Statuses that differ from what the severity says, by component id.
        package var statuses: [String: ComponentStatus]
        package var message: String
        package var key: String?
        package var keywords: [String]
        /// When customers began to notice; nil for now.
        package var startedAt: Timestamp?
        /// Time until the next promised update; nil for the severity's interval.
        package var nextUpdate: Duration?
        package var notify: Bool
        package var variables: JSONObject
        /// Whether an open incident may already cover one of the components.
        package var isAnother: Bool

        /// Describes what is to be opened.
        package init(
            title: String,
            severity: Severity,
            components: [String],
            statuses: [String: ComponentStatus] = [:],
            message: String,
            key: String? = nil,
            keywords: [String] = [],
            startedAt: Timestamp? = nil,
            nextUpdate: Duration? = nil,
            notify: Bool = true,
            variables: JSONObject = JSONObject(),
            isAnother: Bool = false
        ) {
            self.title = title
            self.severity = severity
            self.components = components
            self.statuses = statuses
            self.message = message
            self.key = key
            self.keywords = keywords
            self.startedAt = startedAt
            self.nextUpdate = nextUpdate
            self.notify = notify
            self.variables = variables
            self.isAnother = isAnother
        }
    }

    /// Decides about an opening.
    ///
    /// - Parameters:
    ///   - request: What is asked for.
    ///   - open: Incidents that are open now.
    ///   - mapping: What severities mean.
    ///   - publicID: Name of the incident in public addresses.
    ///   - now: The time of the command.
    /// - Returns: The incident that already has the key, or the change that begins a new one.
    /// - Throws: `IncidentConflict` when an open incident covers a component and the request does not say that this is
    ///   another one.
    package static func opening(
        _ request: OpeningRequest,
        besides open: [Incident],
        mapping: SeverityMapping,
        publicID: String,
        now: Timestamp
    ) throws(IncidentConflict) -> OpeningDecision {
        if let key = request.key, let same = open.first(where: { $0.key == key }) { return .alreadyOpen(same) }
        if !request.isAnother {
            for other in open {
                let shared = request.components.filter(other.affects)
                guard shared.isEmpty else {
                    throw .componentsCovered(
                        components: shared,
                        id: other.id,
                        title: other.title,
                        by: other.openedBy,
                        at: other.openedAt
                    )
                }
            }
        }
        let rule = mapping[request.severity]
        let components = request.components.map { id in
            AffectedComponent(id: id, status: request.statuses[id] ?? rule.componentStatus)
        }
        return .new(
            IncidentChange.Opening(
                publicID: publicID,
                title: request.title,
                severity: request.severity,
                key: request.key,
                keywords: request.keywords,
                startedAt: request.startedAt ?? now,
                publication: Publication(
                    message: request.message,
                    components: shown(components, besides: open),
                    notify: request.notify,
                    nextUpdateAt: now.advanced(by: request.nextUpdate ?? rule.updateEvery),
                    variables: request.variables
                )
            )
        )
    }

    /// What an opening comes to.
    package enum OpeningDecision: Hashable, Sendable {
        case alreadyOpen(Incident)
        case new(IncidentChange.Opening)
    }

    /// What a person or a script asks for when updating.
    package struct UpdateRequest: Hashable, Sendable {
        /// Phase from now on; nil leaves it.
        package var phase: IncidentPhase?
        package var severity: Severity?
        package var message: String
        package var finding: String?
        package var action: String?
        package var eta: String?
        /// Statuses that change, by component id; components that are new to the incident join it.
        package var statuses: [String: ComponentStatus]
        package var nextUpdate: Duration?
        package var notify: Bool
        package var variables: JSONObject
        package var isAutomatic: Bool

        /// Describes news.
        package init(
            phase: IncidentPhase? = nil,
            severity: Severity? = nil,
            message: String,
            finding: String? = nil,
            action: String? = nil,
            eta: String? = nil,
            statuses: [String: ComponentStatus] = [:],
            nextUpdate: Duration? = nil,
            notify: Bool = true,
            variables: JSONObject = JSONObject(),
            isAutomatic: Bool = false
        ) {
            self.phase = phase
            self.severity = severity
            self.message = message
            self.finding = finding
            self.action = action
            self.eta = eta
            self.statuses = statuses
            self.nextUpdate = nextUpdate
            self.notify = notify
            self.variables = variables
            self.isAutomatic = isAutomatic
        }
    }

    /// Decides about an update.
    ///
    /// A new severity moves the components that still stand where the old severity put them; those set by hand stay.
    ///
    /// - Throws: `IncidentConflict` when the incident is over.
    package func update(
        _ request: UpdateRequest,
        besides others: [Incident],
        tree: ComponentTree,
        mapping: SeverityMapping,
        now: Timestamp
    ) throws(IncidentConflict) -> IncidentChange.Update {
        guard isOpen else { throw .alreadyResolved(id: id, by: resolvedBy ?? "", at: resolvedAt ?? openedAt) }
        let severity = request.severity ?? severity
        var components = components
        for index in components.indices {
            if let status = request.statuses[components[index].id] {
                components[index].status = status
            } else if components[index].status == mapping[self.severity].componentStatus {
                components[index].status = mapping[severity].componentStatus
            }
        }
        let known = Set(components.map(\.id))
        for (id, status) in request.statuses where !known.contains(id) {
            components.append(AffectedComponent(id: id, status: status))
        }
        return IncidentChange.Update(
            phase: request.phase ?? phase,
            severity: request.severity,
            finding: request.finding,
            action: request.action,
            eta: request.eta,
            isAutomatic: request.isAutomatic,
            publication: Publication(
                message: request.message,
                components: Self.shown(Self.sorted(components, by: tree), besides: others),
                notify: request.notify,
                nextUpdateAt: now.advanced(by: request.nextUpdate ?? mapping[severity].updateEvery),
                variables: request.variables
            )
        )
    }

    /// What a person or a script asks for when resolving.
    package struct ResolutionRequest: Hashable, Sendable {
        package var message: String
        package var rootCause: String?
        package var fix: String?
        package var preventions: [String]
        package var notify: Bool
        package var variables: JSONObject

        /// Describes the end.
        package init(
            message: String,
            rootCause: String? = nil,
            fix: String? = nil,
            preventions: [String] = [],
            notify: Bool = true,
            variables: JSONObject = JSONObject()
        ) {
            self.message = message
            self.rootCause = rootCause
            self.fix = fix
            self.preventions = preventions
            self.notify = notify
            self.variables = variables
        }
    }

    /// Decides about a resolution: every component goes back to operational, unless another open incident affects it.
    ///
    /// - Throws: `IncidentConflict` when the incident is over already.
    package func resolution(
        _ request: ResolutionRequest,
        besides others: [Incident]
    ) throws(IncidentConflict) -> IncidentChange.Resolution {
        guard isOpen else { throw .alreadyResolved(id: id, by: resolvedBy ?? "", at: resolvedAt ?? openedAt) }
        let components = components.map { AffectedComponent(id: $0.id, status: .operational) }
        return IncidentChange.Resolution(
            rootCause: request.rootCause,
            fix: request.fix,
            preventions: request.preventions,
            publication: Publication(
                message: request.message,
                components: Self.shown(components, besides: others),
                notify: request.notify,
                variables: request.variables
            )
        )
    }

    /// The components with the status that pages show: the worst of this and every other open incident.
    private static func shown(_ components: [AffectedComponent], besides others: [Incident]) -> [AffectedComponent] {
        components.map { component in
            let worst = others.filter(\.isOpen).compactMap { $0.status(of: component.id) }.max() ?? .operational
            return AffectedComponent(
                id: component.id,
                status: component.status,
                shownStatus: max(component.status, worst)
            )
        }
    }

    private static func sorted(_ components: [AffectedComponent], by tree: ComponentTree) -> [AffectedComponent] {
        let order = tree.leaves.map(\.id)
        return components.enumerated()
            .sorted { first, second in
                let left = order.firstIndex(of: first.element.id) ?? order.count
                let right = order.firstIndex(of: second.element.id) ?? order.count
                return (left, first.offset) < (right, second.offset)
            }
            .map(\.element)
    }
}
