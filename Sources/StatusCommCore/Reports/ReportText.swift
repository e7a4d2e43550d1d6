/// A report by its parts, read from its light Markdown.
package struct ReportText: Hashable, Sendable {
    /// A heading with what stands below it.
    package struct Section: Hashable, Sendable {
        package var title: String
        /// Number of `#` before it.
        package var level: Int
        /// Line of the heading, from 1.
        package var line: Int
        /// Whether anything but blanks stands below it, before the next heading.
        package var isFilled: Bool
    }

    /// An item of a list that begins with a time.
    ///
    /// As in `- 14:05 CET (13:05 UTC): Sign-in became slow.`
    package struct Entry: Hashable, Sendable {
        /// Line, from 1.
        package var line: Int
        /// The time as it is written.
        package var timeText: String
        package var hour: Int
        package var minute: Int
        /// The date before the time; nil where there is none.
        package var date: CivilDate?
        /// Whether the time is one in UTC whatever the company's zone is.
        package var isUniversal: Bool
        /// What happened.
        package var words: String
    }

    package let lines: [String]
    package private(set) var sections: [Section] = []
    package private(set) var entries: [Entry] = []

    /// Reads a report; anything is a report with some sections and entries, perhaps none.
    package init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.last == "\r" ? String($0.dropLast()) : String($0) }
        for (index, line) in lines.enumerated() {
            if let section = Self.heading(line, index + 1) {
                sections.append(section)
            } else if !line.allSatisfy(\.isWhitespace), !sections.isEmpty {
                sections[sections.count - 1].isFilled = true
            }
            if let entry = Self.entry(line, index + 1) { entries.append(entry) }
        }
    }

    /// The title: the first heading of the first level.
    package var title: String? { sections.first { $0.level == 1 }?.title }

    private static func heading(_ line: String, _ number: Int) -> Section? {
        let marks = line.prefix { $0 == "#" }.count
        guard (1...6).contains(marks), line.dropFirst(marks).first == " " else { return nil }
        let title = String(line.dropFirst(marks).trimmingBlanks)
        return Section(title: title, level: marks, line: number, isFilled: false)
    }

    private static func entry(_ line: String, _ number: Int) -> Entry? {
        let item = line.drop { $0 == " " }
        guard item.hasPrefix("- ") || item.hasPrefix("* ") else { return nil }
        // Emphasis around the time is no part of it.
        let text = item.dropFirst(2).drop { $0 == " " || $0 == "*" || $0 == "_" }
        var scanner = DigitScanner(String(text))
        let date = scanner.date()
        if date != nil { _ = scanner.skip(",") }
        _ = scanner.skip(" ")
        guard let hour = scanner.number(atMost: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            hour < 24, minute < 60
        else { return nil }
        let rest = scanner.rest
        // What ends the time is a colon with a blank, or a dash: `14:05 CET (13:05 UTC): …`.
        let end = rest.firstRange(of: ": ") ?? rest.firstRange(of: " – ") ?? rest.firstRange(of: " - ")
        let zone = rest[..<(end?.lowerBound ?? rest.endIndex)].trimmingBlanks.filter { $0 != "*" && $0 != "_" }
        let words = end.map { String(rest[$0.upperBound...]) } ?? ""
        return Entry(
            line: number,
            timeText: String(text.prefix(text.count - rest.count)),
            hour: hour,
            minute: minute,
            date: date,
            isUniversal: ["UTC", "GMT", "Z"].contains(zone),
            words: words
        )
    }
}

extension ReportText.Entry {
    /// The instant that is meant, when there is one from a beginning to an end, both to the minute.
    ///
    /// A time without a date is that of the first day on which it fits.
    package func instant(from start: Timestamp, to end: Timestamp, zone: ZoneRules) -> Timestamp? {
        let zone = isUniversal ? ZoneRules.utc : zone
        let first = Timestamp(seconds: start.seconds - start.seconds % 60)
        let begin = zone.civilTime(at: first)
        let firstDay = CivilDate(year: begin.year, month: begin.month, day: begin.day).daysSince1970
        let days = max(0, Int(end.duration(since: first).milliseconds / 86_400_000)) + 1
        for offset in 0...min(days, 366) {
            let day = CivilDate(daysSince1970: firstDay + offset)
            if let date, date != day { continue }
            let time = CivilTime(
                year: day.year,
                month: day.month,
                day: day.day,
                hour: hour,
                minute: minute,
                second: 0
            )
            if let fitting = zone.instants(showing: time).first(where: { $0 >= first && $0 <= end }) { return fitting }
        }
        return nil
    }
}

extension DigitScanner {
    /// `2026-11-23` or `23 November 2026`, as reports write dates; nothing is taken when there is none.
    fileprivate mutating func date() -> CivilDate? {
        let start = self
        if let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
            let day = number(digits: 2)
        {
            return CivilDate(year: year, month: month, day: day)
        }
        self = start
        if let day = number(atMost: 2), skip(" ") {
            for (index, name) in CivilTime.months.enumerated() where rest.hasPrefix(name) {
                for character in name.unicodeScalars { _ = skip(character) }
                if skip(" "), let year = number(digits: 4) {
                    return CivilDate(year: year, month: index + 1, day: day)
                }
            }
        }
        self = start
        return nil
    }
}
