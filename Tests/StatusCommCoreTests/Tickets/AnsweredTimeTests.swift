import JSON5
import StatusCommCore
import Testing

@Suite struct AnsweredTimeTests {
    @Test(arguments: [
        "2026-11-23T13:05:00Z", "2026-11-23T14:05:00+01:00", "2026-11-23T14:05:00.000+0100", "2026-11-23 13:05:00",
        "2026-11-23.13:05:00", "2026/11/23 13:05", "2026-11-23 13:05:00 UTC", "1795439100", "1795439100000",
        "1795439100.000",
    ])
    func `a time is read in every form that providers answer in`(text: String) {
        #expect(Timestamp(answered: .string(text)) == Timestamp(seconds: 1_795_439_100))
    }

    @Test func `numbers and days are times too`() {
        #expect(Timestamp(answered: 1_795_439_100) == Timestamp(seconds: 1_795_439_100))
        #expect(Timestamp(answered: "2026-11-23") == Timestamp(rfc3339: "2026-11-23T00:00:00Z"))
    }

    @Test(arguments: ["", "soon", "2026-13-01", "2026-11-23T25:00:00", "2026-11-23 13:05:00 CET", "23.11.2026", "-5"])
    func `what is no time is none`(text: String) {
        #expect(Timestamp(answered: .string(text)) == nil)
    }
}

@Suite struct TextAnchorTests {
    private let url = "https://s.example/i/k3"

    @Test(arguments: [
        ("See https://s.example/i/k3.", "See https://s.example/i/k3#0123456789abcdef."),
        ("[page](https://s.example/i/k3) ok", "[page](https://s.example/i/k3#0123456789abcdef) ok"),
        ("https://s.example/i/k3", "https://s.example/i/k3#0123456789abcdef"),
        // Another incident's address begins with this one's.
        (
            "https://s.example/i/k34 https://s.example/i/k3",
            "https://s.example/i/k34 https://s.example/i/k3#0123456789abcdef"
        ),
        ("https://s.example/i/k3.html", "https://s.example/i/k3.html\n\nhttps://s.example/i/k3#0123456789abcdef"),
        ("No link", "No link\n\nhttps://s.example/i/k3#0123456789abcdef"),
    ])
    func `a text carries its key once`(text: String, expected: String) {
        #expect(TextAnchor.anchored(text, url: url, key: "0123456789abcdef0123456789abcdef") == expected)
    }
}
