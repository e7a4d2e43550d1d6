extension Timestamp {
    /// Reads a date and time of RFC 3339, such as `2026-11-23T14:05:00+01:00`.
    ///
    /// As section 5.6 allows, `t` and `z` may be small and a blank may stand for `T`. A fraction may have any number of
    /// digits, those after the third are dropped. A leap second reads as the second after it. Nil for anything else,
    /// also for a time without a zone.
    package init?(rfc3339 text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"),
            let month = scanner.number(digits: 2), scanner.skip("-"),
            let day = scanner.number(digits: 2), scanner.skip(anyOf: "Tt "),
            let hour = scanner.number(digits: 2), scanner.skip(":"),
            let minute = scanner.number(digits: 2), scanner.skip(":"),
            let second = scanner.number(digits: 2)
        else { return nil }
        var millisecond = 0
        if scanner.skip(".") {
            guard let fraction = scanner.fraction() else { return nil }
            millisecond = fraction
        }
        guard let offset = scanner.zoneOffset(), scanner.isAtEnd else { return nil }
        let isLeapSecond = second == 60 && minute == 59
        let time = CivilTime(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: isLeapSecond ? 59 : second,
            millisecond: millisecond
        )
        guard time.isValid else { return nil }
        let instant = time.instant(secondsAheadOfUTC: offset)
        self = isLeapSecond ? Timestamp(seconds: instant.seconds + 1) : instant
    }

    /// The instant in UTC, such as `2026-11-23T13:05:00.250Z`; always with three digits of a second.
    package var rfc3339: String {
        CivilTime(of: self).rfc3339DateAndTime(milliseconds: true) + "Z"
    }

    /// The instant as a clock shows it that is so many seconds ahead of UTC, such as `2026-11-23T14:05:00+01:00`.
    ///
    /// Seconds of the offset, which only times before 1972 have, are dropped: RFC 3339 cannot write them.
    package func rfc3339(secondsAheadOfUTC offset: Int) -> String {
        let wholeMinutes = offset / 60 * 60
        let time = CivilTime(of: self, secondsAheadOfUTC: wholeMinutes)
        let zone = Self.zoneDigits(secondsAheadOfUTC: wholeMinutes, separator: ":")
        return time.rfc3339DateAndTime(milliseconds: milliseconds % 1_000 != 0) + zone
    }

    static func zoneDigits(secondsAheadOfUTC offset: Int, separator: String) -> String {
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\((minutes / 60).padded(to: 2))\(separator)\((minutes % 60).padded(to: 2))"
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC to the second, for people.
    package var description: String { CivilTime(of: self).rfc3339DateAndTime(milliseconds: false) + "Z" }
}

extension Timestamp: Codable {
    /// Reads RFC 3339 text.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not a date and time of RFC 3339 with a zone"
            )
        }
        self = instant
    }

    /// Writes RFC 3339 text in UTC.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

extension CivilTime {
    /// Date and time of RFC 3339 without the zone.
    func rfc3339DateAndTime(milliseconds: Bool) -> String {
        let date = "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
        let time = "\(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
        return "\(date)T\(time)\(milliseconds ? "." + millisecond.padded(to: 3) : "")"
    }
}
