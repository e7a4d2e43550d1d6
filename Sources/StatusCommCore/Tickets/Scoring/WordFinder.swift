/// Finds phrases as whole words, in their inflections if wanted.
///
/// A word is a run of letters and digits; each sign of Chinese, Japanese and Thai, which have no blanks, is one of its own.
/// `top-up`, `top up` and `topup` find each other. A class for the reason that `ByteFinder` is one; nothing in it changes but
/// what it remembers, on which no answer depends.
final class WordFinder {
    private let isStemmed: Bool
    private let vocabulary: Vocabulary
    private let automaton: PatternAutomaton
    /// Phrase of each pattern.
    private let phraseOfPattern: [Int]
    /// Phrases that consist of one word, by the word's number.
    private let singles: [[Int]]
    private let beginnings: WordBeginnings
    /// Numbers of words that had to be cut down to their stems.
    private var memory = WordMemory()

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
        Self.kinds.withUnsafeBufferPointer { kinds in
            beginnings.withTable { beginnings in
                automaton.withTable { table in
                    var tokens = WordTokens(bytes, kinds)
                    var state = PatternAutomaton.start
                    // Nil where no compound that begins here can be one that is looked for.
                    var compoundStart: Int?
                    while true {
                        // Nearly everywhere no word begins that is looked for, and then words need not be told apart.
                        if state == PatternAutomaton.start, !tokens.isAtHyphen {
                            guard tokens.skip(to: beginnings) else { return }
                            compoundStart = nil
                        }
                        guard tokens.next() else { return }
                        let number = self.number(bytes, tokens.start, tokens.end, beginnings)
                        state = table.step(state, number)
                        if state >= table.firstMatch {
                            for pattern in automaton.matches(state) { found(phraseOfPattern[pattern], tokens.end) }
                        }
                        guard tokens.followsHyphen else {
                            compoundStart = tokens.start
                            continue
                        }
                        if !tokens.isAtHyphen, let compoundStart {
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
        _ beginnings: WordBeginnings.Table
    ) -> Int {
        // Most words begin unlike any that is looked for.
        guard beginnings.mayBegin(bytes, start, end) else { return 0 }
        let word = UnsafeBufferPointer(rebasing: bytes[start..<end])
        if isStemmed, word.count > 2 {
            return memory.number(of: word) { vocabulary.number(of: Self.inDictionaryForm(Array(word), true)) }
        }
        var hash = Vocabulary.emptyHash
        for byte in word { hash = Vocabulary.hash(hash, byte) }
        return vocabulary.number(hash) { $0.count == word.count && $0.elementsEqual(word) }
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
