/// One line of a JSON Lines file: an object whose values are scalars or lists of strings.
///
/// Kept apart from the positioned parser, since a list of subscribers has millions of such lines.
struct FlatJSON {
    /// What stands behind a name.
    enum Value: Hashable {
        case null
        /// A string, or a number or truth value as it is written.
        case text(String)
        case list([String])
    }

    /// Why a line is no such object.
    struct Fault: Error, Hashable {
        let reason: String
    }

    private let input: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// Reads a line into its members, in order.
    ///
    /// - Throws: `Fault` with the reason and the column.
    static func members(
        of line: UnsafeBufferPointer<UInt8>
    ) throws(Fault) -> [(name: String, value: Value)] {
        var reader = FlatJSON(input: line)
        return try reader.object()
    }

    private init(input: UnsafeBufferPointer<UInt8>) { self.input = input }

    private mutating func object() throws(Fault) -> [(name: String, value: Value)] {
        var members: [(name: String, value: Value)] = []
        try expect(UInt8(ascii: "{"), "an object")
        if skip(UInt8(ascii: "}")) {
            try expectEnd()
            return members
        }
        repeat {
            skipSpace()
            let name = try string()
            guard !members.contains(where: { $0.name == name }) else { throw fault("the name '\(name)' occurs twice") }
            try expect(UInt8(ascii: ":"), "':'")
            members.append((name, try value()))
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"), "',' or '}'")
        try expectEnd()
        return members
    }

    private mutating func value() throws(Fault) -> Value {
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "["): return .list(try list())
        case UInt8(ascii: "{"): throw fault("an object inside the object is not supported")
        default:
            let word = try scalarWord()
            return word == "null" ? .null : .text(word)
        }
    }

    private mutating func list() throws(Fault) -> [String] {
        position += 1
        var items: [String] = []
        if skip(UInt8(ascii: "]")) { return items }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw fault("a list may hold only strings") }
            items.append(try string())
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"), "',' or ']'")
        return items
    }

    private mutating func scalarWord() throws(Fault) -> String {
        let start = position
        while let byte = peek, isWordByte(byte) { position += 1 }
        let word = String(decoding: input[start..<position], as: UTF8.self)
        guard ["true", "false", "null"].contains(word) || Self.isNumber(word) else {
            position = start
            throw fault("expected a value")
        }
        return word
    }

    // RFC 8259 section 6.
    private static func isNumber(_ word: String) -> Bool {
        var rest = Substring(word).utf8
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leadsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !leadsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func string() throws(Fault) -> String {
        guard peek == UInt8(ascii: "\"") else { throw fault("expected a name or text in double quotes") }
        position += 1
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if peek == UInt8(ascii: "\"") {
            guard let text = String(validating: input[start..<position], as: UTF8.self) else {
                throw fault("the text is not UTF-8")
            }
            position += 1
            return text
        }
        var bytes = Array(input[start..<position])
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("a control character stands in a text") }
            position += 1
            if byte == UInt8(ascii: "\\") { try appendEscape(to: &bytes) } else { bytes.append(byte) }
        }
        guard peek != nil else { throw fault("a text is not closed") }
        position += 1
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("the text is not UTF-8") }
        return text
    }

    private mutating func appendEscape(to bytes: inout [UInt8]) throws(Fault) {
        guard let mark = peek else { throw fault("a text is not closed") }
        position += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(mark)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800...0xDBFF).contains(code) {
                guard skipByte(UInt8(ascii: "\\")), skipByte(UInt8(ascii: "u")) else {
                    throw fault("half of a surrogate pair stands alone")
                }
                let low = try hexadecimal()
                guard (0xDC00...0xDFFF).contains(low) else { throw fault("half of a surrogate pair stands alone") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair stands alone") }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw fault("unknown escape in a text")
        }
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        guard position + 4 <= input.count else { throw fault("four hexadecimal digits must follow '\\u'") }
        var code: UInt32 = 0
        for byte in input[position..<(position + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault("four hexadecimal digits must follow '\\u'")
            }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
    }

    private var peek: UInt8? { position < input.count ? input[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D { position += 1 }
    }

    private mutating func skipByte(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        return skipByte(byte)
    }

    private mutating func expect(_ byte: UInt8, _ what: String) throws(Fault) {
        guard skip(byte) else { throw fault("expected \(what)") }
    }

    private mutating func expectEnd() throws(Fault) {
        skipSpace()
        guard peek == nil else { throw fault("text follows the object") }
    }

    private func fault(_ reason: String) -> Fault { Fault(reason: "\(reason) at column \(position + 1)") }
}
