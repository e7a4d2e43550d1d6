import JSON5
import TestSupport
import Testing

@Suite struct RaceTests {
    static let rounds = Stage.isFull ? 200 : 10

    @Test func `two openings with one key are one incident`() throws {
        for round in 1...Self.rounds {
            let double = try ProviderDouble.statuspage()
            let stage = try Stage(double.url)
            let runs = try [1, 2].map { _ in try stage.start(Stage.opening + ["--key", "alert-1", "--json"]) }
            let results = runs.map { $0.wait() }
            let ids = try results.map {
                try JSONValue(parsing: Array($0.output.utf8), path: "output", options: .store)["result"]?["id"]
            }
            #expect(results.map(\.status) == [0, 0], "round \(round): \(results)")
            #expect(ids == ["INC-1", "INC-1"], "round \(round)")
            #expect(double.incidents.count == 1, "round \(round)")
            #expect(try stage.pageEntries().count == 1, "round \(round)")
        }
    }

    @Test func `of two openings for one component the second hears who was first`() throws {
        for round in 1...Self.rounds {
            let double = try ProviderDouble.statuspage()
            let stage = try Stage(double.url)
            let results = try [1, 2].map { _ in try stage.start(Stage.opening) }.map { $0.wait() }
            #expect(Set(results.map(\.status)) == [0, 6], "round \(round): \(results)")
            let second = try #require(results.first { $0.status == 6 })
            #expect(second.errors.contains("INC-1"), "\(second)")
            #expect(second.errors.contains("uid") || second.errors.contains("@"), "\(second)")
            #expect(double.incidents.count == 1, "round \(round)")
        }
    }
}
