import TestSupport
import Testing

@testable import StatusCommCore

private func folded(_ text: String, isHTML: Bool = false) -> String {
    var reader = TicketText()
    reader.read(subject: "", body: Ticket.Body(text, isHTML: isHTML))
    return String(decoding: reader.bytes[reader.bodyStart...], as: UTF8.self).trimmingBlanks
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

struct FoldingCase: CustomTestStringConvertible {
    let text: String
    let folded: String

    init(_ text: String, _ folded: String) {
        self.text = text
        self.folded = folded
    }

    var testDescription: String { text }

    static let all = [
        FoldingCase("Payment  DECLINED\n\nat checkout", "payment declined at checkout"),
        FoldingCase("\u{FEFF}pay\u{200B}ment\u{00AD}s", "payments"),
        FoldingCase("Café, ÜBERFÄLLIG, Straße, Œuvre, Ærø", "cafe, uberfallig, strasse, oeuvre, aero"),
        FoldingCase("cafe\u{301}", "cafe"),
        FoldingCase("ế ộ ự ǟ ᶏ ⱥ Ⱥ İ ı", "e o u a a a a i i"),
        FoldingCase("ｆｕｌｌ　ｗｉｄｔｈ ①②³", "full width 123"),
        FoldingCase("ﬁnal ﬂow oﬃce \u{1D41A}\u{1D41B}", "final flow office ab"),
        FoldingCase("don’t “quote” – dash… • bullet", "don't \"quote\" - dash bullet"),
        FoldingCase("支払い エラー", "支払い エラー"),
        FoldingCase("a\tb\u{00A0}c\u{2003}d\r\ne", "a b c d e"),
        FoldingCase("٣ and ３", "3 and 3"),
        FoldingCase("", ""),
        FoldingCase("   \n \t ", ""),
        FoldingCase("🤷‍♀️ broken", "broken"),
    ]
}

@Test(arguments: FoldingCase.all)
func aTextIsFolded(_ row: FoldingCase) {
    #expect(folded(row.text) == row.folded)
}

@Test(arguments: [
    FoldingCase("<p>Payment&nbsp;<b>de</b>clined</p><p>at&#32;check&shy;out</p>", "payment de clined at checkout"),
    FoldingCase("<style>p { color: red }</style><script>api()</script><p>Hello</p>", "hello"),
    FoldingCase("<head><title>api</title></head><body>x</body>", "x"),
    FoldingCase("&Uuml;bung &amp; &#220;&#xDC; &bogus; &", "ubung & uu &bogus; &"),
    FoldingCase(
        "&#65;&#x42;&#X43; &#; &#x; &#4a; &#xG; &#xD800; &#4294967361;",
        "abc &#; &#x; &#4a; &#xg; &#xd800; &#4294967361;"
    ),
    FoldingCase("a < b and b > c <3", "a < b and b > c <3"),
    FoldingCase("<p title=\"a > b\">text</p>", "text"),
    FoldingCase("mine<blockquote>quoted <blockquote>twice</blockquote> quoted</blockquote>mine", "mine mine"),
    FoldingCase("<!-- <p>no</p> -->yes", "yes"),
    FoldingCase("line<br>line<div>block</div>", "line line block"),
    FoldingCase("<p>Text</p><p>On 5 Jan 2026, Support wrote:</p><div>old words</div>", "text"),
    FoldingCase("text <unfinished", "text <unfinished"),
    FoldingCase("<SCRIPT>x</Script >y", "y"),
])
func hyperTextBecomesWhatAReaderSees(_ row: FoldingCase) {
    #expect(folded(row.text, isHTML: true) == row.folded)
}

@Test(arguments: [
    FoldingCase("It fails.\n> old words\n>> older\nStill.", "it fails. still."),
    FoldingCase("It fails.\n\nOn Mon, 5 Jan 2026 at 10:00, A <a@b.example> wrote:\nold words", "it fails."),
    FoldingCase("It fails.\nOn Mon, 5 Jan 2026 at 10:00, A Very Long Name <a@b.example>\nwrote:\nold", "it fails."),
    FoldingCase("Geht nicht.\nAm 05.01.2026 um 10:00 schrieb Support:\n> alt", "geht nicht."),
    FoldingCase("Rien.\nLe 5 janv. 2026 à 10:00, Support a écrit :\n> vieux", "rien."),
    FoldingCase("It fails.\n-----Original Message-----\nFrom: x\nold", "it fails."),
    FoldingCase("It fails.\n________________________________\nFrom: x", "it fails."),
    FoldingCase("It fails.\nFrom: Support\nSent: Monday\nTo: me\nold", "it fails."),
    FoldingCase("It fails.\n-- \nA. Customer\nExample API Ltd", "it fails."),
    FoldingCase("It fails.\nSent from my phone\nand again", "it fails. and again"),
    FoldingCase(
        "---------- Forwarded message ---------\nYour card was declined",
        "---------- forwarded message --------- your card was declined"
    ),
    FoldingCase("On Monday I wrote:\nplease help", "on monday i wrote: please help"),
    FoldingCase("From: Berlin\nTo: Paris\nno train", "from: berlin to: paris no train"),
    FoldingCase("prices -- all of them -- are wrong", "prices -- all of them -- are wrong"),
    FoldingCase("--- a/file", "--- a/file"),
])
func onlyTheCustomersOwnWordsStay(_ row: FoldingCase) {
    #expect(folded(row.text) == row.folded)
}

@Test
func subjectAndBodyAreKeptApart() {
    var text = TicketText()
    text.read(subject: "> Über", body: Ticket.Body("Body"))
    #expect(String(decoding: text.bytes, as: UTF8.self) == "> uber \nbody ")
    text.read(subject: "next", body: nil)
    #expect(String(decoding: text.bytes, as: UTF8.self) == "next \n")
}

@Test(arguments: 0..<20)
func tagsAndReferencesAreSeenAtEveryPlace(length: Int) {
    let words = String(repeating: "x", count: length)
    #expect(
        folded("\(words)<p>y\(words)&amp;z\(words)", isHTML: true).split(separator: " ")
            == [words, "y\(words)&z\(words)"].filter { !$0.isEmpty }.map { $0[...] }
    )
}

