/// The words that any pattern has, each with a number; 0 stands for every other word.
struct Vocabulary {
    private var words: [[UInt8]] = [[]]
    private var hashes: [UInt32] = [0]
    /// Numbers of words by the low bits of their hash, 0 where there is none.
    private var slots: [Int32]

    init(_ words: some Sequence<[UInt8]>) {
        let unique = Set(words)
        var size = 64
        while size < unique.count * 4 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        for word in unique.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let hash = Self.hash(word)
            var slot = Int(hash) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(self.words.count)
            self.words.append(word)
            hashes.append(hash)
        }
    }

    /// Number of words, 0 included.
    var count: Int { words.count }

    /// Words with their numbers.
    var all: [(number: Int, word: [UInt8])] { words.indices.dropFirst().map { ($0, words[$0]) } }

    /// The number of a word whose hash is known already.
    @inline(__always)
    func number(_ hash: UInt32, is isWord: ([UInt8]) -> Bool) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while true {
            let number = Int(slots[slot])
            if number == 0 { return 0 }
            if hashes[number] == hash, isWord(words[number]) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    /// The number of a word.
    func number(of word: [UInt8]) -> Int { number(Self.hash(word)) { $0 == word } }

    /// The hash of no bytes.
    static let emptyHash: UInt32 = 2_166_136_261

    /// The hash with one more byte, by Fowler, Noll and Vo.
    @inline(__always)
    static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

    static func hash(_ word: [UInt8]) -> UInt32 { word.reduce(emptyHash) { hash($0, $1) } }
}
