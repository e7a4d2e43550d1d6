/// The pages that people read; none needs a script, and none fetches anything but its neighbours.
struct StatusPageHTML {
    let page: PublicPage

    /// How many days `index.html` looks back.
    static let recentDays = 15

    /// A page for each incident, and for each report.
    var incidentFiles: [StaticFile] {
        page.incidents.map { StaticFile(path: page.path(of: $0), bytes: Array(incidentPage($0).utf8)) }
            + page.incidents.compactMap { incident in
                incident.report.map {
                    StaticFile(path: page.reportPath(of: incident), bytes: Array(reportPage($0, incident).utf8))
                }
            }
    }

    /// The pages that lead to them.
    var overviewFiles: [StaticFile] {
        [StaticFile(path: "history.html", bytes: Array(historyPage.utf8))] + statisticsFiles + [
            StaticFile(path: "index.html", bytes: Array(indexPage.utf8))
        ]
    }

    // MARK: - Pages

    private var indexPage: String {
        let sections = [banner, openIncidents, components, recentIncidents]
        return shell.html(
            title: "\(page.indicator.headline) – \(page.snapshot.company) status",
            root: "",
            current: .status,
            main: sections.joined()
        )
    }

    private var historyPage: String {
        var main = "<h1>Incident history</h1>\n"
        if page.incidents.isEmpty { main += "<p class=\"more muted\">There has been no incident.</p>\n" }
        for month in months {
            main += "<section>\n<h2>\(month.title)</h2>\n<ul class=\"card list\">\n"
            for incident in month.incidents {
                main += """
                    <li>
                    <h3><a href="\(page.path(of: incident))">\(text(incident.title))</a></h3>
                    \(facts(incident))
                    \(reportLink(incident, root: ""))</li>

                    """
            }
            main += "</ul>\n</section>\n"
        }
        return shell.html(
            title: "Incident history – \(page.snapshot.company) status",
            root: "",
            current: .history,
            main: main
        )
    }

    private var statisticsFiles: [StaticFile] {
        guard let statistics = page.snapshot.statistics else { return [] }
        let figures = StatisticsPage(statistics, company: page.snapshot.company, audience: .everybody)
        let html = shell.html(
            title: "\(figures.title) – \(page.snapshot.company) status",
            root: "",
            current: .statistics,
            main: figures.main,
            css: StatisticsPage.css
        )
        return [StaticFile(path: "statistics.html", bytes: Array(html.utf8))]
    }

    private func incidentPage(_ incident: PageIncident) -> String {
        let main = """
            <article class="card incident tone \(incident.impact.status.rawValue)">
            <h1>\(text(incident.title))</h1>
            \(facts(incident))
            \(promise(incident))\(reportLink(incident, root: "../"))\(affected(incident, headingLevel: 2))<h2>Updates</h2>
            \(updates(incident, headingLevel: 3))</article>
            <p class="more"><a href="../index.html">Current status</a></p>

            """
        let status = incident.phase == .resolved ? .operational : incident.impact.status
        return StatusPageShell(page: page, status: status, updatedAt: incident.lastChange).html(
            title: "\(incident.title) – \(page.snapshot.company) status",
            root: "../",
            current: nil,
            main: main
        )
    }

    private func reportPage(_ report: PageReport, _ incident: PageIncident) -> String {
        // The title stands above the picture, the rest below.
        let text = ReportText(report.text)
        let titleLine = text.sections.first { $0.level == 1 }?.line
        let rest = text.lines.enumerated().filter { $0.offset + 1 != titleLine }.map(\.element)
        let title = LightMarkdown(text.title ?? incident.title).plainText()
        let main = """
            <article class="card incident report">
            <h1>\(self.text(title))</h1>
            <p class="facts"><span>Report</span> <span class="muted">published \(time(report.publishedAt))</span></p>
            \(TimelinePicture(report: report, zone: zone).html)\(words(rest.joined(separator: "\n"), firstHeading: 1))</article>
            <p class="more"><a href="../\(page.path(of: incident))">All messages about this incident</a></p>

            """
        return StatusPageShell(page: page, status: .operational, updatedAt: report.publishedAt).html(
            title: "\(title) – \(page.snapshot.company) report",
            root: "../",
            current: nil,
            main: main
        )
    }

