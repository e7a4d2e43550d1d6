/// Remembers the numbers of words, so that a word is cut down to its stem once and not in every ticket.
///
/// A table in which each word has one place. Words that share a place take it from each other, which costs time alone.
struct WordMemory {
    private struct Entry {
        /// The letters, the last one in the lowest byte; 0 is no word.
        var word: UInt128 = 0
        var number: Int32 = 0
    }

    private var entries = Array(repeating: Entry(), count: 1 << placeBits)

    private static let placeBits = 8
    /// Longer words are not remembered; hardly any are.
    static let longest = 16

    /// The number of a word without zero bytes, by `find` if it is not remembered.
    @inline(__always)
    mutating func number(of word: UnsafeBufferPointer<UInt8>, orFind find: () -> Int) -> Int {
        guard word.count <= Self.longest else { return find() }
        let packed = word.reduce(UInt128(0)) { $0 &<< 8 | UInt128($1) }
        let place = Self.place(packed)
        if entries[place].word != packed { entries[place] = Entry(word: packed, number: Int32(find())) }
        return Int(entries[place].number)
    }

    /// The place of a word, from all its letters.
    static func place(_ packed: UInt128) -> Int {
        let mixed = (UInt64(truncatingIfNeeded: packed) ^ UInt64(packed >> 64)) &* 0x9E37_79B9_7F4A_7C15
        return Int(mixed >> UInt64(64 - placeBits))
    }
}
