import StatusCommCore
import Testing

private let message = Array("Subject: x\r\n\r\n.dot\r\n..\r\nend\r\n".utf8)

// What a relay says at each turn, and what we say in answer; `<body>` is where the message goes.
private func play(
    _ turns: [String],
    offers: [String] = ["250-relay", "250 PIPELINING"],
    mails: Int = 1,
    behindDot: Bool = false,
    recipient: String = "ada@example.com",
    envelopeID: String? = nil
) throws -> (said: String, steps: [SMTPDialogue.Step]) {
    var dialogue = SMTPDialogue(capabilities: SMTPCapabilities(replyLines: offers))
    let envelope = MailEnvelope(
        sender: "status@acme.example",
        recipient: try MailAddress(recipient),
        envelopeID: envelopeID
    )
    var output: [UInt8] = []
    var said = ""
    var steps: [SMTPDialogue.Step] = []
    var begun = 1
    dialogue.begin(envelope, size: message.count, output: &output)
    for turn in turns {
        said += String(decoding: output, as: UTF8.self)
        output = []
        if turn == "<lost>" {
            if let outcome = dialogue.connectionLost("lost", isOutputSent: true) { steps.append(.done(outcome)) }
            break
        }
        var new: [SMTPDialogue.Step] = []
        Array(turn.utf8).withUnsafeBytes { dialogue.receive($0, output: &output, steps: &new) }
        steps += new
        for step in new where step == .sendBody {
            dialogue.appendBody(message, to: &output)
            guard behindDot, dialogue.canBeginNext, begun < mails else { continue }
            begun += 1
            dialogue.beginNext(envelope, size: message.count, output: &output)
        }
        if case .done = new.last, dialogue.isIdle, begun < mails {
            begun += 1
            dialogue.begin(envelope, size: message.count, output: &output)
        }
    }
    return (said + String(decoding: output, as: UTF8.self), steps)
}

private let group = "MAIL FROM:<status@acme.example>\r\nRCPT TO:<ada@example.com>\r\nDATA\r\n"
private let stuffed = "Subject: x\r\n\r\n..dot\r\n...\r\nend\r\n.\r\n"

private func reply(_ code: Int, _ enhanced: String? = nil, _ text: String = "") -> SMTPReply {
    SMTPReply(code: code, enhanced: enhanced, text: text)
}

struct Exchange: CustomTestStringConvertible {
    let name: String
    let turns: [String]
    let steps: [SMTPDialogue.Step]
    var mails = 1
    var said: String?
    var testDescription: String { name }
}

