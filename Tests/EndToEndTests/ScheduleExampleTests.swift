import Foundation
import TestSupport
import Testing

/// The examples for cron and systemd.
@Suite struct ScheduleExampleTests {
    private static let examples =
        URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/Examples"

    @Test func `the line for cron runs, and is silent until there is something to do`() async throws {
        let text = try String(contentsOfFile: Self.examples + "/cron/statuscomm.crontab", encoding: .utf8)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let settings = lines.filter { $0.split(separator: " ")[0].contains("=") }
        let jobs = lines.filter { !settings.contains($0) }
        #expect(settings.map { $0.prefix { $0 != "=" } } == ["PATH", "MAILTO"])
        let job = try #require(jobs.first)
        #expect(jobs.count == 1)
        let words = job.split(separator: " ", maxSplits: 5)
        #expect(words.prefix(5) == ["*", "*", "*", "*", "*"])

        let place = try PromiseStage()
        let folder = URL(fileURLWithPath: place.stage.program).deletingLastPathComponent().path
        let path = try #require(settings.first { $0.hasPrefix("PATH=") })
        // As cron does it: a shell, little environment, the user's home.
        func call() throws -> ChildProcess.Result {
            try ChildProcess(
                "env",
                [
                    "-i", "\(path):\(folder)", "HOME=\(place.stage.folder.path)",
                    "STATUSCOMM_CONFIG=\(place.stage.folder.file("config.json5"))",
                    "STATUSCOMM_STATE_DIR=\(place.stage.state)", "STATUSPAGE_API_KEY=key1", "/bin/sh", "-c",
                    String(words[5]),
                ]
            ).wait()
        }
        #expect(try call().isSilent)
        try await place.open(secondsAgo: 19 * 60 + 10)
        #expect(try call().output.contains("INC-1 posted"))
        #expect(try call().isSilent)
    }

    @Test(.enabled(if: Strace.isLinux)) func `systemd takes the units`() throws {
        let folder = try TemporaryDirectory()
        let program = try BuiltProgram("statuscomm").path
        let names = ["statuscomm-tick.service", "statuscomm-tick.timer"]
        for name in names {
            let text = try String(contentsOfFile: Self.examples + "/systemd/\(name)", encoding: .utf8)
            // systemd-analyze(1) looks whether the program is there.
            try text.replacingOccurrences(of: "/usr/local/bin/statuscomm", with: program)
                .write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        }
        let result = try ChildProcess(
            "systemd-analyze",
            ["verify", "--man=no"] + names.map { folder.file($0) }
        ).wait()
        #expect(result.status == 0, "\(result)")
        // It also speaks of other units of the machine.
        let about = (result.output + result.errors).split(separator: "\n").filter { $0.contains("statuscomm-tick") }
        #expect(about.isEmpty)
    }
}
