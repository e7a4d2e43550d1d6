import StatusCommCore
import Testing

private func address(_ text: String) throws -> MailAddress { try MailAddress(text) }

private func slots() -> MailSlots {
    MailSlots(names: ["customer_name", "unsubscribe_url"], links: ["unsubscribe_url"])
}

private func content(subject: String, text: String, html: String) -> MailContent {
    MailContent(
        subject: SlottedText(cutting: subject, at: slots()),
        text: SlottedText(cutting: text, at: slots()),
        html: SlottedText(cutting: html, at: slots())
    )
}

private func identity() throws -> MailIdentity {
    MailIdentity(
        fromName: "Acme Status",
        from: try address("status@acme.example"),
        incidentKey: "INC-7",
        changeKey: "3",
        date: 1_795_392_000,
        earlierChangeKeys: ["1", "2"],
        listID: "status.acme.example",
        feedbackID: "api:update:page:acme-status"
    )
}

private func composed(
    _ recipient: MailRecipient,
    _ content: MailContent,
    _ identity: MailIdentity? = nil
) throws -> (text: String, envelope: MailEnvelope) {
    var output: [UInt8] = []
    let composer = try MailComposer(identity: identity ?? StatusCommCoreTests.identity(), contents: [content])
    let envelope = try composer.compose(recipient, into: &output)
    return (String(decoding: output, as: UTF8.self), envelope)
}

@Test func `a mail is the same bytes each time, with every header in its place`() throws {
    let name = slots().mark(of: 0)
    let link = slots().mark(of: 1)
    let mail = content(
        subject: "API down",
        text: "Hello \(name),\n\n.It is = down. \nFrom us\n\(link)",
        html: "<p>Hello \(name)</p><a href=\"\(link)\">x</a>\n"
    )
    let recipient = MailRecipient(
        address: try address("ada@example.com"),
        name: "Ada Lovelace",
        unsubscribeURL: "https://acme.example/u?a=1&b=2",
        values: ["Ada <Lovelace>", "https://acme.example/u?a=1&b=2"]
    )
    let expected = """
        Date: Mon, 23 Nov 2026 00:00:00 +0000
        From: Acme Status <status@acme.example>
        To: Ada Lovelace <ada@example.com>
        Subject: API down
        Message-ID: <INC-7.3.TOKEN@acme.example>
        In-Reply-To: <INC-7.2.TOKEN@acme.example>
        References: <INC-7.TOKEN@acme.example>
         <INC-7.1.TOKEN@acme.example>
         <INC-7.2.TOKEN@acme.example>
        List-Id: <status.acme.example>
        Auto-Submitted: auto-generated
        X-Auto-Response-Suppress: All
        Precedence: bulk
        Feedback-ID: api:update:page:acme-status
        MIME-Version: 1.0
        List-Unsubscribe: <https://acme.example/u?a=1&b=2>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        Content-Type: multipart/alternative; boundary="=_TOKEN"

        --=_TOKEN
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Hello Ada <Lovelace>,

        =2EIt is =3D down.=20
        =46rom us
        https://acme.example/u?a=3D1&b=3D2
        --=_TOKEN
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <p>Hello Ada &lt;Lovelace&gt;</p><a href=3D"https://acme.example/u?a=3D1&am=
        p;b=3D2">x</a>

        --=_TOKEN--

        """
    let (text, envelope) = try composed(recipient, mail)
    let token = try #require(text.split(separator: "INC-7.3.").last?.prefix(24))
    #expect(token.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    #expect(
        text
            == expected.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
            .split(separator: "TOKEN", omittingEmptySubsequences: false).joined(separator: String(token))
    )
    #expect(envelope == MailEnvelope(sender: "status@acme.example", recipient: try address("ada@example.com")))
    #expect(try composed(recipient, mail).text == text)
}

struct Refusal: CustomTestStringConvertible {
    let name: String
    let subject: String
    let link: String
    var testDescription: String { name + subject + link }
}

@Test(arguments: [
    Refusal(name: "Ada\r\nBcc: eve@example.com", subject: "x", link: ""),
    Refusal(name: "Ada\u{0}", subject: "x", link: ""),
    Refusal(name: "Ada\u{2028}", subject: "x", link: ""),
    Refusal(name: "Ada", subject: "x\nBcc: eve@example.com", link: ""),
    Refusal(name: "Ada", subject: "x\u{85}y", link: ""),
    Refusal(name: "Ada", subject: "x", link: "https://x.example/>\r\nBcc: eve@example.com"),
    Refusal(name: "Ada", subject: "x", link: "javascript:alert(1)"),
])
func `what could end a header is refused, not cleaned`(example: Refusal) throws {
    let mail = content(subject: example.subject, text: "x", html: "x")
    let recipient = MailRecipient(
        address: try address("ada@example.com"),
        name: example.name,
        unsubscribeURL: example.link
    )
    #expect(throws: MailRefused.self) { try composed(recipient, mail) }
}

@Test func `a subject with a recipient's value is made for each`() throws {
    let mail = content(subject: "Hello \(slots().mark(of: 0))", text: "x", html: "x")
    let recipient = MailRecipient(address: try address("a@b.c"), values: ["Jürgen"])
    #expect(try composed(recipient, mail).text.contains("Subject: =?UTF-8?B?SGVsbG8gSsO8cmdlbg==?=\r\n"))
    let hostile = MailRecipient(address: try address("a@b.c"), values: ["x\r\nBcc: y"])
    #expect(throws: MailRefused.self) { try composed(hostile, mail) }
}

@Test func `return paths and delivery reports follow the configuration`() throws {
    var identity = try identity()
    identity.returnPath = .perRecipient(try address("bounce@acme.example"))
    identity.wantsDeliveryReports = true
    let mail = content(subject: "x", text: "x", html: "x")
    let first = try composed(MailRecipient(address: try address("a@b.c")), mail, identity).envelope
    let second = try composed(MailRecipient(address: try address("d@b.c")), mail, identity).envelope
    #expect(first.sender.hasPrefix("bounce+") && first.sender.hasSuffix("@acme.example"))
    #expect(first.sender != second.sender)
    #expect(first.envelopeID?.hasPrefix("INC-7.3.") == true)
    identity.returnPath = .null
    #expect(try composed(MailRecipient(address: try address("a@b.c")), mail, identity).envelope.sender == "")
}

@Test func `no header of a first mail refers to anything but the incident's root`() throws {
    var identity = try identity()
    identity.earlierChangeKeys = []
    let text = try composed(
        MailRecipient(address: try address("a@b.c")),
        content(subject: "x", text: "x", html: "x"),
        identity
    ).text
    let reply = text.split(separator: "\r\n").first { $0.hasPrefix("In-Reply-To: ") }?.dropFirst(13)
    let references = text.split(separator: "\r\n").first { $0.hasPrefix("References: ") }?.dropFirst(12)
    #expect(reply == references)
    #expect(reply?.hasPrefix("<INC-7.") == true)
}
