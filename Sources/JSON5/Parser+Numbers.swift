extension Parser {
    /// Reads a number (JSON5 section 6, RFC 8259 section 6) and turns it into JSON's grammar.
    ///
    /// `+5` becomes `5`, `.5` becomes `0.5`, `5.` becomes `5`, and `0x1F` becomes `31`.
    mutating func parseNumber() throws(JSON5Error) -> ParsedContent<Tree> {
        let start = offset
        var isPlain = true
        let isNegative = bytes[offset] == Byte.minus
        if isNegative || bytes[offset] == Byte.plus {
            isPlain = isNegative
            offset += 1
        }
        if isJSON5, offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "I") || bytes[offset] == UInt8(ascii: "N") {
                return try parseSignedWord(from: start)
            }
            if bytes[offset] == Byte.zero, offset + 1 < bytes.count, bytes[offset + 1] | 0x20 == UInt8(ascii: "x") {
                return .number(JSONNumber(text: try parseHexNumber(from: start, isNegative: isNegative)))
            }
        }

        let integer = skipDigits()
        if integer.count > 1, bytes[integer.lowerBound] == Byte.zero {
            throw failure("a number cannot begin with 0", at: start, hint: "put it in quotes if it is not a number")
        }
        guard !integer.isEmpty || (isJSON5 && offset < bytes.count && bytes[offset] == Byte.dot) else {
            throw failure("expected a digit, found \(found(at: offset))", at: offset)
        }
        var fraction = offset..<offset
        if offset < bytes.count, bytes[offset] == Byte.dot {
            offset += 1
            fraction = skipDigits()
            guard !fraction.isEmpty || (isJSON5 && !integer.isEmpty) else {
                throw failure("expected a digit after the decimal point, found \(found(at: offset))", at: offset)
            }
            if fraction.isEmpty || integer.isEmpty { isPlain = false }
        }
        let exponent = try parseExponent()
        try checkNumberEnd(from: start)
        if isPlain { return .number(JSONNumber(text: text(start..<offset))) }
        let decimal = (integer.isEmpty ? "0" : text(integer)) + (fraction.isEmpty ? "" : "." + text(fraction))
        return .number(JSONNumber(text: (isNegative ? "-" : "") + decimal + text(exponent)))
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func skipDigits() -> Range<Int> {
        let start = offset
        while offset < bytes.count, Byte.isDigit(bytes[offset]) { offset += 1 }
        return start..<offset
    }

    private mutating func parseExponent() throws(JSON5Error) -> Range<Int> {
        let start = offset
        guard offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") else { return start..<start }
        offset += 1
        if offset < bytes.count, bytes[offset] == Byte.plus || bytes[offset] == Byte.minus { offset += 1 }
        guard !skipDigits().isEmpty else {
            throw failure("expected a digit in the exponent, found \(found(at: offset))", at: offset)
        }
        return start..<offset
    }

    private mutating func parseSignedWord(from start: Int) throws(JSON5Error) -> ParsedContent<Tree> {
        let wordStart = offset
        let word = scanWord()
        guard word == "Infinity" || word == "NaN" else {
            throw failure("expected a digit, found \(found(at: wordStart))", at: wordStart)
        }
        return try nonFinite(word, at: start)
    }

    private mutating func parseHexNumber(from start: Int, isNegative: Bool) throws(JSON5Error) -> String {
        offset += 2
        let digits = offset
        while offset < bytes.count, Byte.hexValue(bytes[offset]) != nil { offset += 1 }
        guard offset > digits else {
            throw failure("expected a hexadecimal digit, found \(found(at: offset))", at: offset)
        }
        try checkNumberEnd(from: start)
        // Conversion takes quadratic time, so its length is bounded; a double ends at 256 hexadecimal digits.
        guard offset - digits <= 256 else { throw failure("hexadecimal number with more than 256 digits", at: start) }
        return (isNegative ? "-" : "") + decimalText(hex: bytes[digits..<offset])
    }

    private func checkNumberEnd(from start: Int) throws(JSON5Error) {
        guard offset < bytes.count else { return }
        let byte = bytes[offset]
        guard isIdentifierByte(byte) || byte == Byte.dot || byte == Byte.backslash else { return }
        throw failure(
            "unexpected \(found(at: offset)) after a number",
            at: offset,
            hint: "put it in quotes if it is not a number"
        )
    }
}

/// The decimal digits of a hexadecimal number of any length.
private func decimalText(hex digits: ArraySlice<UInt8>) -> String {
    var limbs: [UInt64] = [0]
    let base: UInt64 = 1_000_000_000
    for digit in digits {
        var carry = UInt64(Byte.hexValue(digit) ?? 0)
        for place in limbs.indices {
            let sum = limbs[place] * 16 + carry
            limbs[place] = sum % base
            carry = sum / base
        }
        if carry > 0 { limbs.append(carry) }
    }
    var text = ""
    for limb in limbs.reversed() {
        let part = String(limb)
        text += text.isEmpty ? part : String(repeating: "0", count: 9 - part.utf8.count) + part
    }
    return text
}
