extension Parser {
    /// Reads a string (JSON5 section 5, RFC 8259 section 7); the opening quote stands here.
    mutating func parseString() throws(JSON5Error) -> String {
        let opening = offset
        let quote = bytes[offset]
        offset += 1
        var chunk = offset
        var decoded: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == quote {
                let end = offset
                offset += 1
                if decoded.isEmpty { return String(decoding: bytes[chunk..<end], as: UTF8.self) }
                decoded.append(contentsOf: bytes[chunk..<end])
                return String(decoding: decoded, as: UTF8.self)
            } else if byte == Byte.backslash {
                decoded.append(contentsOf: bytes[chunk..<offset])
                try parseEscape(into: &decoded)
                chunk = offset
            } else if byte < Byte.space {
                try refuseControl(byte, opening: opening)
                offset += 1
            } else {
                offset += 1
            }
        }
        throw failure("string is never closed", at: opening)
    }

    private func refuseControl(_ byte: UInt8, opening: Int) throws(JSON5Error) {
        if byte == Byte.lineFeed || byte == Byte.carriageReturn {
            throw failure(
                "string is not closed at the end of its line",
                at: opening,
                hint: isJSON5 ? "end the line with \\ to go on in the next one, or write \\n" : nil
            )
        }
        guard isJSON5 else {
            throw failure(
                "control character \(found(at: offset)) in a string",
                at: offset,
                hint: "write it as an escape"
            )
        }
    }

    private mutating func parseEscape(into decoded: inout [UInt8]) throws(JSON5Error) {
        let start = offset
        offset += 1
        guard offset < bytes.count else { throw failure("string is never closed", at: start) }
        let byte = bytes[offset]
        switch byte {
        case Byte.doubleQuote, Byte.backslash, Byte.slash: decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(Byte.formFeed)
        case UInt8(ascii: "n"): decoded.append(Byte.lineFeed)
        case UInt8(ascii: "r"): decoded.append(Byte.carriageReturn)
        case UInt8(ascii: "t"): decoded.append(Byte.tab)
        case UInt8(ascii: "u"):
            offset += 1
            try parseUnicodeEscape(from: start, into: &decoded)
            return
        default:
            guard isJSON5 else { throw failure("unknown escape '\\\(shown(at: offset))'", at: start) }
            try parseJSON5Escape(byte, from: start, into: &decoded)
            return
        }
        offset += 1
    }

    /// The escapes JSON does not have (JSON5 section 5.1, ECMAScript 5.1 section 7.8.4).
    private mutating func parseJSON5Escape(
        _ byte: UInt8,
        from start: Int,
        into decoded: inout [UInt8]
    ) throws(JSON5Error) {
        let lineEnd = lineEndLength(at: offset)
        if lineEnd > 0 {
            offset += lineEnd
            return
        }
        switch byte {
        case UInt8(ascii: "v"):
            decoded.append(Byte.verticalTab)
            offset += 1
        case UInt8(ascii: "x"):
            offset += 1
            append(Unicode.Scalar(UInt8(truncatingIfNeeded: try parseHex(digits: 2, from: start))), to: &decoded)
        case Byte.zero:
            offset += 1
            guard offset == bytes.count || !Byte.isDigit(bytes[offset]) else {
                throw failure("octal escapes are not JSON5", at: start, hint: "write \\x and two hexadecimal digits")
            }
            decoded.append(0)
        case Byte.zero...Byte.nine:
            throw failure("a digit cannot be escaped", at: start, hint: "write \\x and two hexadecimal digits")
        default:
            let (scalar, length) = scalar(at: offset)
            append(scalar, to: &decoded)
            offset += length
        }
    }

    /// Reads the digits after `\u`, and the second half of a surrogate pair.
    private mutating func parseUnicodeEscape(from start: Int, into decoded: inout [UInt8]) throws(JSON5Error) {
        let unit = try parseHex(digits: 4, from: start)
        if let scalar = Unicode.Scalar(unit) {
            append(scalar, to: &decoded)
            return
        }
        if unit < 0xDC00, offset + 1 < bytes.count, bytes[offset] == Byte.backslash,
            bytes[offset + 1] == UInt8(ascii: "u")
        {
            let second = offset
            offset += 2
            let low = try parseHex(digits: 4, from: second)
            if (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            {
                append(scalar, to: &decoded)
                return
            }
            offset = second
        }
        switch options.loneSurrogates {
        case .replaced: append("\u{FFFD}", to: &decoded)
        case .refused:
            let digits = String(decoding: bytes[(start + 2)..<(start + 6)], as: UTF8.self)
            throw failure("'\\u\(digits)' is half of a surrogate pair, not a character", at: start)
        }
    }

    mutating func parseHex(digits: Int, from start: Int) throws(JSON5Error) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard offset < bytes.count, let digit = Byte.hexValue(bytes[offset]) else {
                throw failure("escape needs \(digits == 2 ? "two" : "four") hexadecimal digits", at: start)
            }
            value = value << 4 | digit
            offset += 1
        }
        return value
    }

    private func shown(at place: Int) -> String { escapingControls(String(scalar(at: place).scalar)) }

    private func append(_ scalar: Unicode.Scalar, to decoded: inout [UInt8]) {
        decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
