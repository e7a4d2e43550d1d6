/// The feeds of incidents: `history.atom` (RFC 4287) and `history.rss` (RSS 2.0).
///
/// An incident is one entry with a name that stays; every update is in its text, and only a new update moves its date.
/// The feed's own date is that of its newest content, so that a page built anew is no news.
struct StatusPageFeeds {
    let page: PublicPage
    private let contents: [String]

    /// Renders the incidents once for both feeds.
    init(page: PublicPage) {
        self.page = page
        contents = page.incidents.prefix(Self.incidentLimit).map(Self.content)
    }

    /// How many incidents a feed has.
    static let incidentLimit = 50

    var files: [StaticFile] {
        [
            StaticFile(path: "history.atom", bytes: Array(atom.utf8)),
            StaticFile(path: "history.rss", bytes: Array(rss.utf8)),
        ]
    }

    private var title: String { "\(page.snapshot.company) Status - Incident History" }

    private var atom: String {
        var feed = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
              <id>\(text(tag("/history")))</id>
              <title>\(text(title))</title>
              <updated>\(ZoneRules.utc.rfc3339(page.updatedAt))</updated>
              <author><name>\(text(page.snapshot.company))</name></author>
              <link rel="alternate" type="text/html" href="\(text(page.url))/"/>
              <link rel="self" type="application/atom+xml" href="\(text(page.url))/history.atom"/>

            """
        for (incident, content) in zip(page.incidents, contents) {
            let link = "\(page.url)/\(page.path(of: incident))"
            feed += """
                  <entry>
                    <id>\(text(tag("Incident/\(incident.publicID)")))</id>
                    <published>\(ZoneRules.utc.rfc3339(incident.createdAt))</published>
                    <updated>\(ZoneRules.utc.rfc3339(incident.lastChange))</updated>
                    <link rel="alternate" type="text/html" href="\(text(link))"/>
                    <title>\(text(incident.title))</title>
                    <content type="html">\(text(content))</content>
                  </entry>

                """
        }
        return feed + "</feed>\n"
    }

    private var rss: String {
        var feed = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
              <channel>
                <title>\(text(title))</title>
                <link>\(text(page.url))/</link>
                <description>\(text("What happened at \(page.snapshot.company), and what was done about it"))</description>
                <language>en</language>
                <pubDate>\(ZoneRules.utc.rfc5322(page.updatedAt))</pubDate>
                <atom:link rel="self" type="application/rss+xml" href="\(text(page.url))/history.rss"/>

            """
        for (incident, content) in zip(page.incidents, contents) {
            let link = text("\(page.url)/\(page.path(of: incident))")
            feed += """
                    <item>
                      <title>\(text(incident.title))</title>
                      <link>\(link)</link>
                      <guid isPermaLink="true">\(link)</guid>
                      <pubDate>\(ZoneRules.utc.rfc5322(incident.createdAt))</pubDate>
                      <atom:updated>\(ZoneRules.utc.rfc3339(incident.lastChange))</atom:updated>
                      <description>\(text(content))</description>
                    </item>

                """
        }
        return feed + "  </channel>\n</rss>\n"
    }

    /// Every update, the newest first, as HTML.
    private static func content(of incident: PageIncident) -> String {
        func entry(_ at: Timestamp, _ title: String, _ message: String) -> String {
            let time = CivilTime(of: at)
            let date = "\(CivilTime.months[time.month - 1].prefix(3)) \(time.day), \(time.clockText) UTC"
            let body = PageText.htmlLines(LightMarkdown(message).plainText())
            return "<p><small>\(date)</small><br><strong>\(title)</strong> - \(body)</p>"
        }
        let report = incident.report.map { entry($0.publishedAt, "Report", $0.text) } ?? ""
        return report + incident.updates.map { entry($0.at, $0.phase.title, $0.message) }.joined()
    }

    /// A name that stays when the page moves to another path (RFC 4151), in the form Statuspage gives it.
    private func tag(_ name: String) -> String { "tag:\(PageText.host(of: page.url)),2005:\(name)" }

    private func text(_ text: String) -> String { PageText.html(text) }
}
