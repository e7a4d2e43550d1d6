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

    // Beginning of a line whose end has not come yet.
    private var line: [UInt8] = []
    private var code = 0
    private var lines = 0
    private var text: [UInt8] = []

    /// Makes a parser at the beginning of a reply.
    package init() {}

    /// Whether a reply has begun and not ended.
    package var isInReply: Bool { lines > 0 || !line.isEmpty }

    /// Goes on from a position to the end of a reply, and moves the position there; nil when all bytes are taken before it ends.
    ///
    /// - Throws: when the relay breaks the rules; the connection is of no more use.
    package mutating func take(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from position: inout Int
    ) throws(Fault) -> SMTPReply? {
        while let end = lineEndIndex(bytes, from: position) {
            let rest = UnsafeBufferPointer(rebasing: bytes[position..<end])
            guard line.count + rest.count <= Self.lineLimit else { throw .lineTooLong }
            position = end + 1
            if line.isEmpty {
                if let reply = try takeLine(rest) { return reply }
            } else {
                line.append(contentsOf: rest)
                let whole = line
                line.removeAll(keepingCapacity: true)
                let result: Result<SMTPReply?, Fault> = whole.withUnsafeBufferPointer { bytes in
                    Result { () throws(Fault) in try takeLine(bytes) }
                }
                if let reply = try result.get() { return reply }
            }
        }
        line.append(contentsOf: bytes[position...])
        position = bytes.count
        guard line.count <= Self.lineLimit else { throw .lineTooLong }
        return nil
    }

    private mutating func takeLine(_ line: UnsafeBufferPointer<UInt8>) throws(Fault) -> SMTPReply? {
        let length = line.last == 0x0D ? line.count - 1 : line.count
        guard length >= 3, line[..<3].allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformed }
        let number = line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (200...599).contains(number) else { throw .malformed }
        let separator = length > 3 ? line[3] : 0x20
        guard separator == 0x20 || separator == UInt8(ascii: "-") else { throw .malformed }
        guard lines == 0 || number == code else { throw .codeChanges }
        guard lines < Self.linesLimit else { throw .tooManyLines }
        let words = UnsafeBufferPointer(rebasing: line[min(4, length)..<length])
        if lines == 0, separator == 0x20 { return Self.reply(code: number, words) }
        code = number
        lines += 1
        if text.count < 800 {
            if !text.isEmpty { text.append(0x20) }
            text.append(contentsOf: words)
        }
        guard separator == 0x20 else { return nil }
        defer {
            lines = 0
            text.removeAll(keepingCapacity: true)
        }
        return text.withUnsafeBufferPointer { Self.reply(code: number, $0) }
    }

    private static func reply(code: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> SMTPReply {
        let length = enhancedLength(bytes, code: code)
        let rest = bytes.dropFirst(length == 0 ? 0 : length + 1)
        return SMTPReply(
            code: code,
            enhanced: length == 0 ? nil : String(decoding: bytes.prefix(length), as: UTF8.self),
            text: printable(UnsafeBufferPointer(rebasing: rest))
        )
    }

    // RFC 2034 section 4: class, subject and detail at the beginning of the text; 0 when there are none.
    private static func enhancedLength(_ bytes: UnsafeBufferPointer<UInt8>, code: Int) -> Int {
        guard bytes.first == UInt8(code / 100 + 0x30) else { return 0 }
        var parts = 1
        var digits = 0
        var length = 0
        for byte in bytes.prefix(10) {
            switch byte {
            case 0x20: return parts == 3 && digits > 0 ? length : 0
            case UInt8(ascii: "."):
                guard digits > 0, parts < 3 else { return 0 }
                parts += 1
                digits = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                guard digits <= (parts == 1 ? 1 : 3) else { return 0 }
            default: return 0
            }
            length += 1
        }
        return parts == 3 && digits > 0 && length == bytes.count ? length : 0
    }

    private static func printable(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
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
