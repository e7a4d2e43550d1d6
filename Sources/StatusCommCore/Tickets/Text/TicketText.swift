/// A customer's own words, folded for finding: one buffer that is used again for every ticket.
///
/// The bytes are UTF-8 in lower case, without accents, with single blanks between words. A line feed stands between subject
/// and body and nowhere else.
struct TicketText {
    private var storage: [UInt8] = []
    private var plain: [UInt8] = []
    private var folds = ScalarFolds()
    /// Number of bytes of `storage` that are text.
    private(set) var count = 0
    /// Where the body begins.
    private(set) var bodyStart = 0

    /// Bytes of the text.
    var bytes: ArraySlice<UInt8> { storage[..<count] }

    /// Hands out the text as a buffer.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try storage.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }

    /// Folds a word or a phrase, so that it can be found in folded text.
    static func folded(_ phrase: String) -> [UInt8] {
        var text = TicketText()
        text.read(subject: phrase, body: nil)
        var bytes = Array(text.bytes)
        while bytes.last == 0x0A || bytes.last == 0x20 { bytes.removeLast() }
        return bytes
    }

    /// Takes in a ticket's words in the place of the last one's.
    mutating func read(subject: String, body: Ticket.Body?) {
        count = 0
        var subject = subject
        subject.withUTF8 { fold($0, isMail: false) }
        makeRoom(1)
        storage[count] = 0x0A
        count += 1
        bodyStart = count
        guard var text = body?.text, let isHTML = body?.isHTML else { return }
        text.withUTF8 { bytes in
            guard isHTML else { return fold(bytes, isMail: true) }
            plain.removeAll(keepingCapacity: true)
            HTMLText.append(bytes, to: &plain)
            let lines = plain
            lines.withUnsafeBufferPointer { fold($0, isMail: true) }
        }
    }

    /// Makes room for the folded form of some bytes: no scalar becomes longer than twice its length.
    private mutating func makeRoom(_ bytes: Int) {
        let needed = count + 2 * bytes + 8
        if storage.count < needed { storage += Array(repeating: 0, count: max(needed - storage.count, storage.count)) }
    }

    private mutating func fold(_ input: UnsafeBufferPointer<UInt8>, isMail: Bool) {
        makeRoom(input.count)
        let start = count
        count = storage.withUnsafeMutableBufferPointer { output in
            var lines = LineFolding(input: input, output: output, start: start, isMail: isMail)
            return lines.run(&folds)
        }
    }
}

/// Folds bytes line by line and leaves out the lines that are not the customer's own.
private struct LineFolding {
    let input: UnsafeBufferPointer<UInt8>
    let output: UnsafeMutableBufferPointer<UInt8>
    let start: Int
    let isMail: Bool
    var end: Int
    var lineStart: Int
    var previousStart: Int

    init(
        input: UnsafeBufferPointer<UInt8>,
        output: UnsafeMutableBufferPointer<UInt8>,
        start: Int,
        isMail: Bool
    ) {
        self.input = input
        self.output = output
        self.start = start
        self.isMail = isMail
        end = start
        lineStart = start
        previousStart = start
    }

    /// Folds everything; the answer is where the text ends.
    mutating func run(_ folds: inout ScalarFolds) -> Int {
        var index = 0
        while index < input.count {
            index += copyPlain(from: index)
            guard index < input.count else { break }
            let byte = input[index]
            if byte < 0x80 {
                index += 1
                if byte > 0x20, byte != 0x7F {
                    output[end] = byte &- 0x41 < 26 ? byte | 0x20 : byte
                    end += 1
                } else if byte == 0x0A {
                    if endLine() { return end }
                } else {
                    writeBlank()
                }
            } else {
                index += decode(at: index, &folds)
            }
        }
        _ = endLine()
        return end
    }

