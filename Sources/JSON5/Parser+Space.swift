extension Parser {
    /// Skips white space, line terminators and comments (JSON5 sections 7 and 8), or JSON's four blanks.
    mutating func skipSpace() throws(JSON5Error) {
        while offset < bytes.count {
            switch bytes[offset] {
            case Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn: offset += 1
            case Byte.verticalTab where isJSON5, Byte.formFeed where isJSON5: offset += 1
            case Byte.slash: guard try skipComment() else { return }
            case 0xC2... where isJSON5:
                let (scalar, length) = scalar(at: offset)
                guard isWideSpace(scalar) else { return }
                offset += length
            default: return
            }
        }
    }

    /// Skips a comment; false when the slash begins none.
    private mutating func skipComment() throws(JSON5Error) -> Bool {
        let start = offset
        let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
        guard next == Byte.slash || next == Byte.asterisk else { return false }
        guard isJSON5 else { throw failure("strict JSON has no comments", at: start) }
        offset += 2
        if next == Byte.slash {
            while offset < bytes.count, lineEndLength(at: offset) == 0 { offset += 1 }
            return true
        }
        while offset + 1 < bytes.count {
            if bytes[offset] == Byte.asterisk, bytes[offset + 1] == Byte.slash {
                offset += 2
                return true
            }
            offset += 1
        }
        throw failure("comment is never closed", at: start, hint: "end it with */")
    }

    /// Bytes of the line terminator at a place: LF, CR, CRLF, U+2028 or U+2029; 0 when there is none.
    func lineEndLength(at place: Int) -> Int {
        switch bytes[place] {
        case Byte.lineFeed: 1
        case Byte.carriageReturn: place + 1 < bytes.count && bytes[place + 1] == Byte.lineFeed ? 2 : 1
        case 0xE2:
            place + 2 < bytes.count && bytes[place + 1] == 0x80
                && (bytes[place + 2] == 0xA8 || bytes[place + 2] == 0xA9)
                ? 3 : 0
        default: 0
        }
    }

    /// The scalar that begins at a place; the text is known to be valid UTF-8.
    func scalar(at place: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let lead = bytes[place]
        let length =
            switch lead {
            case ..<0x80: 1
            case ..<0xE0: 2
            case ..<0xF0: 3
            default: 4
            }
        var value = UInt32(length == 1 ? lead : lead & (0x7F >> UInt8(length)))
        for next in bytes[min(place + 1, bytes.count)..<min(place + length, bytes.count)] {
            value = value << 6 | UInt32(next & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// White space beyond ASCII: the byte order mark, the separators of lines and paragraphs, and category Zs.
    private func isWideSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }
}
