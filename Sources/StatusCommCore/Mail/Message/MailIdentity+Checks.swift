extension MailIdentity {
    /// Whether a text can stand in a header as it is: letters, digits, hyphens, dots and underscores, 200 at most.
    static func isToken(_ text: String) -> Bool { has(text, onlyTokensAnd: []) }

    /// Whether a text can be a `Feedback-ID`: tokens with colons between them.
    static func isFeedbackID(_ text: String) -> Bool { has(text, onlyTokensAnd: [UInt8(ascii: ":")]) }

    private static func has(_ text: String, onlyTokensAnd others: [UInt8]) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 200 else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: others.contains(byte)
            }
        }
    }
}
