/// A phrase to look for, as the built-in tables and configurations write it.
///
/// Words are compared whatever their case, accents and the blanks or hyphens between them. In a word, `*` stands for any
/// characters, `#` for one or more digits, and `a|b` for either. A word in parentheses may be missing. A pattern that
/// holds other punctuation, such as `srv-#.acme.example`, is compared with the whole of what stands between blanks.
package struct MessagePattern: Hashable, Sendable {
    private struct Part: Hashable {
        var alternatives: [[Unicode.Scalar]]
        var isOptional: Bool

        func matches(_ word: MessageWord) -> Bool {
            let lower = Array(word.lower.unicodeScalars)
            if alternatives.contains(where: { MessagePattern.matches($0, lower) }) { return true }
            guard word.stem != word.lower else { return false }
            let stem = Array(word.stem.unicodeScalars)
            return alternatives.contains { MessagePattern.matches($0, stem) }
        }
    }

    private var parts: [Part] = []
    private var token: [Unicode.Scalar]?

    /// Reads a pattern; one without any letter, digit or sign matches nothing.
    package init(_ text: String) {
        let folded = FoldedText(text).lower
        let isForToken = !folded.allSatisfy { $0.isWordScalar || " *#|()'".unicodeScalars.contains($0) }
        if isForToken, !folded.contains(" ") {
            token = folded
            return
        }
        for word in folded.split(whereSeparator: { $0 == " " || $0 == "-" }) {
            let isOptional = word.first == "(" && word.last == ")"
            let bare = word.filter { $0.isWordScalar || "*#|'.:".unicodeScalars.contains($0) }
            guard !bare.isEmpty else { continue }
            parts.append(Part(alternatives: bare.split(separator: "|").map(Array.init), isOptional: isOptional))
        }
    }

    /// Number of words from an index on that the pattern matches within one sentence; nil when it does not.
    func length(in words: ArraySlice<MessageWord>) -> Int? {
        guard !parts.isEmpty, let sentence = words.first?.sentence else { return nil }
        return length(parts[...], words, sentence)
    }

    /// Whether the pattern is one for tokens and matches one.
    func matches(_ token: MessageToken) -> Bool {
        guard let pattern = self.token else { return false }
        return Self.matches(pattern, token.lower)
    }

    /// Words that a match can begin with, so that most patterns need not be tried; nil when that is not known.
    var firstWords: [String]? {
        guard let first = parts.first, !first.isOptional else { return nil }
        guard first.alternatives.allSatisfy({ !$0.contains("*") && !$0.contains("#") }) else { return nil }
        return first.alternatives.map { FoldedText.text($0) }
    }

    private func length(_ parts: ArraySlice<Part>, _ words: ArraySlice<MessageWord>, _ sentence: Int) -> Int? {
        guard let part = parts.first else { return 0 }
        let rest = parts.dropFirst()
        if let word = words.first, word.sentence == sentence, part.matches(word),
            let length = length(rest, words.dropFirst(), sentence)
        {
            return length + 1
        }
        return part.isOptional ? length(rest, words, sentence) : nil
    }

    /// Compares with `*` and `#`, going back to the last star only, in at most length times length steps.
    static func matches(_ pattern: [Unicode.Scalar], _ word: [Unicode.Scalar]) -> Bool {
        guard word.count <= 512 else { return false }
        var patternIndex = 0
        var wordIndex = 0
        var star: (pattern: Int, word: Int)?
        while wordIndex < word.count {
            if patternIndex < pattern.count, pattern[patternIndex] == "*" {
                star = (patternIndex, wordIndex)
                patternIndex += 1
            } else if patternIndex < pattern.count, pattern[patternIndex] == "#", word[wordIndex].isDigit {
                while wordIndex < word.count, word[wordIndex].isDigit { wordIndex += 1 }
                patternIndex += 1
            } else if patternIndex < pattern.count, pattern[patternIndex] == word[wordIndex] {
                patternIndex += 1
                wordIndex += 1
            } else if let last = star {
                star = (last.pattern, last.word + 1)
                patternIndex = last.pattern + 1
                wordIndex = last.word + 1
            } else {
                return false
            }
        }
        while patternIndex < pattern.count, pattern[patternIndex] == "*" { patternIndex += 1 }
        return patternIndex == pattern.count
    }
}
