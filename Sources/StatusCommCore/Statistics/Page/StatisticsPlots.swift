/// The pictures of the page.
struct StatisticsPlots {
    let page: StatisticsPage

    private var statistics: Statistics { page.statistics }
    private var goals: StatisticsGoals { page.statistics.goals }
    private var total: StatisticsSummary { page.statistics.total }

    var html: String {
        guard let calendar = PlotCalendar(statistics.incidents.map(\.detectedAt), zone: statistics.zone) else {
            return ""
        }
        let plots = [firstMessages(calendar), updates(calendar), resolutions(calendar), reports(calendar), channels]
        return "<div class=\"plots\">\n\(plots.compactMap { $0 }.joined())</div>\n"
    }

    private func firstMessages(_ calendar: PlotCalendar) -> String? {
        let dots = statistics.incidents.compactMap { incident in
            incident.firstMessageAfter.map { after in
                dot(incident, after, isMissed: after > goals.firstMessage)
            }
        }
        guard !dots.isEmpty else { return nil }
        let limit = goals.firstMessage.figure(.words)
        let words = "\(total.firstMessageInTime) of \(total.incidents) incidents within \(limit)."
        return figure(
            "First message",
            "How long it took until we said something. \(words)",
            [(.met, "within \(limit)"), (.missed, "later")],
            DotPlot(
                id: "plot-first",
                title: "Time to the first message of each incident",
                description: "\(words) \(spread(total.firstMessage)) The table of incidents has every figure.",
                dots: dots,
                goals: [(goals.firstMessage, "goal")],
                calendar: calendar
            ).html
        )
    }

    private func updates(_ calendar: PlotCalendar) -> String? {
        let promises = total.promises
        guard promises.due > 0 else { return nil }
        let stretches = statistics.stretches(by: .month)
        let bars = zip(calendar.months, stretches).map { month, stretch in
            let counts = stretch.summary.promises
            return BarPlot.Bar(
                month: month,
                kept: counts.kept,
                missed: counts.late + counts.overdue,
                title: "\(stretch.name): \(counts.kept) of \(counts.due) on time"
            )
        }
        let words = "\(promises.kept) of \(promises.due) promised updates came on time."
        let late = promises.lateness.maximum.map { " The latest was late by \($0.figure(.words))." } ?? ""
        return figure(
            "Promised updates",
            words,
            [(.met, "on time"), (.missed, "late")],
            BarPlot(
                id: "plot-updates",
                title: "Promised updates by month",
                description: "\(words)\(late) The table of months has every figure.",
                bars: bars,
                calendar: calendar
            ).html
        )
    }

    private func resolutions(_ calendar: PlotCalendar) -> String? {
        let dots = statistics.incidents.compactMap { incident in
            incident.resolvedAfter.map { dot(incident, $0, isMissed: false) }
        }
        guard !dots.isEmpty else { return nil }
        let open = total.open == 0 ? "" : " \(total.open) not resolved yet."
        return figure(
            "Until resolved",
            "How long it took until we said that it is over.\(open)",
            [],
            DotPlot(
                id: "plot-resolved",
                title: "Time until each incident was resolved",
                description: "\(spread(total.resolution))\(open) The table of incidents has every figure.",
                dots: dots,
                goals: [],
                calendar: calendar
            ).html
        )
    }

    private func reports(_ calendar: PlotCalendar) -> String? {
        let dots = statistics.incidents.compactMap { incident in
            switch incident.report {
            case .published(let after): dot(incident, after, isMissed: after > goals.reportLimit)
            case .notDue, .awaited, .skipped: nil
            }
        }
        guard !dots.isEmpty else { return nil }
        let reports = total.reports
        let limit = goals.reportLimit.figure(.words)
        let missing = reports.overdue == 0 ? "" : " \(reports.overdue) overdue."
        let words = "\(reports.inTime) of \(reports.due) due reports within \(limit).\(missing)"
        return figure(
            "Report",
            "How long after the end the report came. \(words)",
            [(.met, "within \(limit)"), (.missed, "later")],
            DotPlot(
                id: "plot-reports",
                title: "Time from the end of each incident to its report",
                description: "\(words) \(spread(reports.delay)) The table of incidents has every figure.",
                dots: dots,
                goals: [(goals.report, ""), (goals.reportLimit, "goal")],
                calendar: calendar
            ).html
        )
    }

    private var channels: String? {
        guard page.audience == .ourselves else { return nil }
        let rows = statistics.channels.compactMap { channel -> RangePlot.Row? in
            guard let middle = channel.firstMessage.median, let high = channel.firstMessage.percentile(90) else {
                return nil
            }
            return RangePlot.Row(name: channel.target, middle: middle, high: high)
        }
        guard !rows.isEmpty else { return nil }
        return figure(
            "First message by target",
            "From detection until the target confirmed it: median, and 90 of 100.",
            [],
            RangePlot(
                id: "plot-targets",
                title: "Time to the first message by target",
                description: "The table of targets has every figure.",
                rows: rows,
                goal: goals.firstMessage
            ).html
        )
    }

    private enum Mark {
        case met
        case missed

        var html: String {
            switch self {
            case .met: #"<svg viewBox="0 0 10 10" aria-hidden="true"><circle class="met" cx="5" cy="5" r="4.5"/></svg>"#
            case .missed:
                #"<svg viewBox="0 0 10 10" aria-hidden="true"><path class="missed" d="M5 .5 9.8 9.5H.2Z"/></svg>"#
            }
        }
    }

    private func figure(_ heading: String, _ words: String, _ key: [(Mark, String)], _ plot: String) -> String {
        let keys = key.map { "<span class=\"key\">\($0.html)\($1)</span>" }.joined()
        return """
            <figure class="card"><figcaption><h2>\(heading)</h2>
            <p>\(words)</p>\(keys.isEmpty ? "" : "\n<p>\(keys)</p>")</figcaption>
            \(plot)</figure>

            """
    }

    private func dot(_ incident: IncidentFigures, _ duration: Duration, isMissed: Bool) -> DotPlot.Dot {
        DotPlot.Dot(
            at: incident.detectedAt,
            duration: duration,
            isMissed: isMissed,
            title: "\(incident.title), \(statistics.zone.dateText(incident.detectedAt)): \(duration.figure(.words))"
        )
    }

    private func spread(_ distribution: Distribution) -> String {
        guard let middle = distribution.median, let high = distribution.percentile(90),
            let longest = distribution.maximum
        else { return "" }
        return "Median \(middle.figure(.words)), 90 of 100 within \(high.figure(.words)), the longest "
            + "\(longest.figure(.words))."
    }
}
