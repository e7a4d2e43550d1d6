/// A text that is parsed, kept so that messages can show the line they are about.
final class JSON5Source: Sendable {
    let path: String
    let bytes: [UInt8]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Bytes shown before and after a place; longer lines are cut, or one mistake in a minified file fills the screen.
    private static let reach = 120

    func location(at offset: Int) -> SourceLocation {
        var position = TextPosition.start
        position.advance(to: min(offset, bytes.count), in: bytes)
        return location(at: position)
    }

    func location(at position: TextPosition) -> SourceLocation {
        var start = position.offset
        while start > 0, position.offset - start < Self.reach, !isLineEnd(start - 1) { start -= 1 }
        while start < position.offset, bytes[start] & 0xC0 == 0x80 { start += 1 }
        if start == 0, position.offset >= 3, bytes.starts(with: byteOrderMark) { start = 3 }
        var end = position.offset
        while end < bytes.count, end - position.offset < Self.reach, !isLineEnd(end) { end += 1 }
        while end > position.offset, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        let before = bytes[start..<position.offset].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return SourceLocation(
            path: path,
            line: position.line,
            column: position.column,
            sourceLine: String(decoding: bytes[start..<end], as: UTF8.self),
            sourceLineColumn: position.column - before
        )
    }

    private func isLineEnd(_ offset: Int) -> Bool {
        bytes[offset] == Byte.lineFeed || bytes[offset] == Byte.carriageReturn
    }
}