@Test(arguments: [
    Exchange(
        name: "accepted",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "250 2.0.0 queued as 1\r\n"],
        steps: [.sendBody, .done(.accepted(reply(250, "2.0.0", "queued as 1")))],
        said: group + stuffed
    ),
    Exchange(
        name: "any 2xx after the dot, on several lines, byte by byte",
        turns: "250 ok\r\n250 ok\r\n354 go\r\n251-a\r\n251 b\n".map(String.init).flatMap {
            $0 == "\r\n" ? ["\r", "\n"] : [$0]
        },
        steps: [.sendBody, .done(.accepted(reply(251, nil, "a b")))],
        said: group + stuffed
    ),
    Exchange(
        name: "refused recipient, then a mail on the same connection",
        turns: [
            "250 ok\r\n550 5.1.1 who?\r\n554 no valid recipients\r\n", "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n",
            "250 ok\r\n",
        ],
        steps: [
            .done(.refused(reply(550, "5.1.1", "who?"), at: .recipient)), .sendBody,
            .done(.accepted(reply(250, nil, "ok"))),
        ],
        mails: 2,
        said: group + "RSET\r\n" + group + stuffed
    ),
    Exchange(
        name: "refused recipient, yet DATA is answered with 354",
        turns: ["250 ok\r\n550 5.1.1 who?\r\n354 go\r\n", "250 ok\r\n"],
        steps: [.done(.refused(reply(550, "5.1.1", "who?"), at: .recipient))],
        said: group + ".\r\n"
    ),
    Exchange(
        name: "refused after the dot",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "554 5.7.1 spam\r\n"],
        steps: [.sendBody, .done(.refused(reply(554, "5.7.1", "spam"), at: .end))]
    ),
    Exchange(
        name: "refused before our dot",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n552 5.3.4 too big\r\n"],
        steps: [
            .close(
                .refused(reply(552, "5.3.4", "too big"), at: .data),
                reason: "552 5.3.4 too big",
                reply: reply(552, "5.3.4", "too big"),
                doubtsPrevious: false
            )
        ],
        said: group
    ),
    Exchange(
        name: "a stray reply behind 354 is not the answer to the dot",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n"],
        steps: [
            .close(
                .notSent("the relay's replies are out of step"),
                reason: "the relay's replies are out of step",
                reply: reply(250, nil, "ok"),
                doubtsPrevious: true
            )
        ],
        said: group
    ),
    Exchange(
        name: "two replies to the dot leave it in doubt",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "250 ok\r\n554 no\r\n"],
        steps: [
            .sendBody,
            .close(
                .inDoubt("the relay's replies are out of step"),
                reason: "the relay's replies are out of step",
                reply: reply(554, nil, "no"),
                doubtsPrevious: false
            ),
        ]
    ),
    Exchange(
        name: "a late second reply doubts the mail before",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "250 ok\r\n", "554 no\r\n250 ok\r\n250 ok\r\n"],
        steps: [
            .sendBody, .done(.accepted(reply(250, nil, "ok"))),
            .close(
                .notSent("the relay's replies are out of step"),
                reason: "the relay's replies are out of step",
                reply: reply(250, nil, "ok"),
                doubtsPrevious: true
            ),
        ],
        mails: 2
    ),
    Exchange(
        name: "421 before the message",
        turns: ["421 4.3.2 shutting down\r\n"],
        steps: [
            .close(
                .notSent("421 4.3.2 shutting down"),
                reason: "421 4.3.2 shutting down",
                reply: reply(421, "4.3.2", "shutting down"),
                doubtsPrevious: false
            )
        ]
    ),
    Exchange(
        name: "421 after the dot",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "421 later\r\n"],
        steps: [
            .sendBody,
            .close(
                .refused(reply(421, nil, "later"), at: .end),
                reason: "421 later",
                reply: reply(421, nil, "later"),
                doubtsPrevious: false
            ),
        ]
    ),
    Exchange(
        name: "lost before the message",
        turns: ["250 ok\r\n250 ok\r\n", "<lost>"],
        steps: [.done(.notSent("lost"))]
    ),
    Exchange(
        name: "lost after the dot",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "<lost>"],
        steps: [.sendBody, .done(.inDoubt("lost"))]
    ),
    Exchange(
        name: "lost after a refusal",
        turns: ["250 ok\r\n550 5.1.1 who?\r\n", "<lost>"],
        steps: [.done(.refused(reply(550, "5.1.1", "who?"), at: .recipient))]
    ),
    Exchange(
        name: "a line without a code",
        turns: ["hello\r\n"],
        steps: [
            .close(
                .notSent("a reply does not begin with a code"),
                reason: "a reply does not begin with a code",
                reply: nil,
                doubtsPrevious: false
            )
        ]
    ),
    Exchange(
        name: "lines with different codes",
        turns: ["250-a\r\n251 b\r\n"],
        steps: [
            .close(
                .notSent("the lines of a reply have different codes"),
                reason: "the lines of a reply have different codes",
                reply: nil,
                doubtsPrevious: false
            )
        ]
    ),
    Exchange(
        name: "an endless line after the dot",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "250 " + String(repeating: "x", count: 65_536)],
        steps: [
            .sendBody,
            .close(
                .inDoubt("a reply line is longer than 4096 bytes"),
                reason: "a reply line is longer than 4096 bytes",
                reply: nil,
                doubtsPrevious: false
            ),
        ]
    ),
    Exchange(
        name: "endless lines",
        turns: [String(repeating: "250-x\r\n", count: 65)],
        steps: [
            .close(
                .notSent("a reply has more than 64 lines"),
                reason: "a reply has more than 64 lines",
                reply: nil,
                doubtsPrevious: false
            )
        ]
    ),
    Exchange(
        name: "escapes in the text",
        turns: ["250 ok\r\n250 ok\r\n354 go\r\n", "554 \u{1B}[31mred\u{0}\r\n"],
        steps: [.sendBody, .done(.refused(reply(554, nil, "\u{FFFD}[31mred\u{FFFD}"), at: .end))]
    ),
])
func `a dialogue with a relay that takes groups of commands`(example: Exchange) throws {
    let (said, steps) = try play(example.turns, mails: example.mails)
    #expect(steps == example.steps)
    if let expected = example.said { #expect(said == expected) }
}

private let queued = SMTPDialogue.Step.done(.accepted(reply(250, nil, "ok")))
private let outOfStep = "the relay's replies are out of step"
private let granted = "250 ok\r\n250 ok\r\n354 go\r\n"

@Test(arguments: [
    Exchange(
        name: "one after another",
        turns: [granted, "250 ok\r\n" + granted, "250 ok\r\n" + granted, "250 ok\r\n"],
        steps: [.sendBody, queued, .sendBody, queued, .sendBody, queued],
        mails: 3,
        said: group + stuffed + group + stuffed + group + stuffed
    ),
    Exchange(
        name: "replies in pieces",
        turns: [granted, "250 o", "k\r\n250 ok\r\n250", " ok\r\n354 go\r\n", "250 ok\r\n"],
        steps: [.sendBody, queued, .sendBody, queued],
        mails: 2,
        said: group + stuffed + group + stuffed
    ),
    Exchange(
        name: "a refused message says nothing about the next",
        turns: [granted, "554 5.7.1 spam\r\n" + granted, "250 ok\r\n"],
        steps: [.sendBody, .done(.refused(reply(554, "5.7.1", "spam"), at: .end)), .sendBody, queued],
        mails: 2,
        said: group + stuffed + group + stuffed
    ),
    Exchange(
        name: "a refused recipient behind a dot, then a mail on the same connection",
        turns: [
            granted, "250 ok\r\n250 ok\r\n550 5.1.1 who?\r\n554 no valid recipients\r\n", "250 ok\r\n" + granted,
            "250 ok\r\n",
        ],
        steps: [
            .sendBody, queued, .done(.refused(reply(550, "5.1.1", "who?"), at: .recipient)), .sendBody, queued,
        ],
        mails: 3,
        said: group + stuffed + group + "RSET\r\n" + group + stuffed
    ),
    Exchange(
        name: "lost before the answer to the dot",
        turns: [granted, "<lost>"],
        steps: [.sendBody, .done(.inDoubt("lost"))],
        mails: 2
    ),
    Exchange(
        name: "lost behind the answer to the dot",
        turns: [granted, "250 ok\r\n250 ok\r\n", "<lost>"],
        steps: [.sendBody, queued, .done(.notSent("lost"))],
        mails: 2
    ),
    Exchange(
        name: "421 in place of the answer to the dot",
        turns: [granted, "421 later\r\n"],
        steps: [
            .sendBody,
            .close(
                .refused(reply(421, nil, "later"), at: .end),
                reason: "421 later",
                reply: reply(421, nil, "later"),
                doubtsPrevious: false
            ),
        ],
        mails: 2
    ),
    Exchange(
        name: "a reply too many puts the accepted mail in doubt",
        turns: [granted, "250 ok\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n"],
        steps: [
            .sendBody, queued,
            .close(.notSent(outOfStep), reason: outOfStep, reply: reply(250, nil, "ok"), doubtsPrevious: true),
        ],
        mails: 2
    ),
    Exchange(
        name: "a reply too many that came before the refusal of the message",
        turns: [granted, "250 ok\r\n554 no\r\n250 ok\r\n250 ok\r\n354 go\r\n"],
        steps: [
            .sendBody, queued,
            .close(.notSent(outOfStep), reason: outOfStep, reply: reply(250, nil, "ok"), doubtsPrevious: true),
        ],
        mails: 2
    ),
    Exchange(
        name: "a stray reply before the next message",
        turns: [granted, "250 ok\r\n" + granted + "250 ok\r\n"],
        steps: [
            .sendBody, queued,
            .close(.notSent(outOfStep), reason: outOfStep, reply: reply(250, nil, "ok"), doubtsPrevious: true),
        ],
        mails: 2,
        said: group + stuffed + group
    ),
])
func `the next mail's commands behind a dot`(example: Exchange) throws {
    let (said, steps) = try play(example.turns, mails: example.mails, behindDot: true)
    #expect(steps == example.steps)
    if let expected = example.said { #expect(said == expected) }
}

@Test func `without PIPELINING each command waits for its reply`() throws {
    let (said, steps) = try play(
        ["250 ok\r\n", "550 5.1.1 who?\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "250 ok\r\n"],
        offers: ["250 relay"],
        mails: 2
    )
    let first = "MAIL FROM:<status@acme.example>\r\nRCPT TO:<ada@example.com>\r\n"
    #expect(said == first + "RSET\r\n" + group + stuffed)
    #expect(
        steps == [
            .done(.refused(reply(550, "5.1.1", "who?"), at: .recipient)), .sendBody,
            .done(.accepted(reply(250, nil, "ok"))),
        ]
    )
}

@Test func `parameters are only those that the relay offers`() throws {
    let offers = ["250-relay", "250-SIZE 1000", "250-DSN", "250 SMTPUTF8"]
    let said = try play(["250 ok\r\n"], offers: offers, recipient: "j\u{fc}r+x@example.com", envelopeID: "a+b").said
    #expect(
        said == "MAIL FROM:<status@acme.example> SIZE=29 SMTPUTF8 RET=HDRS ENVID=a+2Bb\r\n"
            + "RCPT TO:<jür+x@example.com> NOTIFY=FAILURE\r\n"
    )
    let plain = try play(["250 ok\r\n"], offers: offers, recipient: "a+x@example.com", envelopeID: "a").said
    #expect(plain.hasSuffix("RCPT TO:<a+x@example.com> NOTIFY=FAILURE ORCPT=rfc822;a+2Bx@example.com\r\n"))
}

@Test func `only the newest EHLO counts`() {
    let lines = [
        "220 relay", "250-relay", "250-PIPELINING", "250-SIZE 5", "250 AUTH PLAIN", "220 go", "250-relay",
        "250-size 1000",
        "250 smtputf8", "235 2.7.0 ok",
    ]
    let offers = SMTPCapabilities(replyLines: lines)
    #expect(!offers.pipelining)
    #expect(offers.sizeLimit == 1000)
    #expect(offers.smtputf8)
    #expect(offers.isAuthenticated)
    #expect(!SMTPCapabilities(replyLines: ["220 relay", "235 ok", "250-relay", "250 DSN"]).isAuthenticated)
}

@Test func `what the relay cannot take is known before`() throws {
    let dialogue = SMTPDialogue(capabilities: SMTPCapabilities(replyLines: ["250-relay", "250 SIZE 1000"]))
    let plain = MailEnvelope(sender: "", recipient: try MailAddress("a@b.c"))
    #expect(dialogue.objection(to: plain, size: 1000) == nil)
    #expect(dialogue.objection(to: plain, size: 1001) == .tooLarge(limit: 1000))
    let beyond = MailEnvelope(sender: "", recipient: try MailAddress("\u{fc}@b.c"))
    #expect(dialogue.objection(to: beyond, size: 1) == .needsSMTPUTF8)
}

struct Judged: CustomTestStringConvertible {
    let reply: SMTPReply
    let verb: SMTPDialogue.Verb
    let verdict: ReplyVerdict
    var testDescription: String { "\(verb.rawValue): \(reply.line)" }
}

@Test(arguments: [
    Judged(reply: reply(421), verb: .recipient, verdict: .reconnect),
    Judged(reply: reply(421), verb: .end, verdict: .deferRecipient),
    Judged(reply: reply(432, "4.3.2", "Concurrent connections limit exceeded"), verb: .recipient, verdict: .reconnect),
    Judged(reply: reply(450, "4.7.1", "Greylisted, rate limit applies"), verb: .recipient, verdict: .deferRecipient),
    Judged(reply: reply(450, "4.7.1", "too much mail from you"), verb: .recipient, verdict: .slowDown),
    Judged(reply: reply(452, "4.3.1", "system storage"), verb: .recipient, verdict: .slowDown),
    Judged(reply: reply(452, "4.2.2", "mailbox full"), verb: .recipient, verdict: .deferRecipient),
    Judged(reply: reply(454, nil, "Throttling failure: Maximum sending rate exceeded"), verb: .end, verdict: .slowDown),
    Judged(reply: reply(451), verb: .end, verdict: .deferRecipient),
    Judged(reply: reply(451), verb: .mail, verdict: .slowDown),
    Judged(reply: reply(530, "5.7.0"), verb: .mail, verdict: .stopRun),
    Judged(reply: reply(550, "5.1.8"), verb: .mail, verdict: .stopRun),
    Judged(reply: reply(550, "5.1.1"), verb: .recipient, verdict: .addressFailed),
    Judged(reply: reply(550, "5.1.10"), verb: .recipient, verdict: .addressFailed),
    Judged(reply: reply(551), verb: .recipient, verdict: .addressFailed),
    Judged(reply: reply(556), verb: .recipient, verdict: .addressFailed),
    Judged(reply: reply(550), verb: .recipient, verdict: .recipientFailed),
    Judged(reply: reply(552, "5.2.2"), verb: .recipient, verdict: .recipientFailed),
    Judged(reply: reply(552, nil, "too many recipients"), verb: .recipient, verdict: .deferRecipient),
    Judged(reply: reply(550, "5.7.515"), verb: .recipient, verdict: .messageFailed),
    Judged(reply: reply(554), verb: .end, verdict: .messageFailed),
    Judged(reply: reply(552, "5.3.4"), verb: .end, verdict: .messageFailed),
    Judged(reply: reply(552, "5.3.4"), verb: .mail, verdict: .recipientFailed),
])
func `a refusal is judged by its class`(example: Judged) {
    #expect(ReplyVerdict(example.reply, at: example.verb) == example.verdict)
}
