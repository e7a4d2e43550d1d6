/// Does what is due: posts, reminds, delivers, and tells what came of it.
///
/// Whether something is due is decided once more when it is put on record, in the create of the entry; so any number of
/// these at once, and people beside them, say nothing twice. Whoever dies leaves the rest to the next one.
package struct PromiseKeeper: Sendable {
    package let rules: PromiseRules
    /// Writes automatic updates.
    package let lifecycle: IncidentLifecycle
    /// Names of the targets through which owners are told.
    package let ownerTargets: [String]
    package let wording: ReminderWording
    package let delivery: DeliveryRun

    /// Prepares for work; nothing happens before `keep`.
    package init(
        rules: PromiseRules,
        lifecycle: IncidentLifecycle,
        ownerTargets: [String],
        wording: ReminderWording,
        delivery: DeliveryRun
    ) {
        self.rules = rules
        self.lifecycle = lifecycle
        self.ownerTargets = ownerTargets
        self.wording = wording
        self.delivery = delivery
    }

    /// Something that was put on record.
    package struct Deed: Sendable {
        /// The incident right after it.
        package var incident: Incident
        package var duty: Duty
        /// Message of the update or of the reminder.
        package var text: String
        /// Why no update was posted although one was allowed.
        package var failure: (any Diagnostic)?
    }

    /// What came of a call.
    package struct Outcome: Sendable {
        package var deeds: [Deed] = []
        /// Every delivery that was unfinished, as it stands now.
        package var deliveries: [DeliveryResult] = []
        /// Those of them that stand otherwise than before.
        package var news: [DeliveryResult] = []
        package var problems: [any Diagnostic] = []

        /// Nothing done yet.
        package init() {}
    }

    private var repository: IncidentRepository { lifecycle.repository }

    /// Does everything that is due now, for the incidents of an agenda.
    ///
    /// - Throws: `StoreError` when marks cannot be written; a fault of one incident is among the problems and holds up no
    ///   other.
    package func keep(_ agenda: Agenda) async throws -> Outcome {
        var outcome = Outcome()
        outcome.problems = agenda.problems
        var incidents: [Incident] = []
        for incident in agenda.incidents {
            do {
                let deed = try await act(for: incident)
                if let deed { outcome.deeds.append(deed) }
                incidents.append(deed?.incident ?? incident)
            } catch {
                outcome.problems.append(UnreadableIncident(id: incident.id, cause: error))
                incidents.append(incident)
            }
        }
        let before = Dictionary(agenda.unfinished.map { ($0.key, $0.standing.word) }) { first, _ in first }
        outcome.deliveries = await delivery.carryOut(incidents)
        outcome.news = outcome.deliveries.filter { $0.standing.word != before[$0.key] && !$0.isElsewhere }
        try await repository.settle(incidents)
        return outcome
    }

    /// What would be put on record for something that is due, and would be said.
    ///
    /// - Throws: What keeps an update from being written.
    package func rehearse(_ item: Agenda.Item) async throws -> Deed? {
        let incident = item.incident
        switch item.duty.act {
        case .post:
            let posted = try await lifecycle.sayStillWorking(incident.id, about: item.duty.about, .rehearse)
            return posted.map { posted in
                Deed(
                    incident: posted.incident,
                    duty: item.duty,
                    text: posted.incident.latestUpdate.publication.message
                )
            }
        case .remind:
            let reminder = wording.reminder(
                for: item.duty,
                of: incident,
                now: repository.now(),
                because: whyNotAutomatic(incident),
                to: ownerTargets
            )
            return reminder.map { Deed(incident: incident, duty: item.duty, text: "\($0.title)\n\n\($0.text)") }
        }
    }

    private func whyNotAutomatic(_ incident: Incident) -> ReminderWording.WhyNotAutomatic {
        rules.maximumAutomatic > 0 ? .exhausted(incident.automaticInARow) : .off
    }

    /// Puts on record what is due for one incident, nil when nothing is, or somebody else was first.
    private func act(for incident: Incident) async throws -> Deed? {
        guard let duty = incident.duty(at: repository.now(), by: rules) else { return nil }
        switch duty.act {
        case .remind:
            return try await remind(incident.id, by: rules, because: whyNotAutomatic(incident))
        case .post:
            do {
                guard let posted = try await lifecycle.sayStillWorking(incident.id, about: duty.about) else {
                    return nil
                }
                let text = posted.incident.latestUpdate.publication.message
                return Deed(incident: posted.incident, duty: duty, text: text)
            } catch let error where !(error is StoreError) {
                // What cannot be said automatically, people have to say.
                let failure = (error as? DiagnosticList)?.diagnostics.first ?? error as? any Diagnostic
                let reason = failure?.message ?? "\(error)"
                var deed = try await remind(incident.id, by: rules.withoutAutomatic, because: .failed(reason))
                deed?.failure = failure
                return deed
            }
        }
    }

    private func remind(
        _ id: IncidentID,
        by rules: PromiseRules,
        because why: ReminderWording.WhyNotAutomatic
    ) async throws -> Deed? {
        var recorded: (duty: Duty, reminder: Reminder)?
        let (incident, isAppended) = try await repository.append(
            to: id,
            unlessDone: { incident in
                let now = repository.now()
                guard let duty = incident.duty(at: now, by: rules),
                    let reminder = wording.reminder(for: duty, of: incident, now: now, because: why, to: ownerTargets)
                else { return nil }
                recorded = (duty, reminder)
                return .reminded(reminder)
            }
        )
        guard isAppended, let recorded else { return nil }
        return Deed(incident: incident, duty: recorded.duty, text: recorded.reminder.text)
    }
}

extension DeliveryResult {
    /// Whether nothing more will be done about it.
    package var isFinal: Bool {
        switch standing {
        case .done, .refused, .dropped: true
        case .queued, .unknown, .busy, .waiting, .unrecorded: false
        }
    }

    /// Whether another process is at it, who will tell.
    package var isElsewhere: Bool {
        switch standing {
        case .busy, .waiting: true
        case .done, .refused, .dropped, .queued, .unknown, .unrecorded: false
        }
    }
}
