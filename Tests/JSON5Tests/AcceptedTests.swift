import JSON5
import Testing

/// A text that must parse and the strict JSON it stands for.
struct Accepted: CustomTestStringConvertible, Sendable {
    let text: String
    let json: String

    init(_ text: String, _ json: String) {
        self.text = text
        self.json = json
    }

    var testDescription: String { escapingControls(text) }

    static let values: [Accepted] = [
        .init("null", "null"), .init("true", "true"), .init("false", "false"), .init("[]", "[]"), .init("{}", "{}"),
        .init("[null,true,false]", "[null,true,false]"), .init("[[],{},[[]]]", "[[],{},[[]]]"),
        .init("{a:{b:[{c:1}]}}", #"{"a":{"b":[{"c":1}]}}"#), .init("[1,]", "[1]"), .init("[1,2,]", "[1,2]"),
        .init("{a:1,}", #"{"a":1}"#), .init("{a:1,b:2,}", #"{"a":1,"b":2}"#), .init("[ 1 , 2 ]", "[1,2]"),
        .init("{ a : 1 , b : 2 }", #"{"a":1,"b":2}"#), .init("[\n1\n,\n2\n,\n]", "[1,2]"),
    ]

    static let names: [Accepted] = [
        .init("{a:1}", #"{"a":1}"#), .init("{$:1}", #"{"$":1}"#), .init("{_:1}", #"{"_":1}"#),
        .init("{$_$:1}", #"{"$_$":1}"#), .init("{a1:1}", #"{"a1":1}"#), .init("{A9_$z:1}", #"{"A9_$z":1}"#),
        .init("{null:1}", #"{"null":1}"#), .init("{true:1}", #"{"true":1}"#), .init("{Infinity:1}", #"{"Infinity":1}"#),
        .init("{NaN:1}", #"{"NaN":1}"#), .init("{while:1}", #"{"while":1}"#), .init("{ümlåût:1}", #"{"ümlåût":1}"#),
        .init("{ключ:1}", #"{"ключ":1}"#), .init("{名:1}", #"{"名":1}"#), .init("{Ⅷ:1}", #"{"Ⅷ":1}"#),
        .init("{ª:1}", #"{"ª":1}"#), .init("{ǅ:1}", #"{"ǅ":1}"#), .init("{ʰ:1}", #"{"ʰ":1}"#),
        .init("{a\u{301}:1}", "{\"a\u{301}\":1}"), .init("{a\u{903}:1}", "{\"a\u{903}\":1}"),
        .init("{a٣:1}", #"{"a٣":1}"#),
        .init("{a‿b:1}", #"{"a‿b":1}"#), .init("{a\u{200C}b:1}", "{\"a\u{200C}b\":1}"),
        .init("{a\u{200D}b:1}", "{\"a\u{200D}b\":1}"), .init("{\u{2E2F}:1}", "{\"\u{2E2F}\":1}"),
        .init("{𝒳:1}", #"{"𝒳":1}"#),
        .init(#"{\u0061:1}"#, #"{"a":1}"#), .init(#"{a\u0062c:1}"#, #"{"abc":1}"#),
        .init(#"{\u00fcb:1}"#, #"{"üb":1}"#),
        .init(#"{a\u0031:1}"#, #"{"a1":1}"#), .init(#"{a\u200C:1}"#, "{\"a\u{200C}\":1}"),
        .init(#"{sig\u03A3ma:1}"#, #"{"sigΣma":1}"#),
        .init("{'':1}", #"{"":1}"#), .init(#"{"":1}"#, #"{"":1}"#), .init("{'a b':1}", #"{"a b":1}"#),
        .init(#"{"a\tb":1}"#, #"{"a\tb":1}"#), .init("{'1':1}", #"{"1":1}"#),
        .init("{'a':1,b:2,\"c\":3}", #"{"a":1,"b":2,"c":3}"#),
        .init("{b:1,a:2}", #"{"b":1,"a":2}"#), .init("{__proto__:1}", #"{"__proto__":1}"#),
    ]

    static let strings: [Accepted] = [
        .init("''", #""""#), .init(#""""#, #""""#), .init("'a'", #""a""#), .init(#"'"'"#, #""\"""#),
        .init(#""'""#, #""'""#),
        .init(#"'\''"#, #""'""#), .init(#""\"""#, #""\"""#), .init(#"'\\'"#, #""\\""#), .init(#"'\/'"#, #""/""#),
        .init(#"'\b\f\n\r\t'"#, #""\b\f\n\r\t""#), .init(#"'\v'"#, #""\u000b""#), .init(#"'\0'"#, #""\u0000""#),
        .init(#"'\0a'"#, #""\u0000a""#), .init(#"'\x41'"#, #""A""#), .init(#"'\x7f'"#, #""\u007f""#),
        .init(#"'\xe9'"#, #""é""#), .init(#"'\xFF'"#, #""ÿ""#), .init(#"'\u0041'"#, #""A""#),
        .init(#"'\u20ac'"#, #""€""#),
        .init(#"'\u20AC'"#, #""€""#), .init(#"'\ud83d\ude00'"#, #""😀""#), .init(#"'\uD834\uDD1E'"#, #""𝄞""#),
        .init(#"'\uFFFF'"#, "\"\u{FFFF}\""), .init(#"'\u0000'"#, #""\u0000""#), .init(#"'\a\c\z\ü\😀'"#, #""aczü😀""#),
        .init(#"'\A\C\/\D\C'"#, #""AC/DC""#), .init("'\\\u{7}'", #""\u0007""#),
        .init("'a\\\nb'", #""ab""#), .init("'a\\\rb'", #""ab""#), .init("'a\\\r\nb'", #""ab""#),
        .init("'a\\\u{2028}b'", #""ab""#), .init("'a\\\u{2029}b'", #""ab""#), .init("'\\\n\\\n'", #""""#),
        .init("'a\\\n\\\nb'", #""ab""#), .init("'a\u{2028}b'", #""a\u2028b""#), .init("'a\u{2029}b'", #""a\u2029b""#),
        .init("'a\tb'", #""a\tb""#), .init("'a\u{0}b'", #""a\u0000b""#), .init("'\u{1B}'", #""\u001b""#),
        .init("'\u{7F}'", #""\u007f""#),
        .init("'é'", #""é""#), .init("'e\u{301}'", "\"e\u{301}\""), .init("'日本語'", #""日本語""#), .init("'😀'", #""😀""#),
        .init("'\u{FEFF}'", "\"\u{FEFF}\""), .init("'// no comment'", #""// no comment""#),
        .init("'/* no */'", #""/* no */""#),
        .init("'{[,:]}'", #""{[,:]}""#),
    ]

    static let numbers: [Accepted] = [
        .init("0", "0"), .init("-0", "-0"), .init("+0", "0"), .init("1", "1"), .init("-1", "-1"), .init("+1", "1"),
        .init("10", "10"), .init("1234567890", "1234567890"), .init("0.5", "0.5"), .init(".5", "0.5"),
        .init("-.5", "-0.5"),
        .init("+.5", "0.5"), .init("5.", "5"), .init("-5.", "-5"), .init("+5.", "5"), .init("0.", "0"),
        .init(".0", "0.0"),
        .init("12.50", "12.50"), .init("1e3", "1e3"), .init("1E3", "1E3"), .init("1e+3", "1e+3"), .init("1e-3", "1e-3"),
        .init("0e0", "0e0"), .init("0E-0", "0E-0"), .init("1.5e10", "1.5e10"), .init("5.e3", "5e3"),
        .init(".5e3", "0.5e3"),
        .init("+5.E-3", "5E-3"), .init("1e999", "1e999"), .init("1e007", "1e007"), .init("0.000", "0.000"),
        .init("123456789012345678901234567890", "123456789012345678901234567890"), .init("0x0", "0"),
        .init("0x1F", "31"),
        .init("0X1f", "31"), .init("-0x10", "-16"), .init("+0x10", "16"), .init("0xdecaf", "912559"),
        .init("0xDECAF", "912559"),
        .init("0x00ff", "255"), .init("-0x0", "-0"), .init("0xFFFFFFFFFFFFFFFF", "18446744073709551615"),
        .init("0x10000000000000000", "18446744073709551616"),
        .init("0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "340282366920938463463374607431768211455"),
        .init("0x3B9ACA00", "1000000000"), .init("0xde0b6b3a7640001", "1000000000000000001"),
        .init("[1,-1,+1]", "[1,-1,1]"),
        .init("[1.]", "[1]"), .init("{a:.1}", #"{"a":0.1}"#), .init("0xe", "14"), .init("0x1e3", "483"),
    ]

    static let spaces: [Accepted] = [
        .init(" 1", "1"), .init("1 ", "1"), .init("\t1\t", "1"), .init("\n1\n", "1"), .init("\r1\r", "1"),
        .init("\r\n1\r\n", "1"),
        .init("\u{B}1\u{B}", "1"), .init("\u{C}1\u{C}", "1"), .init("\u{A0}1\u{A0}", "1"), .init("\u{FEFF}1", "1"),
        .init("1\u{FEFF}", "1"), .init("[\u{FEFF}1]", "[1]"), .init("\u{FEFF}\u{FEFF}1", "1"),
        .init("\u{2028}1\u{2028}", "1"), .init("\u{2029}1\u{2029}", "1"),
        .init("\u{1680}1", "1"), .init("\u{2000}1", "1"), .init("\u{2001}\u{2002}\u{2003}\u{2004}1", "1"),
        .init("\u{2005}\u{2006}\u{2007}\u{2008}1", "1"), .init("\u{2009}\u{200A}1", "1"), .init("\u{202F}1", "1"),
        .init("\u{205F}1", "1"), .init("\u{3000}1", "1"),
        .init("//\n1", "1"), .init("// a\n1", "1"), .init("// a\r1", "1"), .init("// a\r\n1", "1"),
        .init("// a\u{2028}1", "1"),
        .init("// a\u{2029}1", "1"), .init("1 // a", "1"), .init("1//", "1"), .init("/**/1", "1"), .init("/***/1", "1"),
        .init("/* a */1", "1"), .init("1/* a */", "1"), .init("/* a\nb */1", "1"), .init("/* // */1", "1"),
        .init("/* /* */1", "1"),
        .init("// /*\n1", "1"), .init("/* * / ** **/1", "1"), .init("[/*a*/1/*b*/,/*c*/2/*d*/]", "[1,2]"),
        .init("{/*a*/a/*b*/:/*c*/1/*d*/,/*e*/}", #"{"a":1}"#), .init("[1//a\n,2]", "[1,2]"), .init("/*é😀*/1", "1"),
        .init("//é😀\n1", "1"),
    ]

    static let specificationExample = Accepted(
        """
        {
          // comments
          unquoted: 'and you can quote me on that',
          singleQuotes: 'I can use "double quotes" here',
          lineBreaks: "Look, Mom! \\
        No \\\\n's!",
          hexadecimal: 0xdecaf,
          leadingDecimalPoint: .8675309, andTrailing: 8675309.,
          positiveSign: +1,
          trailingComma: 'in objects', andIn: ['arrays',],
          "backwardsCompatible": "with JSON",
        }
        """,
        #"{"unquoted":"and you can quote me on that","singleQuotes":"I can use \"double quotes\" here","#
            + #""lineBreaks":"Look, Mom! No \\n's!","hexadecimal":912559,"leadingDecimalPoint":0.8675309,"#
            + #""andTrailing":8675309,"positiveSign":1,"trailingComma":"in objects","andIn":["arrays"],"#
            + #""backwardsCompatible":"with JSON"}"#
    )

    static let all = values + names + strings + numbers + spaces + [specificationExample]
}

@Test(arguments: Accepted.all) func `a valid text parses to its JSON`(_ example: Accepted) throws {
    let value = try JSONValue(parsing: example.text, options: .configuration)
    #expect(JSONWriter.text(value) == example.json)
}

@Test(arguments: Accepted.all) func `the positioned tree holds the same value`(_ example: Accepted) throws {
    let node = try JSON5Node(parsing: example.text, path: "a.json5")
    #expect(try node.value == JSONValue(parsing: example.text, options: .configuration))
}

@Test(arguments: Accepted.all, [JSONWriter.Layout.compact, .pretty])
func `what is written is strict JSON and reads back the same`(_ example: Accepted, _ layout: JSONWriter.Layout) throws {
    let value = try JSONValue(parsing: example.text, options: .configuration)
    #expect(try JSONValue(parsing: JSONWriter.bytes(value, layout: layout), options: .store) == value)
}

@Test func `there are at least 200 valid texts`() {
    #expect(Accepted.all.count >= 200)
}
