import StatusCommCore
import TestSupport
import Testing

struct MarkdownCase: CustomTestStringConvertible {
    var source: String
    var plain: String
    var html: String
    var testDescription: String { source }
}

@Test(arguments: [
    MarkdownCase(source: "Hello", plain: "Hello", html: "<p>Hello</p>"),
    MarkdownCase(
        source: "One\nTwo\r\n\r\n\nThree",
        plain: "One\nTwo\n\nThree",
        html: "<p>One<br>\nTwo</p>\n<p>Three</p>"
    ),
    MarkdownCase(
        source: "*slow* and **very slow** or ***both***",
        plain: "slow and very slow or both",
        html: "<p><em>slow</em> and <strong>very slow</strong> or <strong><em>both</em></strong></p>"
    ),
    MarkdownCase(
        source: "**a *b* c** *x **y***",
        plain: "a b c x y",
        html: "<p><strong>a <em>b</em> c</strong> <em>x <strong>y</strong></em></p>"
    ),
    MarkdownCase(source: "2*3*4 and * alone *", plain: "2*3*4 and * alone *", html: "<p>2*3*4 and * alone *</p>"),
    MarkdownCase(source: "*open **both", plain: "*open **both", html: "<p>*open **both</p>"),
    MarkdownCase(
        source: "**a *b** c*",
        plain: "a *b c*",
        html: "<p><strong>a *b</strong> c*</p>"
    ),
    MarkdownCase(source: "`a *b* <c>`", plain: "a *b* <c>", html: "<p><code>a *b* &lt;c&gt;</code></p>"),
    MarkdownCase(source: "a ` b `` c", plain: "a  b ` c", html: "<p>a <code> b </code>` c</p>"),
    MarkdownCase(source: #"\*not\* \[a](b) \\ \d"#, plain: #"*not* [a](b) \ \d"#, html: #"<p>*not* [a](b) \ \d</p>"#),
    MarkdownCase(
        source: "- one\n- two\n  more\n\n- three\n\nEnd",
        plain: "- one\n- two\n  more\n- three\n\nEnd",
        html: "<ul>\n<li>one</li>\n<li>two<br>\nmore</li>\n<li>three</li>\n</ul>\n<p>End</p>"
    ),
    MarkdownCase(
        source: "We saw:\n3. three\n4) four",
        plain: "We saw:\n\n3. three\n4. four",
        html: "<p>We saw:</p>\n<ol start=\"3\">\n<li>three</li>\n<li>four</li>\n</ol>"
    ),
    MarkdownCase(source: "2026. A year", plain: "2026. A year", html: "<p>2026. A year</p>"),
    MarkdownCase(
        source: "## What\nText\n#tag",
        plain: "What\n\nText\n#tag",
        html: "<h3>What</h3>\n<p>Text<br>\n#tag</p>"
    ),
    MarkdownCase(
        source: "See [the *page*](https://status.acme.example/a?b=1&c=2).",
        plain: "See the page (https://status.acme.example/a?b=1&c=2).",
        html: #"<p>See <a href="https://status.acme.example/a?b=1&amp;c=2">the <em>page</em></a>.</p>"#
    ),
    MarkdownCase(
        source: "(https://status.acme.example/x_(y)), **https://acme.example**.",
        plain: "(https://status.acme.example/x_(y)), https://acme.example.",
        html: #"<p>(<a href="https://status.acme.example/x_(y)">https://status.acme.example/x_(y)</a>), "#
            + #"<strong><a href="https://acme.example">https://acme.example</a></strong>.</p>"#
    ),
    MarkdownCase(
        source: "[mail](mailto:support@acme.example)",
        plain: "mail (support@acme.example)",
        html: #"<p><a href="mailto:support@acme.example">mail</a></p>"#
    ),
    MarkdownCase(
        source: "[x](javascript:alert) [y](data:text/html,x) [z](//acme.example) [](https://a.example)",
        plain: "[x](javascript:alert) [y](data:text/html,x) [z](//acme.example) [](https://a.example)",
        html: "<p>[x](javascript:alert) [y](data:text/html,x) [z](//acme.example) []("
            + #"<a href="https://a.example">https://a.example</a>)</p>"#
    ),
    MarkdownCase(
        source: "[a [b](https://b.example) c](https://c.example)",
        plain: "[a b (https://b.example) c](https://c.example)",
        html: #"<p>[a <a href="https://b.example">b</a> c](<a href="https://c.example">https://c.example</a>)</p>"#
    ),
    MarkdownCase(
        source: "<script>alert('x')</script> & \"q\"",
        plain: "<script>alert('x')</script> & \"q\"",
        html: "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;</p>"
    ),
    MarkdownCase(
        source: #"[x](https://a.example/"onmouseover="y)"#,
        plain: #"x (https://a.example/"onmouseover="y)"#,
        html: #"<p><a href="https://a.example/&quot;onmouseover=&quot;y">x</a></p>"#
    ),
    MarkdownCase(source: "a\u{1B}[31mb\u{0}\u{7F}\tc", plain: "a[31mb c", html: "<p>a[31mb c</p>"),
    MarkdownCase(
        source: "http:// https://. xhttps://a.example",
        plain: "http:// https://. xhttps://a.example",
        html: "<p>http:// https://. xhttps://a.example</p>"
    ),
    MarkdownCase(source: " \n\n ", plain: "", html: ""),
])
func `light Markdown becomes plain text and HTML`(_ example: MarkdownCase) {
    let markdown = LightMarkdown(example.source)
    #expect(markdown.plainText() == example.plain)
    #expect(markdown.html() == example.html)
}

@Test func `plain text is wrapped, lists hang and long words stay whole`() {
    let markdown = LightMarkdown(
        "One two three four five\n\n- six seven eight nine\n- https://status.acme.example/incidents/7"
    )
    #expect(
        markdown.plainText(width: 14)
            == """
            One two three
            four five

            - six seven
              eight nine
            - https://status.acme.example/incidents/7
            """
    )
}

