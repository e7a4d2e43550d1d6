/// A word of a text, for rules about phrases.
struct MessageWord {
    /// Place in the folded text.
    let range: Range<Int>
    let lower: String
    /// The word without a possessive `'s`.
    let stem: String
    /// Number of the sentence it is in.
    let sentence: Int
    /// Number of the clause it is in: sentences, further divided at commas, semicolons, `and` and `but`.
    let clause: Int

    /// All words of a text.
    ///
    /// A word is a run of letters and digits, with apostrophes, points and colons between them: `we'll`, `15:00`, `3.5`.
    static func all(in text: FoldedText) -> [MessageWord] {
        var words: [MessageWord] = []
        var sentence = 0
        var clause = 0
        var index = 0
        while index < text.count {
            let scalar = text.lower[index]
            if scalar.isWordScalar {
                let end = endOfWord(text, from: index)
                let word = text.lowerText(index..<end)
                let stem = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
                if word == "and" || word == "but" { clause += 1 }
                words.append(
                    MessageWord(range: index..<end, lower: word, stem: stem, sentence: sentence, clause: clause)
                )
                index = end
                continue
            }
            switch scalar {
            case ".", "!", "?":
                let isLast = index + 1 == text.count
                if isLast || !text.lower[index + 1].isWordScalar {
                    sentence += 1
                    clause += 1
                }
            case "\n":
                if index + 1 < text.count, ["\n", "-", "*", "#"].contains(text.lower[index + 1]) {
                    sentence += 1
                    clause += 1
                }
            case ",", ";": clause += 1
            default: break
            }
            index += 1
        }
        return words
    }

    private static func endOfWord(_ text: FoldedText, from start: Int) -> Int {
        var end = start + 1
        while end < text.count {
            let scalar = text.lower[end]
            if scalar.isWordScalar {
                end += 1
            } else if end + 1 < text.count, scalar == "'", text.lower[end + 1].isWordScalar {
                end += 2
            } else if end + 1 < text.count, scalar == "." || scalar == ":", text.lower[end - 1].isDigit,
                text.lower[end + 1].isDigit
            {
                end += 2
            } else {
                break
            }
        }
        return end
    }
}
