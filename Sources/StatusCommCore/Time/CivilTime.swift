/// Date and time of day as a calendar and a clock show them, in no particular time zone.
///
/// Proleptic Gregorian calendar, as RFC 3339 section 1 asks for.
package struct CivilTime: Hashable, Sendable {
    package var year: Int
    /// Month, 1 to 12.
    package var month: Int
    /// Day of the month, 1 to 31.
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    package var millisecond: Int

    /// Takes the parts as they are; `isValid` tells whether they are a date and a time.
    package init(
        year: Int,
        month: Int,
        day: Int,
        hour: Int = 0,
        minute: Int = 0,
        second: Int = 0,
        millisecond: Int = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// What a clock shows that is so many seconds ahead of UTC.
    package init(of instant: Timestamp, secondsAheadOfUTC offset: Int = 0) {
        let milliseconds = instant.milliseconds + Int64(offset) * 1_000
        let days = milliseconds.quotient(flooringBy: 86_400_000)
        let rest = Int(milliseconds - days * 86_400_000)
        let date = CivilDate(daysSince1970: Int(days))
        year = date.year
        month = date.month
        day = date.day
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }

    /// The instant at which a clock shows this that is so many seconds ahead of UTC.
    package func instant(secondsAheadOfUTC offset: Int) -> Timestamp {
        let seconds = Int64(dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        return Timestamp(milliseconds: seconds * 1_000 + Int64(millisecond))
    }

    /// Whether such a day and such a time of day exist; a leap second does not.
    package var isValid: Bool {
        (0...9999).contains(year) && (1...12).contains(month)
            && (1...CivilDate.days(inMonth: month, of: year)).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
            && (0...999).contains(millisecond)
    }

    /// Day of the week, 0 for Sunday to 6 for Saturday.
    package var weekday: Int { ((dayNumber + 4) % 7 + 7) % 7 }

    /// Days since 1970-01-01, negative before.
    package var dayNumber: Int { CivilDate(year: year, month: month, day: day).daysSince1970 }
}

extension Int {
    /// The number with zeros before it until it has so many digits.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
