/// Finds words that set a time ahead: `by 15:00`, `within 2 hours`, `in less than an hour`, `tomorrow morning`.
enum TimePhrase {
    static func all(in words: [MessageWord]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < words.count {
            if let end = end(words, from: index) {
                found.append(index..<end)
                index = end
            } else {
                index += 1
            }
        }
        return found
    }

    private static let before: Set<String> = [
        "by", "before", "around", "until", "till", "about", "approximately", "approx", "within", "from", "circa",
        "roughly",
        "latest", "no",
    ]
    private static let days: Set<String> = [
        "tomorrow", "tonight", "today", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "eod",
        "cob", "morning", "afternoon", "evening", "noon", "midnight", "lunch", "weekend", "midday",
    ]
    private static let alone: Set<String> = ["tomorrow", "tonight", "eod", "cob", "shortly", "momentarily"]
    private static let units: Set<String> = [
        "second", "seconds", "sec", "minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs", "h", "day",
        "days",
        "week", "weeks", "moments",
    ]
    private static let fillers: Set<String> = [
        "the", "a", "an", "less", "than", "next", "few", "couple", "of", "about", "around", "approximately", "under",
        "half",
        "at", "most", "end", "early", "late", "later", "this", "next", "coming", "one", "two", "three", "four", "five",
        "six",
        "ten", "fifteen", "twenty", "thirty", "forty", "sixty", "ninety", "business", "working", "some", "after",
        "shortly",
        "latest", "or", "so", "to", "just", "roughly", "close", "top", "hour", "day", "no", "than",
    ]

    private static func end(_ words: [MessageWord], from start: Int) -> Int? {
        let word = words[start].lower
        if alone.contains(word) { return start + 1 }
        if word == "later", words.indices.contains(start + 1), words[start + 1].lower == "today" { return start + 2 }
        let isBefore = before.contains(word)
        guard isBefore || word == "at" || word == "in" || word == "this" || word == "after" || word == "fix" else {
            return nil
        }
        var index = start + 1
        while index < words.count, index <= start + 6, words[index].sentence == words[start].sentence {
            let next = words[index].lower
            if isClock(words, index) { return word == "in" || word == "this" ? nil : index + 1 }
            if days.contains(next) { return word == "in" && next != "morning" ? nil : index + 1 }
            if units.contains(next) { return word == "at" || word == "this" ? nil : index + 1 }
            if word == "by", next == "end" || next == "close" { return index + 1 }
            guard fillers.contains(next) || isNumber(next) else { return nil }
            index += 1
        }
        return nil
    }

    private static func isNumber(_ word: String) -> Bool { word.unicodeScalars.allSatisfy { $0.isDigit || $0 == "." } }

    /// `15:00`, `5pm`, `5 pm`, `17h`, `noon`.
    private static func isClock(_ words: [MessageWord], _ index: Int) -> Bool {
        let word = words[index].lower
        let digits = word.prefix { $0.isNumber }
        guard (1...2).contains(digits.count) else { return false }
        let rest = word.dropFirst(digits.count)
        if rest.hasPrefix(":"), rest.dropFirst().prefix(2).allSatisfy(\.isNumber), rest.count >= 3 { return true }
        if ["am", "pm", "h", "uhr"].contains(rest) { return true }
        guard rest.isEmpty, index + 1 < words.count else { return false }
        return ["am", "pm", "uhr", "o'clock", "utc", "cet", "cest", "gmt", "est", "edt", "pst", "pdt", "bst"]
            .contains(words[index + 1].lower)
    }
}
