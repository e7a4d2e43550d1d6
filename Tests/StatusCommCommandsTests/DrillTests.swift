import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import Synchronization
import TestSupport
import Testing

struct DrillTests {
    /// A configuration with a target of every kind, none of which may be reached, and secrets that must not be fetched.
    struct Stage {
        let folder: TemporaryDirectory
        let requests = Requests()
        let clock = ManualClock(start: Timestamp(rfc3339: "2026-11-23T14:00:00Z") ?? .earliest)

        /// Counts what would go to the network.
        final class Requests: Sendable {
            private let urls = Mutex<[String]>([])
            var all: [String] { urls.withLock { $0 } }
            func add(_ url: String) { urls.withLock { $0.append(url) } }
        }

        init(_ more: String = "") throws {
            folder = try TemporaryDirectory()
            let trap = "{ command: ['touch', '\(folder.file("fetched"))'] }"
            let text = """
                { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example", timeZone: "UTC" },
                  components: [ { id: "api", name: "API", children: [ { id: "rest-api", name: "REST API" } ] }, { id: "web", name: "Web" } ],
                  statusPages: [
                    { name: "local", connector: "static", directory: "site" },
                    { name: "public", connector: "statuspage", pageID: "p1", apiKey: \(trap) } ],
                  announcements: [ { name: "team", connector: "slack", url: \(trap) } ],
                  mail: { relay: "smtps://smtp.acme.example:465", user: "status", password: \(trap),
                    from: "Acme Status <status@acme.example>", subscribers: "list.csv" },
                  tickets: [ { name: "support", connector: "zammad", url: "https://help.acme.example", token: \(trap), service: { text: true } } ],
                  banners: [ { name: "app", file: "site/banners.json", put: { url: \(trap) } } ],
                  \(more) }
                """
            try text.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
            try "address,name\nada@example.com,Ada\nbob@example.com,Bob\n"
                .write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
        }

        /// Runs `drill`; each line of the input takes so many seconds to type.
        @discardableResult
        func run(
            _ words: [String] = [],
            input: [String] = [],
            typing: Int = 0,
            interruption: Interruption? = nil,
            expecting status: StatusCommCore.ExitStatus? = nil
        ) async -> Recorder {
            let recorder = Recorder()
            var context = recorder.context(environment: ["USER": "ada", "TMPDIR": folder.path])
            context.now = { clock.timestamp }
            context.clock = clock
            context.interruption = interruption
            let rest = Mutex(input[...])
            context.input = TextInput { _ throws(InputError) in
                clock.advance(by: .seconds(typing))
                return rest.withLock { lines in lines.popFirst().map { Array("\($0)\n".utf8) } ?? [] }
            }
            context.makeTransport = { [requests] in
                Transport { request throws(TransportError) in
                    requests.add(request.url)
                    throw TransportError(outcome: .notSent, host: "", cause: "trapped")
                }
            }
            let globals = ["--config", folder.file("config.json5"), "--state-dir", folder.file("state")]
            let ended = await Tool.run(["drill"] + words + globals, context)
            if let status { #expect(ended == status, "\(recorder.output)\(recorder.errors)") }
            #expect(requests.all == [] && !FileManager.default.fileExists(atPath: folder.file("fetched")))
            return recorder
        }

        func names(_ path: String) -> [String] {
            (FileManager.default.enumerator(atPath: folder.file(path))?.compactMap { $0 as? String } ?? []).sorted()
        }

        func text(_ path: String) throws -> String { try String(contentsOfFile: folder.file(path), encoding: .utf8) }
    }

    @Test func `the built-in scenario reaches every target and no network`() async throws {
        let stage = try Stage()
        let before = stage.names("")
        let recorder = await stage.run(expecting: .done)
        #expect(recorder.output.contains("every goal is met"), "\(recorder.output)")
        #expect(recorder.output.contains("6 of 6 reached") && recorder.output.contains("3 of 3 on time"))
        // Nothing stays, and the real state directory was not even made.
        #expect(stage.names("") == before)
    }

