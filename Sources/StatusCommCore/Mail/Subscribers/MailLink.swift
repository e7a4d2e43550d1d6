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
        guard text.utf8.count <= 900, text.utf8.allSatisfy(isAllowed) else { return nil }
        return Scheme.allCases.first { scheme in
            let prefix = scheme.rawValue.utf8
            // Case does not count, and nothing that is allowed folds onto a colon or a slash.
            return text.utf8.count > prefix.count && zip(text.utf8, prefix).allSatisfy { $0 | 0x20 == $1 }
        }
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
