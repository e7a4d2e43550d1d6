import Foundation
import JSON5
import TestSupport
import Testing

/// A change to an incident at a Statuspage double and a static page, before and after.
struct Scene: Hashable, Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Runs that come before.
    let before: [[String]]
    /// The run that is tampered with.
    let words: [String]
    /// Phase and number of public messages after it.
    let phase: String
    let messages: Int
    /// Whether the report is published after it.
    var isReported = false

    static let open = Scene(
        testDescription: "open",
        before: [],
        words: Stage.opening,
        phase: "investigating",
        messages: 1
    )
    static let update = Scene(
        testDescription: "update",
        before: [Stage.opening],
        words: ["incident", "update", "--status", "identified", "-m", "We found the cause."],
        phase: "identified",
        messages: 2
    )
    static let resolve = Scene(
        testDescription: "resolve",
        before: [Stage.opening],
        words: ["incident", "resolve", "-m", "All requests work again."],
        phase: "resolved",
        messages: 2
    )

    static let report = Scene(
        testDescription: "report",
        before: [
            Stage.opening, resolve.words,
            ["report", "draft", "INC-1", "--from", "FOLDER/postmortem.json5", "--output", "FOLDER/report.md"],
            ["report", "check", "FOLDER/report.md"],
        ],
        words: ["report", "publish", "INC-1", "FOLDER/report.md"],
        phase: "resolved",
        messages: 2,
        isReported: true
    )

    private static let postmortem = """
        { title: "Some requests failed", summary: "Some requests failed.", whatHappened: "A change of ours was wrong.",
          resolution: "We took the change back.", impact: { customerCount: "about 300", errorRate: "12 %" }, timeline: [],
          actionItems: [ { text: "We test changes with all requests.", type: "prevention", customerVisible: true } ] }
        """

    /// Words with the stage's folder where they name it.
    static func words(_ words: [String], on stage: Stage) -> [String] {
        words.map { $0.replacing("FOLDER", with: stage.folder.path) }
    }

    /// A stage on which everything before has happened.
    func set(_ double: ProviderDouble) throws -> Stage {
        // With the ids in the configuration the first request is the creation itself.
        let stage = try Stage(double.url, naming: true)
        try Self.postmortem.write(toFile: stage.folder.file("postmortem.json5"), atomically: true, encoding: .utf8)
        for words in before {
            let result = try stage.run(Self.words(words, on: stage))
            guard result.status == 0 else { throw Failure(result: result) }
        }
        return stage
    }

    /// Whether the change is on record, in the one incident there is.
    func isRecorded(_ stage: Stage) throws -> Bool {
        let incidents = try stage.document(["incident", "list", "--all"]).value["result"]?.array ?? []
        guard incidents.map({ $0["id"] }) == ["INC-1"], incidents[0]["updates"]?.array?.count == messages else {
            return false
        }
        guard isReported else { return true }
        let shown = try stage.document(["incident", "show", "INC-1"]).value["result"]
        return shown?["report"]?["standing"] == "published"
    }

    /// What is not as it should be at the end, wherever the incident can be seen; empty when all is well.
    func faults(_ stage: Stage, _ double: ProviderDouble) throws -> [String] {
        var faults: [String] = []
        func require(_ holds: Bool, _ fault: @autoclosure () -> String) {
            if !holds { faults.append(fault()) }
        }
        require(try isRecorded(stage), "one incident on record, with the change")
        require(double.incidents.count == 1, "\(double.incidents.count) public incidents")
        if let incident = double.incidents.first {
            let count = incident["incident_updates"]?.array?.count
            require(incident["status"]?.string == phase, "public phase \(incident["status"]?.string ?? "none")")
            require(count == messages, "\(count ?? 0) public messages")
            let component = incident["components"]?.array?.first?["status"]?.string ?? "none"
            require(component == (phase == "resolved" ? "operational" : "partial_outage"), "component \(component)")
        }
        if isReported {
            let incident = double.incidents.first
            let report = try? String(contentsOfFile: stage.folder.file("report.md"), encoding: .utf8)
            require(incident?["postmortem_body"]?.string == report, "another report at the provider")
            require(
                double.state["told"]?.array?.count == 1,
                "subscribers told \(double.state["told"]?.array?.count ?? 0) times"
            )
            let pages = (try? FileManager.default.contentsOfDirectory(atPath: stage.folder.file("site/reports"))) ?? []
            require(pages.count { $0.hasSuffix(".html") } == 1, "reports on the page: \(pages)")
            let archived = try stage.document(["incident", "show", "INC-1"]).value["result"]?["report"]
            require(archived?["sha256"]?.string?.count == 64, "the report's hash")
            require(archived?["postmortemSHA256"]?.string?.count == 64, "the postmortem's hash")
        }
        let entries = try stage.pageEntries()
        require(entries.count == 1, "\(entries.count) page entries")
        if let entry = entries.first {
            let count = entry["incident_updates"]?.array?.count
            // As at Statuspage, a report is one more update and a status of its own.
            let status = isReported ? "postmortem" : phase
            require(entry["status"]?.string == status, "phase on the page \(entry["status"]?.string ?? "none")")
            require(count == messages + (isReported ? 1 : 0), "\(count ?? 0) messages on the page")
        }
        for command in [["incident", "log", "INC-1"], ["audit"], ["delivery", "list"]] {
            let result = try stage.run(command)
            require(result.status == 0, "\(command.joined(separator: " ")): \(result.errors)")
        }
        return faults
    }

    struct Failure: Error {
        let result: ChildProcess.Result
    }
}
