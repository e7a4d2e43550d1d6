/// One tag as the scanner found it, before anything is known about its partner.
struct Tag {
    enum Kind: Hashable {
        case variable
        /// `{{{name}}}` or `{{&name}}`.
        case unescaped
        /// `{{#name}}`, also with a helper: `{{#each name}}`.
        case section
        case inverted
        case close
        case comment
        case delimiters
        case partial
        /// `{{<name}}`.
        case parent
        /// `{{$name}}`.
        case block
        /// `{{else}}` and `{{else if name}}`, once the matcher knows that they stand in a section.
        case alternative
        /// Not readable; reported already and skipped.
        case faulty
    }

    var kind: Kind
    /// Bytes of the whole tag, delimiters included.
    var range: Range<Int>
    /// What stands inside, sigil and outer blanks removed.
    var content: String
    var trimsLeft = false
    var trimsRight = false
}

/// Finds the tags of a template; everything between them is text.
struct Scanner {
    let source: SourceText
    private(set) var tags: [Tag] = []
    /// Offsets of the backslashes in `\{{`, which are not printed.
    private(set) var escapes: [Int] = []
    private(set) var diagnostics: [TemplateDiagnostic] = []

    private var open = Array("{{".utf8)
    private var close = Array("}}".utf8)
    private var position = 0
    /// Each failed search for `--}}` reads to the end of the template, so only so many are made.
    private var failedSearches = 0

    init(_ source: SourceText) {
        self.source = source
    }

    mutating func scan() {
        while let start = next(open, from: position) {
            if start > 0, source.bytes[start - 1] == UInt8(ascii: "\\"), start - 1 >= position {
                escapes.append(start - 1)
                let isDoubled = start > 1 && source.bytes[start - 2] == UInt8(ascii: "\\") && start - 2 >= position
                if !isDoubled {
                    position = start + open.count
                    continue
                }
            }
            guard let tag = tag(at: start) else { return }
            tags.append(tag)
            position = tag.range.upperBound
        }
    }

    /// Reads the tag whose opening delimiter stands at an offset, or reports that it never ends.
    private mutating func tag(at start: Int) -> Tag? {
        var cursor = start + open.count
        let trimsLeft = byte(cursor) == UInt8(ascii: "~")
        if trimsLeft { cursor += 1 }
        if byte(cursor) == UInt8(ascii: "!") {
            return comment(from: start, content: cursor + 1, trimsLeft: trimsLeft)
        }
        let isTriple = byte(cursor) == UInt8(ascii: "{") && open == Array("{{".utf8)
        if byte(cursor) == UInt8(ascii: "=") {
            return delimiters(from: start, content: cursor + 1)
        }
        if isTriple { cursor += 1 }
        let endings = isTriple ? [Array("}}}".utf8), Array("}~}}".utf8)] : [close]
        guard let end = nearest(endings, from: cursor) else {
            unclosed(start, needs: isTriple ? "}}}" : String(decoding: close, as: UTF8.self))
            return nil
        }
        var contentEnd = end.offset
        var trimsRight = end.length == 4
        if !isTriple, contentEnd > cursor, byte(contentEnd - 1) == UInt8(ascii: "~") {
            trimsRight = true
            contentEnd -= 1
        }
        let sigil = isTriple ? UInt8(ascii: "{") : skippingBlanks(&cursor, to: contentEnd)
        let kind = Self.kind(of: sigil)
        if kind != .variable, !isTriple { cursor += 1 }
        return Tag(
            kind: kind,
            range: start..<(end.offset + end.length),
            content: trimmed(cursor..<max(cursor, contentEnd)),
            trimsLeft: trimsLeft,
            trimsRight: trimsRight
        )
    }

    private static func kind(of sigil: UInt8?) -> Tag.Kind {
        switch sigil {
        case UInt8(ascii: "{"), UInt8(ascii: "&"): .unescaped
        case UInt8(ascii: "#"): .section
        case UInt8(ascii: "^"): .inverted
        case UInt8(ascii: "/"): .close
        case UInt8(ascii: ">"): .partial
        case UInt8(ascii: "<"): .parent
        case UInt8(ascii: "$"): .block
        default: .variable
        }
    }

