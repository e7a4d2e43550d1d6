import Foundation
import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// A store with one open incident, and a network that answers by the first path that fits.
private final class Fixture: Sendable {
    let clock = ManualClock()
    let repository: IncidentRepository
    let requests = Mutex<[HTTPRequest]>([])
    let answers: [String: HTTPResponse]
    let environment = [
        "TOKEN": "Bearer s3cret-token", "ID": "AKID", "KEY": "s3cret-key", "URL": "https://put.example/f?sig=s3cret",
    ]

    init(answers: [String: HTTPResponse] = [:]) {
        self.answers = answers
        repository = IncidentRepository(store: MemoryStore(), author: .fixed(clock: clock))
    }

    var transport: Transport {
        Transport { request throws(TransportError) in
            self.requests.withLock { $0.append(request) }
            return self.answers.first { request.url.contains($0.key) }?.value ?? HTTPResponse(status: 200)
        }
    }

    func open(message: String = "Payments are slow") async throws -> Incident {
        try await repository.open { _, _ in
            .new(
                IncidentChange.Opening(
                    publicID: self.repository.makePublicID(),
                    title: "Slow",
                    severity: .high,
                    startedAt: self.repository.now(),
                    publication: BannerFixture.publication(message)
                )
            )
        }.incident
    }

