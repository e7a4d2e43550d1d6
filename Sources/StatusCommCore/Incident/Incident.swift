/// An incident as its log tells it: the fold of the entries.
package struct Incident: Hashable, Sendable {
    /// One public message, in the order in which they were made.
    package struct PublicUpdate: Hashable, Sendable {
        /// Sequence number of the log entry; 1 is the opening.
        package var sequence: Int
        package var at: Timestamp
        /// Who made it, as `user@host`; never shown to the public.
        package var by: String
        package var phase: IncidentPhase
        package var severity: Severity
        package var publication: Publication
        /// True when nobody typed it.
        package var isAutomatic: Bool
        /// What was found out, in customers' words.
        package var finding: String?
        /// What is being done, in customers' words.
        package var action: String?
        /// What can be said about the way ahead; never a promised time.
        package var eta: String?
    }

    /// One timeline note.
    package struct RecordedNote: Hashable, Sendable {
        /// Sequence number of the log entry.
        package var sequence: Int
        /// When it was written down.
        package var recordedAt: Timestamp
        package var by: String
        package var note: IncidentChange.TimelineNote
    }

    /// The report as it was published.
    package struct RecordedReport: Hashable, Sendable {
        /// Sequence number of the log entry.
        package var sequence: Int
        package var at: Timestamp
        /// Who published it, as `user@host`; never shown to the public.
        package var by: String
        package var report: IncidentChange.Report
    }

    /// One word to the owners.
    package struct RecordedReminder: Hashable, Sendable {
        /// Sequence number of the log entry.
        package var sequence: Int
        package var at: Timestamp
        package var by: String
        package var reminder: Reminder
    }

    /// The decision to publish no report.
    package struct RecordedSkip: Hashable, Sendable {
        /// Sequence number of the log entry.
        package var sequence: Int
        package var at: Timestamp
        package var by: String
        package var reason: String
    }

    package let id: IncidentID
    package let publicID: String
    package private(set) var title: String
    package private(set) var severity: Severity
    package private(set) var phase: IncidentPhase
    package let key: String?
    package let keywords: [String]
    package let startedAt: Timestamp
    package let openedAt: Timestamp
    package let openedBy: String
    package private(set) var resolvedAt: Timestamp?
    package private(set) var resolvedBy: String?
    package private(set) var resolution: IncidentChange.Resolution?
    /// When the next public word is promised; nil once resolved, or when none was promised.
    package private(set) var nextUpdateAt: Timestamp?
    /// What the incident does to each component it ever affected, in the order of the tree at that time.
    package private(set) var components: [AffectedComponent]
    /// Public messages, oldest first; never empty.
    package private(set) var updates: [PublicUpdate]
    package private(set) var notes: [RecordedNote]
    /// The report for customers, once it is public.
    package private(set) var report: RecordedReport?
    /// Why there is no report; a later report stands beside it.
    package private(set) var reportSkip: RecordedSkip?
    /// What the owners were told, oldest first.
    package private(set) var reminders: [RecordedReminder]
    /// Sequence number of the last entry.
    package private(set) var sequence: Int

    /// The incident that an opening begins.
    package init(id: IncidentID, opening: IncidentChange.Opening, at: Timestamp, by: String) {
        self.id = id
        publicID = opening.publicID
        title = opening.title
        severity = opening.severity
        phase = .investigating
        key = opening.key
        keywords = opening.keywords
        startedAt = opening.startedAt
        openedAt = at
        openedBy = by
        nextUpdateAt = opening.publication.nextUpdateAt
        components = opening.publication.components
        notes = []
        reminders = []
        sequence = 1
        updates = [
            PublicUpdate(
                sequence: 1,
                at: at,
                by: by,
                phase: .investigating,
                severity: opening.severity,
                publication: opening.publication,
                isAutomatic: false
            )
        ]
    }

    /// Whether customers are still affected, as far as we have said.
    package var isOpen: Bool { phase != .resolved }

    /// The newest public message.
    package var latestUpdate: PublicUpdate { updates[updates.count - 1] }

    /// Whether it still takes anything from a component.
    package func affects(_ component: String) -> Bool {
        isOpen && components.contains { $0.id == component && $0.status != .operational }
    }

    /// What this incident does to a component; nil when it never touched it.
    package func status(of component: String) -> ComponentStatus? {
        components.first { $0.id == component }?.status
    }

    /// Takes in the next entry of the log.
    ///
    /// - Throws: `IncidentConflict` when the incident is over or the change cannot follow what was said before.
    package mutating func apply(_ change: IncidentChange, at: Timestamp, by: String) throws(IncidentConflict) {
        switch change {
        case .opened:
            throw .alreadyOpen(id: id, title: title, by: openedBy, at: openedAt)
        case .updated(let update):
            try requireOpen()
            phase = update.phase
            severity = update.severity ?? severity
            publish(update.publication, phase: update.phase, at: at, by: by, isAutomatic: update.isAutomatic)
            updates[updates.count - 1].finding = update.finding
            updates[updates.count - 1].action = update.action
            updates[updates.count - 1].eta = update.eta
        case .resolved(let end):
            try requireOpen()
            phase = .resolved
            resolvedAt = at
            resolvedBy = by
            resolution = end
            publish(end.publication, phase: .resolved, at: at, by: by, isAutomatic: false)
        case .noted(let note):
            sequence += 1
            notes.append(RecordedNote(sequence: sequence, recordedAt: at, by: by, note: note))
        case .reportPublished(let published):
            try requireNoReport()
            sequence += 1
            report = RecordedReport(sequence: sequence, at: at, by: by, report: published)
        case .reportSkipped(let skip):
            try requireNoReport()
            if let earlier = reportSkip { throw .reportSkipped(id: id, by: earlier.by, at: earlier.at) }
            sequence += 1
            reportSkip = RecordedSkip(sequence: sequence, at: at, by: by, reason: skip.reason)
        case .reminded(let reminder):
            sequence += 1
            reminders.append(RecordedReminder(sequence: sequence, at: at, by: by, reminder: reminder))
        }
    }

    /// The incident as it stood right after one of its public messages.
    ///
    /// What went on record later leaves no trace in it. Right after anything else, such as the report, it is what it is now.
    package func rightAfter(_ update: PublicUpdate) -> Incident {
        guard let place = updates.firstIndex(of: update) else { return self }
        var earlier = self
        earlier.notes = notes.filter { $0.sequence < update.sequence }
        earlier.reminders = reminders.filter { $0.sequence < update.sequence }
        earlier.report = nil
        earlier.reportSkip = nil
        earlier.sequence = update.sequence
        guard place < updates.count - 1 else { return earlier }
        earlier.updates = Array(updates[...place])
        earlier.severity = update.severity
        earlier.phase = update.phase
        earlier.components = update.publication.components
        earlier.nextUpdateAt = update.publication.nextUpdateAt
        // Only the last message can be the resolution.
        earlier.resolvedAt = nil
        earlier.resolvedBy = nil
        earlier.resolution = nil
        earlier.report = nil
        earlier.reportSkip = nil
        return earlier
    }

    private func requireOpen() throws(IncidentConflict) {
        guard isOpen else {
            throw .alreadyResolved(id: id, by: resolvedBy ?? "", at: resolvedAt ?? openedAt)
        }
    }

    private func requireNoReport() throws(IncidentConflict) {
        guard !isOpen else { throw .reportTooEarly(id: id) }
        if let report { throw .reportPublished(id: id, by: report.by, at: report.at) }
    }

    private mutating func publish(
        _ publication: Publication,
        phase: IncidentPhase,
        at: Timestamp,
        by: String,
        isAutomatic: Bool
    ) {
        sequence += 1
        nextUpdateAt = publication.nextUpdateAt
        components = publication.components
        updates.append(
            PublicUpdate(
                sequence: sequence,
                at: at,
                by: by,
                phase: phase,
                severity: severity,
                publication: publication,
                isAutomatic: isAutomatic
            )
        )
    }
}
