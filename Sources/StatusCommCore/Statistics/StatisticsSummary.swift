/// The figures of several incidents together.
package struct StatisticsSummary: Hashable, Sendable {
    /// What became of promises of the next update.
    package struct Promises: Hashable, Sendable {
        package var kept = 0
        package var late = 0
        /// Late, and still without a word.
        package var overdue = 0
        /// Not due yet; they count neither way.
        package var pending = 0
        /// By how much the late and the overdue ones missed.
        package var lateness = Distribution([])

        /// Those that can be judged.
        package var due: Int { kept + late + overdue }
    }

    /// What became of reports of resolved incidents.
    package struct Reports: Hashable, Sendable {
        /// From the resolution to the publication.
        package var delay = Distribution([])
        /// Published before they were late.
        package var inTime = 0
        package var skipped = 0
        /// Not there, and not late.
        package var awaited = 0
        /// Not there, and late.
        package var overdue = 0

        /// Those that can be judged: published, or late.
        package var due: Int { delay.count + overdue }
    }

    package var incidents: Int
    /// Those that are not resolved; they have no time to the resolution.
    package var open: Int
    package var firstMessage: Distribution
    /// First messages within the goal.
    package var firstMessageInTime: Int
    /// Incidents that nobody was told of: late when older than the goal.
    package var untold: Int
    package var promises: Promises
    package var resolution: Distribution
    package var reports: Reports
    /// Attempts that did not get through.
    package var failedAttempts: Int
    /// Deliveries that were refused, or whose outcome is unknown.
    package var undelivered: Int

    /// Adds figures up.
    package init(_ figures: [IncidentFigures], goals: StatisticsGoals) {
        incidents = figures.count
        open = figures.count(where: \.isOpen)
        firstMessage = Distribution(figures.compactMap(\.firstMessageAfter))
        firstMessageInTime = firstMessage.count(within: goals.firstMessage)
        untold = figures.count - firstMessage.count
        resolution = Distribution(figures.compactMap(\.resolvedAfter))
        failedAttempts = figures.flatMap(\.channels).map(\.failedAttempts).reduce(0, +)
        undelivered = figures.flatMap(\.channels).map { $0.refused + $0.unknown }.reduce(0, +)
        promises = Promises(figures.flatMap(\.promises))
        reports = Reports(figures.map(\.report), goals: goals)
    }
}

extension StatisticsSummary.Promises {
    init(_ promises: [IncidentFigures.Promise]) {
        var lateness: [Duration] = []
        for promise in promises {
            switch promise.outcome {
            case .kept: kept += 1
            case .pending: pending += 1
            case .late(let by):
                late += 1
                lateness.append(by)
            case .overdue(let by):
                overdue += 1
                lateness.append(by)
            }
        }
        self.lateness = Distribution(lateness)
    }
}

extension StatisticsSummary.Reports {
    init(_ reports: [IncidentFigures.Report], goals: StatisticsGoals) {
        var delays: [Duration] = []
        for report in reports {
            switch report {
            case .notDue: break
            case .skipped: skipped += 1
            case .published(let after): delays.append(after)
            case .awaited(let since): if since > goals.reportLimit { overdue += 1 } else { awaited += 1 }
            }
        }
        delay = Distribution(delays)
        inTime = delay.count(within: goals.reportLimit)
    }
}
