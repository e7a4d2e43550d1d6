/// The yearly rule at the end of a TZif file, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// RFC 8536 section 3.3 and POSIX.1-2017 section 8.3 (`TZ`), with the hours from -167 to 167 of RFC 8536 section 3.3.1.
struct PosixZone: Hashable, Sendable {
    /// A day of the year on which clocks change.
    enum Day: Hashable, Sendable {
        /// `Jn`: 1 to 365, 29 February is never counted.
        case withoutLeapDay(Int)
        /// `n`: 0 to 365, 29 February is counted.
        case withLeapDay(Int)
        /// `Mm.w.d`: the w-th weekday d of month m; week 5 is the last one.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    /// When clocks change within a year.
    struct Change: Hashable, Sendable {
        var day: Day
        /// Seconds after local midnight, from the clock that holds before the change.
        var time: Int
    }

    /// Daylight saving time and when it begins and ends.
    struct Daylight: Hashable, Sendable {
        var offset: ZoneRules.Offset
        var start: Change
        var end: Change
    }

    var standard: ZoneRules.Offset
    var daylight: Daylight?

    /// Reads a rule; nil when it is not one.
    init?(_ text: some StringProtocol) {
        var scanner = PosixZoneScanner(text)
        guard let name = scanner.name(), let offset = scanner.time(hours: 24) else { return nil }
        standard = ZoneRules.Offset(secondsAheadOfUTC: -offset, abbreviation: name)
        if scanner.isAtEnd { return }
        guard let daylightName = scanner.name() else { return nil }
        let daylightOffset = scanner.time(hours: 24).map { -$0 } ?? standard.secondsAheadOfUTC + 3_600
        guard scanner.skip(","), let start = scanner.change(), scanner.skip(","), let end = scanner.change(),
            scanner.isAtEnd
        else { return nil }
        daylight = Daylight(
            offset: ZoneRules.Offset(
                secondsAheadOfUTC: daylightOffset,
                abbreviation: daylightName,
                isDaylight: true
            ),
            start: start,
            end: end
        )
    }

    /// The offset that the rule gives at a time in seconds since 1970.
    func offset(at seconds: Int64) -> ZoneRules.Offset {
        guard let daylight else { return standard }
        let year = CivilTime(of: Timestamp(seconds: seconds)).year
        var latest: (time: Int64, isDaylight: Bool)?
        // The end stands before the start, so that a year that is all daylight time, whose end and next start fall
        // together, stays in it.
        for year in year - 1...year + 1 {
            let end = daylight.end.time(in: year, secondsAheadOfUTC: daylight.offset.secondsAheadOfUTC)
            let start = daylight.start.time(in: year, secondsAheadOfUTC: standard.secondsAheadOfUTC)
            for (time, isDaylight) in [(end, false), (start, true)] where time <= seconds {
                if let known = latest, known.time > time || (known.time == time && known.isDaylight) { continue }
                latest = (time, isDaylight)
            }
        }
        return latest?.isDaylight == true ? daylight.offset : standard
    }
}

extension PosixZone.Change {
    fileprivate func time(in year: Int, secondsAheadOfUTC offset: Int) -> Int64 {
        let firstDay = CivilDate(year: year, month: 1, day: 1).daysSince1970
        let dayNumber: Int
        switch day {
        case .withoutLeapDay(let number):
            let isAfterLeapDay = number > 59 && CivilDate.days(inMonth: 2, of: year) == 29
            dayNumber = firstDay + number - 1 + (isAfterLeapDay ? 1 : 0)
        case .withLeapDay(let number):
            dayNumber = firstDay + number
        case .weekday(let month, let week, let weekday):
            let first = CivilTime(year: year, month: month, day: 1)
            var day = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
            if day > CivilDate.days(inMonth: month, of: year) { day -= 7 }
            dayNumber = first.dayNumber + day - 1
        }
        return Int64(dayNumber) * 86_400 + Int64(time - offset)
    }
}
