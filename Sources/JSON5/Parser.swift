/// Recursive descent over UTF-8; the recursion is bounded by the depth limit.
struct Parser<Tree: ParseTree> {
    let source: JSON5Source
    let options: JSON5Options
    let bytes: [UInt8]
    let isJSON5: Bool
    var offset = 0
    private var depth = 0
    private var counted = TextPosition.start

    init(source: JSON5Source, options: JSON5Options) {
        self.source = source
        self.options = options
        bytes = source.bytes
        isJSON5 = options.grammar == .json5
    }

    mutating func parseText() throws(JSON5Error) -> Tree {
        guard bytes.count <= options.sizeLimit else {
            throw JSON5Error(
                message: "text of \(bytes.count) bytes is longer than the limit of \(options.sizeLimit) bytes",
                location: SourceLocation(path: source.path, line: 1, column: 1)
            )
        }
        // The standard library's validation is many times faster than ours, which only finds the place.
        if String(validating: bytes, as: UTF8.self) == nil, let place = firstInvalidUTF8(in: bytes) {
            throw failure("invalid UTF-8", at: place, hint: "save the file as UTF-8")
        }
        if bytes.starts(with: byteOrderMark) { offset = 3 }
        try skipSpace()
        guard offset < bytes.count else { throw failure("expected a value, found the end of the text", at: offset) }
        let tree = try parseValue()
        try skipSpace()
        guard offset == bytes.count else {
            throw failure("expected the end of the text, found \(found(at: offset))", at: offset)
        }
        return tree
    }

    /// The present place, counted only when the tree wants it.
    mutating func position() -> TextPosition {
        if Tree.isPositioned { counted.advance(to: offset, in: bytes) }
        return counted
    }

    mutating func parseValue() throws(JSON5Error) -> Tree {
        guard offset < bytes.count else { throw failure("expected a value, found the end of the text", at: offset) }
        let start = position()
        let content: ParsedContent<Tree>
        switch bytes[offset] {
        case Byte.openBrace: content = .object(try parseMembers())
        case Byte.openBracket: content = .array(try parseElements())
        case Byte.doubleQuote: content = .string(try parseString())
        case Byte.singleQuote where isJSON5: content = .string(try parseString())
        case Byte.zero...Byte.nine, Byte.minus: content = try parseNumber()
        case Byte.plus where isJSON5, Byte.dot where isJSON5: content = try parseNumber()
        default: content = try parseWord()
        }
        return Tree.make(content, start: start, end: position(), source: source)
    }

    private mutating func parseWord() throws(JSON5Error) -> ParsedContent<Tree> {
        let start = offset
        let word = scanWord()
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "Infinity" where isJSON5, "NaN" where isJSON5: return try nonFinite(word, at: start)
        case "":
            throw failure(
                "expected a value, found \(found(at: start))",
                at: start,
                hint: hintForMissingValue(at: start)
            )
        default:
            throw failure("unknown word \(found(at: start))", at: start, hint: "put a string in quotes")
        }
    }

    private func hintForMissingValue(at start: Int) -> String? {
        guard !isJSON5, start < bytes.count else { return nil }
        return bytes[start] == Byte.singleQuote ? "strict JSON has double quotes only" : nil
    }

    func nonFinite(_ word: String, at start: Int) throws(JSON5Error) -> ParsedContent<Tree> {
        switch options.nonFiniteNumbers {
        case .null: return .null
        case .refused: throw failure("'\(word)' has no form in JSON", at: start, hint: "write a finite number or null")
        }
    }

    private mutating func parseElements() throws(JSON5Error) -> [Tree] {
        let opening = offset
        try descend()
        offset += 1
        var elements: [Tree] = []
        try skipSpace()
        while try !closes(Byte.closeBracket, opening: opening, "list") {
            elements.append(try parseValue())
            try skipSpace()
            try separate(Byte.closeBracket, opening: opening, "list")
        }
        depth -= 1
        return elements
    }

    private mutating func parseMembers() throws(JSON5Error) -> MemberTable<Tree.Member> {
        let opening = offset
        try descend()
        offset += 1
        var table = MemberTable<Tree.Member>()
        // Places of the names, for the message about a duplicate.
        var nameOffsets: [Int] = []
        try skipSpace()
        while try !closes(Byte.closeBrace, opening: opening, "object") {
            let nameOffset = offset
            let nameStart = position()
            let name = try parseName()
            let nameEnd = position()
            let earlier = table.position(of: name)
            if let earlier, options.duplicateNames == .refused {
                let first = source.location(at: nameOffsets[earlier])
                throw failure(
                    "duplicate key '\(escapingControls(name))', first at line \(first.line), column \(first.column)",
                    at: nameOffset
                )
            }
            try skipSpace()
            guard offset < bytes.count, bytes[offset] == Byte.colon else {
                throw failure("expected ':' after key '\(shortened(name))', found \(found(at: offset))", at: offset)
            }
            offset += 1
            try skipSpace()
            let member = Tree.makeMember(name: name, nameStart: nameStart, nameEnd: nameEnd, value: try parseValue())
            if let earlier {
                table.replace(at: earlier, with: member)
            } else {
                table.append(member)
                if options.duplicateNames == .refused { nameOffsets.append(nameOffset) }
            }
            try skipSpace()
            try separate(Byte.closeBrace, opening: opening, "object")
        }
        depth -= 1
        return table
    }

    private mutating func descend() throws(JSON5Error) {
        depth += 1
        let limit = min(options.depthLimit, 256)
        guard depth <= limit else { throw failure("nested deeper than \(limit) levels", at: offset) }
    }

    /// Takes the closing bracket if it stands here.
    private mutating func closes(_ bracket: UInt8, opening: Int, _ kind: String) throws(JSON5Error) -> Bool {
        guard offset < bytes.count else { throw unclosed(kind, opening: opening) }
        guard bytes[offset] == bracket else { return false }
        offset += 1
        return true
    }

    /// Takes the comma between two items, or stays before the closing bracket.
    private mutating func separate(_ bracket: UInt8, opening: Int, _ kind: String) throws(JSON5Error) {
        guard offset < bytes.count else { throw unclosed(kind, opening: opening) }
        if bytes[offset] == bracket { return }
        guard bytes[offset] == Byte.comma else {
            let close = String(UnicodeScalar(bracket))
            throw failure("expected ',' or '\(close)' in the \(kind), found \(found(at: offset))", at: offset)
        }
        let comma = offset
        offset += 1
        try skipSpace()
        if !isJSON5, offset < bytes.count, bytes[offset] == bracket {
            throw failure("strict JSON has no comma after the last item", at: comma)
        }
    }

    private func unclosed(_ kind: String, opening: Int) -> JSON5Error {
        failure("\(kind) is never closed", at: opening)
    }
}
