/// Which addresses a message may link to, and how they are written safely.
enum LinkAddress {
    /// Whether an address has an allowed scheme, something after it, and nothing that could hide where it leads.
    static func isAllowed(_ url: String) -> Bool {
        let lowered = url.prefix(8).lowercased()
        guard url.utf8.count <= 2_048,
            ["http://", "https://", "mailto:"].contains(where: {
                lowered.hasPrefix($0) && url.utf8.count > $0.utf8.count
            })
        else { return false }
        return url.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
                && !scalar.properties.isDefaultIgnorableCodePoint && scalar.properties.generalCategory != .control
                && scalar.properties.generalCategory != .format
        }
    }

    /// A run of characters that begins like an address.
    struct BareAddress {
        /// Length of the address, zero when it is none after all.
        var length: Int
        /// Length up to the next blank or bracket, within which no other address begins.
        var runLength: Int
    }

    /// The bare `http://…` or `https://…` at the beginning of some bytes.
    ///
    /// Punctuation that ends a sentence or closes a bracket around the address is not part of it. Nil when the bytes do
    /// not begin like an address.
    static func bareAddress(_ bytes: ArraySlice<UInt8>) -> BareAddress? {
        let head = bytes.prefix(8).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        let scheme = head.starts(with: "https://".utf8) ? 8 : head.starts(with: "http://".utf8) ? 7 : 0
        guard scheme > 0 else { return nil }
        var address = bytes.prefix { $0 > 0x20 && !"<>\"`|\\[]{}*".utf8.contains($0) }
        let runLength = address.count
        var unmatched = 0
        for byte in address {
            if byte == UInt8(ascii: "(") { unmatched -= 1 } else if byte == UInt8(ascii: ")") { unmatched += 1 }
        }
        while let last = address.last {
            if ".,;:!?'_".utf8.contains(last) {
                address.removeLast()
            } else if last == UInt8(ascii: ")"), unmatched > 0 {
                unmatched -= 1
                address.removeLast()
            } else {
                break
            }
        }
        let isAddress = address.count > scheme && isAllowed(String(decoding: address, as: UTF8.self))
        return BareAddress(length: isAddress ? address.count : 0, runLength: runLength)
    }

    /// The address with the characters percent-encoded that would end it in some markup.
    static func encoded(_ url: String) -> String {
        var bytes: [UInt8] = []
        for byte in url.utf8 {
            guard "<>\"'`|\\^{}()[]*".utf8.contains(byte) else {
                bytes.append(byte)
                continue
            }
            let digits = Array("0123456789ABCDEF".utf8)
            bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
