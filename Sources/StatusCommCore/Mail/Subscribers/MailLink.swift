/// Links that may stand in a header and in the body of a mail.
enum MailLink {
    /// Whether a text is a link of a safe scheme, in RFC 3986's characters, short enough for a header line.
    ///
    /// Source of the limit: RFC 5322 section 2.1.1, 998 bytes a line.
    static func isSafe(_ text: String) -> Bool {
        guard text.utf8.count <= 900, text.utf8.allSatisfy(isAllowed) else { return false }
        let folded = text.prefix(8).lowercased()
        return ["https://", "http://", "mailto:"].contains { folded.hasPrefix($0) && text.utf8.count > $0.utf8.count }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x20, 0x7F...0xFF: false
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }
}
