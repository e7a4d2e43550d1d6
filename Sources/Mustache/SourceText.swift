import JSON5

/// A template's text with what turns a byte offset into a place that a person finds.
struct SourceText: Hashable, Sendable {
    let path: String
    let bytes: [UInt8]

    /// Offset of each line's first byte.
    private let lineStarts: [Int]

    /// Scalars before each block of bytes, so that a column in a very long line takes no long count.
    private let scalarCounts: [Int]
    private static let blockSize = 1024

    /// Bytes kept on each side of a place in a very long line.
    private static let shownContext = 512

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
        lineStarts = starts
        var counts = [0]
        for block in stride(from: 0, to: bytes.count, by: Self.blockSize) {
            let block = bytes[block..<min(block + Self.blockSize, bytes.count)]
            counts.append(counts[counts.count - 1] + Self.scalars(block))
        }
        scalarCounts = counts
    }

    /// The place of a byte offset; columns are counted in Unicode scalars.
    func location(_ offset: Int) -> SourceLocation {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let lineStart = lineStarts[low]
        var lineEnd = high < lineStarts.count ? lineStarts[high] - 1 : bytes.count
        if lineEnd > lineStart, bytes[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }
        let shownStart = max(lineStart, scalarStart(max(lineStart, offset - Self.shownContext)))
        let shownEnd = scalarStart(min(lineEnd, offset + Self.shownContext))
        return SourceLocation(
            path: path,
            line: low + 1,
            column: scalars(lineStart..<offset) + 1,
            sourceLine: String(decoding: bytes[shownStart..<max(shownStart, shownEnd)], as: UTF8.self),
            sourceLineColumn: scalars(lineStart..<shownStart) + 1
        )
    }

    /// The offset, or the nearest before it where a scalar begins.
    private func scalarStart(_ offset: Int) -> Int {
        var offset = offset
        while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }

    /// How many scalars of a range stand on its first line: the part a caret can underline.
    func underlined(_ range: Range<Int>) -> Int {
        let range = range.clamped(to: 0..<bytes.count)
        let lineEnd = bytes[range].firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
        return max(1, scalars(range.lowerBound..<lineEnd))
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    private func scalars(_ range: Range<Int>) -> Int {
        scalars(before: range.upperBound) - scalars(before: range.lowerBound)
    }

    private func scalars(before offset: Int) -> Int {
        let block = offset / Self.blockSize
        return scalarCounts[block] + Self.scalars(bytes[(block * Self.blockSize)..<offset])
    }

    /// Every byte that does not continue a UTF-8 sequence starts a scalar.
    private static func scalars(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}