struct ChatCase: CustomTestStringConvertible {
    var markup: ChatMarkup
    var source: String
    var expected: String
    var testDescription: String { "\(markup.rawValue): \(source)" }
}

@Test(arguments: [
    ChatCase(
        markup: .slack,
        source: "**API** is *slow*: [page](https://a.example/?x=1&y=2)",
        expected: "*API* is _slow_: <https://a.example/?x=1&amp;y=2|page>"
    ),
    ChatCase(markup: .slack, source: "- a\n- b", expected: "• a\n• b"),
    ChatCase(
        markup: .slack,
        source: "<!channel> <@U1> @here a@b.example",
        expected: "&lt;!channel&gt; &lt;@\u{200B}U1&gt; @\u{200B}here a@b.example"
    ),
    ChatCase(markup: .slack, source: "> quote", expected: "\u{200B}&gt; quote"),
    ChatCase(markup: .slack, source: "a _b_ ~c~", expected: "a _\u{200B}b_\u{200B} ~\u{200B}c~\u{200B}"),
    ChatCase(markup: .slack, source: "https://a.example", expected: "<https://a.example>"),
    ChatCase(markup: .slack, source: "[a|b>](https://a.example/|x>)", expected: "<https://a.example/%7Cx%3E|a¦b&gt;>"),
    ChatCase(markup: .googleChat, source: "**x** <users/all>", expected: "*x* <\u{200B}users/all>"),
    ChatCase(
        markup: .discord,
        source: "**x** @everyone <@1> me@everyone",
        expected: "**x** @\u{200B}everyone \\<@\u{200B}1\\> me@\u{200B}everyone"
    ),
    ChatCase(markup: .discord, source: "# Head **on**\n\n- a_b", expected: "**Head on**\n\n- a\\_b"),
    ChatCase(markup: .discord, source: "||x|| [y](javascript:z)", expected: "\\|\\|x\\|\\| \\[y\\]\\(javascript:z\\)"),
    ChatCase(markup: .discord, source: "`@everyone`", expected: "`@\u{200B}everyone`"),
    ChatCase(
        markup: .mattermost,
        source: "@all ~town [page](https://a.example)",
        expected: "@\u{200B}all \\~town [page](https://a.example)"
    ),
    ChatCase(markup: .mattermost, source: "x\n1986\\. y", expected: "x\n\u{200B}1986. y"),
    ChatCase(
        markup: .teams,
        source: "*x* <at>All</at> https://a.example",
        expected: "_x_ \\<at\\>All\\</at\\> [https://a.example](https://a.example)"
    ),
])
func `chat markup notifies nobody and keeps the data's own marks`(_ example: ChatCase) {
    #expect(LightMarkdown(example.source).chatText(example.markup) == example.expected)
}

@Test(arguments: [
    "*", "**", "***", "* ", "*a ", "**a *b** ", "[", "[]", "[a](", "[a](https://", "`", "`a`", "http://", "https://a(",
    "\\", "- ", "1. ",
    "(", "](", "[a](b ", "*a**b", "#", "\n", "\u{0301}", "@",
])
func `hostile text is read in linear time`(_ piece: String) {
    let clock = ContinuousClock()
    func time(_ length: Int) -> Duration {
        let source = String(repeating: piece, count: length / piece.utf8.count)
        return clock.measure {
            let markdown = LightMarkdown(source)
            _ = markdown.html()
            _ = markdown.plainText(width: 70)
            for markup in ChatMarkup.allCases { _ = markdown.chatText(markup) }
        }
    }
    // Quadratic work takes sixteen times as long for a text four times as long. A busy machine gets further tries.
    let isLinear = (0..<4).contains { _ in time(16_000) < time(4_000) * 8 + .milliseconds(20) }
    #expect(isLinear)
}

@Test func `no text makes markup of its own`() {
    var generator = SplitMix(seed: 5)
    let pieces = [
        "*", "**", "`", "[", "](", ")", "https://a.example", "mailto:", "<b>", "&", "\"", "\n", "\n\n", "- ", "1. ",
        "# ", "x", " ", "é", "\\", "javascript:",
    ]
    for _ in 0..<3_000 {
        let source = (0..<12).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
        let html = LightMarkdown(source).html()
        var depth = 0
        for character in html {
            if character == "<" { depth += 1 } else if character == ">" { depth -= 1 }
            #expect((0...1).contains(depth), "\(source)")
        }
        #expect(!html.contains("<b>") && !html.contains("href=\"javascript"), "\(source)")
    }
}
