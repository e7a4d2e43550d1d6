/// Reads the parts of a POSIX time zone rule.
struct PosixZoneScanner {
    private var scanner: DigitScanner

    init(_ text: some StringProtocol) {
        scanner = DigitScanner(text)
    }

    var isAtEnd: Bool { scanner.isAtEnd }

    mutating func skip(_ character: Unicode.Scalar) -> Bool { scanner.skip(character) }

    /// Reads three or more letters, or letters, digits and signs within `<` and `>`.
    mutating func name() -> String? {
        let isQuoted = scanner.skip("<")
        var name = ""
        while let byte = scanner.next, isQuoted ? byte != UInt8(ascii: ">") : ZoneName.isLetter(byte) {
            guard ZoneName.isAbbreviation(byte), name.utf8.count < 16 else { return nil }
            name.unicodeScalars.append(Unicode.Scalar(byte))
            scanner.advance()
        }
        guard name.utf8.count >= 3, !isQuoted || scanner.skip(">") else { return nil }
        return name
    }

    /// Reads `[+-]h[h[h]][:mm[:ss]]` in seconds.
    mutating func time(hours limit: Int) -> Int? {
        let isNegative = scanner.skip("-")
        if !isNegative { _ = scanner.skip("+") }
        guard let hours = scanner.number(atMost: 3), hours <= limit else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] {
            guard scanner.skip(":") else { break }
            guard let part = scanner.number(digits: 2), part < 60 else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// Reads a day of the year and, after a slash, the time of the change, else two o'clock.
    mutating func change() -> PosixZone.Change? {
        guard let day = day() else { return nil }
        guard scanner.skip("/") else { return PosixZone.Change(day: day, time: 7_200) }
        return time(hours: 167).map { PosixZone.Change(day: day, time: $0) }
    }

    private mutating func day() -> PosixZone.Day? {
        if scanner.skip("J") {
            guard let number = scanner.number(atMost: 3), (1...365).contains(number) else { return nil }
            return .withoutLeapDay(number)
        }
        if scanner.skip("M") {
            guard let month = scanner.number(atMost: 2), (1...12).contains(month), scanner.skip("."),
                let week = scanner.number(atMost: 1), (1...5).contains(week), scanner.skip("."),
                let weekday = scanner.number(atMost: 1), (0...6).contains(weekday)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
        guard let number = scanner.number(atMost: 3), number <= 365 else { return nil }
        return .withLeapDay(number)
    }
}
