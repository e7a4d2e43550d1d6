/// So many of something in so long.
package struct RateLimit: Hashable, Sendable {
    package let count: Int
    /// Length of the window in seconds.
    package let seconds: Int

    /// States a limit.
    package init(count: Int, seconds: Int) {
        self.count = count
        self.seconds = seconds
    }

    /// Reads `1000/min`: a whole number from 1, a slash, and a second, minute, hour or day.
    package init?(text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0].trimmingBlanks), (1...1_000_000_000).contains(count),
            !parts[0].contains("+"), let seconds = Self.units[parts[1].trimmingBlanks.lowercased()]
        else { return nil }
        self.init(count: count, seconds: seconds)
    }

    /// The limit as it is written in a configuration.
    package var text: String {
        let unit = ["s", "min", "h", "day"].first { Self.units[$0] == seconds }
        return "\(count)/\(unit ?? "\(seconds)s")"
    }

    private static let units = [
        "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3_600, "hour": 3_600, "d": 86_400,
        "day": 86_400,
    ]
}

extension Substring {
    var trimmingBlanks: Substring {
        var rest = self
        while rest.first == " " || rest.first == "\t" { rest = rest.dropFirst() }
        while rest.last == " " || rest.last == "\t" { rest = rest.dropLast() }
        return rest
    }
}
