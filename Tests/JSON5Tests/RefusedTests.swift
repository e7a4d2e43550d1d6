import JSON5
import Testing

/// A text that must not parse, and the message with its place.
struct Refused: CustomTestStringConvertible, Sendable {
    let text: String
    let message: String

    init(_ text: String, _ message: String) {
        self.text = text
        self.message = message
    }

    var testDescription: String { escapingControls(text) }

    static let json5: [Refused] = [
        .init("", "1:1: expected a value, found the end of the text"),
        .init(" // a", "1:6: expected a value, found the end of the text"),
        .init("\n\n ", "3:2: expected a value, found the end of the text"),
        .init("1 2", "1:3: expected the end of the text, found '2'"),
        .init("{}x", "1:3: expected the end of the text, found 'x'"),
        .init("]", "1:1: expected a value, found ']'"),
        .init("nul", "1:1: unknown word 'nul'"),
        .init("True", "1:1: unknown word 'True'"),
        .init("undefined", "1:1: unknown word 'undefined'"),
        .init("\\u0061", "1:1: expected a value, found '\\'"),
        .init("\u{1B}", "1:1: expected a value, found '\\u001b'"),
        .init("\u{85}1", "1:1: expected a value, found '\\u0085'"),
        .init("\u{200B}1", "1:1: expected a value, found '\u{200B}'"),
        .init("\u{180E}1", "1:1: expected a value, found '\u{180E}'"),
        .init("#1", "1:1: expected a value, found '#'"),
        .init("[", "1:1: list is never closed"),
        .init("[1", "1:1: list is never closed"),
        .init("[1,", "1:1: list is never closed"),
        .init("[1, [2]", "1:1: list is never closed"),
        .init("[1,\n{a:1\n]", "3:1: expected ',' or '}' in the object, found ']'"),
        .init("[,]", "1:2: expected a value, found ','"),
        .init("[1,,2]", "1:4: expected a value, found ','"),
        .init("[1 2]", "1:4: expected ',' or ']' in the list, found '2'"),
        .init("[1:2]", "1:3: expected ',' or ']' in the list, found ':'"),
        .init("[1}", "1:3: expected ',' or ']' in the list, found '}'"),
        .init("{", "1:1: object is never closed"),
        .init("{a", "1:3: expected ':' after key 'a', found the end of the text"),
        .init("{a:", "1:4: expected a value, found the end of the text"),
        .init("{a:1", "1:1: object is never closed"),
        .init("{a:1,", "1:1: object is never closed"),
        .init("{,}", "1:2: expected a key, found ','"),
        .init("{a:1,,}", "1:6: expected a key, found ','"),
        .init("{a}", "1:3: expected ':' after key 'a', found '}'"),
        .init("{a 1}", "1:4: expected ':' after key 'a', found '1'"),
        .init("{a:}", "1:4: expected a value, found '}'"),
        .init("{a:1 b:2}", "1:6: expected ',' or '}' in the object, found 'b'"),
        .init("{a=1}", "1:3: expected ':' after key 'a', found '='"),
        .init("{1:1}", "1:2: expected a key, found '1'"),
        .init("{1a:1}", "1:2: expected a key, found '1a'"),
        .init("{a-b:1}", "1:3: expected ':' after key 'a', found '-'"),
        .init("{[a]:1}", "1:2: expected a key, found '['"),
        .init("{€:1}", "1:2: expected a key, found '€'"),
        .init("{\u{301}a:1}", "1:2: expected a key, found '\u{301}'"),
        .init("{😀:1}", "1:2: expected a key, found '😀'"),
        .init("{\u{200C}a:1}", "1:2: expected a key, found '\u{200C}'"),
        .init(#"{\u0031:1}"#, "1:2: '1' cannot stand in a key without quotes"),
        .init(#"{a\u002d:1}"#, "1:3: '-' cannot stand in a key without quotes"),
        .init(#"{a\u001b:1}"#, #"1:3: '\u001b' cannot stand in a key without quotes"#),
        .init(#"{a\x41:1}"#, "1:3: expected '\\u' and four hexadecimal digits in a key without quotes"),
        .init(#"{a\u00:1}"#, "1:3: escape needs four hexadecimal digits"),
        .init(#"{\ud835\udcb3:1}"#, "1:2: half of a surrogate pair in a key without quotes"),
        .init(#"{a\"#, "1:3: expected '\\u' and four hexadecimal digits in a key without quotes"),
        .init("{a:1,\n  b:2,\n  a:3}", "3:3: duplicate key 'a', first at line 1, column 2"),
        .init(#"{a:1,"\u0061":2}"#, "1:6: duplicate key 'a', first at line 1, column 2"),
        .init("'", "1:1: string is never closed"),
        .init("'a", "1:1: string is never closed"),
        .init("'a\"", "1:1: string is never closed"),
        .init("\"a'", "1:1: string is never closed"),
        .init(#"'\"#, "1:2: string is never closed"),
        .init(#"'\'"#, "1:1: string is never closed"),
        .init("'a\nb'", "1:1: string is not closed at the end of its line"),
        .init("'a\rb'", "1:1: string is not closed at the end of its line"),
        .init(#"'\1'"#, "1:2: a digit cannot be escaped"),
        .init(#"'\9'"#, "1:2: a digit cannot be escaped"),
        .init(#"'\01'"#, "1:2: octal escapes are not JSON5"),
        .init(#"'\x'"#, "1:2: escape needs two hexadecimal digits"),
        .init(#"'\x4'"#, "1:2: escape needs two hexadecimal digits"),
        .init(#"'\xg0'"#, "1:2: escape needs two hexadecimal digits"),
        .init(#"'\u'"#, "1:2: escape needs four hexadecimal digits"),
        .init(#"'\u004'"#, "1:2: escape needs four hexadecimal digits"),
        .init(#"'\u{41}'"#, "1:2: escape needs four hexadecimal digits"),
        .init(#"'\ud83d'"#, #"1:2: '\ud83d' is half of a surrogate pair, not a character"#),
        .init(#"'\ude00'"#, #"1:2: '\ude00' is half of a surrogate pair, not a character"#),
        .init(#"'\uD83Dx'"#, #"1:2: '\uD83D' is half of a surrogate pair, not a character"#),
        .init(#"'\ud83d\u0041'"#, #"1:2: '\ud83d' is half of a surrogate pair, not a character"#),
        .init(#"'\ud83d\ud83d'"#, #"1:2: '\ud83d' is half of a surrogate pair, not a character"#),
        .init("01", "1:1: a number cannot begin with 0"),
        .init("-01", "1:1: a number cannot begin with 0"),
        .init("00", "1:1: a number cannot begin with 0"),
        .init("00.5", "1:1: a number cannot begin with 0"),
        .init("+", "1:2: expected a digit, found the end of the text"),
        .init("-", "1:2: expected a digit, found the end of the text"),
        .init("--1", "1:2: expected a digit, found '-'"),
        .init("+-1", "1:2: expected a digit, found '-'"),
        .init("- 1", "1:2: expected a digit, found ' '"),
        .init("-a", "1:2: expected a digit, found 'a'"),
        .init("-Nope", "1:2: expected a digit, found 'Nope'"),
        .init(".", "1:2: expected a digit after the decimal point, found the end of the text"),
        .init("-.", "1:3: expected a digit after the decimal point, found the end of the text"),
        .init(".e1", "1:2: expected a digit after the decimal point, found 'e1'"),
        .init("1e", "1:3: expected a digit in the exponent, found the end of the text"),
        .init("1e+", "1:4: expected a digit in the exponent, found the end of the text"),
        .init("1e.5", "1:3: expected a digit in the exponent, found '.'"),
        .init("1.2.3", "1:4: unexpected '.' after a number"),
        .init("1e2.3", "1:4: unexpected '.' after a number"),
        .init("1a", "1:2: unexpected 'a' after a number"),
        .init("1_000", "1:2: unexpected '_000' after a number"),
        .init("10n", "1:3: unexpected 'n' after a number"),
        .init("15m", "1:3: unexpected 'm' after a number"),
        .init("0x", "1:3: expected a hexadecimal digit, found the end of the text"),
        .init("0xg", "1:3: expected a hexadecimal digit, found 'g'"),
        .init("0x1g", "1:4: unexpected 'g' after a number"),
        .init("0x1.8", "1:4: unexpected '.' after a number"),
        .init("0b1", "1:2: unexpected 'b1' after a number"),
        .init("0x" + String(repeating: "f", count: 257), "1:1: hexadecimal number with more than 256 digits"),
        .init("Infinity", "1:1: 'Infinity' has no form in JSON"),
        .init("+Infinity", "1:1: 'Infinity' has no form in JSON"),
        .init("-Infinity", "1:1: 'Infinity' has no form in JSON"),
        .init("NaN", "1:1: 'NaN' has no form in JSON"),
        .init("[-NaN]", "1:2: 'NaN' has no form in JSON"),
        .init("/", "1:1: expected a value, found '/'"),
        .init("/*", "1:1: comment is never closed"),
        .init("/*/", "1:1: comment is never closed"),
        .init("1 /* a *", "1:3: comment is never closed"),
        .init("/* /* */ */ 1", "1:10: expected a value, found '*'"),
        .init("1 / 2", "1:3: expected the end of the text, found '/'"),
        .init("# a\n1", "1:1: expected a value, found '#'"),
        .init(String(repeating: "[", count: 65), "1:65: nested deeper than 64 levels"),
        .init(String(repeating: "{a:", count: 65), "1:193: nested deeper than 64 levels"),
        .init("é😀 \r\n\u{FEFF} x", "1:1: unknown word 'é😀'"),
        .init("{é: '😀', 'é': 2}", "1:10: duplicate key 'é', first at line 1, column 2"),
    ]

    static let json: [Refused] = [
        .init("// a\n1", "1:1: strict JSON has no comments"),
        .init("[1 /* a */]", "1:4: strict JSON has no comments"),
        .init("[1,]", "1:3: strict JSON has no comma after the last item"),
        .init(#"{"a":1,}"#, "1:7: strict JSON has no comma after the last item"),
        .init("'a'", "1:1: expected a value, found '''"),
        .init("{a:1}", "1:2: expected a key in double quotes, found 'a'"),
        .init("{'a':1}", "1:2: expected a key in double quotes, found '''"),
        .init("+1", "1:1: expected a value, found '+'"),
        .init(".5", "1:1: expected a value, found '.'"),
        .init("5.", "1:3: expected a digit after the decimal point, found the end of the text"),
        .init("-.5", "1:2: expected a digit, found '.'"),
        .init("0x1F", "1:2: unexpected 'x1F' after a number"),
        .init("01", "1:1: a number cannot begin with 0"),
        .init("Infinity", "1:1: unknown word 'Infinity'"),
        .init("-Infinity", "1:2: expected a digit, found 'Infinity'"),
        .init("NaN", "1:1: unknown word 'NaN'"),
        .init(#""\x41""#, #"1:2: unknown escape '\x'"#),
        .init(#""\v""#, #"1:2: unknown escape '\v'"#),
        .init(#""\0""#, #"1:2: unknown escape '\0'"#),
        .init(#""\'""#, #"1:2: unknown escape '\''"#),
        .init("\"a\\\nb\"", #"1:3: unknown escape '\\u000a'"#),
        .init("\"a\tb\"", #"1:3: control character '\u0009' in a string"#),
        .init("\"a\u{0}b\"", #"1:3: control character '\u0000' in a string"#),
        .init("\"a\nb\"", "1:1: string is not closed at the end of its line"),
        .init("\u{A0}1", "1:1: expected a value, found '\u{A0}'"),
        .init("\u{B}1", #"1:1: expected a value, found '\u000b'"#),
        .init("1\u{FEFF}", "1:2: expected the end of the text, found '\u{FEFF}'"),
        .init("\u{2028}1", #"1:1: expected a value, found '\u2028'"#),
        .init(#"{"a":1,"a":2}"#, "1:8: duplicate key 'a', first at line 1, column 2"),
        .init("{1:1}", "1:2: expected a key in double quotes, found '1'"),
    ]
}

@Test(arguments: Refused.json5) func `an invalid text is refused with its place`(_ example: Refused) {
    let error = #expect(throws: JSON5Error.self) {
        try JSONValue(parsing: example.text, path: "f", options: .configuration)
    }
    #expect(error?.description == "f:" + example.message)
    let positioned = #expect(throws: JSON5Error.self) { try JSON5Node(parsing: example.text, path: "f") }
    #expect(positioned == error)
}

@Test(arguments: Refused.json) func `what only JSON5 has is refused as strict JSON`(_ example: Refused) {
    let error = #expect(throws: JSON5Error.self) { try JSONValue(parsing: example.text, path: "f", options: .store) }
    #expect(error?.description == "f:" + example.message)
}

/// Bytes that are not UTF-8 and where they stop being it.
struct InvalidUTF8: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let place: String

    var testDescription: String { bytes.map { String($0, radix: 16) }.joined(separator: " ") }

    static let all: [InvalidUTF8] = [
        .init(bytes: [0x27, 0xFF, 0x27], place: "1:2"), .init(bytes: [0x27, 0x80, 0x27], place: "1:2"),
        .init(bytes: [0x27, 0xC0, 0xAF, 0x27], place: "1:2"),
        .init(bytes: [0x27, 0xE0, 0x80, 0x80, 0x27], place: "1:2"),
        .init(bytes: [0x27, 0xED, 0xA0, 0x80, 0x27], place: "1:2"),
        .init(bytes: [0x27, 0xF0, 0x80, 0x80, 0x80], place: "1:2"),
        .init(bytes: [0x27, 0xF4, 0x90, 0x80, 0x80], place: "1:2"),
        .init(bytes: [0x27, 0xF5, 0x80, 0x80, 0x80], place: "1:2"),
        .init(bytes: [0x27, 0xE2, 0x82], place: "1:2"), .init(bytes: [0x27, 0xC3], place: "1:2"),
        .init(bytes: [0x27, 0xE2, 0x82, 0x27], place: "1:2"),
        .init(bytes: [0x27, 0xF0, 0x9F, 0x98, 0x27], place: "1:2"),
        .init(bytes: [0x0A, 0x27, 0xC3, 0xA9, 0xFE, 0x27], place: "2:3"),
    ]
}

@Test(arguments: InvalidUTF8.all, [JSON5Options.configuration, .reply, .store])
func `bytes that are not UTF-8 are refused with their place`(_ example: InvalidUTF8, _ options: JSON5Options) {
    let error = #expect(throws: JSON5Error.self) { try JSONValue(parsing: example.bytes, path: "f", options: options) }
    #expect(error?.description == "f:\(example.place): invalid UTF-8")
}
