import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

/// A desk on 23 November in UTC: a configuration with a page and mail to a folder, a state directory, and a clock that
/// each command is told.
struct ReportDesk {
    let folder: TemporaryDirectory
    /// Its day, 23 November of a year.
    let day: String

    /// Mail that is too old is not sent, so that a desk with mail is in the far future.
    init(
        _ more: String = "",
        year: Int = 2026,
        components: String = "[ { id: 'auth', name: 'User Authentication' } ]"
    ) throws {
        folder = try TemporaryDirectory()
        day = "\(year)-11-23"
        let configuration = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
              components: \(components),
              delivery: { deadline: "1h", attempt: "10m" },
              statusPages: [ { name: "local", connector: "static", directory: "site" } ], \(more) }
            """
        try write(configuration, "config.json5")
    }

    func write(_ text: String, _ name: String) throws {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: folder.file(name), encoding: .utf8)
    }

    /// The instant of a time on the desk's day.
    static func at(_ clock: String, day: String) throws -> Timestamp {
        try #require(Timestamp(rfc3339: "\(day)T\(clock):00Z"))
    }

    typealias Outcome = (status: StatusCommCore.ExitStatus, output: String, errors: String)

    /// Runs a command at a time of the day.
    func run(_ clock: String, _ words: String...) async throws -> Outcome {
        try await run(clock, words)
    }

    func run(_ clock: String, _ words: [String]) async throws -> Outcome {
        let recorder = Recorder()
        let arguments = words + ["--config", folder.file("config.json5"), "--state-dir", folder.file("state")]
        let context = recorder.context(
            environment: ["STATUSCOMM_AUTHOR": "ada@ops1"],
            now: try Self.at(clock, day: day)
        )
        let status = await Tool.run(arguments, context)
        return (status, recorder.output, recorder.errors)
    }

    /// Opens an incident at 13:13 that began at 13:05, and resolves it at 14:25.
    func playIncident(severity: String = "high", component: String = "User Authentication") async throws {
        let opened = try await run(
            "13:13",
            ["incident", "open", "-t", "Signing in is slow", "-s", severity, "-c", component, "--started-at", "13:05"]
                + ["-m", "Signing in is slow. We are looking into it."]
        )
        try #require(opened.status == .done, "\(opened)")
        let updated = try await run(
            "13:30",
            ["incident", "update", "--status", "identified", "-m", "A task of ours is the cause."]
        )
        try #require(updated.status == .done, "\(updated)")
        let resolved = try await run("14:25", "incident", "resolve", "-m", "Signing in works again.")
        try #require(resolved.status == .done, "\(resolved)")
    }

    /// A document of `--json`, its result.
    func document(_ clock: String, _ words: String...) async throws -> JSONValue {
        let outcome = try await run(clock, words + ["--json"])
        return try #require(JSONValue(parsing: Array(outcome.output.utf8), path: "output", options: .store)["result"])
    }
}
