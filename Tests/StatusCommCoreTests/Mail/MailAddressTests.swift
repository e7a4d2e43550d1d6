import StatusCommCore
import Testing

struct ReadAddress: CustomTestStringConvertible {
    let text: String
    let expected: String
    var testDescription: String { text }
}

@Test(arguments: [
    ReadAddress(text: "ada@example.com", expected: "ada@example.com"),
    ReadAddress(text: "Ada.Lovelace+x@EXAMPLE.Com", expected: "Ada.Lovelace+x@example.com"),
    ReadAddress(text: "o'hara@example.co.uk", expected: "o'hara@example.co.uk"),
    ReadAddress(text: "a@MÜNCHEN.example", expected: "a@xn--mnchen-3ya.example"),
    ReadAddress(text: "a@mu\u{308}nchen.example", expected: "a@xn--mnchen-3ya.example"),
    ReadAddress(text: "a@例え。テスト", expected: "a@xn--r8jz45g.xn--zckzah"),
    ReadAddress(text: "a@xn--mnchen-3ya.example", expected: "a@xn--mnchen-3ya.example"),
    ReadAddress(text: "jürgen@example.com", expected: "jürgen@example.com"),
    ReadAddress(text: "a@b-c.d1", expected: "a@b-c.d1"),
])
func `an address is kept, its domain folded`(example: ReadAddress) throws {
    #expect(try MailAddress(example.text).text == example.expected)
}

struct BadAddress: CustomTestStringConvertible {
    let text: String
    let fault: MailAddress.Fault
    var testDescription: String { text }
}

@Test(arguments: [
    BadAddress(text: "", fault: .empty),
    BadAddress(text: "ada", fault: .noAtSign),
    BadAddress(text: "ada lovelace@example.com", fault: .control),
    BadAddress(text: "ada@example.com\r\nRCPT TO:<eve@example.com>", fault: .control),
    BadAddress(text: "a\u{0}@example.com", fault: .control),
    BadAddress(text: "a\u{85}b@example.com", fault: .control),
    BadAddress(text: "a\u{202E}b@example.com", fault: .control),
    BadAddress(text: "@example.com", fault: .localInvalid),
    BadAddress(text: ".a@example.com", fault: .localInvalid),
    BadAddress(text: "a.@example.com", fault: .localInvalid),
    BadAddress(text: "a..b@example.com", fault: .localInvalid),
    BadAddress(text: "a@b@example.com", fault: .localInvalid),
    BadAddress(text: "<a@example.com>", fault: .localInvalid),
    BadAddress(text: "a,b@example.com", fault: .localInvalid),
    BadAddress(text: "\"a\"@example.com", fault: .quotedLocal),
    BadAddress(text: "a@[127.0.0.1]", fault: .domainLiteral),
    BadAddress(text: "a@localhost", fault: .domainWithoutDot),
    BadAddress(text: "a@example..com", fault: .domainInvalid),
    BadAddress(text: "a@-example.com", fault: .domainInvalid),
    BadAddress(text: "a@example-.com", fault: .domainInvalid),
    BadAddress(text: "a@exa_mple.com", fault: .domainInvalid),
    BadAddress(text: "a@xn--\u{e9}.com", fault: .domainInvalid),
    BadAddress(text: "a@xn--!.com", fault: .domainInvalid),
    BadAddress(text: "a@example.com>", fault: .domainInvalid),
    BadAddress(text: String(repeating: "a", count: 65) + "@example.com", fault: .localTooLong),
    BadAddress(text: "a@" + String(repeating: "abcdefghi.", count: 25) + "com", fault: .tooLong),
])
func `what is no safe address is refused with its reason`(example: BadAddress) {
    #expect(throws: example.fault) { try MailAddress(example.text) }
}

@Test func `only a local part beyond ASCII needs SMTPUTF8`() throws {
    #expect(try MailAddress("jürgen@example.com").needsSMTPUTF8)
    #expect(try !MailAddress("a@münchen.example").needsSMTPUTF8)
    let address = try MailAddress("jürgen@münchen.example")
    #expect(address.local == "jürgen")
    #expect(address.domain == "xn--mnchen-3ya.example")
}