    /// Copies words of ASCII, eight bytes at a time, as long as they need no more than lower case.
    ///
    /// That is most of every text. The answer is how many bytes were taken in.
    @inline(__always)
    private mutating func copyPlain(from start: Int) -> Int {
        guard let source = input.baseAddress, let target = output.baseAddress else { return 0 }
        let every: UInt64 = 0x0101_0101_0101_0101
        let high = every &* 0x80
        var index = start
        // A blank at the beginning of a line, or after another one, is not written.
        var isAfterBlank = end == lineStart || output[end - 1] == 0x20
        while index + 8 <= input.count {
            let bytes = UInt64(littleEndian: UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self))
            // The high bit of each byte that is no ASCII, a control character or DEL. A borrow may reach the bytes behind the
            // first such one, but never that one itself, and it is the first one that counts.
            let special = (bytes | (bytes &- every &* 0x20) | (bytes &+ every)) & high
            // The high bit of each byte that is a blank; exact for ASCII, which the others are sorted out by.
            let blank = ~((bytes ^ every &* 0x20) &+ every &* 0x7F) & high
            let unwritten = blank & (blank << 8 | (isAfterBlank ? 0x80 : 0))
            let isUpper = (bytes &+ every &* (0x80 - 0x41)) & ~(bytes &+ every &* (0x80 - 0x5B)) & high
            let folded = bytes | isUpper >> 2
            UnsafeMutableRawPointer(target + end).storeBytes(of: folded.littleEndian, as: UInt64.self)
            let others = special | unwritten
            guard others == 0 else {
                // What was written from the first of the others on is written over.
                let length = others.trailingZeroBitCount / 8
                end += length
                return index + length - start
            }
            end += 8
            index += 8
            isAfterBlank = blank >> 63 == 1
        }
        return index - start
    }

    @inline(__always)
    private mutating func writeBlank() {
        if end > lineStart, output[end - 1] != 0x20 {
            output[end] = 0x20
            end += 1
        }
    }

    /// Judges the line that ends here; true when the text ends with it.
    private mutating func endLine() -> Bool {
        if end > lineStart, output[end - 1] == 0x20 { end -= 1 }
        guard end > lineStart else { return false }
        if isMail {
            switch MailLine.judge(line(lineStart..<end), after: line(previousStart..<max(previousStart, lineStart - 1)))
            {
            case .own: break
            case .foreign:
                end = lineStart
                return false
            case .end:
                end = lineStart
                return true
            case .endBefore:
                end = previousStart
                return true
            }
        }
        output[end] = 0x20
        end += 1
        previousStart = lineStart
        lineStart = end
        return false
    }

    private func line(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: output[range])
    }

    /// Folds the scalar outside ASCII at a place; the answer is its length.
    private mutating func decode(at index: Int, _ folds: inout ScalarFolds) -> Int {
        let lead = input[index]
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        // The input is a String's, so that this never happens; the buffer's end is guarded all the same.
        guard index + length <= input.count else { return input.count - index }
        var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { value = value << 6 | UInt32(input[index + offset] & 0x3F) }
        guard value < 0x110000 else { return length }
        let folded = folds.fold(value)
        if folded == 0x20 {
            writeBlank()
        } else if folded & ScalarFolds.isLetters != 0 {
            var letters = folded & ~ScalarFolds.isLetters
            while letters != 0 {
                write(UInt8(letters & 0xFF))
                letters >>= 8
            }
        } else if folded != 0 {
            encode(folded)
        }
        return length
    }

    private mutating func encode(_ value: UInt32) {
        switch value {
        case ..<0x80: write(UInt8(value))
        case ..<0x800:
            write(UInt8(0xC0 | value >> 6))
            write(UInt8(0x80 | value & 0x3F))
        case ..<0x10000:
            write(UInt8(0xE0 | value >> 12))
            write(UInt8(0x80 | value >> 6 & 0x3F))
            write(UInt8(0x80 | value & 0x3F))
        default:
            write(UInt8(0xF0 | value >> 18))
            write(UInt8(0x80 | value >> 12 & 0x3F))
            write(UInt8(0x80 | value >> 6 & 0x3F))
            write(UInt8(0x80 | value & 0x3F))
        }
    }

    private mutating func write(_ byte: UInt8) {
        output[end] = byte
        end += 1
    }
}
