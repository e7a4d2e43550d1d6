import Foundation
import StatusCommCore
import TestSupport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

struct StatisticsPageTests {
    /// The part of a page between head and foot is XML, so that a parser finds what is not closed.
    private func elements(_ html: String) throws -> [XMLElement] {
        let start = try #require(html.range(of: "<main"))
        let end = try #require(html.range(of: "</main>"))
        let document = try XMLDocument(xmlString: String(html[start.lowerBound..<end.upperBound]))
        return try document.nodes(forXPath: "//*").compactMap { $0 as? XMLElement }
    }

    @Test(arguments: [StatisticsPage.Audience.ourselves, .everybody])
    func `every picture has a title, a description and a table beside it`(_ audience: StatisticsPage.Audience) throws {
        let page = StatisticsPage(try StatisticsSamples.months(), company: "Acme", audience: audience)
        let all = try elements(page.html)
        let ids = all.compactMap { $0.attribute(forName: "id")?.stringValue }
        #expect(Set(ids).count == ids.count)
        let plots = all.filter { $0.attribute(forName: "class")?.stringValue == "plot" }
        #expect(plots.count == (audience == .ourselves ? 5 : 4))
        for plot in plots {
            let named = try #require(plot.attribute(forName: "aria-labelledby")?.stringValue).split(separator: " ")
            #expect(named.count == 2 && named.allSatisfy { ids.contains(String($0)) })
            let texts = plot.elements(forName: "title") + plot.elements(forName: "desc")
            #expect(texts.count == 2 && texts.allSatisfy { $0.stringValue?.isEmpty == false })
        }
        #expect(all.count { $0.name == "table" } == (audience == .ourselves ? 3 : 2))
        #expect(all.filter { $0.name == "tbody" }.last?.childCount == 40)
        #expect(!page.html.contains("<script") && !page.html.contains("style=\""))
    }

    @Test func `everybody sees nothing of ours`() throws {
        let statistics = try StatisticsSamples.months()
        let html = StatisticsPage(statistics, company: "Acme", audience: .everybody).html
        for word in ["INC-", "team-chat", "target", "Failed", "Refused", "refused"] { #expect(!html.contains(word)) }
        let ours = StatisticsPage(statistics, company: "Acme", audience: .ourselves).html
        #expect(ours.contains("INC-40") && ours.contains("team-chat") && ours.contains("not resolved yet"))
    }

    @Test func `hostile titles stay text`() throws {
        let title = "</title><script>alert(1)</script>\u{202E}\" onload='x' & ]]>"
        let story = StatisticsSamples.Story(title: title, resolved: 600)
        let figures = IncidentFigures(try story.incident, deliveries: nil, now: StatisticsSamples.after(900))
        let page = StatisticsPage(
            Statistics([figures], goals: .standard, zone: .utc),
            company: title,
            audience: .ourselves
        )
        #expect(!page.html.contains("<script") && !page.html.contains("\u{202E}"))
        #expect(try elements(page.html).contains { $0.stringValue?.contains("alert(1)") == true })
    }

    @Test func `no incident is a page too`() {
        let none = Statistics([], goals: .standard, zone: .utc)
        let html = StatisticsPage(none, company: "Acme", audience: .everybody).html
        #expect(html.contains("There has been no incident") && !html.contains("<svg"))
    }

    @Test func `it is written whole, in a folder or under a name`() throws {
        let folder = try TemporaryDirectory()
        let page = StatisticsPage(Statistics([], goals: .standard, zone: .utc), company: "Acme", audience: .ourselves)
        let paths = [folder.path, "\(folder.path)/new/", folder.file("mine.html")]
        let expected = ["statistics.html", "new/statistics.html", "mine.html"].map { folder.file($0) }
        for (path, written) in zip(paths, expected) {
            #expect(try page.write(to: path) == written)
            #expect(try String(contentsOfFile: written, encoding: .utf8) == page.html)
        }
    }

    @Test func `the static page has figures only when it is told to`() throws {
        var snapshot = PageSamples.calm
        #expect(!StaticPage.files(of: snapshot).contains { $0.path == "statistics.html" })
        snapshot.statistics = try StatisticsSamples.months()
        let files = StaticPage.files(of: snapshot)
        let index = try #require(files.first { $0.path == "index.html" })
        #expect(String(decoding: index.bytes, as: UTF8.self).contains("href=\"statistics.html\""))
        let html = String(decoding: try #require(files.first { $0.path == "statistics.html" }).bytes, as: UTF8.self)
        #expect(html.contains("aria-current=\"page\">Figures") && !html.contains("INC-"))
        // What is linked to is in place before what links to it.
        #expect(files.last?.path == "index.html")
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["STATUSCOMM_PAGE_GALLERY"] != nil))
    func `pages to look at`() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["STATUSCOMM_PAGE_GALLERY"])
        let months = try StatisticsSamples.months()
        let few = try StatisticsSamples.months(seed: 3, count: 3)
        for (name, statistics, audience) in [
            ("ours", months, StatisticsPage.Audience.ourselves), ("public", months, .everybody),
            ("few", few, .ourselves), ("none", Statistics([], goals: .standard, zone: .utc), .everybody),
        ] {
            let page = StatisticsPage(statistics, company: "Acme", audience: audience)
            #expect(try page.write(to: "\(folder)/figures-\(name).html").hasSuffix(".html"))
        }
    }
}
