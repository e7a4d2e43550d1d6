/// What a relay answers to a command (RFC 5321 section 4.2).
package struct SMTPReply: Hashable, Sendable {
    /// Three digits.
    package var code: Int
    /// Enhanced status code such as `5.1.1` (RFC 3463), nil when the reply has none.
    package var enhanced: String?
    /// All lines in one, without codes; controls are replaced, at most 200 characters.
    package var text: String

    /// States a reply.
    package init(code: Int, enhanced: String? = nil, text: String = "") {
        self.code = code
        self.enhanced = enhanced
        self.text = text
    }

    /// First digit, which decides where the code is not known (RFC 5321 section 4.3.2).
    package var kind: Int { code / 100 }

    /// The reply in one line, for a person.
    package var line: String {
        [String(code), enhanced ?? "", text].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// Cuts the bytes of a relay into replies.
package struct SMTPReplyParser: Sendable {
    /// A relay that does not speak SMTP.
    package enum Fault: String, Error, Sendable {
        case lineTooLong = "a reply line is longer than 4096 bytes"
        case tooManyLines = "a reply has more than 64 lines"
        case malformed = "a reply does not begin with a code"
        case codeChanges = "the lines of a reply have different codes"
    }

    private static let lineLimit = 4096
    private static let linesLimit = 64

    private var line: [UInt8] = []
    private var code = 0
    private var lines = 0
    private var text: [UInt8] = []

    /// Makes a parser at the beginning of a reply.
    package init() {}

    /// Whether a reply has begun and not ended.
    package var isInReply: Bool { lines > 0 || !line.isEmpty }

    /// Takes one byte; the reply that it ends, else nil.
    ///
    /// - Throws: when the relay breaks the rules; the connection is of no more use.
    package mutating func take(_ byte: UInt8) throws(Fault) -> SMTPReply? {
        guard byte == 0x0A else {
            guard line.count < Self.lineLimit else { throw .lineTooLong }
            line.append(byte)
            return nil
        }
        if line.last == 0x0D { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        return try takeLine()
    }

    private mutating func takeLine() throws(Fault) -> SMTPReply? {
        guard line.count >= 3, line[..<3].allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformed }
        let number = line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (200...599).contains(number) else { throw .malformed }
        let separator = line.count > 3 ? line[3] : 0x20
        guard separator == 0x20 || separator == UInt8(ascii: "-") else { throw .malformed }
        guard lines == 0 || number == code else { throw .codeChanges }
        guard lines < Self.linesLimit else { throw .tooManyLines }
        code = number
        lines += 1
        if text.count < 800 {
            if !text.isEmpty { text.append(0x20) }
            text.append(contentsOf: line.dropFirst(4))
        }
        guard separator == 0x20 else { return nil }
        defer {
            lines = 0
            text.removeAll(keepingCapacity: true)
        }
        return Self.reply(code: number, text)
    }

    private static func reply(code: Int, _ bytes: [UInt8]) -> SMTPReply {
        var rest = bytes[...]
        let enhanced = Self.enhanced(rest, code: code)
        if let enhanced { rest = rest.dropFirst(enhanced.utf8.count + 1) }
        return SMTPReply(code: code, enhanced: enhanced, text: printable(rest))
    }

    // RFC 2034 section 4: class, subject and detail at the beginning of the text.
    private static func enhanced(_ bytes: ArraySlice<UInt8>, code: Int) -> String? {
        guard let first = bytes.first, first == UInt8(code / 100 + 0x30) else { return nil }
        let word = bytes.prefix { $0 != 0x20 }
        guard word.count <= 9 else { return nil }
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 1 else { return nil }
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        }
        return String(decoding: word, as: UTF8.self)
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.count <= 200, bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        return printableReplyText(String(decoding: bytes, as: UTF8.self))
    }
}

/// Text of a relay that can be shown and logged: controls and format characters replaced, at most 200 characters.
func printableReplyText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(200) {
        let isSafe = scalar == " " || scalar.isVisible
        result.unicodeScalars.append(isSafe ? scalar : "\u{FFFD}")
    }
    return result
}
