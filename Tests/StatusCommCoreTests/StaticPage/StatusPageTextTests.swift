import Foundation
import StatusCommCore
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The feeds and the HTML.
struct StatusPageTextTests {
    static let samples = [
        PageSamples.empty, PageSamples.calm, PageSamples.one, PageSamples.three, PageSamples.long, hostile,
    ]

    /// A page whose every text tries to be something else.
    static let hostile: StatusPageSnapshot = {
        let text = "</title><script>alert(1)</script>\"'&\u{0}\u{1B}[31m\u{202E}\u{FFFE} ]]>"
        var incident = PageSamples.payments
        incident.title = text
        incident.updates = [
            PageSamples.update(1, .investigating, "\(text)\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>", 5)
        ]
        incident.components = ["rest-api", "<b>gone</b>"]
        var snapshot = PageSamples.snapshot(company: text, incidents: [incident])
        snapshot.components[0].name = text
        snapshot.components[0].description = text
        return snapshot
    }()

    // MARK: - Feeds

    @Test(arguments: samples)
    func `both feeds are well-formed XML`(_ snapshot: StatusPageSnapshot) throws {
        for name in ["history.atom", "history.rss"] {
            let outline = try Outline(file(name, snapshot))
            #expect(outline.names.first == (name == "history.atom" ? "feed" : "rss"))
        }
    }

    @Test func `an Atom entry has a name that stays and a date that moves`() throws {
        let early = PageSamples.snapshot(incidents: [before(PageSamples.payments)])
        let late = PageSamples.snapshot(incidents: [PageSamples.payments])
        let (first, second) = try (Outline(file("history.atom", early)), Outline(file("history.atom", late)))
        #expect(first.texts("id") == second.texts("id"))
        #expect(first.texts("id")[0] == "tag:status.acme.example,2005:/history")
        #expect(first.texts("id")[1].hasPrefix("tag:status.acme.example,2005:Incident/"))
        #expect(first.texts("published") == second.texts("published"))
        // The feed's own date, and the entry's.
        #expect(first.texts("updated") == ["2026-11-23T12:30:00Z", "2026-11-23T12:30:00Z"])
        #expect(second.texts("updated") == ["2026-11-23T13:28:00Z", "2026-11-23T13:28:00Z"])
        #expect(second.texts("title") == ["Acme Status - Incident History", "Payments are failing"])
    }