    @Test func `everything says that it is an exercise`() async throws {
        let stage = try Stage()
        await stage.run(["--keep", stage.folder.file("kept")])
        let mails = stage.names("kept/mail").filter { $0.hasSuffix(".eml") }
        #expect(mails.count >= 8, "four changes for two subscribers")
        let files =
            mails.map { "kept/mail/\($0)" } + stage.names("kept/sent").map { "kept/sent/\($0)" }
            + ["kept/pages/local/index.html", "kept/pages/public/index.html", "kept/pages/public/history.atom"]
        for file in files {
            let text = try stage.text(file)
            // A banner that goes and a search that finds nothing say nothing.
            if text.contains("\"banners\": []") || text.contains("0 join") { continue }
            let isMarked = ["EXERCISE: ", "EXERCISE:=20", "This is an exercise: nothing is broken."].contains {
                text.contains($0)
            }
            #expect(isMarked, "\(file): \(text)")
        }
        for mail in mails {
            let subject = try stage.text("kept/mail/\(mail)").split(separator: "\r\n").first {
                $0.hasPrefix("Subject:")
            }
            #expect(subject?.contains("EXERCISE: ") == true)
        }
        let requests = try stage.text("kept/sent/public-1.txt")
        #expect(requests.contains("POST https://api.statuspage.io/v1/pages/p1/incidents") && requests.contains("***"))
        #expect(requests.contains("This is an exercise: nothing is broken."))
        #expect(stage.names("kept/sent").contains("team-1.txt") && stage.names("kept/banners") == ["app.json"])
        let report = try stage.text("kept/report.md")
        #expect(report.hasPrefix("# EXERCISE: Some requests failed\n\nThis is an exercise: nothing is broken.\n\n"))
        let published = try stage.names("kept/pages/local/reports").map {
            try stage.text("kept/pages/local/reports/\($0)")
        }
        #expect(published.count == 1 && published.allSatisfy { $0.contains("EXERCISE: Some requests failed") })
    }

    @Test func `templates of one's own that print neither title nor message are marked too`() async throws {
        let stage = try Stage("templates: 'templates'")
        try FileManager.default.createDirectory(
            atPath: stage.folder.file("templates"),
            withIntermediateDirectories: true
        )
        for name in ["initial", "update", "resolution"] {
            try "Subject: News\n\nSomething is up, see {{status_page_url}}, next {{next_update_time}}\n"
                .write(toFile: stage.folder.file("templates/\(name).mustache"), atomically: true, encoding: .utf8)
        }
        try "Look at {{status_page_url}} {{#if next_update_time}}Next update by {{next_update_time}}.{{/if}}\n"
            .write(toFile: stage.folder.file("templates/chat.mustache"), atomically: true, encoding: .utf8)
        await stage.run(["--keep", stage.folder.file("kept")])
        let mails = try stage.names("kept/mail").filter { $0.hasSuffix(".eml") }.map {
            try stage.text("kept/mail/\($0)")
        }
        #expect(mails.allSatisfy { $0.contains("This is an exercise: nothing is broken.") })
        // Four changes for two subscribers; the report has a subject of its own.
        #expect(mails.count { $0.contains("Subject: EXERCISE: News") } == 8)
        #expect(try stage.text("kept/sent/team-1.txt").contains("This is an exercise"))
    }

    @Test func `times are those of the exercise`() async throws {
        let stage = try Stage()
        let recorder = await stage.run(["--json"])
        #expect(try recorder.documentMistakes() == [])
        let result = try JSONValue(parsing: recorder.output, path: "-", options: .store)["result"]
        #expect(result?["start"]?.string?.hasPrefix("2026-11-23T14:00:00") == true)
        let opening = result?["steps"]?.array?.first { $0["command"]?.array?.contains(.string("open")) == true }
        #expect(opening?["at"]?.string?.hasPrefix("2026-11-23T14:01:10") == true)
        #expect(opening?["status"]?.string == "done" && result?["folder"] == .null)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var steps: String
        /// Beginning and end of the line on the card.
        var goal: String
        var result: String
    }

    @Test(arguments: [
        Case(
            testDescription: "too late",
            steps: "{ at: '3m', open: { title: 'Slow', severity: 'low', message: 'Pages are slow.' } }",
            goal: "first message",
            result: "after 3m"
        ),
        Case(
            testDescription: "a promise that is not kept",
            steps: """
                { at: '1m', open: { title: 'Slow', severity: 'low', message: 'Pages are slow.', nextUpdate: '15m' } },
                { at: '20m', resolve: { message: 'All is well again.' } }
                """,
            goal: "promised updates",
            result: "0 of 1 on time, late by 4m"
        ),
        Case(
            testDescription: "a text that the check refuses",
            steps: """
                { at: '1m', open: { title: 'Slow', severity: 'low', message: 'Pages are slow.', nextUpdate: '30m' } },
                { at: '20m', update: { message: 'The host db-7.internal is broken.' } }
                """,
            goal: "message check",
            result: "1 found"
        ),
        Case(
            testDescription: "no end",
            steps: "{ at: '1m', open: { title: 'Slow', severity: 'low', message: 'Pages are slow.' } }",
            goal: "resolution notice",
            result: "not sent"
        ),
    ])
    func `a goal that is missed is told, and the exit status is 1`(_ test: Case) async throws {
        let stage = try Stage()
        try "{ drill: 'x', steps: [ \(test.steps) ] }"
            .write(toFile: stage.folder.file("mine.json5"), atomically: true, encoding: .utf8)
        let recorder = await stage.run([stage.folder.file("mine.json5")], expecting: .failed)
        let line = recorder.output.split(separator: "\n").first { $0.hasPrefix(test.goal) }
        #expect(line?.contains(test.result) == true && line?.hasSuffix("no") == true, "\(recorder.output)")
    }

