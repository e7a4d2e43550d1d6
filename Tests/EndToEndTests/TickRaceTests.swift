import Foundation
import StatusCommCore
import TestSupport
import Testing

@Suite struct TickRaceTests {
    static let rounds = Stage.isFull ? 100 : 6

    @Test(arguments: [0, 3]) func `calls at once say it once`(maximum: Int) async throws {
        for round in 1...Self.rounds {
            let place = try PromiseStage(maximumAutomatic: maximum)
            try await place.open(secondsAgo: 19 * 60 + 10)
            let runs = try (1...3).map { _ in try place.stage.start(["tick"]) }
            let results = runs.map { $0.wait() }
            #expect(results.allSatisfy { [0, 3].contains($0.status) }, "round \(round): \(results)")
            let last = try place.finish()
            #expect(last.status == 0, "round \(round): \(last)")
            let incident = try #require(try await place.incident())
            #expect(incident.updates.count == (maximum > 0 ? 2 : 1), "round \(round)")
            #expect(place.published.count == incident.updates.count, "round \(round)")
            #expect(place.mails().count == (maximum > 0 ? 0 : 1), "round \(round)")
            #expect(results.count { $0.output.contains("INC-1") && !$0.output.hasPrefix("DELIVERY") } <= 1)
        }
    }

    @Test func `beside a person, nothing automatic follows what the person said`() async throws {
        for round in 1...Self.rounds {
            let place = try PromiseStage()
            try await place.open(secondsAgo: 19 * 60 + 10)
            let tick = try place.stage.start(["tick"])
            let person = try place.stage.start(["incident", "update", "-m", "We found the cause."])
            let results = [tick.wait(), person.wait()]
            #expect([0, 3].contains(results[0].status) && results[1].status == 0, "round \(round): \(results)")
            #expect(try place.finish().status == 0)
            let incident = try #require(try await place.incident())
            #expect(incident.latestUpdate.publication.message == "We found the cause.", "round \(round)")
            #expect(incident.updates.count <= 3, "round \(round)")
            #expect(place.published.count == incident.updates.count, "round \(round)")
        }
    }
}

/// A call killed at its system calls; see `SystemCallSweepTests` for how.
@Suite(.enabled(if: Strace.isWanted)) struct TickKillTests {
    @Test(arguments: ["linkat", "fsync", "renameat", "sendto"], [0, 3])
    func `killed at any call, the next one says it once`(call: String, maximum: Int) async throws {
        var number = 1
        var points = 0
        while true {
            let place = try PromiseStage(maximumAutomatic: maximum)
            try await place.open(secondsAgo: 19 * 60 + 10)
            let log = place.stage.folder.file("strace")
            _ = try place.stage.run(
                ["tick"],
                wrapper: ["taskset", "-c", "0", "strace", "-f", "-qq", "-o", log, "-e", "trace=\(call)"]
                    + ["-e", "inject=\(call):signal=SIGKILL:when=\(number)"]
            )
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            guard text.contains("killed by SIGKILL") else { break }
            points += 1
            let last = try place.finish()
            let point: Comment = "killed at \(call) \(number)"
            #expect(last.status == 0, "\(point): \(last)")
            let incident = try #require(try await place.incident())
            #expect(incident.updates.count == (maximum > 0 ? 2 : 1), point)
            #expect(incident.reminders.count == (maximum > 0 ? 0 : 1), point)
            #expect(place.published.count == incident.updates.count, point)
            #expect(place.mails().count == incident.reminders.count, point)
            number += Stage.isFull ? 1 : 4
        }
        print("killed at \(points) points of \(call)")
        #expect(points > 0)
    }
}
