extension Parser {
    func failure(_ message: String, at place: Int, hint: String? = nil) -> JSON5Error {
        JSON5Error(message: message, hint: hint, location: source.location(at: place))
    }

    /// What stands at a place, in words for a message.
    func found(at place: Int) -> String {
        guard place < bytes.count else { return "the end of the text" }
        var end = place
        while end < bytes.count, end - place < 64, isWordByte(bytes[end]) { end += 1 }
        while end > place, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        if end > place, bytes[place] < 0x80 || Character(scalar(at: place).scalar).isLetter {
            return "'\(shortened(String(decoding: bytes[place..<end], as: UTF8.self)))'"
        }
        return "'\(escapingControls(String(scalar(at: place).scalar)))'"
    }

    func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > 40 else { return escapingControls(text) }
        return escapingControls(String(String.UnicodeScalarView(scalars.prefix(40)))) + "…"
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x24, 0x80...0xFF: true
        default: false
        }
    }
}