    private func reportLink(_ incident: PageIncident, root: String) -> String {
        guard incident.report != nil else { return "" }
        let path = root + page.reportPath(of: incident)
        return "<p class=\"promise\"><a href=\"\(path)\">Report: what happened, and what we do about it</a></p>\n"
    }

    private var shell: StatusPageShell {
        StatusPageShell(page: page, status: page.indicator.status, updatedAt: page.updatedAt)
    }

    // MARK: - Sections

    private var banner: String {
        let count = page.open.count
        let note = count == 0 ? "" : "<p>\(count == 1 ? "1 open incident" : "\(count) open incidents")</p>"
        return """
            <div class="banner tone \(page.indicator.status.rawValue)">\(StatusSign.icon(page.indicator.status))
            <div><h1>\(page.indicator.headline)</h1>\(note)</div>
            </div>

            """
    }

    private var openIncidents: String {
        guard !page.open.isEmpty else { return "" }
        var section = "<section aria-labelledby=\"open\">\n<h2 id=\"open\">Open incidents</h2>\n"
        for incident in page.open {
            section += """
                <article class="card incident tone \(incident.impact.status.rawValue)">
                <h3><a href="\(page.path(of: incident))">\(text(incident.title))</a></h3>
                \(facts(incident))
                \(promise(incident))\(affected(incident, headingLevel: 4))\(updates(incident, headingLevel: 4))</article>

                """
        }
        return section + "</section>\n"
    }

    private var components: String {
        guard !page.rows.isEmpty else { return "" }
        var list = ""
        for row in page.rows where row.groupID == nil {
            list += "<li>\(component(row, isProduct: true))"
            let parts = page.rows.filter { $0.groupID == row.publicID }
            if !parts.isEmpty {
                list += "\n<ul>\n\(parts.map { "<li>\(component($0, isProduct: false))</li>\n" }.joined())</ul>\n"
            }
            list += "</li>\n"
        }
        return """
            <section aria-labelledby="components">
            <h2 id="components">Components</h2>
            <ul class="card components">
            \(list)</ul>
            </section>

            """
    }

    private func component(_ row: PublicPage.ComponentView, isProduct: Bool) -> String {
        let name = isProduct ? row.component.name : String(row.qualifiedName.dropFirst(groupPrefix(of: row)))
        let note = row.component.description.map { "<p>\(text($0))</p>" } ?? ""
        return """
            <div class="component"><span\(isProduct ? " class=\"product\"" : "")>\(text(name))</span>\
            \(StatusSign.html(row.status))</div>\(note)
            """
    }

    /// Length of the group's name before a part's own; a part of a part keeps the steps in between.
    private func groupPrefix(of row: PublicPage.ComponentView) -> Int {
        let group = page.rows.first { $0.publicID == row.groupID }
        return group.map { $0.component.name.count + " - ".count } ?? 0
    }

    private var recentIncidents: String {
        let today = day(of: page.snapshot.now)
        var section = "<section aria-labelledby=\"past\">\n<h2 id=\"past\">Past incidents</h2>\n"
        let recent = page.resolved.filter { today - day(of: ended($0)) < Self.recentDays }
        for group in groups(of: recent, by: { day(of: ended($0)) }) {
            guard let first = group.first else { continue }
            section += "<section class=\"day\">\n<h3>\(zone.dateText(ended(first)))</h3>\n"
            for incident in group {
                let last = incident.updates.first.map { words($0.message, firstHeading: 5) } ?? ""
                section += """
                    <article class="past">
                    <h4><a href="\(page.path(of: incident))">\(text(incident.title))</a></h4>
                    \(facts(incident))
                    \(last)\(reportLink(incident, root: ""))</article>

                    """
            }
            section += "</section>\n"
        }
        let other = recent.isEmpty ? "No incidents" : "No other incidents"
        return section + """
            <p class="more muted">\(other) in the \(Self.recentDays) days to \(zone.dateText(page.snapshot.now)). \
            <a href="history.html">Incident history</a></p>
            </section>

            """
    }

