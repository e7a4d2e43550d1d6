/// The page of figures: plots, tables, and how it is all measured.
///
/// Nothing in it needs a script. For everybody, it has only what the status page itself tells: titles, times of public
/// messages and reports. For ourselves, it has numbers of incidents, targets and failures too.
package struct StatisticsPage: Sendable {
    /// Who reads it.
    package enum Audience: Hashable, Sendable {
        case ourselves
        case everybody
    }

    package var statistics: Statistics
    package var company: String
    package var audience: Audience

    /// Prepares the page.
    package init(_ statistics: Statistics, company: String, audience: Audience) {
        self.statistics = statistics
        self.company = company
        self.audience = audience
    }

    /// A page that stands alone.
    package var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(StatusPageShell.policy(for: Self.css))">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>\(title) – \(PageText.html(company))</title>
        <style>\(Self.css)</style>
        </head>
        <body>
        <header class="wrap top">
        <p class="brand">\(PageText.html(company))</p>
        </header>
        <main class="wrap">
        \(main)</main>
        <footer class="wrap foot">
        <p>Times are in \(PageText.html(statistics.zone.name)).</p>
        </footer>
        </body>
        </html>

        """
    }

    /// Name of the page.
    var title: String {
        switch audience {
        case .ourselves: "How customers were informed"
        case .everybody: "How we keep you informed"
        }
    }

    /// The style sheet of a page with figures.
    static let css = StatusPageStyle.css + "\n" + StatisticsStyle.css

    /// What stands between the head and the foot of a page.
    var main: String {
        guard let first = statistics.incidents.first, let last = statistics.incidents.last else {
            return "<h1>\(title)</h1>\n<p class=\"more muted\">There has been no incident in this time.</p>\n"
        }
        let total = statistics.total
        let count = total.incidents == 1 ? "1 incident" : "\(total.incidents) incidents"
        let days = [first, last].map { statistics.zone.dateText($0.detectedAt) }
        let time = days[0] == days[1] ? "on \(days[0])" : "from \(days[0]) to \(days[1])"
        let open = total.open == 0 ? "" : ", \(total.open) of them not resolved yet"
        let tables = StatisticsTables(page: self)
        return """
            <h1>\(title)</h1>
            <p class="muted">\(count) \(time)\(open).</p>
            \(StatisticsCards(summary: total, goals: statistics.goals).html)\(StatisticsPlots(page: self).html)\
            \(tables.months)\(tables.channels)\(tables.incidents)\(terms)
            """
    }

    private var terms: String {
        let goals = statistics.goals
        let measured =
            audience == .ourselves
            ? "the first target has confirmed it" : "it stands on this page"
        return """
            <section aria-labelledby="measured">
            <h2 id="measured">How it is measured</h2>
            <dl class="card terms">
            <dt>First message</dt>
            <dd>From the moment customers began to notice until \(measured). The goal is \
            \(goals.firstMessage.figure(.words)).</dd>
            <dt>Updates on time</dt>
            <dd>Every message says when the next one comes, to the minute. It is on time when it comes before that \
            minute is over. The goal is every one.</dd>
            <dt>Resolved</dt>
            <dd>From the moment customers began to notice until we said that it is over.</dd>
            <dt>Report</dt>
            <dd>From the end until the report about it was published. The goal is \(goals.report.figure(.words)) to \
            \(goals.reportLimit.figure(.words)).</dd>
            <dt>Median, 90 of 100</dt>
            <dd>Half of the incidents took no longer than the median, and 90 of 100 no longer than the other one.</dd>
            </dl>
            </section>

            """
    }
}

/// The figures at the top of the page.
struct StatisticsCards {
    let summary: StatisticsSummary
    let goals: StatisticsGoals

    var html: String {
        let promises = summary.promises
        let reports = summary.reports
        let cards = [
            card(
                "First message, median",
                summary.firstMessage.median?.figure(.words) ?? "none yet",
                "\(summary.firstMessageInTime) of \(summary.incidents) within \(goals.firstMessage.figure(.words))",
                isGood: summary.firstMessageInTime == summary.incidents
            ),
            card(
                "Updates on time",
                promises.due == 0 ? "none due" : Self.percent(promises.kept, of: promises.due),
                promises.due == 0 ? "goal: every one" : "\(promises.kept) of \(promises.due), goal: every one",
                isGood: promises.kept == promises.due
            ),
            card(
                "Resolved after, median",
                summary.resolution.median?.figure(.words) ?? "not yet",
                summary.resolution.percentile(90).map { "90 of 100 within \($0.figure(.words))" } ?? "",
                isGood: nil
            ),
            card(
                "Report after, median",
                reports.delay.median?.figure(.words) ?? "none yet",
                "\(reports.inTime) of \(reports.due) due within \(goals.reportLimit.figure(.words))",
                isGood: reports.inTime == reports.due
            ),
        ]
        return "<dl class=\"cards\">\n\(cards.joined())</dl>\n"
    }

    private func card(_ name: String, _ figure: String, _ note: String, isGood: Bool?) -> String {
        let tone = isGood.map { $0 ? " class=\"good\"" : " class=\"bad\"" } ?? ""
        return """
            <div class="card"><dt>\(name)</dt><dd\(tone)>\(figure)</dd><dd>\(note)</dd></div>

            """
    }

    /// A share in whole percent, rounded down, so that 100 % means all of them.
    static func percent(_ part: Int, of whole: Int) -> String { "\(part * 100 / max(1, whole)) %" }
}
