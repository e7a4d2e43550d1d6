import Foundation
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

/// Whatever watches a delivery looks again in our own time: on a clock that jumps, every look would bring the deadline of
/// all targets nearer.
@Test func `those who watch a delivery move no clock`() async throws {
    let folder = try TemporaryDirectory()
    let configuration = """
        { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
          components: [ { id: "api", name: "API" } ],
          mail: { relay: { directory: "mail" }, from: "status@acme.example", subscribers: "list.csv" },
          statusPages: [ { name: "local", connector: "static", directory: "site" } ] }
        """
    try configuration.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
    try "address\nada@example.com\n".write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
    let clock = ManualClock()
    let recorder = Recorder()
    // Mail asks the real clock how old a change is.
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    var context = recorder.context(environment: ["USER": "ada"], now: now)
    context.clock = clock
    context.interruption = Interruption(listen: {}, isRequested: { false })
    let status = await Tool.run(
        ["incident", "open", "-t", "Slow", "-s", "high", "-c", "API", "-m", "Requests are slow. We are looking."]
            + ["--config", folder.file("config.json5"), "--state-dir", folder.file("state")],
        context
    )
    #expect(status == .done, "\(recorder.output), \(recorder.errors)")
    #expect(FileManager.default.subpaths(atPath: folder.file("mail"))?.contains { $0.hasSuffix(".eml") } == true)
    #expect(clock.sleeps == [])
}