    // MARK: - Parts of an incident

    /// Impact, phase and times in a line.
    private func facts(_ incident: PageIncident) -> String {
        let sign = StatusSign.html(incident.impact.status, title: incident.impact.title)
        guard let end = incident.resolvedAt else {
            return """
                <p class="facts">\(sign) <span>\(incident.phase.title)</span> \
                <span class="muted">since \(time(incident.startedAt))</span></p>
                """
        }
        let length = end.duration(since: incident.startedAt).text()
        return """
            <p class="facts">\(sign) <span>\(incident.phase.title) after \(length)</span> \
            <span class="muted">\(time(incident.startedAt))</span></p>
            """
    }

    private func promise(_ incident: PageIncident) -> String {
        guard incident.phase != .resolved, let next = incident.nextUpdateAt else { return "" }
        return "<p class=\"promise\">Next update by \(time(next))</p>\n"
    }

    private func affected(_ incident: PageIncident, headingLevel: Int) -> String {
        guard !incident.components.isEmpty else { return "" }
        let items = incident.components.map { id in
            let sign = incident.phase == .resolved ? "" : page.component(id).map { StatusSign.html($0.status) } ?? ""
            return "<li><span>\(text(page.name(of: id)))</span> \(sign)</li>\n"
        }
        let heading = "<h\(headingLevel)>Affected components</h\(headingLevel)>"
        return "<div class=\"affected\">\n\(heading)\n<ul>\n\(items.joined())</ul>\n</div>\n"
    }

    private func updates(_ incident: PageIncident, headingLevel: Int) -> String {
        let items = incident.updates.map { update in
            """
            <li>
            <h\(headingLevel)>\(update.phase.title)</h\(headingLevel)>
            \(time(update.at))
            \(words(update.message, firstHeading: headingLevel + 1))</li>

            """
        }
        return "<ol class=\"updates\">\n\(items.joined())</ol>\n"
    }

    private func words(_ message: String, firstHeading: Int) -> String {
        "<div class=\"words\">\n\(LightMarkdown(PageText.clean(message)).html(firstHeading: firstHeading))\n</div>\n"
    }

    private func time(_ instant: Timestamp) -> String {
        "<time datetime=\"\(instant)\">\(text(zone.longText(instant)))</time>"
    }

    private func text(_ text: String) -> String { PageText.html(text) }

    // MARK: - Calendar

    private var zone: ZoneRules { page.snapshot.zone }

    private func ended(_ incident: PageIncident) -> Timestamp { incident.resolvedAt ?? incident.lastChange }

    private func day(of instant: Timestamp) -> Int {
        let time = zone.civilTime(at: instant)
        return CivilDate(year: time.year, month: time.month, day: time.day).daysSince1970
    }

    private var months: [(title: String, incidents: [PageIncident])] {
        groups(of: page.incidents, by: monthTitle).map { (monthTitle($0[0]), $0) }
    }

    private func monthTitle(_ incident: PageIncident) -> String {
        let time = zone.civilTime(at: incident.startedAt)
        return "\(CivilTime.months[time.month - 1]) \(time.year)"
    }

    /// Neighbours with the same key, together.
    private func groups<Key: Equatable>(of incidents: [PageIncident], by key: (PageIncident) -> Key) -> [[PageIncident]]
    {
        incidents.reduce(into: []) { groups, incident in
            if let last = groups.last?.last, key(last) == key(incident) {
                groups[groups.count - 1].append(incident)
            } else {
                groups.append([incident])
            }
        }
    }
}
