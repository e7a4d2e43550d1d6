/// The picture of an incident's course, as inline SVG that needs no script.
///
/// Places along it are in percent and sizes in pixels, so that it fills any width while its letters keep their size.
struct TimelinePicture {
    let report: PageReport
    let zone: ZoneRules

    // Rows of clock times above the bar; a phone has room for six times in a row.
    private static let rows = 3
    private static let rowHeight = 18
    private static let labelWidth = 15.0
    private static let barHeight = 20

    /// Where each mark's label stands: its row, nil where there is no room; rows are filled from below.
    private let labels: [(mark: PageReport.Mark, row: Int?)]
    private let rowCount: Int

    private var barTop: Int { 10 + rowCount * Self.rowHeight }

    init(report: PageReport, zone: ZoneRules) {
        self.report = report
        self.zone = zone
        let start = report.spans.first?.start ?? report.publishedAt
        let end = report.spans.last?.end ?? report.publishedAt
        // Where the last label of each row ends.
        var ends = Array(repeating: -Double.infinity, count: Self.rows)
        labels = report.marks.sorted { $0.at < $1.at }.map { mark in
            let at = Self.place(mark.at, start, end)
            let left = at < 7 ? at : at > 93 ? at - Self.labelWidth : at - Self.labelWidth / 2
            guard let row = ends.firstIndex(where: { $0 <= left }) else { return (mark, nil) }
            ends[row] = left + Self.labelWidth
            return (mark, row)
        }
        rowCount = (labels.compactMap(\.row).max() ?? -1) + 1
    }

    /// Picture and key; empty when there is nothing to draw.
    var html: String {
        guard let first = report.spans.first, let last = report.spans.last, first.start < last.end else { return "" }
        let title = "From \(zone.longText(first.start)) to \(zone.longText(last.end))"
        var svg = report.spans.map { bar($0, from: first.start, to: last.end) }.joined()
        svg += marks(from: first.start, to: last.end)
        let bottom = barTop + Self.barHeight + 18
        svg += label("0%", bottom, "start", zone.shortText(first.start))
        svg += label("100%", bottom, "end", zone.clockText(last.end))
        return """
            <figure class="picture">
            <svg class="rows-\(rowCount)" role="img" aria-labelledby="course"><title id="course">\(PageText.html(title))</title>
            \(svg)</svg>
            <figcaption><ul class="key">
            \(report.spans.map(key).joined())</ul></figcaption>
            </figure>

            """
    }

    private func bar(_ span: PageReport.Span, from start: Timestamp, to end: Timestamp) -> String {
        let left = Self.place(span.start, start, end)
        let width = max(0.4, Self.place(span.end, start, end) - left)
        return """
            <rect class="\(Self.tone(span.phase))" x="\(percent(left))" y="\(barTop)" width="\(percent(width))" \
            height="\(Self.barHeight)"><title>\(name(span.phase)), \(span.duration.text())</title></rect>

            """
    }

    private func marks(from start: Timestamp, to end: Timestamp) -> String {
        var svg = ""
        for (mark, row) in labels {
            let at = Self.place(mark.at, start, end)
            let x = percent(at)
            var top = barTop - 4
            if let row {
                top = (rowCount - row) * Self.rowHeight
                let anchor = at < 7 ? "start" : at > 93 ? "end" : "middle"
                svg += label(x, top - 4, anchor, zone.clockText(mark.at))
            }
            svg += """
                <line x1="\(x)" x2="\(x)" y1="\(top)" y2="\(barTop + Self.barHeight)">\
                <title>\(PageText.html("\(zone.shortText(mark.at)): \(LightMarkdown(mark.words).plainText())"))</title></line>

                """
        }
        return svg
    }

    private func label(_ x: String, _ y: Int, _ anchor: String, _ text: String) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(PageText.html(text))</text>\n"
    }

    private func key(_ span: PageReport.Span) -> String {
        let swatch = "<span class=\"swatch \(Self.tone(span.phase))\"></span>"
        return "<li>\(swatch)\(name(span.phase)) <span class=\"muted\">\(span.duration.text())</span></li>\n"
    }

    private func name(_ phase: IncidentPhase?) -> String { phase?.title ?? "Before our first message" }

    private static func tone(_ phase: IncidentPhase?) -> String { "phase-\(phase?.rawValue ?? "none")" }

    private static func place(_ instant: Timestamp, _ start: Timestamp, _ end: Timestamp) -> Double {
        let part = Double(instant.duration(since: start).milliseconds)
        return min(100, max(0, 100 * part / Double(end.duration(since: start).milliseconds)))
    }

    /// With two digits, whatever the machine's language.
    private func percent(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
