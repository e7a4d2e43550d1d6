/// Tells most words that are not looked for from those that may be, by their first three bytes.
///
/// An inflection leaves the letters of its stem as they are, but for a `y` at the end that becomes an `i`; a stem of two
/// letters may come from a longer word. So a word that is looked for always passes, in every inflection.
struct WordBeginnings {
    /// By the low five bits of each byte, which tell letters apart.
    private var table = Array(repeating: false, count: 1 << 15)

    /// The part that every look reads.
    struct Table {
        fileprivate let table: UnsafeBufferPointer<Bool>

        /// Whether the word from `start` up to `end` may be one that is looked for.
        @inline(__always)
        func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
            guard end &- start > 1 else { return true }
            let third = end &- start > 2 ? bytes[start &+ 2] : 0
            return table[WordBeginnings.place(bytes[start], bytes[start &+ 1], third)]
        }
    }

    /// Takes the words that are looked for, as stems where stems are compared.
    init(_ words: [[UInt8]]) {
        for word in words where word.count > 1 {
            for second in Self.forms(word[1], isLast: word.count == 2) {
                for third in word.count == 2 ? Array(0..<32) : Self.forms(word[2], isLast: word.count == 3) {
                    table[Self.place(word[0], second, third)] = true
                }
            }
        }
    }

    /// What a letter of a stem may have been.
    private static func forms(_ letter: UInt8, isLast: Bool) -> [UInt8] {
        letter == 0x69 && isLast ? [0x69, 0x79] : [letter]
    }

    /// Hands out what looks are made with.
    func withTable<Result>(_ body: (Table) throws -> Result) rethrows -> Result {
        try table.withUnsafeBufferPointer { try body(Table(table: $0)) }
    }

    @inline(__always)
    fileprivate static func place(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        Int(first & 31) << 10 | Int(second & 31) << 5 | Int(third & 31)
    }
}
