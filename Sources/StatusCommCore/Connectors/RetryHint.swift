import JSON5

/// When a provider says to come back.
enum RetryHint {
    /// Longest wait that is believed.
    static let longest = Duration.seconds(86_400)

    /// Reads a hint: seconds, also with a fraction, an HTTP date, RFC 3339, or seconds or milliseconds since 1970.
    ///
    /// - Returns: the time to wait from now, not negative; nil when the text is none of these.
    static func wait(_ text: String, now: Timestamp) -> Duration? {
        let text = text.drop { $0 == " " }
        if let number = Double(text), number.isFinite, number >= 0 {
            if number >= 100_000_000_000 { return until(Timestamp(milliseconds: milliseconds(number)), now: now) }
            if number >= 1_000_000_000 { return until(Timestamp(milliseconds: milliseconds(number * 1_000)), now: now) }
            return min(.milliseconds(milliseconds(number * 1_000)), longest)
        }
        let time = Timestamp(rfc3339: String(text)) ?? Timestamp(httpDate: String(text))
        return time.flatMap { until($0, now: now) }
    }

    private static func until(_ time: Timestamp, now: Timestamp) -> Duration {
        min(max(.zero, time.duration(since: now)), longest)
    }

    private static func milliseconds(_ number: Double) -> Int64 { Int64(min(number, 4e15)) }
}

extension Timestamp {
    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7; the obsolete forms are not read).
    init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: parts[2]) else { return nil }
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        guard let day = Int(parts[1]) else { return nil }
        self.init(rfc3339: "\(parts[3])-\(padded(month + 1))-\(padded(day))T\(parts[4])Z")
    }
}
