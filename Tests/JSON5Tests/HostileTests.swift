import Foundation
import JSON5
import Testing

private let isFull = ProcessInfo.processInfo.environment["STATUSCOMM_TEST_SIZE"] == "full"

/// Bytes of each hostile text.
private let size = (isFull ? 10 : 1) << 20

/// A text made to take long or much.
struct Hostile: CustomTestStringConvertible, Sendable {
    let name: String
    let piece: String
    var head = ""
    var tail = ""
    let isValid: Bool

    var testDescription: String { name }
    var text: String { head + String(repeating: piece, count: max(1, size / piece.utf8.count)) + tail }

    static let all: [Hostile] = [
        .init(name: "open brackets", piece: "[", isValid: false),
        .init(name: "open objects", piece: "{a:", isValid: false),
        .init(name: "open comments", piece: "/*", isValid: false),
        .init(name: "line comments", piece: "//\n", tail: "1", isValid: true),
        .init(name: "blanks", piece: " ", tail: "1", isValid: true),
        .init(name: "one string", piece: "a", head: "'", tail: "'", isValid: true),
        .init(name: "escapes", piece: "\\u0041", head: "'", tail: "'", isValid: true),
        .init(name: "continuations", piece: "\\\n", head: "'", tail: "'", isValid: true),
        .init(name: "a string without end", piece: "a", head: "'", isValid: false),
        .init(name: "one number", piece: "9", isValid: true),
        .init(name: "one hexadecimal number", piece: "f", head: "0x", isValid: false),
        .init(name: "one word", piece: "a", isValid: false),
        .init(name: "one key", piece: "a", head: "{", tail: ":1}", isValid: true),
        .init(name: "one escaped key", piece: "\\u0061", head: "{", tail: ":1}", isValid: true),
        .init(name: "small elements in one line", piece: "1,", head: "[", tail: "]", isValid: true),
        .init(name: "commas", piece: ",", head: "[", isValid: false),
        .init(name: "duplicate keys", piece: "a:1,", head: "{", tail: "}", isValid: false),
        .init(name: "combining marks in a key", piece: "\u{301}", head: "{a", tail: ":1}", isValid: true),
    ]
}

@Test(arguments: Hostile.all) func `a hostile text ends in time in proportion to its length`(_ example: Hostile) {
    let bytes = Array(example.text.utf8)
    var options = JSON5Options.configuration
    options.sizeLimit = .max
    let began = ContinuousClock.now
    let value = try? JSONValue(parsing: bytes, options: options)
    let node = try? JSON5Node(parsing: bytes, path: "f", options: options)
    // Unoptimised builds on a busy machine take about a second a megabyte; quadratic work would take hours.
    #expect(ContinuousClock.now - began < .seconds(30 * max(1, size >> 20)))
    #expect((value != nil) == example.isValid)
    #expect((node != nil) == example.isValid)
}

@Test func `an object with many keys is read and searched in linear time`() throws {
    let count = 100_000
    let text = "{" + (0..<count).map { "key\($0):\($0)" }.joined(separator: ",") + "}"
    let began = ContinuousClock.now
    let value = try JSONValue(parsing: text, options: .configuration)
    let node = try JSON5Node(parsing: text, path: "f")
    for number in stride(from: 0, to: count, by: 7) {
        #expect(value["key\(number)"]?.int == number)
        #expect(node["key\(number)"]?.value.int == number)
    }
    #expect(ContinuousClock.now - began < .seconds(60))
}

@Test func `no mutation of a valid text traps`() {
    let rounds = isFull ? 300_000 : 3_000
    var random = SplitMix(state: 0x5EED)
    let seeds = Accepted.all.map { Array($0.text.utf8) }
    let alphabet =
        Array("{}[]:,'\"\\/*+-.0123456789abcdefxuINn \n\r\u{2028}é😀\u{FEFF}".utf8) + [0x80, 0xC3, 0xF4, 0xFF, 0]
    for _ in 0..<rounds {
        var bytes = seeds[Int(random.next() % UInt64(seeds.count))]
        for _ in 0...(random.next() % 4) { mutate(&bytes, alphabet, &random) }
        for options in [JSON5Options.configuration, .reply, .store] {
            let value = try? JSONValue(parsing: bytes, options: options)
            let node = try? JSON5Node(parsing: bytes, path: "f", options: options)
            #expect(node?.value == value)
            guard let value else { continue }
            #expect((try? JSONValue(parsing: JSONWriter.bytes(value), options: .store)) == value)
        }
    }
}

private func mutate(_ bytes: inout [UInt8], _ alphabet: [UInt8], _ random: inout SplitMix) {
    let place = Int(random.next() % UInt64(bytes.count + 1))
    let other = alphabet[Int(random.next() % UInt64(alphabet.count))]
    switch random.next() % 4 {
    case 0: bytes.insert(other, at: place)
    case 1: bytes.removeSubrange(place..<min(place + 1, bytes.count))
    case 2: bytes.insert(contentsOf: bytes[..<place], at: place)
    default: if place < bytes.count { bytes[place] = other }
    }
}

/// A small generator with a fixed seed, so that a failure can be repeated (Steele, Lea, Flood 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
