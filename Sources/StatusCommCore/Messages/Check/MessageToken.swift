/// A run of characters between blanks, brackets and quotes, such as a host name, an address or a path.
struct MessageToken {
    /// Place in the folded text.
    let range: Range<Int>
    let lower: [Unicode.Scalar]
    let cased: [Unicode.Scalar]
    var text: String { FoldedText.text(lower) }
    var casedText: String { FoldedText.text(cased) }
    /// Whether a `://` stands in it.
    ///
    /// Hardly any word has a colon, and searching for a text takes much longer.
    var hasScheme: Bool { lower.contains(":") && text.contains("://") }

    init(_ text: FoldedText, _ range: Range<Int>) {
        self.range = range
        lower = Array(text.lower[range])
        cased = Array(text.cased[range])
    }

    /// All tokens of a text, without the punctuation around them.
    static func all(in text: FoldedText) -> [MessageToken] {
        var tokens: [MessageToken] = []
        var start = 0
        for index in 0...text.count {
            guard index == text.count || isSeparator(text.lower[index]) else { continue }
            if let range = trimmed(text, start..<index) { tokens.append(MessageToken(text, range)) }
            start = index + 1
        }
        return tokens
    }

    /// The parts between some characters, as tokens.
    func parts(_ text: FoldedText, separatedBy separators: String) -> [MessageToken] {
        var parts: [MessageToken] = []
        var start = range.lowerBound
        for index in range.lowerBound...range.upperBound {
            guard index == range.upperBound || separators.unicodeScalars.contains(text.lower[index]) else { continue }
            if let part = Self.trimmed(text, start..<index) { parts.append(MessageToken(text, part)) }
            start = index + 1
        }
        return parts
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "(", ")", "[", "]", "<", ">", "{", "}", "\"", "|", ",", ";", "`", "“", "”": true
        default: false
        }
    }

    private static func trimmed(_ text: FoldedText, _ range: Range<Int>) -> Range<Int>? {
        func isPunctuation(_ scalar: Unicode.Scalar, atEnd: Bool) -> Bool {
            switch scalar {
            case "'", "*", "!", "?": true
            case ".", ":", "_", "-": atEnd
            default: false
            }
        }
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, isPunctuation(text.lower[start], atEnd: false) { start += 1 }
        while end > start, isPunctuation(text.lower[end - 1], atEnd: true) { end -= 1 }
        return start < end ? start..<end : nil
    }
}

extension [Unicode.Scalar] {
    func hasPrefix(_ text: String) -> Bool { starts(with: text.unicodeScalars) }

    func hasSuffix(_ text: String) -> Bool { reversed().starts(with: text.unicodeScalars.reversed()) }
}
