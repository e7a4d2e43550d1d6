package import JSON5

extension IncidentRepository {
    /// Where every delivery of an incident stands, in the order of the changes, without touching any.
    package func standings(
        of incident: Incident,
        channels: [any DeliveryChannel] = []
    ) async throws -> [DeliveryResult] {
        var results: [DeliveryResult] = []
        for key in incident.deliveries {
            let state = try await deliveryLog(key).state
            let standing: DeliveryResult.Standing =
                switch state.standing {
                case .done: .done
                case .dropped: .dropped
                case .refused(let reason): .refused(reason: reason)
                case .unknown(let reason): .unknown(reason: reason)
                case .pending: .queued(reason: state.lastReason ?? "not sent yet", notBefore: state.notBefore)
                }
            results.append(
                DeliveryResult(
                    key: key,
                    kind: channels.first { $0.name == key.target }?.kind ?? "",
                    standing: standing,
                    url: state.saved["url"]?.string,
                    notes: state.notes,
                    attempts: state.attempts
                )
            )
        }
        return results
    }

    /// Whether nothing of an incident will be sent any more.
    package func isDelivered(_ incident: Incident) async throws -> Bool {
        for key in incident.deliveries where !(try await deliveryLog(key).state.isFinal) { return false }
        return true
    }

    /// Lets a delivery be tried again now that was refused, or that the target wanted to be asked for later.
    ///
    /// - Throws: `DeliveryLookup.unknown` when the incident has no such delivery. Any other stays as it is.
    package func reopen(_ key: DeliveryKey) async throws {
        let log = try await known(key)
        switch log.state.standing {
        case .refused: break
        case .pending: guard log.state.notBefore != nil else { return }
        case .unknown, .done, .dropped: return
        }
        _ = try await log.appending(.settled(.notSent))
    }

    /// Records what a person found at a target.
    ///
    /// - Throws: `DeliveryLookup` when there is no such delivery, when it is done, or when it is under way right now.
    package func settleDelivery(
        _ key: DeliveryKey,
        as settlement: DeliveryRecord.Settlement,
        clock: any Clock<Duration>
    ) async throws {
        _ = try await known(key)
        guard case .taken(let lock) = try await lockLane(of: key, patience: .zero, clock: clock) else {
            throw DeliveryLookup.underWay(key)
        }
        let log = try await known(key)
        guard log.state.standing != .done else { throw DeliveryLookup.done(key) }
        _ = try await log.appending(.settled(settlement))
        withExtendedLifetime(lock) {}
    }

    private func known(_ key: DeliveryKey) async throws -> DeliveryLog {
        guard let incident = try await incident(key.incident), incident.deliveries.contains(key) else {
            throw DeliveryLookup.unknown(key)
        }
        return try await deliveryLog(key)
    }
}

/// A delivery that cannot be settled or tried again.
package enum DeliveryLookup: Diagnostic, Hashable {
    case unknown(DeliveryKey)
    case done(DeliveryKey)
    case underWay(DeliveryKey)

    package var message: String {
        switch self {
        case .unknown(let key): "no delivery '\(key)'"
        case .done(let key): "cannot settle '\(key)': the target confirmed it"
        case .underWay(let key): "cannot settle '\(key)': another process is at it"
        }
    }

    package var hint: String? {
        switch self {
        case .unknown: "run 'statuscomm delivery list --all' to see them"
        case .done: nil
        case .underWay: "wait for it to end, then run 'statuscomm delivery list'"
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .unknown: .usage
        case .done, .underWay: .conflict
        }
    }
}

extension IncidentRepository {
    /// One line of an incident's history: an entry of its log or of a delivery's.
    package struct HistoryLine: Hashable, Sendable {
        package var at: Timestamp
        package var by: String
        /// `INC-7` for the incident, `INC-7/public/2` for a delivery.
        package var subject: String
        package var type: String
        /// One line for a person.
        package var text: String
        package var data: JSONValue
    }

    /// Everything that was written about an incident, oldest first.
    package func history(of incident: Incident) async throws -> [HistoryLine] {
        var lines = try await entries(of: incident.id).map { entry in
            HistoryLine(
                at: entry.at,
                by: entry.by,
                subject: "\(incident.id)",
                type: entry.type,
                text: try IncidentChange(entryType: entry.type, data: entry.data)?.line ?? entry.type,
                data: entry.data
            )
        }
        for (record, at, by) in try await reportRecords(of: incident.id) {
            lines.append(
                HistoryLine(
                    at: at,
                    by: by,
                    subject: "\(incident.id)",
                    type: record.entryType,
                    text: record.line,
                    data: record.entryData
                )
            )
        }
        for key in incident.deliveries {
            for (record, at, by) in try await deliveryLog(key).records() {
                lines.append(
                    HistoryLine(
                        at: at,
                        by: by,
                        subject: "\(key)",
                        type: record.entryType,
                        text: record.line,
                        data: record.entryData
                    )
                )
            }
        }
        for target in incident.deliveryTargets {
            for (decision, at, by) in try await ticketDecisions(of: incident.id, target: target) {
                lines.append(
                    HistoryLine(
                        at: at,
                        by: by,
                        subject: "\(incident.id)/\(target)",
                        type: decision.entryType,
                        text: decision.line,
                        data: decision.entryData
                    )
                )
            }
        }
        return lines.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }
}

extension IncidentChange {
    /// The change in words, one line for a person.
    fileprivate var line: String {
        switch self {
        case .opened(let opening): "opened: \(opening.publication.message)"
        case .updated(let update):
            "updated\(update.isAutomatic ? " automatically" : ""): \(update.publication.message)"
        case .resolved(let resolution): "resolved: \(resolution.publication.message)"
        case .noted(let note): "noted, \(note.type.rawValue) at \(note.happenedAt): \(note.text)"
        case .reportPublished(let report):
            "report published: \(report.digest.prefix(12)) to \(report.publication.targets.joined(separator: ", "))"
        case .reportSkipped(let skip): "report skipped: \(skip.reason)"
        case .reminded(let reminder): "owners reminded: \(reminder.title)"
        }
    }
}

extension DeliveryRecord {
    /// The record in words.
    package var line: String {
        switch self {
        case .attempt: "sending"
        case .step: "a step is done"
        case .done(let saved, _): saved["url"]?.string.map { "done: \($0)" } ?? "done"
        case .refused(let reason): "refused: \(reason)"
        case .failed(let reason, let notBefore):
            notBefore.map { "not taken: \(reason), again not before \($0)" } ?? "not taken: \(reason)"
        case .unknown(let reason): "outcome unknown: \(reason)"
        case .absent: "looked, and it is not there"
        case .settled(let settlement): "settled by a person: \(settlement.rawValue)"
        }
    }
}
