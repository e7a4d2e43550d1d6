import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

/// A state directory with an open incident of a company in Berlin; it is 24 November 2025, 16:00 UTC.
private struct Desk {
    let folder = try? TemporaryDirectory()
    private var path: String { folder?.file("") ?? "" }

    init() async throws {
        let configuration = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example",
                         timeZone: "Europe/Berlin" },
              components: [ { id: "api", name: "API" } ],
              delivery: { deadline: "1h", attempt: "10m" },
              statusPages: [ { name: "local", connector: "static", directory: "site" } ] }
            """
        try configuration.write(toFile: path + "config.json5", atomically: true, encoding: .utf8)
        let opened = await run("incident", "open", "-t", "Slow", "-s", "high", "-c", "API", "-m", "We are looking.")
        try #require(opened.status == .done, "\(opened)")
    }

    func run(_ words: String...) async -> (status: StatusCommCore.ExitStatus, output: String, errors: String) {
        let recorder = Recorder()
        let arguments = words + ["--config", path + "config.json5", "--state-dir", path + "state"]
        let status = await Tool.run(arguments, recorder.context(environment: ["STATUSCOMM_AUTHOR": "ada@ops1"]))
        return (status, recorder.output, recorder.errors)
    }
}

@Test(arguments: [
    // Without a zone the company's is meant, whatever this machine's is.
    ("14:05", "24 November 2025, 14:05 CET (13:05 UTC)"),
    ("14:05 UTC", "24 November 2025, 15:05 CET (14:05 UTC)"),
    ("14:05 America/New_York", "23 November 2025, 20:05 CET (19:05 UTC)"),
    ("2025-11-24T15:30:00+05:30", "24 November 2025, 11:00 CET (10:00 UTC)"),
    ("2025-07-01 09:00", "1 July 2025, 09:00 CEST (07:00 UTC)"),
    ("20m ago", "24 November 2025, 16:40 CET (15:40 UTC)"),
])
func `a note tells the time that was understood`(typed: String, understood: String) async throws {
    let desk = try await Desk()
    let noted = await desk.run("incident", "note", "--type", "impact-started", "--at", typed, "-m", "pool full")
    #expect(noted.status == .done, "\(noted)")
    #expect(noted.output == "INC-1 noted: impact_started at \(understood)\n")
}

@Test(arguments: [
    ("2025-10-26 02:30", "it came twice in 'Europe/Berlin', as clocks were put back"),
    ("2025-03-30 02:30", "clocks in 'Europe/Berlin' were put forward past it"),
    ("14:05 Mars/Olympus", "Mars/Olympus"),
    ("in 20m", "it has not happened yet"),
    ("2025-11-24T16:00:01Z", "it has not happened yet"),
])
func `a time that is not one past moment is refused`(typed: String, cause: String) async throws {
    let desk = try await Desk()
    let noted = await desk.run("incident", "note", "--at", typed, "-m", "pool full")
    #expect(noted.status == .usage)
    #expect(noted.errors.contains(cause), "\(noted.errors)")
    #expect(!(await desk.run("incident", "log")).output.contains("pool full"))
}

@Test func `a note keeps both wordings, warns of words that customers cannot use, and is in the log`() async throws {
    let desk = try await Desk()
    let noted = await desk.run(
        "incident",
        "note",
        "--type",
        "mitigation-applied",
        "-m",
        "moved traffic off db-master-02",
        "--customer-text",
        "We moved traffic off db-master-02."
    )
    #expect(noted.status == .done)
    #expect(noted.errors.contains("customer-text:1:22: error: internal name 'db-master-02' [internal-host]"))
    let log = await desk.run("incident", "log")
    #expect(log.output.contains("ada@ops1  INC-1"))
    #expect(log.output.contains("noted, mitigation_applied at 2025-11-24T16:00:00Z: moved traffic off db-master-02"))
    let shown = await desk.run("incident", "show", "--timeline")
    #expect(shown.output.contains("17:00  o  noted: mitigation_applied, by ada@ops1\n"))
    #expect(shown.output.contains("times in Europe/Berlin"))
    let document = await desk.run("incident", "show", "--timeline", "--json")
    let value = try JSONValue(parsing: Array(document.output.utf8), path: "output", options: .store)
    #expect(value["result"]?["notes"]?.array?.first?["customerText"] == "We moved traffic off db-master-02.")
    #expect(
        value["result"]?["timeline"]?.array?.map { $0["kind"] } == ["began", "investigating", "mitigation_applied"]
    )
}
