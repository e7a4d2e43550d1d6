/// What every HTML page has around its own part.
struct StatusPageShell {
    let page: PublicPage
    /// The status that the picture in the tab shows.
    let status: ComponentStatus
    /// When what stands on this page last changed; a page about one incident does not change with the others.
    let updatedAt: Timestamp

    /// The pages that the top of every page leads to.
    enum Destination {
        case status
        case history
        case statistics
    }

    /// A whole page; `root` leads from it to the page's folder.
    func html(
        title: String,
        root: String,
        current: Destination?,
        main: String,
        css: String = StatusPageStyle.css
    ) -> String {
        let company = PageText.html(page.snapshot.company)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy(for: css))">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(PageText.html(title))</title>
            <link rel="icon" href="\(StatusSign.favicon(status))">
            <link rel="alternate" type="application/atom+xml" title="\(company) status, Atom" href="\(root)history.atom">
            <link rel="alternate" type="application/rss+xml" title="\(company) status, RSS" href="\(root)history.rss">
            <style>\(css)</style>
            </head>
            <body>
            <header class="wrap top">
            <p class="brand"><a href="\(root)index.html">\(company) status</a></p>
            <nav aria-label="Pages"><ul>
            <li><a href="\(root)index.html"\(mark(current == .status))>Status</a></li>
            <li><a href="\(root)history.html"\(mark(current == .history))>History</a></li>
            \(page.snapshot.statistics == nil ? "" : statisticsLink(root, current))</ul></nav>
            </header>
            <main class="wrap">
            \(main)</main>
            <footer class="wrap foot">
            <ul>
            <li><a href="\(root)history.atom">Atom feed</a></li>
            <li><a href="\(root)history.rss">RSS feed</a></li>
            <li><a href="\(root)api/v2/summary.json">JSON</a></li>
            </ul>
            <p>\(zoneNote) Last change: <time datetime="\(updatedAt)">\
            \(PageText.html(page.snapshot.zone.longText(updatedAt)))</time>.</p>
            </footer>
            </body>
            </html>

            """
    }

    /// Nothing but one style sheet and the picture in the tab (W3C, Content Security Policy Level 3).
    static func policy(for css: String) -> String {
        """
        default-src 'none'; style-src 'sha256-\(base64(SHA256.digest(Array(css.utf8))))'; \
        img-src data:; base-uri 'none'; form-action 'none'
        """
    }

    private func statisticsLink(_ root: String, _ current: Destination?) -> String {
        "<li><a href=\"\(root)statistics.html\"\(mark(current == .statistics))>Figures</a></li>\n"
    }

    private func mark(_ isCurrent: Bool) -> String { isCurrent ? " aria-current=\"page\"" : "" }

    private var zoneNote: String {
        let name = page.snapshot.zone.name
        return ["UTC", "Etc/UTC"].contains(name)
            ? "Times are in UTC." : "Times are in \(PageText.html(name)) and in UTC."
    }

    /// RFC 4648 section 4.
    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                text.append(position > group.count ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * position) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
