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

    /// A stage on which everything before has happened.
    func set(_ double: ProviderDouble) throws -> Stage {
        // With the ids in the configuration the first request is the creation itself.
        let stage = try Stage(double.url, naming: true)
        for words in before {
            let result = try stage.run(words)
            guard result.status == 0 else { throw Failure(result: result) }
        }
        return stage
    }

    /// Whether the change is on record, in the one incident there is.
    func isRecorded(_ stage: Stage) throws -> Bool {
        let incidents = try stage.document(["incident", "list", "--all"]).value["result"]?.array ?? []
        return incidents.map { $0["id"] } == ["INC-1"] && incidents[0]["updates"]?.array?.count == messages
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
        let entries = try stage.pageEntries()
        require(entries.count == 1, "\(entries.count) page entries")
        if let entry = entries.first {
            let count = entry["incident_updates"]?.array?.count
            require(entry["status"]?.string == phase, "phase on the page \(entry["status"]?.string ?? "none")")
            require(count == messages, "\(count ?? 0) messages on the page")
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
