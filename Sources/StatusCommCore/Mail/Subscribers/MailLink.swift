/// Links that may stand in a header and in the body of a mail.
enum MailLink {
    /// Schemes that are safe.
    enum Scheme: String, CaseIterable {
        case https = "https://"
        case http = "http://"
        case mailto = "mailto:"
    }

    /// Whether a text is a link of a safe scheme, in RFC 3986's characters, short enough for a header line.
    static func isSafe(_ text: String) -> Bool { scheme(of: text) != nil }

    /// The scheme of a safe link; nil when it is not safe.
    ///
    /// Source of the limit: RFC 5322 section 2.1.1, 998 bytes a line.
    static func scheme(of text: String) -> Scheme? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count <= 900, bytes.allSatisfy(isAllowed) else { return nil }
            return Scheme.allCases.first { begins(bytes, with: $0.rawValue) && bytes.count > $0.rawValue.utf8.count }
        }
    }

    // Case does not count, and nothing that is allowed folds onto a colon or a slash.
    private static func begins(_ bytes: UnsafeBufferPointer<UInt8>, with prefix: String) -> Bool {
        var place = 0
        for byte in prefix.utf8 {
            guard place < bytes.count, bytes[place] | 0x20 == byte else { return false }
            place += 1
        }
        return true
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
