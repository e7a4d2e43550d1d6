/// Finds many patterns at once in a sequence of symbols, in one step a symbol.
///
/// The automaton of Aho and Corasick, with every transition worked out beforehand. Symbols are small numbers; 0 is any
/// symbol that no pattern has.
struct PatternAutomaton {
    /// The part that every step reads.
    struct Table {
        fileprivate let transitions: UnsafeBufferPointer<UInt32>
        fileprivate let symbolCount: Int
        /// States from here on have matches.
        let firstMatch: Int

        /// The state after one more symbol.
        @inline(__always)
        func step(_ state: Int, _ symbol: Int) -> Int { Int(transitions[state &* symbolCount &+ symbol]) }
    }

    /// States times symbols, row by row; states with matches have the highest numbers.
    private let transitions: [UInt32]
    private let symbolCount: Int
    private let firstMatch: Int
    /// What each state from `firstMatch` on matches.
    private let matchesOfStates: [[Int]]

    /// Builds the automaton; empty patterns never match.
    ///
    /// - Parameters:
    ///   - patterns: Sequences of symbols, each in `1..<symbolCount`.
    ///   - symbolCount: Number of symbols, 0 included.
    init(_ patterns: [[Int]], symbolCount: Int) {
        self.symbolCount = symbolCount
        var trie = Trie(symbolCount: symbolCount)
        for (index, pattern) in patterns.enumerated() where !pattern.isEmpty { trie.insert(pattern, index) }
        trie.connect()
        // Those with matches last, so that one comparison tells them. The first state never has one and stays first.
        let order = trie.indices.filter { trie.matches[$0].isEmpty } + trie.indices.filter { !trie.matches[$0].isEmpty }
        var number = Array(repeating: 0, count: order.count)
        for (place, state) in order.enumerated() { number[state] = place }
        transitions = order.flatMap { state in
            trie.next[state * symbolCount..<(state + 1) * symbolCount].map { UInt32(number[$0]) }
        }
        matchesOfStates = order.map { trie.matches[$0] }.filter { !$0.isEmpty }
        firstMatch = order.count - matchesOfStates.count
    }

    /// The state before the first symbol.
    static let start = 0

    /// Hands out what steps are made with.
    func withTable<Result>(_ body: (Table) throws -> Result) rethrows -> Result {
        try transitions.withUnsafeBufferPointer { transitions in
            try body(Table(transitions: transitions, symbolCount: symbolCount, firstMatch: firstMatch))
        }
    }

    /// The patterns that end in a state from `Table.firstMatch` on.
    func matches(_ state: Int) -> [Int] { matchesOfStates[state - firstMatch] }
}

/// The patterns as a tree, and then as a graph.
private struct Trie {
    let symbolCount: Int
    /// -1 where there is no transition yet.
    var next: [Int]
    var matches: [[Int]] = [[]]

    init(symbolCount: Int) {
        self.symbolCount = symbolCount
        next = Array(repeating: -1, count: symbolCount)
    }

    var indices: Range<Int> { matches.indices }

    mutating func insert(_ pattern: [Int], _ index: Int) {
        var state = 0
        for symbol in pattern {
            if next[state * symbolCount + symbol] < 0 {
                next[state * symbolCount + symbol] = matches.count
                next += Array(repeating: -1, count: symbolCount)
                matches.append([])
            }
            state = next[state * symbolCount + symbol]
        }
        matches[state].append(index)
    }

    /// Fills every transition in, breadth first: a state that does not go on does what its longest proper suffix does.
    mutating func connect() {
        var fallback = Array(repeating: 0, count: matches.count)
        var queue: [Int] = []
        for symbol in 0..<symbolCount {
            if next[symbol] < 0 { next[symbol] = 0 } else { queue.append(next[symbol]) }
        }
        var index = 0
        while index < queue.count {
            let state = queue[index]
            index += 1
            matches[state] += matches[fallback[state]]
            for symbol in 0..<symbolCount {
                let place = state * symbolCount + symbol
                let other = next[fallback[state] * symbolCount + symbol]
                if next[place] < 0 {
                    next[place] = other
                } else {
                    fallback[next[place]] = other
                    queue.append(next[place])
                }
            }
        }
    }
}
