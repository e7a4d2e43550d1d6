import JSON5
import Testing

@Test func `a later member replaces the earlier one in its place`() {
    let object = JSONObject([
        .init(name: "a", value: .bool(true)), .init(name: "b", value: .null), .init(name: "a", value: .bool(false)),
    ])
    #expect(object.members.map(\.name) == ["a", "b"])
    #expect(object["a"] == .bool(false))
}

@Test(arguments: [3, 12, 13, 14, 500]) func `an object of any size finds, replaces and removes by name`(_ count: Int) {
    var object = JSONObject()
    for number in 0..<count { object["k\(number)"] = .number(JSONNumber(number)) }
    object["k1"] = nil
    object["k2"] = "two"
    object["none"] = nil
    #expect(object.count == count - 1)
    #expect(object.names == (0..<count).filter { $0 != 1 }.map { "k\($0)" })
    #expect(object["k1"] == nil)
    #expect(object["k2"] == "two")
    #expect(object["k\(count - 1)"] != nil)
    #expect(object == JSONObject(object.members))
}

@Test func `accessors answer for their own kind only`() {
    let value: JSONValue = ["s": "x", "i": 7, "b": true, "a": [1, "two"], "o": ["k": .null]]
    #expect(value["s"]?.string == "x" && value["s"]?.int == nil)
    #expect(value["i"]?.int == 7 && value["i"]?.double == 7 && value["i"]?.bool == nil)
    #expect(value["b"]?.bool == true && value["b"]?.string == nil)
    #expect(value["a"]?[1] == "two" && value["a"]?[2] == nil && value["a"]?[-1] == nil && value["a"]?["k"] == nil)
    #expect(value["o"]?["k"]?.isNull == true && value["o"]?[0] == nil)
    #expect(value["missing"] == nil)
}

@Test func `numbers compare by their text`() {
    #expect(JSONNumber(text: "1.0") != JSONNumber(text: "1"))
    #expect(JSONNumber(text: "1.0").int == nil && JSONNumber(text: "1e2").double == 100)
    #expect(JSONNumber(text: "1e999").double == nil)
    #expect(JSONNumber(text: "99999999999999999999").int == nil)
    #expect(JSONNumber(0.1)?.text == "0.1" && JSONNumber(Double.infinity) == nil && JSONNumber(Double.nan) == nil)
}

@Test(arguments: ["1", "-0.5e+7", "0"]) func `JSON's own numbers pass validation`(_ text: String) {
    #expect(JSONNumber(validating: text)?.text == text)
}

@Test(arguments: ["", "+1", ".5", "0x1", " 1", "1 ", "01", "1,2", "NaN", "[1]"])
func `anything else does not pass as a number`(_ text: String) {
    #expect(JSONNumber(validating: text) == nil)
}

/// A pointer into RFC 6901's own example, and the JSON it leads to.
struct PointerCase: CustomTestStringConvertible, Sendable {
    let pointer: String
    let json: String?

    var testDescription: String { pointer }

    static let document = #"""
        {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}
        """#
    static let all: [PointerCase] = [
        .init(pointer: "/foo", json: #"["bar","baz"]"#), .init(pointer: "/foo/0", json: #""bar""#),
        .init(pointer: "/", json: "0"), .init(pointer: "/a~1b", json: "1"), .init(pointer: "/c%d", json: "2"),
        .init(pointer: "/e^f", json: "3"), .init(pointer: "/g|h", json: "4"), .init(pointer: "/i\\j", json: "5"),
        .init(pointer: "/k\"l", json: "6"), .init(pointer: "/ ", json: "7"), .init(pointer: "/m~0n", json: "8"),
        .init(pointer: "/foo/2", json: nil), .init(pointer: "/foo/-", json: nil), .init(pointer: "/foo/00", json: nil),
        .init(pointer: "/foo/01", json: nil), .init(pointer: "/foo/+1", json: nil), .init(pointer: "/foo/", json: nil),
        .init(pointer: "/foo/0/x", json: nil), .init(pointer: "/none", json: nil),
        .init(pointer: "/foo/99999999999999999999", json: nil),
    ]
}

@Test(arguments: PointerCase.all) func `a pointer leads to its value`(_ example: PointerCase) throws {
    let document = try JSONValue(parsing: PointerCase.document, options: .store)
    let pointer = try #require(JSONPointer(example.pointer))
    #expect(document[pointer].map { JSONWriter.text($0) } == example.json)
    #expect(pointer.description == example.pointer)
}

@Test func `the empty pointer is the whole document`() throws {
    #expect(JSONValue.array([1])[try #require(JSONPointer(""))] == [1])
}

@Test(arguments: ["a", "a/b", "/~", "/~2", "/a~"]) func `a text that is no pointer is refused`(_ text: String) {
    #expect(JSONPointer(text) == nil)
}

@Test func `pretty output has one member a line`() {
    let value: JSONValue = ["a": [1, ["b": .null]], "c": [], "d": [:]]
    #expect(
        JSONWriter.text(value, layout: .pretty) == """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """
    )
}

@Test func `output never steers a terminal`() throws {
    let unsafe = (0...0x2100).compactMap(Unicode.Scalar.init).filter(isUnsafeToShow)
    #expect(unsafe.count == 32 + 33 + 7 + 4)
    let text = String(String.UnicodeScalarView(unsafe))
    let written = JSONWriter.text(["\(text)": .string(text)])
    #expect(!written.unicodeScalars.contains(where: isUnsafeToShow))
    #expect(try JSONValue(parsing: written, options: .store) == ["\(text)": .string(text)])
    #expect(JSONWriter.text("é\u{2027}\u{202F}\u{2065}\u{206A}€") == "\"é\u{2027}\u{202F}\u{2065}\u{206A}€\"")
}
