/// Finds words and phrases in folded text, all of them in one pass.
struct PhraseFinder {
    private enum Way {
        case anywhere(ByteFinder)
        case words(WordFinder)
    }

    /// The phrases that can be found, as they were given, each once.
    let phrases: [String]
    /// For each phrase that was given, its place in `phrases`; nil when nothing of it is left to look for.
    let places: [Int?]
    private let way: Way

    /// Prepares for looking.
    ///
    /// Phrases that fold to the same, and those of which nothing is left, are left out of `phrases`.
    init(_ phrases: [String], matching: TicketRules.Matching) {
        var known: [[[UInt8]]: Int] = [:]
        var unique: [String] = []
        var places: [Int?] = []
        var parts: [[[UInt8]]] = []
        for phrase in phrases {
            let folded = TicketText.folded(phrase)
            let part: [[UInt8]] =
                switch matching {
                case .substring: folded.isEmpty ? [] : [folded]
                case .words: WordFinder.words(in: folded, stemmed: false)
                case .stems: WordFinder.words(in: folded, stemmed: true)
                }
            places.append(part.isEmpty ? nil : known[part] ?? unique.count)
            guard !part.isEmpty, known[part] == nil else { continue }
            known[part] = unique.count
            unique.append(phrase)
            parts.append(part)
        }
        self.phrases = unique
        self.places = places
        switch matching {
        case .substring: way = .anywhere(ByteFinder(parts.map { $0[0] }))
        case .words: way = .words(WordFinder(parts, stemmed: false))
        case .stems: way = .words(WordFinder(parts, stemmed: true))
        }
    }

    /// Calls `found` with each occurrence: the number of its phrase, and where it ends.
    func find(in bytes: UnsafeBufferPointer<UInt8>, _ found: (_ phrase: Int, _ end: Int) -> Void) {
        guard !phrases.isEmpty else { return }
        switch way {
        case .anywhere(let finder): finder.find(in: bytes, found)
        case .words(let finder): finder.find(in: bytes, found)
        }
    }
}

/// Finds sequences of bytes, also inside words.
///
/// A class, and nothing in it changes: a value of so many arrays would be counted up and down for every ticket.
final class ByteFinder {
    private let automaton: PatternAutomaton
    /// The symbol of each byte.
    private let symbols: [UInt8]
    /// Whether any pattern may begin with two bytes, by the low five bits of each.
    private let beginnings: [Bool]

    init(_ patterns: [[UInt8]]) {
        var symbols = [UInt8](repeating: 0, count: 256)
        var count = 1
        for byte in Set(patterns.joined()).sorted() {
            symbols[Int(byte)] = UInt8(count)
            count += 1
        }
        self.symbols = symbols
        var beginnings = Array(repeating: false, count: 1 << 10)
        for pattern in patterns where !pattern.isEmpty {
            for second in pattern.count > 1 ? pattern[1]...pattern[1] : 0...31 {
                beginnings[Self.place(pattern[0], second)] = true
            }
        }
        self.beginnings = beginnings
        automaton = PatternAutomaton(patterns.map { $0.map { Int(symbols[Int($0)]) } }, symbolCount: count)
    }

    @inline(__always)
    private static func place(_ first: UInt8, _ second: UInt8) -> Int { Int(first & 31) << 5 | Int(second & 31) }

    /// Calls `found` with each occurrence: the number of its pattern, and where it ends.
    func find(in bytes: UnsafeBufferPointer<UInt8>, _ found: (_ pattern: Int, _ end: Int) -> Void) {
        symbols.withUnsafeBufferPointer { symbols in
            beginnings.withUnsafeBufferPointer { beginnings in
                automaton.withTable { table in
                    let last = bytes.count - 1
                    var index = 0
                    while true {
                        // Nearly everywhere no pattern begins, and then the automaton need not be asked.
                        while index < last, !beginnings[Self.place(bytes[index], bytes[index &+ 1])] { index &+= 1 }
                        guard index <= last else { return }
                        var state = PatternAutomaton.start
                        repeat {
                            state = table.step(state, Int(symbols[Int(bytes[index])]))
                            index &+= 1
                            if state >= table.firstMatch {
                                for pattern in automaton.matches(state) { found(pattern, index) }
                            }
                        } while state != PatternAutomaton.start && index <= last
                    }
                }
            }
        }
    }
}
