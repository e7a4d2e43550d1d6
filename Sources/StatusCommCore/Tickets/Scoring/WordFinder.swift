/// Finds phrases as whole words, in their inflections if wanted.
///
/// A word is a run of letters and digits; each sign of Chinese, Japanese and Thai, which have no blanks, is one of its own.
/// `top-up`, `top up` and `topup` find each other. A class for the reason that `ByteFinder` is one.
final class WordFinder {
    private let isStemmed: Bool
    private let vocabulary: Vocabulary
    private let automaton: PatternAutomaton
    /// Phrase of each pattern.
    private let phraseOfPattern: [Int]
    /// Phrases that consist of one word, by the word's number.
    private let singles: [[Int]]
    private let beginnings: WordBeginnings

    /// Prepares for phrases, each given as its words.
    init(_ phrases: [[[UInt8]]], stemmed isStemmed: Bool) {
        self.isStemmed = isStemmed
        var patterns = phrases
        var phraseOfPattern = Array(phrases.indices)
        for (index, words) in phrases.enumerated() where (2...3).contains(words.count) {
            patterns.append([Self.inDictionaryForm(Array(words.joined()), isStemmed)])
            phraseOfPattern.append(index)
        }
        let vocabulary = Vocabulary(patterns.joined())
        let numbers = patterns.map { $0.map { vocabulary.number(of: $0) } }
        var singles: [[Int]] = Array(repeating: [], count: vocabulary.count)
        for (pattern, words) in numbers.enumerated() where words.count == 1 {
            singles[words[0]].append(phraseOfPattern[pattern])
        }
        automaton = PatternAutomaton(numbers, symbolCount: vocabulary.count)
        self.vocabulary = vocabulary
        self.phraseOfPattern = phraseOfPattern
        self.singles = singles
        beginnings = WordBeginnings(vocabulary.all.map(\.word))
    }

    /// The words of a folded phrase.
    static func words(in bytes: [UInt8], stemmed: Bool) -> [[UInt8]] {
        var words: [[UInt8]] = []
        bytes.withUnsafeBufferPointer { buffer in
            kinds.withUnsafeBufferPointer { kinds in
                var tokens = WordTokens(buffer, kinds)
                while tokens.next() {
                    words.append(inDictionaryForm(Array(buffer[tokens.start..<tokens.end]), stemmed))
                }
            }
        }
        return words
    }

    private static func inDictionaryForm(_ word: [UInt8], _ isStemmed: Bool) -> [UInt8] {
        guard isStemmed else { return word }
        var stemmer = Stemmer()
        return stemmer.stem(word)
    }

    /// Calls `found` with each occurrence: the number of its phrase, and where it ends.
    func find(in bytes: UnsafeBufferPointer<UInt8>, _ found: (_ phrase: Int, _ end: Int) -> Void) {
        var stemmer = Stemmer()
        var compoundStart = 0
        Self.kinds.withUnsafeBufferPointer { kinds in
            beginnings.withTable { beginnings in
                automaton.withTable { table in
                    var tokens = WordTokens(bytes, kinds)
                    var state = PatternAutomaton.start
                    while tokens.next() {
                        let number = self.number(bytes, tokens.start, tokens.end, beginnings, &stemmer)
                        state = table.step(state, number)
                        if state >= table.firstMatch {
                            for pattern in automaton.matches(state) { found(phraseOfPattern[pattern], tokens.end) }
                        }
                        guard tokens.followsHyphen else {
                            compoundStart = tokens.start
                            continue
                        }
                        if !tokens.isAtHyphen {
                            let joined = bytes[compoundStart..<tokens.end].filter { $0 != 0x2D }
                            let number = vocabulary.number(of: Self.inDictionaryForm(joined, isStemmed))
                            for phrase in singles[number] { found(phrase, tokens.end) }
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func number(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ start: Int,
        _ end: Int,
        _ beginnings: WordBeginnings.Table,
        _ stemmer: inout Stemmer
    ) -> Int {
        // Most words begin unlike any that is looked for.
        guard beginnings.mayBegin(bytes, start, end) else { return 0 }
        if isStemmed, end - start > 2 { return vocabulary.number(of: stemmer.stem(bytes[start..<end])) }
        var hash = Vocabulary.emptyHash
        for place in start..<end { hash = Vocabulary.hash(hash, bytes[place]) }
        return vocabulary.number(hash) { word in
            guard word.count == end - start else { return false }
            for offset in 0..<word.count where word[offset] != bytes[start + offset] { return false }
            return true
        }
    }

    /// What each byte is to a word.
    static let kinds: [WordTokens.Kind] = (0...255).map { byte in
        switch UInt8(byte) {
        case 0x30...0x39, 0x61...0x7A: .part
        // U+3000 to U+9FFF, and Thai among others.
        case 0xE0, 0xE3...0xE9: .signMaybe
        case 0x80...0xFF: .part
        default: .gap
        }
    }
}

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
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            let low = word & every &* 0x7F
            // The high bit of each byte that is no letter from a to z.
            let others = (word | ~(low &+ every &* (0x80 - 0x61)) | (low &+ every &* (0x80 - 0x7B))) & every &* 0x80
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
