/// Tells most words that are not looked for from those that may be, by their first three bytes.
///
/// An inflection leaves the letters of its stem as they are, but for a `y` at the end that becomes an `i`; a stem of two
/// letters may come from a longer word. So a word that is looked for always passes, in every inflection.
struct WordBeginnings {
    /// What may begin with three bytes, by their classes.
    private var table = Array(repeating: Beginning.none, count: 1 << 15)
    private let classes = Self.classes

    fileprivate enum Beginning: UInt8 {
        case none
        /// A word with a hyphen in it, but none without.
        case compound
        case word
    }

    /// The part that every look reads.
    struct Table {
        fileprivate let table: UnsafeBufferPointer<Beginning>
        fileprivate let classes: UnsafeBufferPointer<UInt8>

        /// Whether the word from `start` up to `end` may be one that is looked for.
        @inline(__always)
        func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
            guard end &- start > 1 else { return true }
            let third = end &- start > 2 ? bytes[start &+ 2] : 0
            return table[Int(place(place(place(0, bytes[start]), bytes[start &+ 1]), third))] == .word
        }

        /// The next place from `start` on with three bytes that may begin one, with hyphens in it or without; the number of
        /// bytes when there is none.
        ///
        /// The place may be in the middle of a word. Where a sign may be a word of its own is always a place to look at.
        @inline(__always)
        func next(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
            // As if gaps stood before and behind: no word begins with one.
            var recent: UInt = 0
            for index in start..<bytes.count {
                recent = place(recent, bytes[index])
                if table[Int(recent & WordBeginnings.mask)] != .none { return index &- 2 }
            }
            for index in bytes.count..<bytes.count + 2 {
                recent = place(recent, 0)
                if table[Int(recent & WordBeginnings.mask)] != .none { return index - 2 }
            }
            return bytes.count
        }

        /// The place for the bytes so far and one more; all but the lowest 15 bits are about bytes before.
        @inline(__always)
        private func place(_ recent: UInt, _ byte: UInt8) -> UInt { recent &<< 5 | UInt(classes[Int(byte)]) }
    }

    fileprivate static let mask: UInt = 1 << 15 - 1

    /// Takes the words that are looked for, as stems where stems are compared.
    init(_ words: [[UInt8]]) {
        let all = Array(UInt8(0)..<32)
        let hyphen = Self.classes[0x2D]
        for word in words where !word.isEmpty {
            let first = Self.classes[Int(word[0])]
            guard word.count > 1 else {
                // Longer words are not found by a stem of one letter, unless they are written with a hyphen.
                allow(.compound, first, all, all)
                continue
            }
            let second = Self.forms(word[1], isLast: word.count == 2)
            let third = word.count > 2 ? Self.forms(word[2], isLast: word.count == 3) : all
            allow(.word, first, second, third)
            allow(.compound, first, second, [hyphen])
            allow(.compound, first, [hyphen], all)
        }
        // Whether it is a sign of its own, and then which, takes more than a class to tell.
        allow(.word, Self.signClass, all, all)
    }

    private mutating func allow(_ beginning: Beginning, _ first: UInt8, _ seconds: [UInt8], _ thirds: [UInt8]) {
        for second in seconds {
            for third in thirds {
                let place = Int(first) << 10 | Int(second) << 5 | Int(third)
                if table[place] != .word { table[place] = beginning }
            }
        }
    }

    /// The classes of what a letter of a stem may have been.
    private static func forms(_ letter: UInt8, isLast: Bool) -> [UInt8] {
        (letter == 0x69 && isLast ? [0x69, 0x79] : [letter]).map { classes[Int($0)] }
    }

    /// Hands out what looks are made with.
    func withTable<Result>(_ body: (Table) throws -> Result) rethrows -> Result {
        try table.withUnsafeBufferPointer { table in
            try classes.withUnsafeBufferPointer { try body(Table(table: table, classes: $0)) }
        }
    }

    private static let gapClass: UInt8 = 0
    private static let signClass: UInt8 = 31

    /// Numbers below 32 that tell letters apart, and gaps, the hyphen and digits from them.
    private static let classes: [UInt8] = WordFinder.kinds.enumerated().map { byte, kind in
        switch kind {
        case .signMaybe: signClass
        case .gap: byte == 0x2D ? 27 : gapClass
        case .part:
            switch byte {
            case 0x61...0x7A: UInt8(byte) - 0x60
            case 0x30...0x39: 28
            default: 29 + UInt8(byte) & 1
            }
        }
    }
}
