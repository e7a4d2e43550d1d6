/// The words of an HTML text, line by line as a reader sees them, without quoted mail.
///
/// No parser of documents: tags go, blocks begin a line, references become characters, and what stands in `blockquote`,
/// `script`, `style` and `head` is left out. Any bytes are taken; the time is linear in their number.
struct HTMLText {
    private let html: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Quotations that are open at the position.
    private var quotations = 0
    /// Whether no tag ends after the position, so that `<` stands for itself.
    private var hasNoMoreTags = false

    /// Adds the words of an HTML text to `plain`, in UTF-8.
    static func append(_ html: UnsafeBufferPointer<UInt8>, to plain: inout [UInt8]) {
        var reader = HTMLText(html: html)
        while reader.position < html.count { reader.step(&plain) }
    }

    private init(html: UnsafeBufferPointer<UInt8>) {
        self.html = html
    }

    private mutating func step(_ plain: inout [UInt8]) {
        let end = endOfWords()
        write(position..<end, &plain)
        position = end
        guard position < html.count else { return }
        if html[position] == Self.ampersand {
            if let (value, length) = HTMLReference.read(html, at: position) {
                position += length
                if quotations == 0, let bytes = UTF8.encode(value) { plain.append(contentsOf: bytes) }
            } else {
                write(position..<position + 1, &plain)
                position += 1
            }
        } else if !tag(&plain) {
            write(position..<position + 1, &plain)
            position += 1
        }
    }

    /// Where the next tag or reference may begin; looks at eight bytes at a time.
    private func endOfWords() -> Int {
        guard let base = html.baseAddress else { return position }
        let every: UInt64 = 0x0101_0101_0101_0101
        var end = position
        while end + 8 <= html.count {
            let bytes = UInt64(littleEndian: UnsafeRawPointer(base + end).loadUnaligned(as: UInt64.self))
            let less = bytes ^ every &* UInt64(Self.less)
            let ampersand = bytes ^ every &* UInt64(Self.ampersand)
            // The high bit of each byte that is one of the two, and maybe of some behind the first one.
            let found = (less &- every) & ~less | (ampersand &- every) & ~ampersand
            let first = found & (every &* 0x80)
            guard first == 0 else { return end + first.trailingZeroBitCount / 8 }
            end += 8
        }
        while end < html.count, html[end] != Self.less, html[end] != Self.ampersand { end += 1 }
        return end
    }

    private mutating func write(_ range: Range<Int>, _ plain: inout [UInt8]) {
        guard quotations == 0, !range.isEmpty else { return }
        plain.append(contentsOf: UnsafeBufferPointer(rebasing: html[range]))
    }

    /// Reads the tag or comment at the position; false when none begins there.
    private mutating func tag(_ plain: inout [UInt8]) -> Bool {
        guard !hasNoMoreTags, position + 1 < html.count else { return false }
        var start = position + 1
        if starts(with: "!--", at: start) {
            position = self.end(of: "-->", from: start + 3) ?? html.count
            return true
        }
        let isEnd = html[start] == 0x2F
        if isEnd { start += 1 }
        guard start < html.count, Self.isLetter(html[start]) || html[start] == 0x21 || html[start] == 0x3F else {
            return false
        }
        guard let end = endOfTag(from: start) else {
            hasNoMoreTags = true
            return false
        }
        let name = tagName(at: start)
        position = end
        if !isEnd, let close = Self.unread.first(where: { $0.name == name })?.close {
            let closing = self.end(of: close, from: end) ?? html.count
            position = closing + html[closing...].prefix { $0 != 0x3E }.count
            position = min(position + 1, html.count)
        } else if name == Self.blockquote {
            quotations = isEnd ? max(0, quotations - 1) : quotations + 1
        }
        if quotations == 0 { plain.append(Self.inline.contains(name) ? 0x20 : 0x0A) }
        return true
    }

    /// Where the tag ends that begins before `start`, just behind its `>`; signs in quoted attributes do not count.
    private func endOfTag(from start: Int) -> Int? {
        var quote: UInt8 = 0
        var index = start
        var firstEnd: Int?
        while index < html.count {
            let byte = html[index]
            if byte == 0x3E {
                if quote == 0 { return index + 1 }
                firstEnd = firstEnd ?? index + 1
            } else if quote != 0 {
                if byte == quote { quote = 0 }
            } else if (byte == 0x22 || byte == 0x27) && html[index - 1] == 0x3D {
                quote = byte
            }
            // A quote that is never closed would swallow the rest of the text.
            if index - start > Self.longestTag { return firstEnd }
            index += 1
        }
        return firstEnd
    }

    private static let longestTag = 4_096

    /// The name in lower case, its first 15 letters packed into a number.
    private func tagName(at start: Int) -> UInt128 {
        var name: UInt128 = 0
        for index in start..<min(start + 15, html.count) {
            let byte = html[index]
            guard Self.isLetter(byte) || (0x30...0x39).contains(byte) else { break }
            name = name << 8 | UInt128(byte | 0x20)
        }
        return name
    }

    private static func packed(_ name: String) -> UInt128 { name.utf8.reduce(0) { $0 << 8 | UInt128($1) } }

    private static let blockquote = packed("blockquote")
    /// Elements whose content is no text for readers, with what ends them.
    private static let unread: [(name: UInt128, close: StaticString)] = [
        (packed("script"), "</script"), (packed("style"), "</style"), (packed("head"), "</head"),
        (packed("title"), "</title"),
    ]
    /// Elements that do not begin a line; a blank in their place keeps no two words together.
    ///
    /// So few short numbers are compared faster than one is hashed.
    private static let inline: [UInt128] =
        [
            "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "img", "kbd", "mark", "o", "q", "s", "samp",
            "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
        ].map(packed)

    private func starts(with text: StaticString, at start: Int) -> Bool {
        guard start + text.utf8CodeUnitCount <= html.count else { return false }
        return text.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count {
                let byte = html[start + offset]
                let folded = Self.isLetter(byte) ? byte | 0x20 : byte
                if folded != wanted[offset] { return false }
            }
            return true
        }
    }

    /// Just behind the next occurrence of a text; nil when there is none.
    private func end(of text: StaticString, from start: Int) -> Int? {
        var index = start
        while index + text.utf8CodeUnitCount <= html.count {
            if starts(with: text, at: index) { return index + text.utf8CodeUnitCount }
            index += 1
        }
        return nil
    }

    private static let less: UInt8 = 0x3C
    private static let ampersand: UInt8 = 0x26

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
