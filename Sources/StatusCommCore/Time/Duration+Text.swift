extension Duration {
    /// The duration in plain words: `1 hour 20 minutes`, `2 days 3 hours`, `less than a minute`.
    ///
    /// Cut to whole minutes, from a day on to whole hours; a negative duration counts as none.
    package func text(_ style: TimeStyle = .words) -> String {
        let minutes = Int(max(0, milliseconds) / 60_000)
        let parts: [(Int, Unit)] =
            minutes < 1_440
            ? [(minutes / 60, .hour), (minutes % 60, .minute)]
            : [(minutes / 1_440, .day), (minutes / 60 % 24, .hour)]
        let told = parts.filter { $0.0 > 0 }.map { $1.text($0, style) }
        if !told.isEmpty { return told.joined(separator: " ") }
        switch style {
        case .words: return "less than a minute"
        case .digits: return "< 1 min"
        }
    }

    /// Reads what people write on a command line: `90s`, `15m`, `1h30m`, `2 days`, `1 hour 20 minutes`.
    ///
    /// Units are seconds, minutes, hours, days and weeks, by letter, common abbreviation or word, each at most once and
    /// from large to small. Nil for anything else: a number without a unit has no meaning of its own.
    package init?(text: some StringProtocol) {
        var rest = Substring(text.lowercased())
        var total: Int64 = 0
        var last: Unit?
        while true {
            rest = rest.drop { $0 == " " }
            guard !rest.isEmpty else { break }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let word = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(word.count)
            guard let number = Int64(digits), number < 1_000_000, let unit = Unit(word: word) else { return nil }
            if let last, last.seconds <= unit.seconds { return nil }
            last = unit
            total += number * unit.seconds
        }
        guard last != nil else { return nil }
        self = .seconds(total)
    }

    private enum Unit: CaseIterable {
        case week
        case day
        case hour
        case minute
        case second

        var seconds: Int64 {
            switch self {
            case .week: 604_800
            case .day: 86_400
            case .hour: 3_600
            case .minute: 60
            case .second: 1
            }
        }

        var names: [String] {
            switch self {
            case .week: ["week", "weeks", "w"]
            case .day: ["day", "days", "d"]
            case .hour: ["hour", "hours", "h", "hr", "hrs"]
            case .minute: ["minute", "minutes", "min", "mins", "m"]
            case .second: ["second", "seconds", "s", "sec", "secs"]
            }
        }

        init?(word: Substring) {
            guard let unit = Self.allCases.first(where: { $0.names.contains(String(word)) }) else { return nil }
            self = unit
        }

        func text(_ count: Int, _ style: TimeStyle) -> String {
            switch style {
            case .words: "\(count) \(names[count == 1 ? 0 : 1])"
            case .digits: "\(count) \(self == .minute ? "min" : names[2])"
            }
        }
    }
}
