/// An instant, in milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The one type for time in the program: it has no zone, prints as RFC 3339 in UTC and compares exactly.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let milliseconds: Int64

    /// Takes milliseconds since 1970, negative ones before it.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Reads an RFC 3339 date and time with its zone, such as `2026-11-23T14:05:00+01:00`.
    ///
    /// Digits beyond the millisecond are cut. A leap second counts as the second after it. Nil when the text is of
    /// another form, or names a day or an hour that does not exist.
    package init?(rfc3339 text: String) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.digits(2), scanner.skip(":"), let minute = scanner.digits(2), scanner.skip(":"),
            let second = scanner.digits(2)
        else { return nil }
        guard (1...12).contains(month), (1...CivilDate.days(inMonth: month, of: year)).contains(day), hour < 24,
            minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if scanner.skip(".") {
            guard let read = scanner.fraction() else { return nil }
            fraction = read
        }
        var offset = 0
        if !(scanner.skip("Z") || scanner.skip("z")) {
            let sign: Int
            if scanner.skip("+") { sign = 1 } else if scanner.skip("-") { sign = -1 } else { return nil }
            guard let hours = scanner.digits(2), scanner.skip(":"), let minutes = scanner.digits(2), hours < 24,
                minutes < 60
            else { return nil }
            offset = sign * (hours * 60 + minutes)
        }
        guard scanner.isAtEnd else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60
        self.init(milliseconds: Int64(seconds) * 1_000 + Int64(fraction))
    }

    /// The instant in UTC, such as `2026-11-23T13:05:00.250Z`; always with three digits of a second.
    package var rfc3339: String {
        let (days, millisecondOfDay) = milliseconds.quotientAndRemainder(flooringBy: 86_400_000)
        let date = CivilDate(daysSince1970: Int(days))
        let seconds = Int(millisecondOfDay) / 1_000
        return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T\(pad(seconds / 3_600, 2)):"
            + "\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2)).\(pad(Int(millisecondOfDay) % 1_000, 3))Z"
    }

    /// RFC 3339 in UTC to the second, for people.
    package var description: String {
        String(rfc3339.dropLast(5)) + "Z"
    }

    /// The instant a while later, or earlier for a negative duration; milliseconds are rounded down.
    package func advanced(by duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds + duration.milliseconds)
    }

    /// Time since an earlier instant; negative when it is later.
    package func duration(since earlier: Timestamp) -> Duration {
        .milliseconds(milliseconds - earlier.milliseconds)
    }

    package static func < (first: Timestamp, second: Timestamp) -> Bool { first.milliseconds < second.milliseconds }

    private func pad(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}

extension Int64 {
    fileprivate func quotientAndRemainder(flooringBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = ((self % divisor) + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }
}

/// Reads fixed-width numbers, as dates are written.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = nextDigit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// Digits after the point, as milliseconds.
    mutating func fraction() -> Int? {
        var number = 0
        var count = 0
        while let digit = nextDigit() {
            if count < 3 { number = number * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        return number * [100, 10, 1][min(count, 3) - 1]
    }

    private mutating func nextDigit() -> Int? {
        guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - 0x30)
    }
}
