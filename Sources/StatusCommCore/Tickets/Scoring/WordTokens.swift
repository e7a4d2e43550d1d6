/// The words of a folded text, one after the other.
struct WordTokens {
    /// What a byte is to a word.
    enum Kind: UInt8 {
        case gap
        case part
        /// Begins a sign of three bytes that may be a word of its own.
        case signMaybe
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let kinds: UnsafeBufferPointer<Kind>
    /// Where the word that was read last begins.
    private(set) var start = -2
    /// Where it ends.
    private(set) var end = 0
    /// Whether one hyphen and nothing else stands between it and the word before.
    private(set) var followsHyphen = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<Kind>) {
        self.bytes = bytes
        self.kinds = kinds
    }

    /// Goes on to the next word that may be one of those looked for, alone or as the beginning of a compound.
    ///
    /// False when there is none. The word that was read last must not be joined to another one by a hyphen. Whatever is
    /// passed over, `followsHyphen` is right for the word that is read next.
    @inline(__always)
    mutating func skip(to beginnings: WordBeginnings.Table) -> Bool {
        var place = end
        while true {
            place = beginnings.next(bytes, from: place)
            guard place < bytes.count else { return false }
            // In the middle of a word nothing begins but a sign that is a word of its own.
            if place == end || kind(place - 1) == .gap || (kind(place) == .signMaybe && isSign(at: place)) { break }
            place += 1
        }
        let isJoined = place > end + 1 && bytes[place - 1] == 0x2D && kind(place - 2) != .gap
        start = isJoined ? place - 2 : -2
        end = isJoined ? place - 1 : place
        return true
    }

    /// Whether the word is joined to another one by a hyphen.
    var isAtHyphen: Bool { end + 1 < bytes.count && bytes[end] == 0x2D && kind(end + 1) != .gap }

    /// Reads the next word; false when there is none.
    @inline(__always)
    mutating func next() -> Bool {
        var index = end
        while index < bytes.count, kind(index) == .gap { index += 1 }
        guard index < bytes.count else { return false }
        followsHyphen = index == end + 1 && start >= 0 && bytes[end] == 0x2D
        start = index
        if kind(index) == .signMaybe, isSign(at: index) {
            end = index + 3
            return true
        }
        index += max(1, letters(from: index))
        while index < bytes.count {
            let kind = kind(index)
            if kind == .gap || (kind == .signMaybe && isSign(at: index)) { break }
            index += 1
        }
        end = index
        return true
    }

    /// How many letters of ASCII stand from a place on; looks at eight bytes at a time, and not at the last few.
    ///
    /// Most words consist of nothing else, and end within the first eight bytes.
    @inline(__always)
    private func letters(from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let every: UInt64 = 0x0101_0101_0101_0101
        let high = every &* 0x80
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            let low = word & ~high
            // The high bit of each byte that is no letter from a to z.
            let others = (word | ~(low &+ every &* (0x80 - 0x61)) | (low &+ every &* (0x80 - 0x7B))) & high
            guard others == 0 else { return index - start + others.trailingZeroBitCount / 8 }
            index += 8
        }
        return index - start
    }

    @inline(__always)
    private func kind(_ index: Int) -> Kind { kinds[Int(bytes[index])] }

    private func isSign(at place: Int) -> Bool {
        guard place + 2 < bytes.count else { return false }
        return bytes[place] != 0xE0 || bytes[place + 1] == 0xB8 || bytes[place + 1] == 0xB9
    }
}
