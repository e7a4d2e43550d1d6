import JSON5
import Testing

@Test func `every node and every key knows where it begins and ends`() throws {
    let node = try JSON5Node(parsing: "{\n  // é\r\n  'ké': [1,\t\"😀\" ],\r  b: {},\n}", path: "c.json5")
    #expect(place(node.start) == "1:1+0" && place(node.end) == "5:2+44")
    let members = try #require(node.object).members
    #expect(members.map(\.name) == ["ké", "b"])
    #expect(place(members[0].nameStart) == "3:3+13" && place(members[0].nameEnd) == "3:7+18")
    #expect(place(members[0].value.start) == "3:9+20" && place(members[0].value.end) == "3:18+32")
    let elements = try #require(members[0].value.array)
    #expect(place(elements[0].start) == "3:10+21" && place(elements[0].end) == "3:11+22")
    #expect(place(elements[1].start) == "3:13+24" && place(elements[1].end) == "3:16+30")
    #expect(place(members[1].nameStart) == "4:3+36" && place(members[1].value.start) == "4:6+39")
    #expect(members[0].nameLocation.description == "c.json5:3:3")
    #expect(elements[1].location.sourceLine == "  'ké': [1,\t\"😀\" ],")
}

@Test func `a byte order mark takes no column`() throws {
    let node = try JSON5Node(parsing: "\u{FEFF}{a:1}", path: "f")
    #expect(place(node.start) == "1:1+3")
    #expect(node["a"]?.location == JSON5.SourceLocation(path: "f", line: 1, column: 4, sourceLine: "{a:1}"))
}

@Test func `a node in a very long line shows only what is around it`() throws {
    let text = "[" + String(repeating: "'é', ", count: 1000) + "{k: 1}" + String(repeating: ", 'é'", count: 1000) + "]"
    let node = try JSON5Node(parsing: text, path: "f")
    let location = try #require(node.array?[1000]["k"]).location
    let line = try #require(location.sourceLine)
    #expect(location.column == 5006)
    #expect(line.utf8.count <= 240)
    let scalars = Array(line.unicodeScalars)
    #expect(scalars[location.column - location.sourceLineColumn] == "1")
}

/// A place, and the two lines a person sees.
struct Caret: CustomTestStringConvertible, Sendable {
    let location: JSON5.SourceLocation
    let source: String
    let caret: String

    var testDescription: String { escapingControls(location.sourceLine ?? "") }

    init(_ line: String, column: Int, from first: Int = 1, _ source: String, _ caret: String) {
        location = JSON5.SourceLocation(path: "f", line: 1, column: column, sourceLine: line, sourceLineColumn: first)
        self.source = source
        self.caret = caret
    }

    static let all: [Caret] = [
        .init("abc", column: 1, "  abc", "  ^"),
        .init("abc", column: 3, "  abc", "    ^"),
        .init("abc", column: 4, "  abc", "     ^"),
        .init("abc", column: 99, "  abc", "     ^"),
        .init("", column: 1, "  ", "  ^"),
        .init("\ta", column: 2, "   a", "   ^"),
        .init("\u{1B}[0mx", column: 5, #"  \u001b[0mx"#, "           ^"),
        .init("\u{202E}x", column: 2, #"  \u202ex"#, "        ^"),
        .init("日本x", column: 3, "  日本x", "      ^"),
        .init("e\u{301}x", column: 3, "  e\u{301}x", "   ^"),
        .init("😀x", column: 2, "  😀x", "    ^"),
        .init("cdef", column: 5, from: 3, "  …cdef", "     ^"),
        .init("0123456789012345678901234567890123456789", column: 31, "  …8901234567890123456…", "               ^"),
    ]
}

@Test(arguments: Caret.all) func `the caret stands under the place`(_ example: Caret) throws {
    let lines = try #require(example.location.caretLines(width: 20))
    #expect(lines.source == example.source)
    #expect(lines.caret == example.caret)
}

@Test func `without a source line there is no caret`() {
    #expect(JSON5.SourceLocation(path: "f", line: 1, column: 1).caretLines() == nil)
}

@Test func `a path cannot steer the terminal`() {
    #expect(JSON5.SourceLocation(path: "a\u{1B}[2J", line: 1, column: 2).description == #"a\u001b[2J:1:2"#)
}

private func place(_ position: TextPosition) -> String { "\(position.line):\(position.column)+\(position.offset)" }
