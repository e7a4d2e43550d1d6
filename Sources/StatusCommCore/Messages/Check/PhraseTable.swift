/// Many phrases, found in one pass over a text's words.
struct PhraseTable<Value: Sendable>: Sendable {
    struct Match {
        var words: Range<Int>
        var value: Value
    }

    private var byFirstWord: [String: [(MessagePattern, Value)]] = [:]
    private var others: [(MessagePattern, Value)] = []

    init(_ entries: [(phrase: String, value: Value)]) {
        for entry in entries {
            let pattern = MessagePattern(entry.phrase)
            guard let words = pattern.firstWords else {
                others.append((pattern, entry.value))
                continue
            }
            for word in words { byFirstWord[word, default: []].append((pattern, entry.value)) }
        }
    }

    /// Matches from left to right that do not overlap; of several at one place the longest.
    func matches(in words: [MessageWord]) -> [Match] {
        var found: [Match] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            var candidates = (byFirstWord[word.lower] ?? []) + others
            if word.stem != word.lower { candidates += byFirstWord[word.stem] ?? [] }
            var best: Match?
            for (pattern, value) in candidates {
                guard let length = pattern.length(in: words[index...]), length > best?.words.count ?? 0 else {
                    continue
                }
                best = Match(words: index..<index + length, value: value)
            }
            if let best {
                found.append(best)
                index = best.words.upperBound
            } else {
                index += 1
            }
        }
        return found
    }
}

extension PhraseTable where Value == Void {
    init(phrases: [String]) {
        self.init(phrases.map { (phrase: $0, value: ()) })
    }
}
