import Testing

@testable import StatusCommCore

/// Asks for the number of a word; `find` says what it would be.
private func number(_ memory: inout WordMemory, _ word: String, _ find: () -> Int) -> Int {
    Array(word.utf8).withUnsafeBufferPointer { memory.number(of: $0, orFind: find) }
}

private func place(_ word: String) -> Int {
    WordMemory.place(word.utf8.reduce(0) { $0 << 8 | UInt128($1) })
}

@Test
func aWordIsLookedUpOnce() {
    var memory = WordMemory()
    #expect(number(&memory, "declined") { 7 } == 7)
    #expect(number(&memory, "declined") { 8 } == 7)
    // That a word is none of those looked for is remembered too.
    #expect(number(&memory, "decade") { 0 } == 0)
    #expect(number(&memory, "decade") { 8 } == 0)
}

@Test
func wordsThatShareAPlaceKeepTheirNumbers() throws {
    let words = (0..<10_000).map { "word\($0)" }
    let other = try #require(words.dropFirst().first { place($0) == place(words[0]) })
    var memory = WordMemory()
    for _ in 0..<2 {
        #expect(number(&memory, words[0]) { 1 } == 1)
        #expect(number(&memory, other) { 2 } == 2)
    }
}

@Test
func theLongestWordIsRememberedAndALongerOneIsNot() {
    let longest = String(repeating: "y", count: WordMemory.longest)
    var memory = WordMemory()
    #expect(number(&memory, longest) { 1 } == 1)
    #expect(number(&memory, longest) { 2 } == 1)
    #expect(number(&memory, longest + "y") { 3 } == 3)
    #expect(number(&memory, longest + "y") { 4 } == 4)
}

@Test
func aLongWordIsFoundByItsStem() {
    let text = "internationalizations internationalization"
    #expect(Stemmer.stem("internationalizations") == Stemmer.stem("internationalization"))
    let finder = PhraseFinder(["internationalization"], matching: .stems)
    var reader = TicketText()
    reader.read(subject: text, body: nil)
    var count = 0
    reader.withBytes { bytes in finder.find(in: bytes) { _, _ in count += 1 } }
    #expect(count == 2)
}
