/// A place in a text in all three ways of counting.
package struct TextPosition: Hashable, Comparable, Sendable {
    /// Bytes of UTF-8 before it.
    package var offset: Int
    /// Line, from 1; LF, CR and CRLF end a line, as editors count (U+2028 and U+2029 do not).
    package var line: Int
    /// Column in Unicode scalars, from 1.
    package var column: Int

    /// The first place of a text.
    package static let start = TextPosition(offset: 0, line: 1, column: 1)

    /// Orders by place in the text.
    package static func < (first: Self, second: Self) -> Bool { first.offset < second.offset }

    /// Moves forward to an offset, counting what lies between; a byte order mark at the start takes no column.
    mutating func advance(to target: Int, in bytes: [UInt8]) {
        if offset == 0, target >= 3, bytes.starts(with: byteOrderMark) { offset = 3 }
        while offset < target {
            let byte = bytes[offset]
            offset += 1
            if byte == Byte.lineFeed
                || (byte == Byte.carriageReturn && (offset == bytes.count || bytes[offset] != Byte.lineFeed))
            {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
    }
}

let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
