import StatusCommCore

/// Figures as tables of at most 80 columns for a terminal.
struct StatisticsText {
    private let statistics: Statistics
    private let period: StatisticsPeriod?

    init(_ statistics: Statistics, by period: StatisticsPeriod?) {
        self.statistics = statistics
        self.period = period
    }

    func text(width: Int?) -> String {
        let total = statistics.total
        guard total.incidents > 0 else { return "no incident began in this time\n" }
        let first = period.map { stretches($0).text(width: width) } ?? incidents.text(width: width)
        let count = total.incidents == 1 ? "1 incident" : "\(total.incidents) incidents"
        let open = total.open == 0 ? "all resolved" : "\(total.open) not resolved"
        let untold = total.untold == 0 ? "" : ", \(total.untold) that no target has been told of"
        let targets = statistics.channels.isEmpty ? "" : "\n" + channels.text(width: width)
        return "\(first)\n\(count), \(open)\(untold)\n\n\(summary(total).text(width: width))\(targets)"
    }

    private var incidents: Table {
        var table = Table("INCIDENT", "BEGAN", "SEVERITY", "FIRST", "UPDATES", "RESOLVED", "REPORT", "FAILED")
        for incident in statistics.incidents {
            let due = incident.promises.filter { $0.outcome != .pending }
            let kept = due.count { $0.outcome == .kept }
            table.append([
                "\(incident.id)", date(incident.detectedAt), incident.severity.rawValue,
                incident.firstMessageAfter.map { marked($0.figure(), $0 <= statistics.goals.firstMessage) }
                    ?? "not yet",
                due.isEmpty ? "-" : marked("\(kept) of \(due.count)", kept == due.count),
                incident.resolvedAfter?.figure() ?? (incident.isOpen ? "open" : "not yet"), report(incident.report),
                "\(incident.channels.map(\.failedAttempts).reduce(0, +))",
            ])
        }
        return table
    }

    private func stretches(_ period: StatisticsPeriod) -> Table {
        var table = Table(
            period.rawValue.uppercased(),
            "INCIDENTS",
            "FIRST",
            "90 OF 100",
            "UPDATES",
            "RESOLVED",
            "REPORT",
            "FAILED"
        )
        for stretch in statistics.stretches(by: period) {
            let summary = stretch.summary
            let promises = summary.promises
            table.append([
                stretch.name, "\(summary.incidents)",
                summary.firstMessage.median.map { marked($0.figure(), $0 <= statistics.goals.firstMessage) } ?? "-",
                summary.firstMessage.percentile(90)?.figure() ?? "-",
                promises.due == 0
                    ? "-" : marked("\(promises.kept) of \(promises.due)", promises.kept == promises.due),
                summary.resolution.median?.figure() ?? "-",
                summary.reports.delay.median.map { marked($0.figure(), $0 <= statistics.goals.reportLimit) } ?? "-",
                "\(summary.failedAttempts)",
            ])
        }
        return table
    }

    private func summary(_ total: StatisticsSummary) -> Table {
        let goals = statistics.goals
        let promises = total.promises
        let reports = total.reports
        var table = Table("", "MEDIAN", "90 OF 100", "LONGEST", "GOAL", "MET")
        func row(_ name: String, _ values: Distribution, _ goal: String, _ met: String) {
            let figures = [values.median, values.percentile(90), values.maximum].map { $0?.figure() ?? "-" }
            table.append([name] + figures + [goal, met])
        }
        row(
            "first message",
            total.firstMessage,
            goals.firstMessage.figure(),
            "\(total.firstMessageInTime) of \(total.incidents)"
        )
        row(
            "updates, late by",
            promises.lateness,
            "on time",
            promises.due == 0 ? "-" : "\(promises.kept) of \(promises.due)"
        )
        row("resolved", total.resolution, "-", "-")
        var met = reports.due == 0 ? "-" : "\(reports.inTime) of \(reports.due)"
        if reports.skipped > 0 { met += ", \(reports.skipped) skipped" }
        if reports.awaited > 0 { met += ", \(reports.awaited) to come" }
        row("report", reports.delay, goals.reportLimit.figure(), met)
        return table
    }

    private var channels: Table {
        var table = Table("TARGET", "FIRST", "90 OF 100", "RESOLUTION", "FAILED", "REFUSED", "UNKNOWN", "QUEUED")
        for channel in statistics.channels {
            table.append([
                channel.target, channel.firstMessage.median?.figure() ?? "-",
                channel.firstMessage.percentile(90)?.figure() ?? "-", channel.resolution.median?.figure() ?? "-",
                "\(channel.failedAttempts)", "\(channel.refused)", "\(channel.unknown)", "\(channel.queued)",
            ])
        }
        return table
    }

    private func report(_ report: IncidentFigures.Report) -> String {
        switch report {
        case .notDue: "-"
        case .published(let after): marked(after.figure(), after <= statistics.goals.reportLimit)
        case .skipped: "skipped"
        case .awaited(let since): marked("none", since <= statistics.goals.reportLimit)
        }
    }

    private func marked(_ figure: String, _ isGood: Bool) -> String { isGood ? figure : figure + "!" }

    private func date(_ time: Timestamp) -> String { statistics.zone.dateText(time, style: .digits) }
}