/// Any bytes at all: no crash, and the same answer as a scalar at a time gives.
@Test
func anyTextIsFoldedAsScalarByScalar() {
    var random = SplitMix(seed: 11)
    let alphabet: [String] = [
        "a", "B", "z", "Z", "@", "[", "`", "{", " ", "  ", "\t", "\u{7F}", "\u{1F}", "é", "ß", "ﬃ", "ж", "中", "🙂",
        "\u{301}", "1",
        "-", "~", "\u{A0}", "<", ">", "&", "&amp;", "</p>", "\u{200B}",
    ]
    for _ in 0..<2_000 {
        let parts = (0..<Int.random(in: 0...60, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
        let text = parts.joined()
        var reader = TicketText()
        reader.read(subject: text, body: nil)
        let quick = Array(reader.bytes.dropLast())
        // One scalar at a time never takes the way of eight bytes at once.
        var slow: [UInt8] = []
        for scalar in text.unicodeScalars {
            reader.read(subject: "x" + String(scalar) + "x", body: nil)
            var bytes = Array(reader.bytes.dropFirst())
            bytes.removeLast(3)
            if bytes == [0x20], slow.last == 0x20 || slow.isEmpty { continue }
            slow += bytes
        }
        if slow.last == 0x20 { slow.removeLast() }
        #expect(quick == (slow.isEmpty ? [] : slow + [0x20]), "\(text.debugDescription)")
        reader.read(subject: "", body: Ticket.Body(text, isHTML: true))
    }
}

@Test(arguments: ["<", "<a ", "&", "&#", "<!--", "<p title='", "> ", "-", "y", "<blockquote>"])
func hostileTextTakesLinearTime(part: String) {
    // A quadratic way would take minutes.
    _ = folded(String(repeating: part, count: 200_000), isHTML: true)
    _ = folded(String(repeating: part, count: 200_000))
}
