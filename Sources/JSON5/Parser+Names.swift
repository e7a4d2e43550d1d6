extension Parser {
    /// Reads a key: a string, or in JSON5 an identifier (section 3.1; ECMAScript 5.1 section 7.6).
    ///
    /// Reserved words are identifiers here. Beyond ECMAScript 5.1, letters outside the basic plane are taken too.
    mutating func parseName() throws(JSON5Error) -> String {
        let first = bytes[offset]
        if first == Byte.doubleQuote || (first == Byte.singleQuote && isJSON5) { return try parseString() }
        guard isJSON5 else {
            throw failure("expected a key in double quotes, found \(found(at: offset))", at: offset)
        }
        let start = offset
        var name = scanWord()
        while offset < bytes.count, bytes[offset] == Byte.backslash {
            let place = offset
            let scalar = try parseIdentifierEscape()
            guard name.isEmpty ? isIdentifierStart(scalar) : isIdentifierPart(scalar) else {
                throw failure("'\(escapingControls(String(scalar)))' cannot stand in a key without quotes", at: place)
            }
            name.unicodeScalars.append(scalar)
            name += scanWord(continuing: true)
        }
        guard !name.isEmpty else {
            throw failure("expected a key, found \(found(at: start))", at: start, hint: "put an unusual key in quotes")
        }
        return name
    }

    /// Takes identifier characters up to the first other one; empty when none stands here.
    mutating func scanWord(continuing: Bool = false) -> String {
        let start = offset
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte < 0x80 {
                guard isIdentifierByte(byte), continuing || offset > start || !Byte.isDigit(byte) else { break }
                offset += 1
            } else {
                let (scalar, length) = scalar(at: offset)
                guard continuing || offset > start ? isIdentifierPart(scalar) : isIdentifierStart(scalar) else { break }
                offset += length
            }
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func parseIdentifierEscape() throws(JSON5Error) -> Unicode.Scalar {
        let start = offset
        guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "u") else {
            throw failure("expected '\\u' and four hexadecimal digits in a key without quotes", at: start)
        }
        offset += 2
        guard let scalar = Unicode.Scalar(try parseHex(digits: 4, from: start)) else {
            throw failure("half of a surrogate pair in a key without quotes", at: start)
        }
        return scalar
    }

    func isIdentifierByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x24, 0x5F: true
        default: false
        }
    }

    private func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isIdentifierByte(UInt8(scalar.value)) && !Byte.isDigit(UInt8(scalar.value)) }
        if scalar.properties.isIDStart { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
            return true
        default: return false
        }
    }

    private func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isIdentifierByte(UInt8(scalar.value)) }
        return scalar.properties.isIDContinue || isIdentifierStart(scalar)
            || scalar == "\u{200C}" || scalar == "\u{200D}"
    }
}
