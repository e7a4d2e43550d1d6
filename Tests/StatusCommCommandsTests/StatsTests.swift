import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

struct StatsTests {
    /// A state directory, a configuration with a static page, and a clock.
    struct Stage {
        let folder: TemporaryDirectory
        let clock = ManualClock(start: Timestamp(rfc3339: "2026-11-23T14:00:00Z") ?? .earliest)

        init(statistics: Bool = true) throws {
            folder = try TemporaryDirectory()
            let text = """
                { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example", timeZone: "UTC" },
                  components: [ { id: "api", name: "API" }, { id: "web", name: "Web" } ],
                  statusPages: [ { name: "local", connector: "static", directory: "site", statistics: \(statistics) } ] }
                """
            try text.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
        }

        @discardableResult
        func run(_ words: [String], expecting status: StatusCommCore.ExitStatus = .done) async -> Recorder {
            let recorder = Recorder()
            var context = recorder.context(environment: ["USER": "ada"])
            context.now = { clock.timestamp }
            context.clock = clock
            let globals = ["--config", folder.file("config.json5"), "--state-dir", folder.file("state")]
            #expect(await Tool.run(words + globals, context) == status, "\(words): \(recorder.errors)")
            return recorder
        }

        func document(_ words: [String]) async throws -> JSONValue {
            let recorder = await run(words + ["--json"])
            #expect(try recorder.documentMistakes() == [])
            return try JSONValue(parsing: recorder.output, path: "-", options: .store)["result"] ?? .null
        }

        /// Two incidents: one handled well, one late in everything and still open.
        func play() async {
            await run([
                "incident", "open", "-t", "Some requests fail", "-s", "high", "-c", "API", "-m", "We look into it.",
                "--started-at", "1m ago",
            ])
            clock.advance(by: .seconds(600))
            await run(["incident", "update", "-m", "We are still looking into it."])
            clock.advance(by: .seconds(600))
            await run(["incident", "resolve", "-m", "All requests succeed again."])
            clock.advance(by: .seconds(40 * 86_400))
            await run([
                "incident", "open", "-t", "Slow pages", "-s", "low", "-c", "Web", "-m", "Pages are slow.",
                "--started-at", "10m ago",
            ])
            clock.advance(by: .seconds(7_200))
        }
    }

    @Test func `an empty store has no figures`() async throws {
        let stage = try Stage()
        #expect(await stage.run(["stats"]).output == "no incident began in this time\n")
        let document = try await stage.document(["stats"])
        #expect(document["total"]?["incidents"]?.int == 0 && document["periods"]?.array == [])
    }

    @Test func `the tables`() async throws {
        let stage = try Stage()
        await stage.play()
        let text = await stage.run(["stats"]).output
        #expect(
            text == """
                INCIDENT  BEGAN       SEVERITY  FIRST  UPDATES  RESOLVED  REPORT  FAILED
                INC-1     2026-11-23  high      1m     2 of 2   21m       none!   0
                INC-2     2027-01-02  low       10m!   0 of 1!  open      -       0

                2 incidents, 1 not resolved

                                  MEDIAN  90 OF 100  LONGEST  GOAL     MET
                first message     5m 30s  9m 6s      10m      2m       1 of 2
                updates, late by  1h 30m  1h 30m     1h 30m   on time  2 of 3
                resolved          21m     21m        21m      -        -
                report            -       -          -        2d       0 of 1

                TARGET  FIRST   90 OF 100  RESOLUTION  FAILED  REFUSED  UNKNOWN  QUEUED
                local   5m 30s  9m 6s      0s          0       0        0        0

                """
        )
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let months = await stage.run(["stats", "--by", "month"]).output
        #expect(
            months.hasPrefix(
                """
                MONTH    INCIDENTS  FIRST  90 OF 100  UPDATES  RESOLVED  REPORT  FAILED
                2026-11  1          1m     1m         2 of 2   21m       -       0
                2026-12  0          -      -          -        -         -       0
                2027-01  1          10m!   10m        0 of 1!  -         -       0

                """
            )
        )
    }

    @Test(arguments: [
        (["--since", "2026-12"], ["INC-2"]), (["--until", "2027-01-02"], ["INC-1"]),
        (["--since", "2026-11-23", "--until", "2026-11-23 13:59"], []),
        (["--since", "2026-11-23T13:59:00Z", "--until", "2026-11-24"], ["INC-1"]),
    ])
    func `a stretch of time`(_ test: (words: [String], ids: [String])) async throws {
        let stage = try Stage()
        await stage.play()
        let document = try await stage.document(["stats"] + test.words)
        #expect(document["incidents"]?.array?.compactMap { $0["id"]?.string } == test.ids)
    }

    @Test func `a day that is none`() async throws {
        #expect(
            await (try Stage()).run(["stats", "--since", "2026-02-30"], expecting: .usage).errors.contains("calendar")
        )
    }

    @Test func `the document has seconds`() async throws {
        let stage = try Stage()
        await stage.play()
        let document = try await stage.document(["stats"])
        let first = document["incidents"]?.array?.first
        #expect(first?["firstMessage"]?.double == 60 && first?["resolved"]?.double == 1_260)
        #expect(document["total"]?["firstMessage"]?["percentile90"]?.double == 546)
        #expect(first?["promises"]?.array?.compactMap { $0["outcome"]?.string } == ["kept", "kept"])
    }

    @Test func `pages: ours with numbers, everybody's without`() async throws {
        let stage = try Stage()
        await stage.play()
        let document = try await stage.document(["stats", "--page", stage.folder.path])
        #expect(document["page"]?.string == stage.folder.file("statistics.html"))
        let ours = try String(contentsOfFile: stage.folder.file("statistics.html"), encoding: .utf8)
        #expect(ours.contains("INC-1") && ours.contains("local"))
        let page = try String(contentsOfFile: stage.folder.file("site/statistics.html"), encoding: .utf8)
        #expect(page.contains("Slow pages") && !page.contains("INC-1") && !page.contains("local"))
        // Nothing was said since: building it again changes nothing, however late it is.
        stage.clock.advance(by: .seconds(7_200))
        let changed = try await stage.document(["page", "build"]).array?.first?["changed"]?.array
        #expect(changed?.contains(.string("statistics.html")) == false)
    }

    @Test func `a static page has no figures unless the configuration wants them`() async throws {
        let stage = try Stage(statistics: false)
        await stage.play()
        #expect(!FileManager.default.fileExists(atPath: stage.folder.file("site/statistics.html")))
    }
}
