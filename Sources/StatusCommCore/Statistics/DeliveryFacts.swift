/// What became of one delivery, as far as figures go.
package struct DeliveryFacts: Hashable, Sendable {
    /// Name of the target in the configuration.
    package var target: String
    /// Sequence number of the change in the incident's log.
    package var change: Int
    /// When the target was known to have it; nil as long as it is not.
    package var arrivedAt: Timestamp?
    /// Attempts that did not get through.
    package var failedAttempts: Int
    package var standing: DeliveryState.Standing

    /// Describes a delivery.
    package init(
        target: String,
        change: Int,
        arrivedAt: Timestamp?,
        failedAttempts: Int = 0,
        standing: DeliveryState.Standing = .done
    ) {
        self.target = target
        self.change = change
        self.arrivedAt = arrivedAt
        self.failedAttempts = failedAttempts
        self.standing = standing
    }

    /// Reads the log of a delivery.
    ///
    /// What a person settled as sent arrived with the last attempt, since nobody wrote down when.
    package init(target: String, change: Int, records: [(record: DeliveryRecord, at: Timestamp, by: String)]) {
        var state = DeliveryState()
        var arrivedAt: Timestamp?
        for (record, at, _) in records {
            state.apply(record, at: at)
            guard arrivedAt == nil, state.standing == .done else { continue }
            if case .settled = record { arrivedAt = state.lastAttemptAt ?? at } else { arrivedAt = at }
        }
        self.init(
            target: target,
            change: change,
            arrivedAt: arrivedAt,
            failedAttempts: max(0, state.attempts - (state.standing == .done ? 1 : 0)),
            standing: state.standing
        )
    }
}

extension Incident {
    /// Every delivery that customers hear of, in the order of the changes; what only owners are told is none of them.
    var publicDeliveries: [DeliveryKey] {
        publicChanges.flatMap { change in
            change.publication.targets.map { DeliveryKey(incident: id, target: $0, change: change.sequence) }
        }
    }
}

extension IncidentRepository {
    /// What became of every public delivery of an incident, in the order of the changes.
    ///
    /// - Throws: `StoreError` when a log cannot be read.
    package func deliveryFacts(of incident: Incident) async throws -> [DeliveryFacts] {
        var facts: [DeliveryFacts] = []
        for key in incident.publicDeliveries {
            let records = try await deliveryLog(key).records()
            facts.append(DeliveryFacts(target: key.target, change: key.change, records: records))
        }
        return facts
    }
}
