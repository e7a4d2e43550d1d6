/// The tables of the page: everything that its pictures show, in figures.
struct StatisticsTables {
    let page: StatisticsPage

    private var statistics: Statistics { page.statistics }
    private var goals: StatisticsGoals { page.statistics.goals }

    var months: String {
        let rows = statistics.stretches(by: .month).map { stretch in
            let summary = stretch.summary
            let promises = summary.promises
            return [
                stretch.name, "\(summary.incidents)", text(summary.firstMessage.median),
                text(summary.firstMessage.percentile(90)),
                promises.due == 0 ? "–" : marked("\(promises.kept) of \(promises.due)", promises.kept == promises.due),
                text(summary.resolution.median), text(summary.reports.delay.median),
            ]
        }
        return section(
            "months",
            "By month",
            [
                "Month", "Incidents", "First message, median", "90 of 100", "Updates on time", "Resolved, median",
                "Report, median",
            ],
            rows
        )
    }

    var channels: String {
        guard page.audience == .ourselves, !statistics.channels.isEmpty else { return "" }
        let rows = statistics.channels.map { channel in
            [
                PageText.html(channel.target), "\(channel.incidents)", text(channel.firstMessage.median),
                text(channel.firstMessage.percentile(90)), text(channel.resolution.median),
                marked("\(channel.failedAttempts)", channel.failedAttempts == 0), undelivered(channel),
            ]
        }
        return section(
            "targets",
            "By target",
            [
                "Target", "Incidents", "First message, median", "90 of 100", "Resolution, median", "Failed attempts",
                "Not delivered",
            ],
            rows
        )
    }

    private func undelivered(_ channel: Statistics.Channel) -> String {
        let counts = [(channel.refused, "refused"), (channel.unknown, "unknown"), (channel.queued, "queued")]
        let words = counts.filter { $0.0 > 0 }.map { "\($0) \($1)" }.joined(separator: ", ")
        return words.isEmpty ? "0" : marked(words, false)
    }

    var incidents: String {
        let rows = statistics.incidents.reversed().map { incident in
            let due = incident.promises.filter { $0.outcome != .pending }
            let kept = due.count { $0.outcome == .kept }
            return [
                date(incident.detectedAt), name(incident),
                incident.firstMessageAfter.map { marked($0.figure(.words), $0 <= goals.firstMessage) } ?? "not yet",
                due.isEmpty ? "–" : marked("\(kept) of \(due.count)", kept == due.count),
                incident.resolvedAfter?.figure(.words) ?? "not resolved yet", report(incident.report),
            ]
        }
        return section(
            "incidents",
            "Incidents",
            ["Began", "Incident", "First message", "Updates on time", "Resolved", "Report"],
            rows
        )
    }

    private func date(_ time: Timestamp) -> String {
        let day = statistics.zone.civilTime(at: time)
        return "\(day.day) \(CivilTime.months[day.month - 1].prefix(3)) \(day.year)"
    }

    private func name(_ incident: IncidentFigures) -> String {
        let title = PageText.html(incident.title)
        switch page.audience {
        case .ourselves: return "\(incident.id) \(title) <span class=\"muted\">(\(incident.severity.rawValue))</span>"
        case .everybody:
            return "<a href=\"incidents/\(PublicID.of("incident", incident.publicID)).html\">\(title)</a>"
        }
    }

    private func report(_ report: IncidentFigures.Report) -> String {
        switch report {
        case .notDue: return "–"
        case .published(let after): return marked(after.figure(.words), after <= goals.reportLimit)
        case .skipped: return "none"
        case .awaited(let since): return marked("not yet", since <= goals.reportLimit)
        }
    }

    /// A figure that misses its goal is marked by more than its colour.
    private func marked(_ figure: String, _ isGood: Bool) -> String {
        isGood ? figure : "<span class=\"bad\">▲ \(figure)</span>"
    }

    private func text(_ duration: Duration?) -> String { duration?.figure(.words) ?? "–" }

    private func section(_ id: String, _ heading: String, _ titles: [String], _ rows: [[String]]) -> String {
        let head = titles.map { "<th scope=\"col\">\($0)</th>" }.joined()
        let body = rows.map { row in
            let cells = row.enumerated().map { column, cell in
                switch (column, titles[column]) {
                case (0, _): "<th scope=\"row\" class=\"short\">\(cell)</th>"
                case (_, "Incident"): "<td class=\"wide\">\(cell)</td>"
                default: "<td class=\"short\">\(cell)</td>"
                }
            }
            return "<tr>\(cells.joined())</tr>\n"
        }
        return """
            <section aria-labelledby="\(id)">
            <h2 id="\(id)">\(heading)</h2>
            <div class="card scroll" role="region" aria-labelledby="\(id)" tabindex="0">
            <table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body.joined())</tbody>
            </table>
            </div>
            </section>

            """
    }
}
