import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

/// `tick` with everything around it but the network.
struct TickCommandTests {
    private static let now = Timestamp(milliseconds: 1_764_000_000_000)

    /// A state directory with an incident of so many minutes ago, whose next update comes after twenty.
    private func place(minutesAgo: Int) async throws -> (folder: TemporaryDirectory, environment: [String: String]) {
        let folder = try TemporaryDirectory()
        let text = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
              components: [ { id: "api", name: "API" } ],
              statusPages: [ { name: "local", connector: "static", directory: "site" } ],
              automaticUpdates: { enabled: false } }
            """
        try text.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
        let lifecycle = IncidentLifecycle(
            repository: IncidentRepository(
                store: try LocalStore.open(folder.file("state"), for: .writing),
                author: .fixed(clock: ManualClock(start: Self.now.advanced(by: .seconds(-60 * minutesAgo))))
            ),
            components: ComponentTree(roots: [Component(id: "api", name: "API")]),
            severities: .standard,
            targets: [],
            write: { _ in [:] }
        )
        _ = try await lifecycle.open(.init(title: "Errors", severity: .high, components: ["api"], message: "m"))
        return (
            folder,
            [
                "STATUSCOMM_CONFIG": folder.file("config.json5"), "STATUSCOMM_STATE_DIR": folder.file("state"),
                "STATUSCOMM_AUTHOR": "cron@ops1",
            ]
        )
    }

    @Test(arguments: [[], ["--check"], ["--dry-run"]], [5, 16, 30])
    func `every document has its shape`(options: [String], minutesAgo: Int) async throws {
        let (folder, environment) = try await place(minutesAgo: minutesAgo)
        let recorder = Recorder()
        _ = await Tool.run(["tick", "--json"] + options, recorder.context(environment: environment))
        #expect(try recorder.documentMistakes() == [], "\(recorder.output)")
        withExtendedLifetime(folder) {}
    }

    @Test func `it is silent when there is nothing to do, unless asked`() async throws {
        let (folder, environment) = try await place(minutesAgo: 5)
        let recorder = Recorder()
        #expect(await Tool.run(["tick"], recorder.context(environment: environment)) == .done)
        #expect(recorder.output.isEmpty && recorder.errors.isEmpty)
        #expect(await Tool.run(["tick", "--verbose"], recorder.context(environment: environment)) == .done)
        #expect(recorder.output.isEmpty)
        #expect(recorder.errors == "statuscomm: nothing is due and nothing is left to deliver\n")
        withExtendedLifetime(folder) {}
    }

    @Test func `without owners the reminder goes to whoever reads what cron prints`() async throws {
        let (folder, environment) = try await place(minutesAgo: 16)
        let recorder = Recorder()
        #expect(await Tool.run(["tick"], recorder.context(environment: environment)) == .failed)
        #expect(
            recorder.errors == """
                statuscomm: error: INC-1: the next update is due by 16:04 UTC: nobody else was told
                statuscomm: hint: name 'owners' in the configuration: addresses, or names of announcements

                """
        )
        let again = Recorder()
        #expect(await Tool.run(["tick"], again.context(environment: environment)) == .done)
        #expect(again.output.isEmpty && again.errors.isEmpty)
        withExtendedLifetime(folder) {}
    }

    @Test func `it removes what killed runs left behind`() async throws {
        let (folder, environment) = try await place(minutesAgo: 5)
        let files = ["old": -172_800.0, "new": -60.0]
        for (name, age) in files {
            let path = folder.file("state/tmp/\(name)")
            try Data().write(to: URL(fileURLWithPath: path))
            let date = Date(timeIntervalSince1970: Double(Self.now.milliseconds) / 1_000 + age)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
        let recorder = Recorder()
        #expect(await Tool.run(["tick", "--json"], recorder.context(environment: environment)) == .done)
        #expect(recorder.output.contains("\"swept\": 1"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("state/tmp")) == ["new"])
    }
}
