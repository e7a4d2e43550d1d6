/// How well customers were told, incident by incident and over time.
package struct Statistics: Hashable, Sendable {
    /// The incidents that began in one stretch of the calendar.
    package struct Stretch: Hashable, Sendable {
        /// `2026-11`, `2026-Q4` or `2026`.
        package var name: String
        package var summary: StatisticsSummary
    }

    /// How one target heard of the incidents.
    package struct Channel: Hashable, Sendable {
        package var target: String
        /// Incidents that it was to hear of.
        package var incidents: Int
        /// From detection to its first message.
        package var firstMessage: Distribution
        /// From the decision to resolve to its resolution notice.
        package var resolution: Distribution
        package var failedAttempts: Int
        package var refused: Int
        package var unknown: Int
        package var queued: Int
    }

    package var goals: StatisticsGoals
    /// Zone in which months begin.
    package var zone: ZoneRules
    /// The oldest first.
    package var incidents: [IncidentFigures]

    /// Gathers figures; they are put in the order of detection.
    package init(_ incidents: [IncidentFigures], goals: StatisticsGoals, zone: ZoneRules) {
        self.goals = goals
        self.zone = zone
        self.incidents = incidents.sorted { ($0.detectedAt, $0.id) < ($1.detectedAt, $1.id) }
    }

    /// All of them together.
    package var total: StatisticsSummary { StatisticsSummary(incidents, goals: goals) }

    /// Stretches of the calendar from the first incident to the last, also those without any.
    package func stretches(by period: StatisticsPeriod) -> [Stretch] {
        guard let first = incidents.first, let last = incidents.last else { return [] }
        let places = Dictionary(grouping: incidents) { period.index(of: zone.civilTime(at: $0.detectedAt)) }
        let range =
            period.index(
                of: zone.civilTime(at: first.detectedAt)
            )...period.index(
                of: zone.civilTime(at: last.detectedAt)
            )
        return range.map {
            Stretch(name: period.name(of: $0), summary: StatisticsSummary(places[$0] ?? [], goals: goals))
        }
    }

    /// Every target that any incident was to reach, by name.
    package var channels: [Channel] {
        Dictionary(grouping: incidents.flatMap(\.channels), by: \.target)
            .map { target, channels in
                Channel(
                    target: target,
                    incidents: channels.count,
                    firstMessage: Distribution(channels.compactMap(\.firstMessageAfter)),
                    resolution: Distribution(channels.compactMap(\.resolutionAfter)),
                    failedAttempts: channels.map(\.failedAttempts).reduce(0, +),
                    refused: channels.map(\.refused).reduce(0, +),
                    unknown: channels.map(\.unknown).reduce(0, +),
                    queued: channels.map(\.queued).reduce(0, +)
                )
            }
            .sorted { $0.target < $1.target }
    }
}

/// A stretch of the calendar.
package enum StatisticsPeriod: String, CaseIterable, Sendable {
    case month
    case quarter
    case year

    /// Number of the stretch that a time lies in; the next one has the next number.
    func index(of time: CivilTime) -> Int {
        switch self {
        case .month: time.year * 12 + time.month - 1
        case .quarter: time.year * 4 + (time.month - 1) / 3
        case .year: time.year
        }
    }

    /// The stretch of a number, sorting as text does.
    func name(of index: Int) -> String {
        switch self {
        case .month: "\((index / 12).padded(to: 4))-\((index % 12 + 1).padded(to: 2))"
        case .quarter: "\((index / 4).padded(to: 4))-Q\(index % 4 + 1)"
        case .year: index.padded(to: 4)
        }
    }
}
