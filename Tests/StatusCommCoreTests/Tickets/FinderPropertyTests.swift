import TestSupport
import Testing

@testable import StatusCommCore

/// What is fast, held against what is plain, on words made by chance.
@Suite struct FinderPropertyTests {
    private static func text(_ random: inout SplitMix, of alphabet: [String], length: Int) -> [UInt8] {
        Array((0..<length).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined().utf8)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `bytes are found wherever they stand`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<2_000 {
            let patterns = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                Self.text(&random, of: ["a", "b", "c"], length: Int.random(in: 1...4, using: &random))
            }
            let text = Self.text(
                &random,
                of: ["a", "b", "c", "!", "A"],
                length: Int.random(in: 0...30, using: &random)
            )
            var found: [[Int]] = []
            text.withUnsafeBufferPointer { bytes in
                ByteFinder(patterns).find(in: bytes) { pattern, end in found.append([end, pattern]) }
            }
            let expected = patterns.indices.flatMap { pattern in
                (0...text.count).filter { text[..<$0].suffix(patterns[pattern].count) == patterns[pattern][...] }
                    .map { [$0, pattern] }
            }
            #expect(
                found.sorted { $0.lexicographicallyPrecedes($1) }
                    == expected.sorted { $0.lexicographicallyPrecedes($1) }
            )
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `words end where their letters end`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let alphabet = ["a", "z", "mmmmmmmm", "9", "é", "ß", " ", " ", "-", "{", "`", "\n"]
        for _ in 0..<2_000 {
            let text = Self.text(&random, of: alphabet, length: Int.random(in: 0...20, using: &random))
            let expected = text.split { byte in
                !(0x61...0x7A).contains(byte) && !(0x30...0x39).contains(byte) && byte < 0x80
            }
            #expect(WordFinder.words(in: text, stemmed: false) == expected.map(Array.init))
        }
    }

    @Test(arguments: [UInt64(5), 6, 7])
    func `what is passed over has nothing in it`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let pieces = ["a", "b", "up", "top", "é", "中", "7", "mmmmmmmm", "-", "-", "-", "-", "-", " ", " ", "."]
        let words = ["a", "ab", "up", "topup", "upb", "ba", "中", "éa", "7b", "mmmmmmmma"].map { Array($0.utf8) }
        for _ in 0..<4_000 {
            let phrases = (0..<2).map { _ in
                (0..<Int.random(in: 1...3, using: &random)).map { _ in words.randomElement(using: &random) ?? [] }
            }
            let text = Self.text(&random, of: pieces, length: Int.random(in: 0...14, using: &random))
            var found: [[Int]] = []
            text.withUnsafeBufferPointer { bytes in
                WordFinder(phrases, stemmed: false).find(in: bytes) { phrase, end in found.append([end, phrase]) }
            }
            #expect(
                found.sorted { $0.lexicographicallyPrecedes($1) }
                    == Self.expected(phrases, in: text).sorted { $0.lexicographicallyPrecedes($1) },
                "\(String(decoding: text, as: UTF8.self))"
            )
        }
    }

    /// The plain way: every word of the text, and every compound, against every phrase.
    private static func expected(_ phrases: [[[UInt8]]], in text: [UInt8]) -> [[Int]] {
        var words: [(bytes: [UInt8], end: Int)] = []
        var compounds: [(bytes: [UInt8], end: Int, parts: Int)] = []
        text.withUnsafeBufferPointer { buffer in
            WordFinder.kinds.withUnsafeBufferPointer { kinds in
                var tokens = WordTokens(buffer, kinds)
                while tokens.next() {
                    let word = Array(buffer[tokens.start..<tokens.end])
                    words.append((word, tokens.end))
                    if tokens.followsHyphen, let last = compounds.popLast() {
                        compounds.append((last.bytes + word, tokens.end, last.parts + 1))
                    } else {
                        compounds.append((word, tokens.end, 1))
                    }
                }
            }
        }
        var found: [[Int]] = []
        for (number, phrase) in phrases.enumerated() {
            var patterns = [phrase]
            if phrase.count > 1 { patterns.append([Array(phrase.joined())]) }
            for pattern in patterns {
                for last in words.indices where last + 1 >= pattern.count {
                    let part = words[(last + 1 - pattern.count)...last]
                    if part.map(\.bytes) == pattern { found.append([words[last].end, number]) }
                }
                for compound in compounds where compound.parts > 1 && [compound.bytes] == pattern {
                    found.append([compound.end, number])
                }
            }
        }
        return found
    }

    @Test func `no inflection of a word that is looked for is passed over`() {
        var random = SplitMix(seed: 4)
        let endings = [
            "", "s", "es", "ies", "ed", "ing", "y", "ying", "ied", "ation", "izer", "able", "ment", "ness", "eed",
            "ful",
        ]
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...6, using: &random)
            let letters = "aeioubcdlnrstyz".map(String.init)
            let word =
                Self.text(&random, of: letters, length: length)
                + Array((endings.randomElement(using: &random) ?? "").utf8)
            var stemmer = Stemmer()
            let beginnings = WordBeginnings([stemmer.stem(word)])
            let passes = word.withUnsafeBufferPointer { bytes in
                beginnings.withTable { $0.mayBegin(bytes, 0, bytes.count) }
            }
            let hasStem = stemmer.stem(word).count > 1
            #expect(passes || !hasStem, "\(String(decoding: word, as: UTF8.self))")
        }
    }
}
