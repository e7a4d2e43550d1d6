/// In which words a text tells times and durations.
package enum TimeStyle: Hashable, Sendable {
    /// English words, such as `23 November 2026, 14:05 CET` and `1 hour 20 minutes`.
    case words
    /// Digits and units that need no translation, such as `2026-11-23, 14:05 CET` and `1 h 20 min`.
    case digits

    /// The style for a language tag of BCP 47; without one, English.
    package init(language: String?) {
        let primary = language?.split(separator: "-").first?.lowercased() ?? "en"
        self = primary == "en" ? .words : .digits
    }
}

extension ZoneRules {
    /// Date and time with the zone named, and in UTC beside it: `23 November 2026, 14:05 CET (13:05 UTC)`.
    ///
    /// The UTC date is told only where it is another one. Seconds are left out.
    package func longText(_ instant: Timestamp, style: TimeStyle = .words) -> String {
        let local = civilTime(at: instant)
        let text = "\(local.dateText(style)), \(local.clockText) \(label(at: instant))"
        guard !isUniversal(at: instant) else { return text }
        let universal = CivilTime(of: instant)
        let date = universal.day == local.day ? "" : "\(universal.dateText(style)), "
        return "\(text) (\(date)\(universal.clockText) UTC)"
    }

    /// Time of day with the zone named, and in UTC beside it: `14:05 CET (13:05 UTC)`.
    package func shortText(_ instant: Timestamp) -> String {
        let text = "\(civilTime(at: instant).clockText) \(label(at: instant))"
        return isUniversal(at: instant) ? text : "\(text) (\(CivilTime(of: instant).clockText) UTC)"
    }

    /// Time of day without zone: `14:05`, for tables whose head names the zone.
    package func clockText(_ instant: Timestamp) -> String { civilTime(at: instant).clockText }

    /// Time of day to the second, without zone: `14:05:09`.
    package func secondsText(_ instant: Timestamp) -> String {
        let time = civilTime(at: instant)
        return "\(time.clockText):\(time.second.padded(to: 2))"
    }

    /// Date without time: `23 November 2026`.
    package func dateText(_ instant: Timestamp, style: TimeStyle = .words) -> String {
        civilTime(at: instant).dateText(style)
    }

    /// How the zone is called at an instant: `CET`, or `UTC-3` where its rules have no letters for it.
    package func label(at instant: Timestamp) -> String {
        let offset = offset(at: instant)
        guard let first = offset.abbreviation.utf8.first, !ZoneName.isLetter(first) else { return offset.abbreviation }
        let minutes = abs(offset.secondsAheadOfUTC) / 60
        guard minutes != 0 else { return "UTC" }
        let sign = offset.secondsAheadOfUTC < 0 ? "-" : "+"
        return "UTC\(sign)\(minutes / 60)\(minutes % 60 == 0 ? "" : ":\((minutes % 60).padded(to: 2))")"
    }

    /// RFC 3339 with this zone's offset, to the second, as in Atom feeds: `2026-11-23T14:05:00+01:00`, or `…Z` in UTC.
    package func rfc3339(_ instant: Timestamp) -> String {
        let seconds = Timestamp(seconds: instant.seconds)
        let offset = offset(at: instant).secondsAheadOfUTC
        return offset == 0 ? "\(seconds)" : seconds.rfc3339(secondsAheadOfUTC: offset)
    }

    /// The date of a mail header or an RSS feed: `Mon, 23 Nov 2026 14:05:00 +0100` (RFC 5322 section 3.3).
    package func rfc5322(_ instant: Timestamp) -> String {
        let offset = offset(at: instant).secondsAheadOfUTC / 60 * 60
        let time = CivilTime(of: instant, secondsAheadOfUTC: offset)
        let weekday = CivilTime.weekdays[time.weekday].prefix(3)
        let date = "\(weekday), \(time.day) \(CivilTime.months[time.month - 1].prefix(3)) \(time.year.padded(to: 4))"
        let zone = Timestamp.zoneDigits(secondsAheadOfUTC: offset, separator: "")
        return "\(date) \(time.clockText):\(time.second.padded(to: 2)) \(zone)"
    }

    private func isUniversal(at instant: Timestamp) -> Bool { label(at: instant) == "UTC" }
}

extension CivilTime {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// Hours and minutes.
    var clockText: String { "\(hour.padded(to: 2)):\(minute.padded(to: 2))" }

    func dateText(_ style: TimeStyle) -> String {
        switch style {
        case .words: "\(day) \(Self.months[month - 1]) \(year)"
        case .digits: "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
        }
    }
}
