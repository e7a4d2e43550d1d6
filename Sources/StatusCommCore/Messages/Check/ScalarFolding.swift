/// What single scalars look like.
enum ScalarFolding {
    /// Ways in which people write a sign so that programs overlook it.
    static let writtenOutSigns: [([Unicode.Scalar], Unicode.Scalar)] = [
        ("[.]", "."), ("(.)", "."), ("[dot]", "."), ("(dot)", "."), ("[at]", "@"), ("(at)", "@"), ("[@]", "@"),
        ("[:]", ":"),
    ].map { (Array($0.unicodeScalars), $1) }

    /// The scalar as a reader sees it; nil when a reader does not see it.
    static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return scalar }
        let value = scalar.value
        switch value {
        case 0xFF01...0xFF5E: return Unicode.Scalar(value - 0xFEE0)
        case 0x1D400...0x1D6A3:
            let letter = (value - 0x1D400) % 52
            return Unicode.Scalar(letter < 26 ? 0x41 + letter : 0x61 + letter - 26)
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: return "-"
        case 0x2024, 0x3002, 0xFF61: return "."
        case 0x2018, 0x2019, 0x02BC: return "'"
        case 0x201C, 0x201D, 0x201E: return "\""
        case 0x2028, 0x2029: return "\n"
        case 0x2044, 0x2215: return "/"
        case 0xFE52: return "."
        case 0xFE55, 0xA789, 0x2236: return ":"
        case 0xFE6B: return "@"
        default: break
        }
        if let twin = lookAlikes[scalar] { return twin }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format
            || properties.generalCategory == .nonspacingMark
        {
            return nil
        }
        if properties.isWhitespace { return " " }
        if properties.numericType == .decimal, let number = properties.numericValue {
            return Unicode.Scalar(UInt8(0x30 + Int(number)))
        }
        return scalar
    }

    /// The scalar in lower case and without its accent.
    static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            return (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
        }
        let lowered = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        return unaccented[lowered] ?? lowered
    }

    /// Whether a scalar has no honest use in a message: zero width spaces and what turns the direction of text around.
    static func isSuspicious(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B, 0x2060, 0xFEFF, 0x00AD, 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: true
        default: false
        }
    }

    private static let lookAlikes = pairs(
        "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijshdqwABEKMHOPCTYXIJSoABEZHIKMNOPTYX"
    )
    private static let unaccented = pairs(
        "àáâãäåāăąçćčďđèéêëēęěìíîïīıłñńňòóôõöøōőřśşšťùúûüūůűýÿźżž",
        "aaaaaaaaacccddeeeeeeeiiiiiilnnnoooooooorssstuuuuuuuyyzzz"
    )

    private static func pairs(_ from: String, _ to: String) -> [Unicode.Scalar: Unicode.Scalar] {
        Dictionary(zip(from.unicodeScalars, to.unicodeScalars)) { first, _ in first }
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { ("0"..."9").contains(self) }

    var isLatinLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

    var isUpper: Bool { ("A"..."Z").contains(self) }

    var isHex: Bool { isDigit || ("a"..."f").contains(self) || ("A"..."F").contains(self) }

    /// Letters and digits of any script.
    var isWordScalar: Bool {
        if isASCII { return isDigit || isLatinLetter }
        return properties.isAlphabetic || properties.generalCategory == .otherNumber
    }
}
