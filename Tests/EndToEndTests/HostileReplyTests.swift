import Foundation
import JSON5
import TestSupport
import Testing

/// What a provider says is neither trusted nor passed on as it is.
@Suite struct HostileReplyTests {
    /// Where in a provider's answers a text stands.
    enum Place: String, CaseIterable, Sendable {
        case id
        case address
        case error
        case componentName
        case componentID
        case header
    }

    static let values: [(name: String, text: String)] = [
        ("line ends", "a\r\nX-Evil: 1"), ("an escape", "a\u{1B}[2J\u{1B}]0;owned\u{7}b"), ("NUL", "a\0b"),
        ("C1", "a\u{9B}31mb"), ("a turn of direction", "a\u{202E}b"), ("a path", "../../../admin?x=1#y"),
        ("a template", "{{settings.apiKey}}"), ("a megabyte", String(repeating: "x", count: 1 << 20)),
    ]

    @Test(arguments: Place.allCases, values.map(\.name))
    func `a hostile answer is neither shown nor sent on as it is`(place: Place, name: String) throws {
        let value = try #require(Self.values.first { $0.name == name }).text
        let provider = try Self.provider(place, value)
        let stage = try Stage(
            provider.url,
            naming: ![.componentName, .componentID].contains(place),
            deadline: "4s",
            attempt: "2s"
        )
        var runs = [try stage.run(Stage.opening)]
        for words in [
            ["incident", "update", "-m", "We found the cause."], ["incident", "resolve", "-m", "All is well."],
            ["delivery", "list", "--all"], ["incident", "show", "INC-1"], ["incident", "log", "INC-1"], ["audit"],
        ] { runs.append(try stage.run(words)) }
        #expect([0, 1, 3, 7].contains(runs[0].status), "\(runs[0].status) \(runs[0].errors.prefix(500))")
        for run in runs {
            #expect([0, 1, 3, 7].contains(run.status), "\(run.status) \(run.errors.prefix(500))")
            let text = run.output + run.errors
            #expect(text.utf8.count < 20_000)
            let unsafe = text.unicodeScalars.first {
                $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
            }
            #expect(unsafe == nil, "\(text.debugDescription.prefix(500))")
            #expect(!text.contains("key1"), "\(text.prefix(500))")
        }
        for request in provider.requests {
            #expect(request.path.hasPrefix("/pages/page1/"), "\(request.path.prefix(200))")
            #expect(request.path.split(separator: "/").count <= 4, "\(request.path.prefix(200))")
            #expect(request.path.utf8.count < 4_000)
            #expect(!request.headers.contains { $0.name == "X-Evil" })
            #expect(!request.text.contains("key1"))
        }
        // The page shows what was said here, and nothing of what a provider says.
        #expect(try stage.pageEntries().count == 1)
        #expect(stage.page("index.html")?.contains("X-Evil") == false)
    }

    /// A page that answers with a text in one place.
    private static func provider(_ place: Place, _ value: String) throws -> LoopbackServer {
        try LoopbackServer { request in
            func text(_ here: Place, _ plain: String) -> JSONValue { .string(here == place ? value : plain) }
            if place == .error { return .json(422, ["message": text(.error, "")]) }
            if place == .header {
                let name = value.utf8.count > 60_000 ? "Retry-After" : "X-Request-Id"
                return .json(429, [:], headers: [("Retry-After", String(value.prefix(60_000))), (name, "1")])
            }
            if request.path.hasSuffix("/components") {
                return .json(200, [["id": text(.componentID, "c1"), "name": text(.componentName, "REST API")]])
            }
            let incident: JSONValue = [
                "id": text(.id, "i1"), "shortlink": text(.address, "https://x.example/1"), "status": "investigating",
                "components": [], "incident_updates": [],
            ]
            if request.method == "GET", !request.path.hasSuffix("/i1") { return .json(200, [incident]) }
            return .json(200, incident)
        }
    }
}
