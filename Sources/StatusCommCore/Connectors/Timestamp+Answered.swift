package import JSON5

extension Timestamp {
    /// Reads a time in whatever form a provider answers with: seconds or milliseconds since 1970, or a date and a time
    /// with any separator between them, a fraction or none, and a zone; without a zone it is UTC.
    package init?(answered value: JSONValue) {
        guard let text = value.scalarText else { return nil }
        if let number = Double(text), number.isFinite, number >= 0 {
            self.init(milliseconds: Int64(min(number >= 100_000_000_000 ? number : number * 1_000, 4e15)))
            return
        }
        if let time = Timestamp(rfc3339: text) {
            self = time
            return
        }
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip(anyOf: "-/"), let month = scanner.number(digits: 2),
            scanner.skip(anyOf: "-/"), let day = scanner.number(digits: 2)
        else { return nil }
        var time = CivilTime(year: year, month: month, day: day)
        var offset = 0
        if scanner.skip(anyOf: "Tt .") {
            guard let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2)
            else { return nil }
            time.hour = hour
            time.minute = minute
            if scanner.skip(":") { time.second = scanner.number(digits: 2) ?? 60 }
            if scanner.skip(".") { time.millisecond = scanner.fraction() ?? 1_000 }
            if !scanner.isAtEnd {
                guard let zone = scanner.looseZoneOffset() else { return nil }
                offset = zone
            }
        }
        guard scanner.isAtEnd, time.isValid else { return nil }
        self = time.instant(secondsAheadOfUTC: offset)
    }
}

extension DigitScanner {
    /// Reads `Z`, ` UTC`, `+01:00` or `+0100`, in seconds ahead of UTC.
    fileprivate mutating func looseZoneOffset() -> Int? {
        while skip(" ") {}
        if rest == "UTC" || rest == "GMT" {
            while !isAtEnd { advance() }
            return 0
        }
        if skip(anyOf: "Zz") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
