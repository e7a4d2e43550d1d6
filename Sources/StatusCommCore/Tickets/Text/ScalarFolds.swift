/// What each scalar becomes when words are looked for: lower case, without accents, in one width, ligatures in letters.
///
/// Invisible scalars vanish, and what is no part of a word becomes a blank. Both sides of a comparison have to be folded
/// by this. Answers are worked out a page of 256 scalars at a time and kept, since asking Unicode is slow.
struct ScalarFolds {
    private var pages: [[UInt32]] = Array(repeating: [], count: 0x1100)

    /// What is written for a scalar outside ASCII: nothing for 0, one scalar, or letters that `letters` takes apart.
    mutating func fold(_ value: UInt32) -> UInt32 {
        let page = Int(value >> 8)
        if pages[page].isEmpty { pages[page] = Self.page(page) }
        return pages[page][Int(value & 0xFF)]
    }

    /// Set in an answer that stands for up to three ASCII letters.
    static let isLetters: UInt32 = 1 << 31

    /// The letters of such an answer, the first one in the lowest byte; the fourth byte is the mark itself.
    static func letters(_ text: String) -> UInt32 {
        text.utf8.prefix(3).reversed().reduce(0) { $0 << 8 | UInt32($1) } | isLetters
    }

    private static func page(_ page: Int) -> [UInt32] {
        (0..<256).map { low in Unicode.Scalar(UInt32(page << 8 | low)).map(answer) ?? blank }
    }

    private static let blank: UInt32 = 0x20

    private static func answer(_ scalar: Unicode.Scalar) -> UInt32 {
        if let letters = ligatures[scalar] { return letters }
        guard let seen = ScalarFolding.fold(scalar) else { return 0 }
        let folded = ScalarFolding.lowered(seen)
        if folded.isASCII { return folded.value }
        if let letter = base(of: folded) { return letter }
        if let digit = digit(folded) { return digit }
        return isPartOfWord(folded) ? folded.value : blank
    }

    private static let ligatures: [Unicode.Scalar: UInt32] = [
        "ß": letters("ss"), "ẞ": letters("ss"), "æ": letters("ae"), "Æ": letters("ae"), "œ": letters("oe"),
        "Œ": letters("oe"), "ĳ": letters("ij"), "Ĳ": letters("ij"), "\u{FB00}": letters("ff"),
        "\u{FB01}": letters("fi"), "\u{FB02}": letters("fl"), "\u{FB03}": letters("ffi"), "\u{FB04}": letters("ffl"),
        "\u{FB05}": letters("st"), "\u{FB06}": letters("st"), "ς": 0x3C3, "й": 0x438, "Й": 0x438, "ё": 0x65, "Ё": 0x65,
    ]

    /// The plain letter of a Latin one with whatever is on, through or under it.
    ///
    /// The standard library does not hand out decompositions, but a letter's name tells the same:
    /// `LATIN SMALL LETTER E WITH CIRCUMFLEX AND ACUTE`.
    private static func base(of scalar: Unicode.Scalar) -> UInt32? {
        guard let name = scalar.properties.name, name.hasPrefix("LATIN ") else { return nil }
        let words = name.split(separator: " ")
        guard let place = words.firstIndex(of: "LETTER"), place + 1 < words.count else { return nil }
        let letter = words[place + 1]
        let isPlain = place + 2 == words.count || words[place + 2] == "WITH"
        guard isPlain, letter.utf8.count == 1, let byte = letter.utf8.first else { return nil }
        return UInt32(byte | 0x20)
    }

    /// The digit of a raised, lowered or encircled one.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt32? {
        let properties = scalar.properties
        guard properties.numericType == .digit, let value = properties.numericValue else { return nil }
        return 0x30 + UInt32(value)
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isAlphabetic { return true }
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber, .spacingMark: return true
        default: return false
        }
    }
}
