/// Reads emphasis, code and links within one paragraph or item.
///
/// Each byte is looked at a bounded number of times: a kind of emphasis is open at most once, a search for a link's text
/// ends at the next bracket, and a search that found nothing is not repeated over the same bytes.
struct InlineReader {
    private enum Kind {
        case root
        case emphasis
        case strong
    }

    private struct Frame {
        var kind: Kind
        var children: [LightMarkdown.Inline] = []
    }

    private let bytes: [UInt8]
    private let allowsLinks: Bool
    private var index = 0
    private var text: [UInt8] = []
    private var frames = [Frame(kind: .root)]
    /// Where the last search for the end of an address gave up: there is no `)` before.
    private var noParenthesisBefore = 0
    private var hasMoreBackticks = true

    /// Reads the inline parts of a text.
    static func read(_ bytes: [UInt8]) -> [LightMarkdown.Inline] { read(bytes, allowsLinks: true) }

    private static func read(_ bytes: [UInt8], allowsLinks: Bool) -> [LightMarkdown.Inline] {
        var reader = InlineReader(bytes: bytes, allowsLinks: allowsLinks)
        return reader.readAll()
    }

    private init(bytes: [UInt8], allowsLinks: Bool) {
        self.bytes = bytes
        self.allowsLinks = allowsLinks
    }

    private mutating func readAll() -> [LightMarkdown.Inline] {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): readEscape()
            case UInt8(ascii: "*"): readAsterisks()
            case UInt8(ascii: "`"): readCode()
            case UInt8(ascii: "[") where allowsLinks: readLink()
            case UInt8(ascii: "h"), UInt8(ascii: "H"): readAddress()
            case 0x0A:
                append(.lineBreak)
                index += 1
            default: takeByte()
            }
        }
        while frames.count > 1 { flattenTopFrame() }
        flushText()
        return frames[0].children
    }

    private mutating func takeByte() {
        text.append(bytes[index])
        index += 1
    }

    private mutating func readEscape() {
        if index + 1 < bytes.count, bytes[index + 1].isPunctuation { index += 1 }
        takeByte()
    }

    private mutating func readAsterisks() {
        let length = bytes[index...].prefix { $0 == UInt8(ascii: "*") }.count
        let before = index == 0 ? 0x20 : bytes[index - 1]
        let after = index + length < bytes.count ? bytes[index + length] : 0x20
        let canOpen = !after.isBlank && !before.isWordByte
        let canClose = !before.isBlank && !after.isWordByte
        let kinds: [Kind] =
            switch length {
            case 1: [.emphasis]
            case 2: [.strong]
            case 3: [.strong, .emphasis]
            default: []
            }
        let open = kinds.filter { kind in frames.contains { $0.kind == kind } }
        if kinds.isEmpty || (!open.isEmpty && open.count < kinds.count) {
            text.append(contentsOf: bytes[index..<index + length])
        } else if open.isEmpty, canOpen {
            flushText()
            for kind in kinds { frames.append(Frame(kind: kind)) }
        } else if !open.isEmpty, canClose {
            for _ in open { closeInnermost(of: open) }
        } else {
            text.append(contentsOf: bytes[index..<index + length])
        }
        index += length
    }

    private mutating func closeInnermost(of kinds: [Kind]) {
        while let top = frames.last, !kinds.contains(top.kind) { flattenTopFrame() }
        flushText()
        let frame = frames.removeLast()
        append(frame.kind == .strong ? .strong(frame.children) : .emphasis(frame.children))
    }

    /// Turns an emphasis that is never closed back into its asterisks and what follows them.
    private mutating func flattenTopFrame() {
        flushText()
        let frame = frames.removeLast()
        append(.text(frame.kind == .strong ? "**" : "*"))
        for child in frame.children { append(child) }
    }

    private mutating func readCode() {
        let start = index + 1
        guard hasMoreBackticks else { return takeByte() }
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "`")) else {
            hasMoreBackticks = false
            return takeByte()
        }
        guard end > start else {
            text.append(contentsOf: bytes[index...end])
            index = end + 1
            return
        }
        let code = bytes[start..<end].map { $0 == 0x0A ? 0x20 : $0 }
        append(.code(String(decoding: code, as: UTF8.self)))
        index = end + 1
    }

    private mutating func readLink() {
        let start = index + 1
        guard let close = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "[") }),
            bytes[close] == UInt8(ascii: "]"), close > start, close + 1 < bytes.count,
            bytes[close + 1] == UInt8(ascii: "("), let end = endOfAddress(from: close + 2)
        else { return takeByte() }
        let url = String(decoding: bytes[close + 2..<end], as: UTF8.self)
        guard LinkAddress.isAllowed(url) else { return takeByte() }
        let label = Self.read(Array(bytes[start..<close]), allowsLinks: false)
        append(.link(label, url: url))
        index = end + 1
    }

    private mutating func endOfAddress(from start: Int) -> Int? {
        guard start >= noParenthesisBefore else { return nil }
        let stop = bytes[start...].firstIndex { $0 == UInt8(ascii: ")") || $0.isBlank } ?? bytes.count
        if stop < bytes.count, bytes[stop] == UInt8(ascii: ")") { return stop }
        noParenthesisBefore = stop
        return nil
    }

    private mutating func readAddress() {
        guard allowsLinks, index == 0 || !bytes[index - 1].isWordByte,
            let address = LinkAddress.bareAddress(bytes[index...])
        else { return takeByte() }
        if address.length > 0 {
            let url = String(decoding: bytes[index..<index + address.length], as: UTF8.self)
            append(.link([.text(url)], url: url))
            index += address.length
        } else {
            text.append(contentsOf: bytes[index..<index + address.runLength])
            index += address.runLength
        }
    }

    private mutating func flushText() {
        guard !text.isEmpty else { return }
        let piece = String(decoding: text, as: UTF8.self)
        text.removeAll(keepingCapacity: true)
        appendText(piece)
    }

    private mutating func append(_ inline: LightMarkdown.Inline) {
        flushText()
        if case .text(let piece) = inline {
            appendText(piece)
        } else {
            frames[frames.count - 1].children.append(inline)
        }
    }

    /// Adjacent texts become one, so that equal messages have equal trees.
    private mutating func appendText(_ piece: String) {
        let top = frames.count - 1
        if case .text(let before)? = frames[top].children.last {
            frames[top].children[frames[top].children.count - 1] = .text(before + piece)
        } else {
            frames[top].children.append(.text(piece))
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x0A }

    fileprivate var isWordByte: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    fileprivate var isPunctuation: Bool { (0x21...0x7E).contains(self) && !isWordByte }
}
