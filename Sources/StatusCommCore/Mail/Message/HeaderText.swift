/// How text goes into header fields: plain where it can, as encoded-words (RFC 2047) where it must.
enum HeaderText {
    /// A text that no header may carry.
    struct Refused: Error, Hashable {
        let reason: String
    }

    /// A header field of free text, such as the subject, with its CRLF.
    ///
    /// - Throws: when the text has a control character; it is refused, not cleaned.
    static func unstructured(_ name: String, _ text: String) throws(Refused) -> [UInt8] {
        try check(text, name)
        let prefix = Array((name + ": ").utf8)
        if isPlain(text), let folded = foldedWords(text, column: prefix.count) { return prefix + folded + lineEnd }
        return prefix + encodedWords(text, column: prefix.count) + lineEnd
    }

    /// Appends a mailbox `name <address>` to a header field, without line end.
    ///
    /// `column`: bytes that stand before it on its line.
    ///
    /// - Throws: when the name has a control character.
    static func appendMailbox(
        name: String,
        address: String,
        column: Int,
        to output: inout [UInt8]
    ) throws(Refused) {
        try check(name, "display name")
        guard !name.isEmpty else { return output.append(contentsOf: address.utf8) }
        let start = output.count
        if !isPlain(name) || name.utf8.count > 60 {
            output.append(contentsOf: encodedWords(name, column: column))
        } else if isPhrase(name) {
            output.append(contentsOf: name.utf8)
        } else {
            appendQuoted(name, to: &output)
        }
        let added = output[start...]
        let last = added.lastIndex(of: UInt8(ascii: "\n")).map { output.count - $0 - 1 } ?? column + added.count
        output.append(contentsOf: last + address.utf8.count + 3 > 76 ? foldedAddressStart : addressStart)
        output.append(contentsOf: address.utf8)
        output.append(UInt8(ascii: ">"))
    }

    /// Refuses what could end a field: a control character, a line or a paragraph separator.
    static func check(_ text: String, _ field: String) throws(Refused) {
        if text.hasControl { throw Refused(reason: "the \(field.lowercased()) has a control character") }
    }

    // Printable ASCII that nobody takes for an encoded-word and that keeps its blanks when it is unfolded.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.first != 0x20, bytes.last != 0x20 else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            guard byte >= 0x20, byte < 0x7F, !(byte == UInt8(ascii: "?") && previous == UInt8(ascii: "=")),
                !(byte == 0x20 && previous == 0x20)
            else { return false }
            previous = byte
        }
        return true
    }

    // Words joined by blanks, folded at 76; nil when a word is too long for a line.
    private static func foldedWords(_ text: String, column: Int) -> [UInt8]? {
        var column = column
        var bytes: [UInt8] = []
        for (number, word) in text.utf8.split(separator: 0x20).enumerated() {
            guard word.count <= 70 else { return nil }
            if number > 0 {
                if column + 1 + word.count > 76 {
                    bytes += lineEnd
                    column = 0
                }
                bytes.append(0x20)
                column += 1
            }
            bytes += word
            column += word.count
        }
        return bytes
    }

    // RFC 5322 section 3.2.5: atoms with blanks between.
    private static func isPhrase(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case 0x20, UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"):
                true
            default: false
            }
        }
    }

    private static func appendQuoted(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
    }

    // Base64 words of at most 75 characters, cut between characters, one a line after the first.
    private static func encodedWords(_ text: String, column: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk: [UInt8] = []
        var column = column
        func flush() {
            if !bytes.isEmpty {
                bytes += lineEnd + [0x20]
                column = 1
            }
            bytes += wordStart + base64(chunk) + wordEnd
            chunk.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            let encoded = UTF8.encode(scalar).map(Array.init) ?? []
            let limit = max(6, (76 - (bytes.isEmpty ? column : 1) - wordStart.count - wordEnd.count) / 4 * 3)
            if !chunk.isEmpty, chunk.count + encoded.count > min(45, limit) { flush() }
            chunk += encoded
        }
        if !chunk.isEmpty { flush() }
        return bytes
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let group = bytes[position..<min(position + 3, bytes.count)]
            var word: UInt32 = 0
            for byte in group { word = word << 8 | UInt32(byte) }
            word <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let value = Int(word >> UInt32(18 - 6 * place) & 63)
                output.append(place <= group.count ? alphabet[value] : UInt8(ascii: "="))
            }
            position += 3
        }
        return output
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let wordStart = Array("=?UTF-8?B?".utf8)
    private static let wordEnd = Array("?=".utf8)
    private static let lineEnd = Array("\r\n".utf8)
    private static let addressStart = Array(" <".utf8)
    private static let foldedAddressStart = Array("\r\n <".utf8)
}
