/// Writes values as JSON (RFC 8259).
///
/// Members keep their order and numbers their text. The output is safe on a terminal: besides what JSON demands, DEL,
/// C1 controls, U+2028, U+2029 and the bidirectional controls are written as `\u` escapes.
package struct JSONWriter {
    /// How the text is laid out.
    package enum Layout: Sendable {
        /// No white space at all.
        case compact
        /// One member or element a line, two blanks a level, empty containers on one line; no final line end.
        case pretty
    }

    private var bytes: [UInt8] = []
    private let layout: Layout

    private init(layout: Layout) {
        self.layout = layout
    }

    /// The value as UTF-8.
    package static func bytes(_ value: JSONValue, layout: Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(value, level: 0)
        return writer.bytes
    }

    /// The value as text.
    package static func text(_ value: JSONValue, layout: Layout = .compact) -> String {
        String(decoding: bytes(value, layout: layout), as: UTF8.self)
    }

    private mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let number): append(number.text)
        case .string(let text): writeString(text)
        case .array(let elements):
            writeContainer(open: "[", close: "]", count: elements.count, level: level) { writer, position in
                writer.write(elements[position], level: level + 1)
            }
        case .object(let object):
            let members = object.members
            writeContainer(open: "{", close: "}", count: members.count, level: level) { writer, position in
                writer.writeString(members[position].name)
                writer.append(writer.layout == .pretty ? ": " : ":")
                writer.write(members[position].value, level: level + 1)
            }
        }
    }

    private mutating func writeContainer(
        open: String,
        close: String,
        count: Int,
        level: Int,
        item: (inout JSONWriter, Int) -> Void
    ) {
        append(open)
        for position in 0..<count {
            if position > 0 { append(",") }
            startLine(level: level + 1)
            item(&self, position)
        }
        if count > 0 { startLine(level: level) }
        append(close)
    }

    private mutating func startLine(level: Int) {
        guard layout == .pretty else { return }
        bytes.append(Byte.lineFeed)
        bytes.append(contentsOf: repeatElement(Byte.space, count: level * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func writeString(_ text: String) {
        bytes.append(Byte.doubleQuote)
        var text = text
        text.withUTF8 { writeEscaped($0) }
        bytes.append(Byte.doubleQuote)
    }

    private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            guard byte < 0x20 || byte == Byte.doubleQuote || byte == Byte.backslash || byte >= 0x7F,
                let (scalar, length) = Self.escaped(text, at: offset)
            else {
                offset += 1
                continue
            }
            bytes.append(contentsOf: text[start..<offset])
            writeEscape(scalar)
            offset += length
            start = offset
        }
        bytes.append(contentsOf: text[start..<text.count])
    }

    /// The scalar at a place and its length in bytes when it has to be escaped; nil for all others.
    private static func escaped(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> (UInt16, Int)? {
        let byte = text[offset]
        if byte <= 0x7F { return (UInt16(byte), 1) }
        if byte == 0xC2, offset + 1 < text.count, text[offset + 1] <= 0x9F { return (UInt16(text[offset + 1]), 2) }
        if byte == 0xE2, offset + 2 < text.count {
            switch (text[offset + 1], text[offset + 2]) {
            case (0x80, let last) where (0xA8...0xAE).contains(last): return (0x2000 + UInt16(last) - 0x80, 3)
            case (0x81, let last) where (0xA6...0xA9).contains(last): return (0x2040 + UInt16(last) - 0x80, 3)
            default: return nil
            }
        }
        return nil
    }

    private mutating func writeEscape(_ scalar: UInt16) {
        switch scalar {
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        default:
            append("\\u")
            for shift in [12, 8, 4, 0] { bytes.append(Byte.hexDigits[Int(scalar >> UInt16(shift) & 0xF)]) }
        }
    }
}