    /// The form `{{!-- … --}}` comes first, since only it can hold a closing delimiter.
    private mutating func comment(from start: Int, content: Int, trimsLeft: Bool) -> Tag? {
        if failedSearches < 100, source.bytes[content...].starts(with: Array("--".utf8)) {
            let endings = [Array("--".utf8) + close, Array("--~".utf8) + close]
            if let end = nearest(endings, from: content + 2) {
                return Tag(
                    kind: .comment,
                    range: start..<(end.offset + end.length),
                    content: trimmed((content + 2)..<end.offset),
                    trimsLeft: trimsLeft,
                    trimsRight: end.length == close.count + 3
                )
            }
            failedSearches += 1
        }
        guard let end = next(close, from: content) else {
            unclosed(start, needs: String(decoding: close, as: UTF8.self))
            return nil
        }
        let trimsRight = end > content && byte(end - 1) == UInt8(ascii: "~")
        return Tag(
            kind: .comment,
            range: start..<(end + close.count),
            content: trimmed(content..<(trimsRight ? end - 1 : end)),
            trimsLeft: trimsLeft,
            trimsRight: trimsRight
        )
    }

    private mutating func delimiters(from start: Int, content: Int) -> Tag? {
        let ending = [UInt8(ascii: "=")] + close
        guard let end = next(ending, from: content) else {
            unclosed(start, needs: String(decoding: ending, as: UTF8.self))
            return nil
        }
        let range = start..<(end + ending.count)
        let words = trimmed(content..<end).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, !words.contains(where: { $0.contains("=") }) else {
            let faulty = Tag(kind: .faulty, range: range, content: "")
            guard diagnostics.count < Template.mostDiagnostics else { return faulty }
            diagnostics.append(
                TemplateDiagnostic(
                    message: "bad delimiters: two texts without blanks and '=' are needed, as in {{=<% %>=}}",
                    location: source.location(start),
                    length: source.underlined(range)
                )
            )
            return faulty
        }
        open = Array(words[0].utf8)
        close = Array(words[1].utf8)
        return Tag(kind: .delimiters, range: range, content: "")
    }

    private mutating func unclosed(_ start: Int, needs ending: String) {
        diagnostics.append(
            TemplateDiagnostic(
                message: "tag is never closed: no \"\(printable(ending))\" follows",
                location: source.location(start),
                length: source.underlined(start..<(start + open.count))
            )
        )
    }

    private func byte(_ offset: Int) -> UInt8? {
        offset < source.bytes.count ? source.bytes[offset] : nil
    }

    private func skippingBlanks(_ cursor: inout Int, to end: Int) -> UInt8? {
        while cursor < end, isSpace(source.bytes[cursor]) { cursor += 1 }
        return cursor < end ? source.bytes[cursor] : nil
    }

    private func trimmed(_ range: Range<Int>) -> String {
        var range = range
        while !range.isEmpty, isSpace(source.bytes[range.lowerBound]) { range = range.dropFirst() }
        while !range.isEmpty, isSpace(source.bytes[range.upperBound - 1]) { range = range.dropLast() }
        return source.text(range)
    }

    /// The first of several endings; the later ones are looked for only before it.
    private func nearest(_ endings: [[UInt8]], from start: Int) -> (offset: Int, length: Int)? {
        var found: (offset: Int, length: Int)?
        for ending in endings {
            if let offset = next(ending, from: start, before: found?.offset) { found = (offset, ending.count) }
        }
        return found
    }

    private func next(_ needle: [UInt8], from start: Int, before limit: Int? = nil) -> Int? {
        source.bytes.withUnsafeBufferPointer { bytes in
            let last = min(bytes.count - needle.count, limit.map { $0 - 1 } ?? Int.max)
            guard start <= last else { return nil }
            let first = needle[0]
            for offset in start...last where bytes[offset] == first {
                if (1..<needle.count).allSatisfy({ bytes[offset + $0] == needle[$0] }) { return offset }
            }
            return nil
        }
    }
}

func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
}

func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09
}
