import JSON5
import StatusCommCore
import Testing

@Test func `the feed of an open incident is the documented one`() throws {
    let incident = try BannerFixture.incident(
        message: "Payments are **slow**, see https://x.example",
        variables: ["message_de": "Zahlungen sind langsam", "message_pt_BR": "Lento", "other": "x", "message_1": "no"]
    )
    let text = JSONWriter.text(BannerFixture.feed([incident]).document, layout: .pretty)
    #expect(
        text == """
            {
              "schema": "statuscomm-banners/1",
              "feed": "app",
              "sequence": 7,
              "published_at": "\(BannerFixture.start.rfc3339)",
              "poll_seconds": 60,
              "spread_seconds": 10,
              "banners": [
                {
                  "id": "public1",
                  "revision": 1,
                  "severity": "warning",
                  "message": "Payments are slow, see https://x.example",
                  "messages": {
                    "de": "Zahlungen sind langsam",
                    "pt-BR": "Lento"
                  },
                  "link": "https://status.acme.example",
                  "dismissible": true,
                  "starts_at": "\(BannerFixture.start.advanced(by: .seconds(-900)).rfc3339)",
                  "expires_at": "\(BannerFixture.start.advanced(by: .seconds(86_400)).rfc3339)",
                  "components": [
                    "rest-api"
                  ]
                }
              ]
            }
            """
    )
}

@Test func `a resolved incident has no banner, and an empty feed says that nothing is wrong`() throws {
    var incident = try BannerFixture.incident()
    try incident.apply(
        .resolved(.init(preventions: [], publication: BannerFixture.publication("Over"))),
        at: BannerFixture.start.advanced(by: .seconds(60)),
        by: "ada@ops1"
    )
    #expect(BannerFixture.feed([incident]).document["banners"] == .array([]))
}

struct RevisionCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var severity: Severity?
    var message = "Payments are slow"
    var notify = true
    var isAutomatic = false
    var revision: Int
    var shown = "Payments are slow"
}

private let revisions = [
    RevisionCase(testDescription: "the same again", revision: 1),
    RevisionCase(testDescription: "another message", message: "Slower", revision: 2, shown: "Slower"),
    RevisionCase(
        testDescription: "a corrected letter, told nobody",
        message: "Slow!",
        notify: false,
        revision: 1,
        shown: "Slow!"
    ),
    RevisionCase(testDescription: "worse", severity: .critical, revision: 2),
    RevisionCase(
        testDescription: "worse and another message",
        severity: .critical,
        message: "Down",
        revision: 2,
        shown: "Down"
    ),
    RevisionCase(testDescription: "worse, told nobody", severity: .critical, notify: false, revision: 2),
    RevisionCase(testDescription: "better", severity: .low, revision: 1),
    RevisionCase(testDescription: "high to medium looks the same", severity: .medium, revision: 1),
    RevisionCase(testDescription: "still investigating", message: "We are still at it", isAutomatic: true, revision: 1),
]

@Test(arguments: revisions)
func `a revision counts what readers should see again`(_ row: RevisionCase) throws {
    var incident = try BannerFixture.incident()
    let later = BannerFixture.start.advanced(by: .seconds(3_600))
    try incident.apply(
        .updated(
            .init(
                phase: .identified,
                severity: row.severity,
                isAutomatic: row.isAutomatic,
                publication: BannerFixture.publication(row.message, notify: row.notify)
            )
        ),
        at: later,
        by: "ada@ops1"
    )
    let banner = try #require(BannerFixture.feed([incident]).banners.first)
    #expect(banner.revision == row.revision)
    #expect(banner.message == row.shown)
    #expect(banner.expiresAt == later.advanced(by: .seconds(86_400)), "each word renews the expiry")
    #expect(banner.isDismissible == (row.severity != .critical))
}

@Test func `without a message the banner names the components, or says what the configuration says`() throws {
    let one = try BannerFixture.incident(message: "  ")
    #expect(BannerFixture.feed([one]).banners[0].message == "We are looking into a problem with REST API.")
    let many = try BannerFixture.incident(message: "", components: ["rest-api", "mail", "search", "login"])
    #expect(
        BannerFixture.feed([many]).banners[0].message
            == "We are looking into a problem with REST API, Mail, Search and more."
    )
    var wording = BannerFixture.wording
    wording.defaultMessage = "Something is wrong"
    #expect(wording.banner(of: one)?.message == "Something is wrong")
    let written = try BannerFixture.incident(texts: ["banner": "Short", "page": "Long"])
    #expect(wording.banner(of: written)?.message == "Short")
}

@Test func `most severe first, then newest; no more than twenty; only what the feed shows; nothing expired`() throws {
    let incidents = try (1...25).map { try BannerFixture.incident($0, severity: $0 == 3 ? .critical : .high) }
    let feed = BannerFixture.feed(incidents)
    #expect(feed.banners.count == 20 && feed.omitted == 5)
    #expect(feed.banners.prefix(3).map(\.id) == ["public3", "public25", "public24"])
    let mail = try BannerFixture.incident(30, components: ["mail"])
    #expect(BannerFixture.feed([incidents[0], mail], showing: ["mail"]).banners.map(\.id) == ["public30"])
    let dayLater = BannerFixture.start.advanced(by: .seconds(86_400))
    #expect(BannerFixture.feed([incidents[0], incidents[1]], now: dayLater).banners.map(\.id) == ["public2"])
}

@Test func `a long message ends at a word, a feed over eight kilobytes is refused with a way out`() throws {
    let long = String(repeating: "word 😀 ", count: 200)
    let banner = try #require(BannerFixture.feed([BannerFixture.incident(message: long)]).banners.first)
    #expect((490...500).contains(banner.message.unicodeScalars.count))
    #expect(banner.message.hasSuffix("…") && !banner.message.hasSuffix(" …"))
    let unbroken = String(repeating: "x", count: 900)
    #expect(try BannerFixture.feed([BannerFixture.incident(message: unbroken)]).banners[0].message.count == 500)

    let many = try (1...20).map { try BannerFixture.incident($0, message: long) }
    let problem = #expect(throws: BannerProblem.self) { try BannerFixture.feed(many).bytes() }
    #expect(problem?.message.hasPrefix("cannot publish the banner feed 'app': it has 1") == true)
    #expect(problem?.message.hasSuffix("and 8192 are the limit") == true)
    #expect(
        problem?.hint
            == "shorten the messages of the open incidents or their translations, or resolve what is over"
    )
}
