import JSON5
import Testing

@Test func `in a reply the last of two equal names wins in the first one's place`() throws {
    let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#, options: .reply)
    #expect(JSONWriter.text(value) == #"{"a":3,"b":2}"#)
    var options = JSON5Options.configuration
    options.duplicateNames = .lastWins
    #expect(try JSON5Node(parsing: "{a:1,b:2,a:3}", path: "f", options: options).value == ["a": 3, "b": 2])
}

@Test func `in a reply half of a surrogate pair becomes U+FFFD`() throws {
    #expect(try JSONValue(parsing: #""a\ud83db\ude00\ud83d\u0041""#, options: .reply) == "a\u{FFFD}b\u{FFFD}\u{FFFD}A")
}

@Test func `a byte order mark before strict JSON is ignored`() throws {
    #expect(try JSONValue(parsing: "\u{FEFF}[1]", options: .reply) == [1])
}

@Test func `infinity and NaN become null when the caller allows them`() throws {
    var options = JSON5Options.configuration
    options.nonFiniteNumbers = .null
    let value = try JSONValue(parsing: "[Infinity,-Infinity,+Infinity,NaN,-NaN,+NaN]", options: options)
    #expect(JSONWriter.text(value) == "[null,null,null,null,null,null]")
    #expect(throws: JSON5Error.self) { try JSONValue(parsing: "Infinityx", options: options) }
    #expect(throws: JSON5Error.self) { try JSONValue(parsing: "-Infinity1", options: options) }
}

@Test func `a text longer than the limit is refused before it is read`() {
    var options = JSON5Options.reply
    options.sizeLimit = 3
    let error = #expect(throws: JSON5Error.self) { try JSONValue(parsing: "[1,2]", path: "f", options: options) }
    #expect(error?.description == "f:1:1: text of 5 bytes is longer than the limit of 3 bytes")
}

@Test func `the depth limit counts arrays and objects and never exceeds 256`() throws {
    var options = JSON5Options.configuration
    options.depthLimit = 2
    #expect(try JSONValue(parsing: "[{a:1},{b:2}]", options: options).array?.count == 2)
    #expect(throws: JSON5Error.self) { try JSONValue(parsing: "[{a:[]}]", options: options) }
    options.depthLimit = .max
    let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(try JSONValue(parsing: deep, options: options).array != nil)
    #expect(throws: JSON5Error.self) { try JSONValue(parsing: "[" + deep + "]", options: options) }
}
