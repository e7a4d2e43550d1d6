package import StatusCommCore

/// A timeline drawn with characters: a bar for each phase above a list of the moments.
///
/// A pure value. Words from outside are made safe here, before they are broken into lines.
package struct TimelineDrawing: Sendable {
    /// The characters that it is drawn with.
    package struct Glyphs: Hashable, Sendable {
        package var bar: String
        package var line: String
        package var said: String
        package var noted: String
        package var other: String

        /// For terminals.
        package static let unicode = Glyphs(bar: "█", line: "│", said: "◆", noted: "○", other: "●")
        /// For files, pipes and terminals that know no better.
        package static let ascii = Glyphs(bar: "#", line: "|", said: "*", noted: "o", other: "+")
    }

    private let timeline: IncidentTimeline
    private let zone: ZoneRules
    private let width: Int
    private let glyphs: Glyphs
    /// Whether lines are broken at the width; text that goes to a file is not.
    private let wraps: Bool

    /// Prepares a drawing of so many columns, 40 at least and 120 at most; nil for a file, which gets 80 and whole lines.
    package init(_ timeline: IncidentTimeline, zone: ZoneRules, width: Int?, glyphs: Glyphs = .ascii) {
        self.timeline = timeline
        self.zone = zone
        self.width = min(max(width ?? 80, 40), 120)
        self.glyphs = glyphs
        wraps = width != nil
    }

    /// The lines, each with a line end.
    package var text: String { "\(heading)\n\n\(chart)\n\(list)" }

    private var heading: String {
        let length = timeline.end.duration(since: timeline.start).text()
        let state = timeline.isOpen ? "\(length) so far" : length
        let line = "\(zone.dateText(timeline.start)), \(state); times in \(zone.name.isEmpty ? "UTC" : zone.name)"
        return wrapped(line, toColumns: width).joined(separator: "\n")
    }

    // MARK: - Chart

    private static let labelWidth = 15
    private static let durationWidth = 12

    private var barWidth: Int { width - Self.labelWidth - Self.durationWidth }

    private var chart: String {
        let start = zone.clockText(timeline.start)
        let end = timeline.isOpen ? "now" : zone.clockText(timeline.end)
        let gap = String(repeating: " ", count: max(1, barWidth - start.count - end.count))
        var lines = [blank(Self.labelWidth) + start + gap + end]
        for span in timeline.spans {
            let from = column(span.start)
            // Half a minute is to be seen too.
            let length = max(1, column(span.end) - from)
            let bar = String(repeating: glyphs.bar, count: length)
            let label = span.phase?.rawValue ?? "not told yet"
            lines.append(
                padded(label, Self.labelWidth) + padded(blank(from) + bar, barWidth + 1)
                    + span.duration.text(.digits)
            )
        }
        lines.append(padded("on record", Self.labelWidth) + marks)
        return lines.map { trimmed($0) + "\n" }.joined()
    }

    /// A sign for each moment; where several meet, what we said goes before notes.
    private var marks: String {
        var row = Array(repeating: " ", count: barWidth)
        for moment in timeline.moments where moment.at <= timeline.end && moment.at >= timeline.start {
            let place = min(column(moment.at), barWidth - 1)
            if row[place] != glyphs.said { row[place] = sign(moment.kind) }
        }
        return row.joined()
    }

    private func column(_ instant: Timestamp) -> Int {
        let whole = timeline.end.duration(since: timeline.start).milliseconds
        guard whole > 0 else { return 0 }
        let part = min(max(0, instant.duration(since: timeline.start).milliseconds), whole)
        return Int((part * Int64(barWidth) + whole / 2) / whole)
    }

    // MARK: - List

    private var list: String {
        let rule = "       \(glyphs.line)"
        var lines: [String] = []
        var day = zone.dateText(timeline.start)
        var previous: Timestamp?
        for moment in timeline.moments {
            if let previous {
                let gap = moment.at.duration(since: previous)
                lines.append(gap >= .seconds(60) ? "\(rule)  \(gap.text(.digits))" : rule)
            }
            previous = moment.at
            let date = zone.dateText(moment.at)
            if date != day { lines.append("\(rule)  -- \(date)") }
            day = date
            let by = moment.by.isEmpty ? "" : ", by \(terminalLine(moment.by, limit: 128))"
            let head = parts(title(moment.kind) + by)
            lines.append("\(zone.clockText(moment.at))  \(sign(moment.kind))  \(head[0])")
            let words = moment.text.split(separator: "\n").flatMap { parts(terminalLine(String($0))) }
            lines += (head.dropFirst() + words).map { "\(rule)  \($0)" }
        }
        return lines.map { trimmed($0) + "\n" }.joined()
    }

    /// A safe line in as many parts as the width asks for, at least one.
    private func parts(_ line: String) -> [String] { wraps ? wrapped(line, toColumns: width - 10) : [line] }

    private func title(_ kind: IncidentTimeline.Moment.Kind) -> String {
        switch kind {
        case .began: "customers began to notice"
        case .said(let phase, let isAutomatic): phase.title + (isAutomatic ? " (automatic)" : "")
        case .noted(let type): "noted: \(type.rawValue)"
        case .reportPublished: "report published"
        case .reportSkipped: "report skipped"
        }
    }

    private func sign(_ kind: IncidentTimeline.Moment.Kind) -> String {
        switch kind {
        case .said: glyphs.said
        case .noted: glyphs.noted
        case .began, .reportPublished, .reportSkipped: glyphs.other
        }
    }

    private func blank(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private func padded(_ text: String, _ columns: Int) -> String { text + blank(columns - displayWidth(text)) }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