    /// The publisher of the first banner of a configuration.
    func publisher(_ banner: String) throws -> BannerPublisher {
        let text = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
              components: [ { id: "rest-api", name: "REST API" } ], banners: [ { name: "app", \(banner) } ] }
            """
        let configuration = try Configuration(
            parsing: Array(text.utf8),
            path: "/c.json5",
            baseDirectory: "/",
            zones: ZoneDatabase(environment: [:])
        )
        let settings = try #require(configuration.banners.first)
        let vault = SecretVault(environment: environment)
        return BannerPublisher(
            settings,
            components: configuration.components,
            statusPageURL: configuration.company.statusPageURL,
            push: try settings.stream.map { try push($0, vault) },
            purge: try settings.purge.map { try push($0, vault) },
            repository: repository,
            transport: transport,
            vault: vault,
            clock: clock
        )
    }

    private func push(_ settings: ConnectorSettings, _ vault: SecretVault) throws -> BannerPush {
        let connector = try #require(try Connector.preset(named: settings.connector))
        let declared = connector.settings.map {
            ConnectorSettings.Declaration(name: $0.name, isRequired: $0.isRequired, isSecret: $0.isSecret)
        }
        #expect(settings.mistakes(declared: declared).isEmpty)
        let make = { @Sendable (values: JSONObject) in
            ConnectorRunner(
                connector: connector,
                target: "app",
                settings: values,
                transport: self.transport,
                now: self.repository.author.now
            )
        }
        return BannerPush(
            kind: connector.name,
            makeRunner: { make(try settings.values(declared: declared, vault: vault)) },
            makePreviewRunner: { make(["url": "https://push.example/publish/banners", "authorization": "***"]) }
        )
    }
}

private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

@Test func `a file gets the feed whole, readable by all, and loses its banner when all is over`() async throws {
    let fixture = Fixture()
    let folder = try TemporaryDirectory()
    let path = folder.file("site/banners.json")
    let publisher = try fixture.publisher("file: \"\(path)\"")
    let incident = try await fixture.open()
    let first = try await publisher.publish(within: .seconds(5))
    #expect(first.shortfall == nil)
    #expect(FileManager.default.contents(atPath: path).map(Array.init) == (try first.feed.bytes()))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o644)

    _ = try await fixture.repository.append(to: incident.id) { _ in
        .resolved(.init(preventions: [], publication: BannerFixture.publication("Over")))
    }
    // The clock stands still, or was set back: the sequence rises all the same.
    let second = try await publisher.publish(within: .seconds(5))
    #expect(second.feed.sequence == first.feed.sequence + 1)
    let feed = try JSONValue(
        parsing: Array(FileManager.default.contents(atPath: path) ?? Data()),
        path: path,
        options: .reply
    )
    #expect(feed["banners"] == .array([]) && feed["sequence"]?.int == Int(second.feed.sequence))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("site")) == ["banners.json"])
}

@Test func `the feed goes first, then the same document as a push, then the purge`() async throws {
    let fixture = Fixture()
    let publisher = try fixture.publisher(
        """
        put: { url: "https://feed.example/banners.json", headers: { Authorization: { env: "TOKEN" }, "x-ms-blob-type": "BlockBlob" } },
        stream: { connector: "nchan", url: "https://push.example/publish/banners", authorization: { env: "TOKEN" } },
        purge: { connector: "cdn-purge", url: "https://cdn.example/purge", body: { files: ["https://feed.example/banners.json"] },
                 authorization: { env: "TOKEN" } }
        """
    )
    _ = try await fixture.open()
    #expect(try await publisher.publish(within: .seconds(5)).shortfall == nil)
    let requests = fixture.requests.withLock { $0 }
    #expect(
        requests.map { "\($0.method.rawValue) \($0.url)" } == [
            "PUT https://feed.example/banners.json", "POST https://push.example/publish/banners",
            "POST https://cdn.example/purge",
        ]
    )
    #expect(requests[0].body == requests[1].body && text(requests[0].body).contains("Payments are slow"))
    #expect(text(requests[2].body) == #"{"files":["https://feed.example/banners.json"]}"#)
    #expect(
        requests[0].headers == [
            HTTPHeader("Content-Type", "application/json"),
            HTTPHeader("Cache-Control", "public, max-age=15, stale-while-revalidate=30, stale-if-error=86400"),
            HTTPHeader("Authorization", "Bearer s3cret-token"),
            HTTPHeader("x-ms-blob-type", "BlockBlob"),
        ]
    )
}

struct HalfCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var answers: [String: HTTPResponse]
    var shortfall: String
    var isFinal: Bool
    var purges = false
}

private let halves = [
    HalfCase(
        testDescription: "the push is refused",
        answers: ["push.example": HTTPResponse(status: 403, body: Array(#"{"error":"no"}"#.utf8))],
        shortfall: "the feed is out, the push is not: answered 403: no",
        isFinal: true,
        purges: true
    ),
    HalfCase(
        testDescription: "the push may come back",
        answers: ["push.example": HTTPResponse(status: 503)],
        shortfall: "the feed is out, the push is not: answered 503",
        isFinal: false,
        purges: true
    ),
    HalfCase(
        testDescription: "the feed is refused",
        answers: ["feed.example": HTTPResponse(status: 401, body: Array("wrong Bearer s3cret-token\u{1B}[31m".utf8))],
        shortfall: "the push is out, the feed is not: answered 401: wrong \(SecretRedactor.mask)\\u001b[31m",
        isFinal: true
    ),
    HalfCase(
        testDescription: "both fail",
        answers: ["feed.example": HTTPResponse(status: 500), "push.example": HTTPResponse(status: 503)],
        shortfall: "neither the feed nor the push is out: answered 500; answered 503",
        isFinal: false
    ),
    HalfCase(
        testDescription: "the purge fails",
        answers: ["cdn.example": HTTPResponse(status: 400)],
        shortfall: "the cache still has the old feed: answered 400",
        isFinal: true,
        purges: true
    ),
]

@Test(arguments: halves)
func `when one half is out, the outcome says which`(_ row: HalfCase) async throws {
    let fixture = Fixture(answers: row.answers)
    let publisher = try fixture.publisher(
        """
        put: { url: "https://feed.example/banners.json", headers: { Authorization: { env: "TOKEN" } } },
        stream: { connector: "nchan", url: "https://push.example/publish/banners" },
        purge: { connector: "cdn-purge", url: "https://cdn.example/purge", body: { all: true }, authorization: { env: "TOKEN" } }
        """
    )
    let incident = try await fixture.open()
    #expect(try await publisher.publish(within: .seconds(5)).shortfall == row.shortfall)
    let hosts = fixture.requests.withLock { $0 }.map { $0.url.split(separator: "/")[1] }
    #expect(hosts.contains("feed.example") && hosts.contains("push.example"))
    #expect(hosts.contains("cdn.example") == row.purges)

    let key = DeliveryKey(incident: incident.id, target: "app", change: 1)
    let job = DeliveryJob(
        key: key,
        action: .open,
        operationKey: "k",
        incident: incident,
        update: incident.latestUpdate,
        saved: JSONObject()
    )
    let outcome = await BannerChannel(publisher).send(job, within: .seconds(5))
    #expect(outcome == (row.isFinal ? .refused(reason: row.shortfall) : .retry(reason: row.shortfall, after: nil)))
}

struct EngineCase: CustomTestStringConvertible, Sendable {
    var name: String
    var settings: String
    var url: String
    var header: HTTPHeader?
    var contentType: String
    /// The body before and after the document.
    var body: (String, String)
    /// How the document is written in the body.
    var writing: @Sendable (JSONValue) -> String
    var testDescription: String { name }
}

private let engines: [EngineCase] = [
    EngineCase(
        name: "mercure",
        settings:
            #"url: "https://hub.example/.well-known/mercure", topic: "https://acme.example/banners", token: { env: "TOKEN" }"#,
        url: "https://hub.example/.well-known/mercure",
        header: HTTPHeader("Authorization", "Bearer Bearer s3cret-token"),
        contentType: "application/x-www-form-urlencoded",
        body: ("topic=https%3A%2F%2Facme.example%2Fbanners&data=", ""),
        writing: { JSONWriter.text($0).addingPercentEncoding(withAllowedCharacters: .unreserved) ?? "" }
    ),
    EngineCase(
        name: "centrifugo",
        settings: #"url: "https://c.example", apiKey: { env: "KEY" }"#,
        url: "https://c.example/api/publish",
        header: HTTPHeader("X-API-Key", "s3cret-key"),
        contentType: "application/json",
        body: (#"{"channel":"banners","data":"#, "}"),
        writing: { JSONWriter.text($0) }
    ),
    EngineCase(
        name: "ntfy",
        settings: #"topic: "acme-banners", authorization: { env: "TOKEN" }"#,
        url: "https://ntfy.sh/acme-banners",
        header: HTTPHeader("Authorization", "Bearer s3cret-token"),
        contentType: "text/plain; charset=utf-8",
        body: ("", ""),
        writing: { JSONWriter.text($0) }
    ),
    EngineCase(
        name: "azure-web-pubsub",
        settings: #"url: "https://acme.webpubsub.azure.com", token: { env: "KEY" }"#,
        url: "https://acme.webpubsub.azure.com/api/hubs/banners/:send?api-version=2024-01-01",
        header: HTTPHeader("Authorization", "Bearer s3cret-key"),
        contentType: "application/json",
        body: ("", ""),
        writing: { JSONWriter.text($0) }
    ),
]

extension CharacterSet {
    fileprivate static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}

@Test(arguments: engines)
func `an engine gets the whole document in its own envelope`(_ engine: EngineCase) async throws {
    let fixture = Fixture(answers: ["c.example": HTTPResponse(status: 200, body: Array(#"{"result":{}}"#.utf8))])
    let folder = try TemporaryDirectory()
    let publisher = try fixture.publisher(
        "file: \"\(folder.file("f.json"))\", stream: { connector: \"\(engine.name)\", \(engine.settings) }"
    )
    _ = try await fixture.open(message: "Größe & \"Maß\"")
    let publication = try await publisher.publish(within: .seconds(5))
    #expect(publication.shortfall == nil)
    let request = try #require(fixture.requests.withLock { $0 }.first)
    #expect(request.method == .post && request.url == engine.url)
    if let header = engine.header { #expect(request.headers.contains(header)) }
    #expect(request.headers.first { $0.name == "Content-Type" }?.value == engine.contentType)
    #expect(text(request.body) == engine.body.0 + engine.writing(publication.feed.document) + engine.body.1)
}

@Test func `Ably gets the document as text under a key of its own`() async throws {
    let fixture = Fixture()
    let folder = try TemporaryDirectory()
    let publisher = try fixture.publisher(
        "file: \"\(folder.file("f.json"))\", stream: { connector: \"ably\", authorization: { env: \"TOKEN\" } }"
    )
    _ = try await fixture.open()
    let publication = try await publisher.publish(within: .seconds(5))
    let request = try #require(fixture.requests.withLock { $0 }.first)
    #expect(request.url == "https://rest.ably.io/channels/banners/messages")
    let body = try JSONValue(parsing: request.body ?? [], path: "body", options: .reply)
    #expect(body["data"] == .string(JSONWriter.text(publication.feed.document)))
    #expect(body["id"] == .string("app-\(publication.feed.sequence)"))
}

@Test func `Centrifugo's 200 with an error inside is no success`() async throws {
    let answer = HTTPResponse(status: 200, body: Array(#"{"error":{"code":102,"message":"unknown channel"}}"#.utf8))
    let fixture = Fixture(answers: ["c.example": answer])
    let folder = try TemporaryDirectory()
    let publisher = try fixture.publisher(
        "file: \"\(folder.file("f.json"))\", stream: { connector: \"centrifugo\", url: \"https://c.example\", apiKey: { env: \"KEY\" } }"
    )
    _ = try await fixture.open()
    let shortfall = try await publisher.publish(within: .seconds(5)).shortfall
    #expect(
        shortfall
            == "the feed is out, the push is not: answered 200 with an error inside: unknown channel"
    )
}

struct BucketCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var settings: String
    var url: String
}

private let buckets = [
    BucketCase(
        testDescription: "AWS",
        settings: #"bucket: "acme", key: "status/banners.json", region: "eu-central-1""#,
        url: "https://acme.s3.eu-central-1.amazonaws.com/status/banners.json"
    ),
    BucketCase(
        testDescription: "AWS, a bucket with a dot",
        settings: #"bucket: "acme.example""#,
        url: "https://s3.us-east-1.amazonaws.com/acme.example/banners.json"
    ),
    BucketCase(
        testDescription: "another store",
        settings: #"bucket: "acme", endpoint: "http://127.0.0.1:9000/", region: "auto""#,
        url: "http://127.0.0.1:9000/acme/banners.json"
    ),
]

@Test(arguments: buckets)
func `a bucket gets a signed upload of the very bytes`(_ row: BucketCase) async throws {
    let fixture = Fixture()
    let publisher = try fixture.publisher(
        "s3: { \(row.settings), accessKeyID: { env: \"ID\" }, secretAccessKey: { env: \"KEY\" } }"
    )
    _ = try await fixture.open()
    let publication = try await publisher.publish(within: .seconds(5))
    #expect(publication.shortfall == nil)
    let request = try #require(fixture.requests.withLock { $0 }.first)
    #expect(request.method == .put && request.url == row.url)
    #expect(
        request.headers.map(\.name) == [
            "Content-Type", "Cache-Control", "x-amz-date", "x-amz-content-sha256", "Authorization",
        ]
    )
    #expect(request.headers[3].value == SHA256.hex(try publication.feed.bytes()))
    #expect(request.headers[4].value.contains("SignedHeaders=cache-control;content-type;host;x-amz-content-sha256;"))
}

@Test func `a bucket says where it is and what is wrong with the clock`() async throws {
    let settings = #"s3: { bucket: "acme", accessKeyID: { env: "ID" }, secretAccessKey: { env: "KEY" } }"#
    let moved = Fixture(
        answers: ["acme": HTTPResponse(status: 301, headers: [HTTPHeader("x-amz-bucket-region", "eu-west-1")])]
    )
    #expect(
        try await moved.publisher(settings).publish(within: .seconds(5)).shortfall
            == "the feed is not out: redirects elsewhere (301), which is never followed; the bucket's region is 'eu-west-1'"
    )
    let skewed = Fixture(
        answers: [
            "acme": HTTPResponse(
                status: 403,
                headers: [HTTPHeader("Date", "Mon, 23 Nov 2026 20:00:00 GMT")],
                body: Array("<Error><Code>RequestTimeTooSkewed</Code></Error>".utf8)
            )
        ]
    )
    #expect(
        try await skewed.publisher(settings).publish(within: .seconds(5)).shortfall
            == "the feed is not out: answered 403: our clock says \(skewed.clock.timestamp), "
            + "theirs Mon, 23 Nov 2026 20:00:00 GMT"
    )
    let denied = Fixture(
        answers: [
            "acme": HTTPResponse(
                status: 403,
                body: Array("<Error><Code>AccessDenied</Code><Message>no, s3cret-key</Message></Error>".utf8)
            )
        ]
    )
    #expect(
        try await denied.publisher(settings).publish(within: .seconds(5)).shortfall
            == "the feed is not out: answered 403: AccessDenied, no, \(SecretRedactor.mask)"
    )
}

@Test func `a rehearsal shows the feed as it would be, sends nothing and knows no secret`() async throws {
    let fixture = Fixture()
    let publisher = try fixture.publisher(
        """
        put: { url: { env: "URL" } },
        stream: { connector: "nchan", url: "https://push.example/publish/banners", authorization: { env: "TOKEN" } }
        """
    )
    let incident = try BannerFixture.incident(9, message: "Only rehearsed")
    let steps = try await publisher.preview(publisher.feed(replacing: incident))
    #expect(steps.map(\.title) == ["PUT \(SecretRedactor.mask)", "POST https://push.example/publish/banners"])
    #expect(steps[0].content?.contains(#""message": "Only rehearsed""#) == true)
    #expect(fixture.requests.withLock { $0.isEmpty })
}

@Test func `a feed is published again when another machine took a number meanwhile`() async throws {
    let fixture = Fixture()
    let folder = try TemporaryDirectory()
    let path = folder.file("f.json")
    let store = fixture.repository.store
    let now = fixture.clock.timestamp.milliseconds
    // The other machine's number is beyond ours, and it knew of nothing.
    let intruder = Transport { request throws(TransportError) in
        _ = try? await store.create(StoreKey("banner/app/\(now + 5)"), Array("{}".utf8))
        return HTTPResponse(status: 200)
    }
    let text = """
        { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
          components: [ { id: "rest-api", name: "REST API" } ],
          banners: [ { name: "app", file: "\(path)", put: { url: "https://feed.example/b.json" } } ] }
        """
    let configuration = try Configuration(
        parsing: Array(text.utf8),
        path: "/c.json5",
        baseDirectory: "/",
        zones: ZoneDatabase(environment: [:])
    )
    _ = try await fixture.open()
    let publication = try await BannerPublisher(
        try #require(configuration.banners.first),
        components: configuration.components,
        statusPageURL: configuration.company.statusPageURL,
        push: nil,
        purge: nil,
        repository: fixture.repository,
        transport: intruder,
        vault: SecretVault(environment: [:]),
        clock: fixture.clock
    ).publish(within: .seconds(5))
    #expect(publication.feed.sequence == now + 6)
}
