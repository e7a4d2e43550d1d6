/// Opens, updates and resolves: decides what a request means, writes the texts, has them checked and puts the change on
/// record.
///
/// Sends nothing: what is on record is what `DeliveryRun` carries out. A rehearsal goes the same way and stops before
/// the record, so that what `--dry-run` shows is what would be sent.
package struct IncidentLifecycle: Sendable {
    /// Whether a change is put on record.
    package enum Mode: Hashable, Sendable {
        case record
        case rehearse
    }

    /// What became of a request.
    package struct Result: Hashable, Sendable {
        package var incident: Incident
        /// False when the incident was open already under the same key and nothing changed.
        package var isNew: Bool
    }

    package let repository: IncidentRepository
    package let components: ComponentTree
    package let severities: SeverityMapping
    /// Names of the targets that hear of changes, in the order of the configuration.
    package let targets: [String]
    /// Finished texts for the newest public update of an incident, by template name.
    ///
    /// Called before the change is on record; whatever it throws keeps the change from being made.
    package let write: @Sendable (Incident) throws -> [String: String]

    /// What titles and messages say in an exercise; nil in earnest.
    package var mark: ExerciseMark?

    /// Prepares for requests.
    package init(
        repository: IncidentRepository,
        components: ComponentTree,
        severities: SeverityMapping,
        targets: [String],
        write: @escaping @Sendable (Incident) throws -> [String: String]
    ) {
        self.repository = repository
        self.components = components
        self.severities = severities
        self.targets = targets
        self.write = write
    }

    /// Opens an incident, unless one with its key is open.
    ///
    /// - Throws: `IncidentConflict`, `StoreError`, or what writing the texts throws.
    package func open(_ request: Incident.OpeningRequest, _ mode: Mode = .record) async throws -> Result {
        var request = request
        request.title = mark?.title(request.title) ?? request.title
        request.message = marked(request.message)
        let publicID = repository.makePublicID()
        func decide(_ active: [Incident], _ id: IncidentID) throws -> Incident.OpeningDecision {
            let decision = try Incident.opening(
                request,
                besides: active.filter(\.isOpen),
                mapping: severities,
                publicID: publicID,
                now: repository.now()
            )
            guard case .new(var opening) = decision else { return decision }
            opening.publication.targets = targets
            let begun = Incident(id: id, opening: opening, at: repository.now(), by: repository.author.name)
            opening.publication.texts = try write(begun)
            return .new(opening)
        }
        switch mode {
        case .record:
            let (incident, isNew) = try await repository.open(decide)
            return Result(incident: incident, isNew: isNew)
        case .rehearse:
            let (active, id) = try await repository.beforeOpening()
            switch try decide(active, id) {
            case .alreadyOpen(let incident):
                return Result(incident: incident, isNew: false)
            case .new(let opening):
                let now = repository.now()
                return Result(
                    incident: Incident(id: id, opening: opening, at: now, by: repository.author.name),
                    isNew: true
                )
            }
        }
    }

    /// Says something new about an open incident.
    package func update(
        _ id: IncidentID,
        _ request: Incident.UpdateRequest,
        _ mode: Mode = .record
    ) async throws -> Result {
        try await certainly(id, mode) { incident, others in
            .updated(
                try incident.update(
                    marked(request),
                    besides: others,
                    tree: components,
                    mapping: severities,
                    now: repository.now()
                )
            )
        }
    }

    /// Says that work goes on, unless somebody has said more since.
    ///
    /// Goes where the last update went, and promises the next one from now on.
    ///
    /// - Parameters:
    ///   - id: The incident.
    ///   - about: Sequence number of the update whose promise this keeps.
    ///   - mode: Whether it is put on record.
    /// - Returns: Nil when there is a newer update.
    /// - Throws: `StoreError`, or what writing the texts throws.
    package func sayStillWorking(_ id: IncidentID, about: Int, _ mode: Mode = .record) async throws -> Result? {
        try await change(id, mode) { incident, others in
            guard incident.isOpen, incident.latestUpdate.sequence == about else { return nil }
            let last = incident.latestUpdate.publication
            let request = Incident.UpdateRequest(
                message: marked(StillWorking.message(in: incident.phase, repetition: incident.automaticInARow)),
                notify: last.notify,
                variables: last.variables,
                isAutomatic: true
            )
            var update = try incident.update(
                request,
                besides: others,
                tree: components,
                mapping: severities,
                now: repository.now()
            )
            update.publication.targets = targets.filter(last.targets.contains)
            return .updated(update)
        }
    }

    /// Says that an incident is over.
    package func resolve(
        _ id: IncidentID,
        _ request: Incident.ResolutionRequest,
        _ mode: Mode = .record
    ) async throws -> Result {
        try await certainly(id, mode) { incident, others in
            .resolved(try incident.resolution(marked(request), besides: others))
        }
    }

    /// Writes something down for the timeline; no channel hears of it.
    package func note(_ id: IncidentID, _ note: IncidentChange.TimelineNote) async throws -> Result {
        Result(incident: try await repository.append(to: id) { _ in .noted(note) }, isNew: true)
    }

    /// Puts a report on record as published.
    ///
    /// - Throws: `IncidentConflict` when the incident is open or has a report already, `StoreError`.
    package func publishReport(_ id: IncidentID, _ report: IncidentChange.Report) async throws -> Result {
        Result(incident: try await repository.append(to: id) { _ in .reportPublished(report) }, isNew: true)
    }

    /// Puts on record why an incident gets no report.
    ///
    /// - Throws: `IncidentConflict` when the incident is open, or its report published or skipped already; `StoreError`.
    package func skipReport(_ id: IncidentID, reason: String) async throws -> Result {
        let incident = try await repository.append(to: id) { _ in .reportSkipped(.init(reason: reason)) }
        try await repository.settle([incident])
        return Result(incident: incident, isNew: true)
    }

    private func certainly(
        _ id: IncidentID,
        _ mode: Mode,
        _ decide: (Incident, _ others: [Incident]) throws -> IncidentChange
    ) async throws -> Result {
        guard let result = try await change(id, mode, decide) else { throw IncidentLookup.unknown("\(id)") }
        return result
    }

    private func marked(_ message: String) -> String { mark?.text(message) ?? message }

    private func marked(_ request: Incident.UpdateRequest) -> Incident.UpdateRequest {
        var request = request
        request.message = marked(request.message)
        return request
    }

    private func marked(_ request: Incident.ResolutionRequest) -> Incident.ResolutionRequest {
        var request = request
        request.message = marked(request.message)
        return request
    }

    private func change(
        _ id: IncidentID,
        _ mode: Mode,
        _ decide: (Incident, _ others: [Incident]) throws -> IncidentChange?
    ) async throws -> Result? {
        let others = try await repository.active().filter { $0.isOpen && $0.id != id }
        func complete(_ incident: Incident) throws -> (change: IncidentChange, next: Incident)? {
            guard let change = try decide(incident, others) else { return nil }
            guard var publication = change.publication else { return (change, incident) }
            if publication.targets.isEmpty { publication.targets = targets }
            let now = repository.now()
            var next = incident
            try next.apply(change.publishing(publication), at: now, by: repository.author.name)
            publication.texts = try write(next)
            next = incident
            try next.apply(change.publishing(publication), at: now, by: repository.author.name)
            return (change.publishing(publication), next)
        }
        switch mode {
        case .record:
            let (incident, isAppended) = try await repository.append(to: id, unlessDone: { try complete($0)?.change })
            return isAppended ? Result(incident: incident, isNew: true) : nil
        case .rehearse:
            guard let incident = try await repository.incident(id) else { throw IncidentLookup.unknown("\(id)") }
            return try complete(incident).map { Result(incident: $0.next, isNew: true) }
        }
    }
}