    @Test func `every update is in the entry, the newest first`() throws {
        let content = try Outline(file("history.atom", PageSamples.one)).texts("content")[0]
        #expect(
            content
                == "<p><small>Nov 23, 13:28 UTC</small><br><strong>Identified</strong> - "
                + "A storage server stopped answering. We are moving its work to another one.<br><br>What you can do now:"
                + "<br><br>- pay by invoice<br>- try again later, see our help (https://help.acme.example/pay)</p>"
                + "<p><small>Nov 23, 12:55 UTC</small><br><strong>Investigating</strong> - "
                + "We are still investigating. What failed was not charged.</p>"
                + "<p><small>Nov 23, 12:30 UTC</small><br><strong>Investigating</strong> - "
                + "Some payments are failing, and you may see an error at checkout. We are looking into it.</p>"
        )
        #expect(try Outline(file("history.rss", PageSamples.one)).texts("description")[1] == content)
    }

    @Test func `an RSS item has a link, a name that is one, and the day it was published`() throws {
        let outline = try Outline(file("history.rss", PageSamples.one))
        #expect(
            outline.texts("pubDate").prefix(2) == [
                "Mon, 23 Nov 2026 13:28:00 +0000", "Mon, 23 Nov 2026 12:30:00 +0000",
            ]
        )
        #expect(outline.texts("guid") == Array(outline.texts("link").dropFirst()))
        #expect(outline.texts("guid").allSatisfy { $0.hasPrefix("https://status.acme.example/incidents/") })
    }

    @Test func `a page built later, with nothing new, has the same bytes`() throws {
        var later = PageSamples.one
        later.now = later.now.advanced(by: .seconds(3_600))
        let (first, second) = (StaticPage.files(of: PageSamples.one), StaticPage.files(of: later))
        #expect(first == second)
    }

    // MARK: - HTML

    @Test(arguments: samples)
    func `pages close what they open, run nothing and fetch nothing`(_ snapshot: StatusPageSnapshot) throws {
        for file in StaticPage.files(of: snapshot) where file.path.hasSuffix(".html") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
            var open: [String] = []
            for tag in text.matches(of: /<(\/?)([a-zA-Z0-9]+)([^<>]*)>/) where !tag.3.hasSuffix("/") {
                let name = String(tag.2)
                guard !["meta", "link", "br"].contains(name) else { continue }
                if tag.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name, "\(file.path)") }
                #expect(!["script", "img", "iframe", "object", "form", "base"].contains(name))
                #expect(!tag.3.contains(" on") || !tag.3.contains("onerror"))
                #expect(!tag.3.contains("style="))
            }
            #expect(open == [], "\(file.path)")
            for address in text.matches(of: /(?:href|src)="([^"]*)"/).map(\.1) {
                let isOwn = !address.contains(":") || address.hasPrefix("data:image/svg+xml,")
                #expect(isOwn || address.hasPrefix("https://") || address.hasPrefix("mailto:"), "\(address)")
            }
            #expect(text.matches(of: /<h1[ >]/).count == 1)
            #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202E })
            let ids = text.matches(of: /\ id="([^"]*)"/).map(\.1)
            #expect(Set(ids).count == ids.count)
        }
    }

    @Test func `the policy allows the page's own style sheet and nothing else`() throws {
        let text = try file("index.html", PageSamples.one)
        let style = try #require(text.firstMatch(of: /<style>([^<]*)<\/style>/)).1
        let hash = Data(SHA256.digest(Array(style.utf8))).base64EncodedString()
        #expect(
            text.contains(
                "content=\"default-src 'none'; style-src 'sha256-\(hash)'; img-src data:; base-uri 'none'; form-action 'none'\""
            )
        )
        #expect(!style.contains("url("))
    }

    @Test func `the first page tells what is open, when the next update comes, and what is affected`() throws {
        let text = try file("index.html", PageSamples.one)
        #expect(text.contains("<title>Major outage – Acme status</title>"))
        #expect(text.contains("<p>1 open incident</p>"))
        #expect(
            text.contains(
                "<p class=\"promise\">Next update by <time datetime=\"2026-11-23T14:00:00Z\">23 November 2026, 15:00 CET (14:00 UTC)</time></p>"
            )
        )
        #expect(text.contains("<span>API - REST API</span>"))
        let order = ["A storage server", "We are still", "Some payments", "Sign-in did not work"]
        let places = order.compactMap { text.range(of: $0)?.lowerBound }
        #expect(places.count == order.count && places == places.sorted())
        #expect(text.contains("No other incidents in the 15 days to 23 November 2026."))
        #expect(!text.contains("Exports were delayed"))
        #expect(text.contains("<a href=\"https://help.acme.example/pay\">our help</a>"))
    }

    @Test func `what is resolved promises nothing`() throws {
        var incident = PageSamples.logins
        incident.nextUpdateAt = PageSamples.now
        for file in StaticPage.files(of: PageSamples.snapshot(incidents: [incident])) {
            #expect(!String(decoding: file.bytes, as: UTF8.self).contains("Next update by"))
        }
    }

    @Test func `the history has a month for each month`() throws {
        let text = try file("history.html", PageSamples.one)
        let months = text.matches(of: /<h2>([^<]*)<\/h2>/).map { String($0.1) }
        #expect(months == ["November 2026", "October 2026"])
        #expect(text.contains("Resolved after 1 hour 20 minutes"))
        #expect(try file("history.html", PageSamples.empty).contains("There has been no incident."))
    }

    @Test func `every link to an incident leads to a file`() throws {
        let files = StaticPage.files(of: PageSamples.three)
        let paths = Set(files.map(\.path))
        for file in files where !file.path.contains("/") && file.path.hasSuffix(".html") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            for address in text.matches(of: /href="([^":]*)"/).map({ String($0.1) }) {
                #expect(paths.contains(address))
            }
        }
        #expect(paths.filter { $0.hasPrefix("incidents/") }.count == 5)
    }

    private func before(_ incident: PageIncident) -> PageIncident {
        var incident = incident
        incident.updates = [incident.updates[0]]
        return incident
    }

    private func file(_ path: String, _ snapshot: StatusPageSnapshot) throws -> String {
        let file = try #require(StaticPage.files(of: snapshot).first { $0.path == path })
        return String(decoding: file.bytes, as: UTF8.self)
    }
}

/// The elements of an XML text and what stands in them.
private final class Outline: NSObject, XMLParserDelegate {
    var names: [String] = []
    private var found: [(name: String, text: String)] = []
    private var open: [Int] = []

    init(_ text: String) throws {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        try #require(parser.parse(), "\(String(describing: parser.parserError)) at line \(parser.lineNumber)")
    }

    func texts(_ name: String) -> [String] { found.filter { $0.name == name }.map(\.text) }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        names.append(name)
        open.append(found.count)
        found.append((name, ""))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if let last = open.last { found[last].text += text }
    }
}
