/// Cuts English words down to what their inflections share: `declined`, `declining` and `declines` to `declin`.
///
/// The rules of Porter's algorithm, in which a word is a sequence of vowels (V) and consonants (C), `[C](VC)^m[V]`, and an
/// ending goes when enough is left before it. The stem need not be a word.
///
/// - SeeAlso: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), pages 130 to 137.
struct Stemmer {
    private var word: [UInt8] = []

    /// Lengths of what may be an English word.
    private static let lengths = 3...40

    /// The stem of a word of lower-case ASCII letters; anything else, and words of two letters, stay as they are.
    static func stem(_ word: String) -> String {
        var stemmer = Stemmer()
        return String(decoding: stemmer.stem(Array(word.utf8)), as: UTF8.self)
    }

    /// The same in bytes; the answer is good until the next call.
    mutating func stem(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        word.removeAll(keepingCapacity: true)
        word.append(contentsOf: bytes)
        guard Self.lengths.contains(word.count), word.allSatisfy({ (0x61...0x7A).contains($0) }) else { return word }
        removePlural()
        removePastOrGerund()
        if ends("y"), hasVowel(word.count - 1) { word[word.count - 1] = 0x69 }
        replaceFirst(of: Self.doubleEndings)
        replaceFirst(of: Self.singleEndings)
        removeEnding()
        tidy()
        return word
    }

    private mutating func removePlural() {
        if ends("sses") || ends("ies") {
            word.removeLast(2)
        } else if ends("s"), !ends("ss") {
            word.removeLast()
        }
    }

    private mutating func removePastOrGerund() {
        if ends("eed") {
            if measure(word.count - 3) > 0 { word.removeLast() }
            return
        }
        let cut = ends("ed") ? 2 : ends("ing") ? 3 : 0
        guard cut > 0, hasVowel(word.count - cut) else { return }
        word.removeLast(cut)
        if ends("at") || ends("bl") || ends("iz") {
            word.append(0x65)
        } else if isDouble(word.count), !ends("l"), !ends("s"), !ends("z") {
            word.removeLast()
        } else if measure(word.count) == 1, isShort(word.count) {
            word.append(0x65)
        }
    }

    private typealias Ending = (ending: StaticString, replacement: StaticString)

    private static let doubleEndings: [Ending] = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"),
    ]
    private static let singleEndings: [Ending] = [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ]
    private static let removedEndings: [StaticString] = [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
        "iti",
        "ous", "ive", "ize",
    ]

    /// Replaces the first ending of a list that the word has, if enough is left before it.
    private mutating func replaceFirst(of endings: [Ending]) {
        guard let (ending, replacement) = endings.first(where: { ends($0.ending) }) else { return }
        let rest = word.count - ending.utf8CodeUnitCount
        guard measure(rest) > 0 else { return }
        word.removeLast(ending.utf8CodeUnitCount)
        replacement.withUTF8Buffer { word.append(contentsOf: $0) }
    }

    private mutating func removeEnding() {
        guard let ending = Self.removedEndings.first(where: { ends($0) }) else { return }
        let rest = word.count - ending.utf8CodeUnitCount
        guard measure(rest) > 1 else { return }
        if ends("ion"), rest > 0, word[rest - 1] != 0x73, word[rest - 1] != 0x74 { return }
        word.removeLast(ending.utf8CodeUnitCount)
    }

    private mutating func tidy() {
        if ends("e") {
            let rest = word.count - 1
            let measure = measure(rest)
            if measure > 1 || (measure == 1 && !isShort(rest)) { word.removeLast() }
        }
        if ends("ll"), measure(word.count) > 1 { word.removeLast() }
    }

    @inline(__always)
    private func ends(_ ending: StaticString) -> Bool {
        let start = word.count - ending.utf8CodeUnitCount
        guard start >= 0 else { return false }
        let wanted = UnsafeBufferPointer(start: ending.utf8Start, count: ending.utf8CodeUnitCount)
        for offset in wanted.indices.reversed() where word[start + offset] != wanted[offset] { return false }
        return true
    }

    private func isConsonant(_ index: Int) -> Bool {
        switch word[index] {
        case 0x61, 0x65, 0x69, 0x6F, 0x75: false
        case 0x79: index == 0 || !isConsonant(index - 1)
        default: true
        }
    }

    /// How often a consonant follows a vowel in the first letters of the word.
    private func measure(_ length: Int) -> Int {
        var count = 0
        for index in 1..<max(1, length) where isConsonant(index) && !isConsonant(index - 1) { count += 1 }
        return count
    }

    private func hasVowel(_ length: Int) -> Bool {
        (0..<max(0, length)).contains { !isConsonant($0) }
    }

    private func isDouble(_ length: Int) -> Bool {
        length > 1 && word[length - 1] == word[length - 2] && isConsonant(length - 1)
    }

    /// Whether the first letters end in consonant, vowel and a consonant other than w, x and y.
    private func isShort(_ length: Int) -> Bool {
        guard length > 2, isConsonant(length - 1), !isConsonant(length - 2), isConsonant(length - 3) else {
            return false
        }
        return ![0x77, 0x78, 0x79].contains(word[length - 1])
    }
}