    @Test func `mistakes in a scenario have a place`() async throws {
        let stage = try Stage()
        try
            "{ drill: 'x', steps: [\n  { at: '1m', open: { title: 't', severity: 'low', message: 'm', components: ['Wep'] } } ] }"
            .write(toFile: stage.folder.file("mine.json5"), atomically: true, encoding: .utf8)
        let recorder = await stage.run([stage.folder.file("mine.json5")], expecting: .configuration)
        #expect(recorder.errors.contains("mine.json5:2:79: error: unknown component 'Wep'"))
        #expect(await stage.run(["nowhere.json5"], expecting: .usage).errors.contains("cannot read 'nowhere.json5'"))
    }

    @Test func `a folder that is in use is left alone`() async throws {
        let stage = try Stage()
        #expect(
            await stage.run(["--keep", stage.folder.path], expecting: .conflict).errors.contains("not an empty folder")
        )
    }

    @Test func `the scenario is shown for a copy`() async throws {
        let stage = try Stage()
        let shown = await stage.run(["--show"], expecting: .done).output
        #expect(shown == DrillScenario.builtInText)
    }

    // MARK: - Interactive

    static let answers = [
        "open", "Some requests fail", "hihg", "high", "Wep", "REST API", "",
        "The host db-7.internal is down.", "About one in ten requests fails. We are looking for the cause.", "15m",
        "wait", "10m", "update", "identified", "We know the cause and work on it.", "", "", "",
        "wait", "", "note", "", "found it", "", "resolve", "All requests succeed again.", "A change.", "", "", "end",
    ]

    @Test func `people decide, with the check at their side`() async throws {
        let stage = try Stage()
        let recorder = await stage.run(["-i"], input: Self.answers, typing: 2, expecting: .failed)
        for words in [
            "did you mean 'high'?", "unknown component 'Wep'", "way out:",
            "severity: critical, high, medium or low> high",
            "= app, local, mail, public, support, team",
        ] {
            #expect(recorder.errors.contains(words), "\(words) not in \(recorder.errors)")
        }
        let lines = recorder.output.split(separator: "\n")
        // Ten answers of two seconds up to the opening, and what the commands take.
        #expect(
            lines.contains { $0.hasPrefix("first message") && $0.contains("after 2") && $0.hasSuffix("yes") },
            "\(lines)"
        )
        #expect(lines.contains { $0.hasPrefix("targets") && $0.hasSuffix("yes") })
        #expect(lines.contains { $0.hasPrefix("message check") && $0.hasSuffix("no") })
        #expect(lines.contains { $0.hasPrefix("resolution notice") && $0.hasSuffix("yes") })
    }

    @Test(arguments: [0, 1, 3, 7, 11, 17, 24])
    func `the end of the input ends it politely, wherever it comes`(_ count: Int) async throws {
        let stage = try Stage()
        let recorder = await stage.run(["-i"], input: Array(Self.answers.prefix(count)), expecting: .failed)
        #expect(recorder.output.contains("left before its end"))
        #expect(recorder.output.contains("first message"))
    }

    @Test func `news ends a wait, and so does a wish to end`() async throws {
        let stage = try Stage()
        let answers = [
            "open", "Some requests fail", "high", "API", "", "Requests fail. We look into it.", "", "wait", "2h",
        ]
        let recorder = await stage.run(["-i"], input: answers, expecting: .failed)
        // The next news comes after four minutes; a person who waits for two hours hears it then.
        #expect(recorder.errors.contains("14:04:00  > The failures began"), "\(recorder.errors)")
        #expect(!recorder.errors.contains("The change is taken back. Failures go down."))

        let asked = Mutex(0)
        let left = await stage.run(
            ["--speed", "60"],
            interruption: Interruption(listen: {}) {
                asked.withLock { count in
                    count += 1
                    return count > 3
                }
            }
        )
        #expect(left.output.contains("left before its end") && !left.output.contains("every goal"), "\(left.output)")
        #expect(stage.names("").filter { $0.hasPrefix("statuscomm-drill") } == [])
    }

    @Test func `a speed makes time pass faster while one types`() async throws {
        let stage = try Stage()
        let recorder = await stage.run(["-i", "--speed", "10"], input: Self.answers, typing: 2, expecting: .failed)
        #expect(
            recorder.output.split(separator: "\n").contains {
                $0.hasPrefix("first message") && $0.contains("after 3m 2")
            }
        )
    }
}
