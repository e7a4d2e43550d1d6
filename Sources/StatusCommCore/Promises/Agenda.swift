/// What is to be looked at, and what is due.
package struct Agenda: Sendable {
    /// One thing that is due.
    package struct Item: Hashable, Sendable {
        package var incident: Incident
        package var duty: Duty
    }

    /// A promise whose time has passed.
    package struct Overdue: Hashable, Sendable {
        /// What was promised.
        package enum Promise: String, CaseIterable, Sendable {
            case update
            case report
        }

        package var incident: IncidentID
        package var promise: Promise
        package var dueAt: Timestamp
    }

    /// Newest states of the incidents that anything may be left to do for, oldest first.
    package var incidents: [Incident] = []
    /// What is due now, in the order of the incidents.
    package var items: [Item] = []
    /// Promises that are broken, whether or not the owners know, in the order of the incidents.
    package var overdue: [Overdue] = []
    /// Deliveries that are neither done nor given up.
    package var unfinished: [DeliveryResult] = []
    /// Why an incident could not be read; the others are not held up.
    package var problems: [any Diagnostic] = []

    /// Whether there is nothing to do; a broken promise that the owners know of is theirs.
    package var isEmpty: Bool { items.isEmpty && unfinished.isEmpty && problems.isEmpty }
}

extension IncidentRepository {
    /// Finds what is due, reading only incidents that may have something.
    ///
    /// - Throws: `StoreError` when the store cannot be listed.
    package func agenda(by rules: PromiseRules) async throws -> Agenda {
        let now = now()
        let marks = try await marks()
        var agenda = Agenda()
        for (id, mark) in marks.reports where mark.stage == .escalated && !marks.isActive(id) {
            let dueAt = mark.resolvedAt.advanced(by: rules.escalateAfter)
            agenda.overdue.append(Agenda.Overdue(incident: id, promise: .report, dueAt: dueAt))
        }
        for id in try await ids() where marks.isActive(id) || marks.mayOweReport(id, at: now, by: rules) {
            do {
                guard let incident = try await incident(id) else { continue }
                agenda.incidents.append(incident)
                if let duty = incident.duty(at: now, by: rules) {
                    agenda.items.append(Agenda.Item(incident: incident, duty: duty))
                }
                if let overdue = incident.overdue(at: now, by: rules) { agenda.overdue.append(overdue) }
                agenda.unfinished += try await standings(of: incident).filter { !$0.isFinal }
            } catch {
                agenda.problems.append(UnreadableIncident(id: id, cause: error))
            }
        }
        agenda.overdue.sort { $0.incident < $1.incident }
        return agenda
    }
}

extension Incident {
    fileprivate func overdue(at now: Timestamp, by rules: PromiseRules) -> Agenda.Overdue? {
        if let nextUpdateAt, nextUpdateAt < now {
            return Agenda.Overdue(incident: id, promise: .update, dueAt: nextUpdateAt)
        }
        guard owesReport, let dueAt = resolvedAt?.advanced(by: rules.escalateAfter), dueAt < now else { return nil }
        return Agenda.Overdue(incident: id, promise: .report, dueAt: dueAt)
    }
}

/// An incident whose log cannot be read, so that its promises cannot be looked after.
package struct UnreadableIncident: Diagnostic {
    package let id: IncidentID
    package let cause: any Diagnostic

    init(id: IncidentID, cause: any Error) {
        self.id = id
        self.cause = cause as? any Diagnostic ?? StoreError.damaged(path: "\(id)", reason: "\(cause)")
    }

    package var message: String { "cannot look after \(id): \(cause.message)" }
    package var hint: String? { cause.hint }
    package var exitStatus: ExitStatus { cause.exitStatus }
}
