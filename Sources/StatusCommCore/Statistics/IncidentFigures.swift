/// What one incident says about how well customers were told.
///
/// Detection is when customers began to notice: `startedAt`, or an earlier timeline note of type `impact_started`. Nothing
/// on record says when one of us first knew, so the figures never look better than what customers saw.
package struct IncidentFigures: Hashable, Sendable {
    /// A promise of the next update.
    package struct Promise: Hashable, Sendable {
        /// What became of it.
        package enum Outcome: Hashable, Sendable {
            case kept
            case late(by: Duration)
            /// Its time is over, and there is still no word.
            case overdue(by: Duration)
            /// Its time has not come.
            case pending
        }

        package var madeAt: Timestamp
        package var dueAt: Timestamp
        package var outcome: Outcome
    }

    /// Where the post-incident report stands.
    package enum Report: Hashable, Sendable {
        /// The incident is open.
        case notDue
        /// Resolved so long ago, and there is none.
        case awaited(for: Duration)
        /// Published so long after the resolution.
        case published(after: Duration)
        /// Somebody wrote down why there is none.
        case skipped
    }

    /// How one target heard of the incident.
    package struct Channel: Hashable, Sendable {
        package var target: String
        /// From detection to the first message that the target confirmed; nil when there is none.
        package var firstMessageAfter: Duration?
        /// From the decision to resolve to the target's confirmation; nil when there is none.
        package var resolutionAfter: Duration?
        /// Attempts that did not get through, over all changes.
        package var failedAttempts: Int
        /// Deliveries that the target refused.
        package var refused: Int
        /// Deliveries whose outcome nobody knows.
        package var unknown: Int
        /// Deliveries that are still to be made.
        package var queued: Int
    }

    package let id: IncidentID
    package let publicID: String
    package let title: String
    package let severity: Severity
    package let detectedAt: Timestamp
    /// From detection to the first public message; nil when nothing has become public yet.
    package let firstMessageAfter: Duration?
    package let promises: [Promise]
    /// From detection to the resolution notice; nil while it is open, or when no target has the notice yet.
    package let resolvedAfter: Duration?
    package let isOpen: Bool
    package let report: Report
    /// In the order in which the targets were first told; empty when figures were taken without deliveries.
    package let channels: [Channel]

    /// Takes the figures of an incident.
    ///
    /// - Parameters:
    ///   - incident: Its newest state.
    ///   - deliveries: What became of its deliveries: a message is public once the first target has it. Nil when only the
    ///     log of the incident counts: then a message is public once it is on record.
    ///   - detectedAt: When customers began to notice; nil for what the incident's log says, notes included.
    ///   - now: The time by which open promises are judged.
    package init(
        _ incident: Incident,
        deliveries: [DeliveryFacts]?,
        detectedAt: Timestamp? = nil,
        now: Timestamp
    ) {
        id = incident.id
        publicID = incident.publicID
        title = incident.title
        severity = incident.severity
        isOpen = incident.isOpen
        let detectedAt = detectedAt ?? incident.detectedAt
        self.detectedAt = detectedAt
        func publicAt(_ update: Incident.PublicUpdate) -> Timestamp? {
            guard let deliveries, !update.publication.targets.isEmpty else { return update.at }
            return deliveries.filter { $0.change == update.sequence }.compactMap(\.arrivedAt).min()
        }
        let words = incident.updates.map { (update: $0, publicAt: publicAt($0)) }
        firstMessageAfter = words.compactMap(\.publicAt).min()?.duration(since: detectedAt)
        resolvedAfter = words.last { $0.update.phase == .resolved }?.publicAt?.duration(since: detectedAt)
        promises = words.indices.compactMap { index in
            words[index].update.publication.nextUpdateAt.map { due in
                let next = words[(index + 1)...].compactMap(\.publicAt).min()
                return Promise(
                    madeAt: words[index].update.at,
                    dueAt: due,
                    outcome: Promise.Outcome(due: due, next: next, now: now)
                )
            }
        }
        report = Report(incident, publicAt: incident.report.flatMap { _ in publicAt(incident.latestChange) }, now: now)
        channels =
            deliveries.map { deliveries in
                Self.targets(of: incident).map { target in
                    Channel(target, of: incident, deliveries.filter { $0.target == target }, detectedAt: detectedAt)
                }
            } ?? []
    }

    private static func targets(of incident: Incident) -> [String] {
        var seen: Set<String> = []
        return incident.publicDeliveries.map(\.target).filter { seen.insert($0).inserted }
    }
}

extension Incident {
    /// When customers began to notice: `startedAt`, or an earlier note of type `impact_started`.
    package var detectedAt: Timestamp {
        notes.filter { $0.note.type == .impactStarted }.map(\.note.happenedAt).reduce(startedAt, min)
    }
}

extension IncidentFigures.Promise.Outcome {
    /// Customers are told the time to the minute, so a promise holds until that minute is over.
    init(due: Timestamp, next: Timestamp?, now: Timestamp) {
        let end = Timestamp(seconds: due.seconds - due.seconds % 60 + 60)
        guard let next else {
            self = now < end ? .pending : .overdue(by: now.duration(since: due))
            return
        }
        self = next < end ? .kept : .late(by: next.duration(since: due))
    }
}

extension IncidentFigures.Report {
    /// A report that no target has yet is still awaited.
    init(_ incident: Incident, publicAt: Timestamp?, now: Timestamp) {
        guard let end = incident.resolvedAt else {
            self = .notDue
            return
        }
        switch incident.reportStanding {
        case .notDue: self = .notDue
        case .skipped: self = .skipped
        case .owed: self = .awaited(for: max(.zero, now.duration(since: end)))
        case .published:
            self =
                publicAt.map { .published(after: $0.duration(since: end)) }
                ?? .awaited(for: max(.zero, now.duration(since: end)))
        }
    }
}

extension IncidentFigures.Channel {
    init(_ target: String, of incident: Incident, _ deliveries: [DeliveryFacts], detectedAt: Timestamp) {
        self.target = target
        firstMessageAfter = deliveries.compactMap(\.arrivedAt).min()?.duration(since: detectedAt)
        let end = incident.updates.last { $0.phase == .resolved }
        resolutionAfter = deliveries.first { $0.change == end?.sequence }?.arrivedAt.flatMap { at in
            end.map { at.duration(since: $0.at) }
        }
        failedAttempts = deliveries.map(\.failedAttempts).reduce(0, +)
        refused = 0
        unknown = 0
        queued = 0
        for delivery in deliveries {
            switch delivery.standing {
            case .done, .dropped: break
            case .refused: refused += 1
            case .unknown: unknown += 1
            case .pending: queued += 1
            }
        }
    }
}
