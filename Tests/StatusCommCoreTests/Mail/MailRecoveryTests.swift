import Foundation
import JSON5
import StatusCommCore
import TestSupport
import Testing

/// A send goes on from what the disk has, also where map and journal do not agree.
@Suite struct MailRecoveryTests {
    /// Freezes five recipients, puts the third's state and the journal on the disk, and sends.
    private func send(state: MailState, journal: String, _ options: String...) throws -> (JSONValue, [String]) {
        let folder = try TemporaryDirectory()
        let server = try FaultServer(.object(JSONObject()), in: folder)
        let rows = (0..<5).map { "user\($0)@example.com\n" }.joined()
        try ("address\n" + rows).write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
        let program = try BuiltProgram("MailSender").path
        _ = try FaultServer.output(program, ["freeze", folder.file("q/1"), folder.file("list.csv")])
        let map = try #require(FileHandle(forWritingAtPath: folder.file("q/1/map")))
        try map.seek(toOffset: 4096 + 2)
        try map.write(contentsOf: Data([state.rawValue]))
        try journal.write(toFile: folder.file("q/1/events"), atomically: true, encoding: .utf8)
        let relay = "smtp://127.0.0.1:\(server.port)"
        let output = try FaultServer.output(program, ["send", folder.file("q/1"), relay] + options)
        let accepted = try server.stop().compactMap { $0["to"]?.string }.sorted()
        return (try JSONValue(parsing: output, options: .store), accepted)
    }

    private let all = (0..<5).map { "user\($0)@example.com" }

    @Test func `whoever was put off, by a word that a power cut has taken, is due at once`() throws {
        let (result, accepted) = try send(state: .deferred, journal: "")
        #expect(result["end"] == "finished", "\(result)")
        #expect(accepted == all)
        #expect(result["doubts"]?.array?.isEmpty == true)
    }

    @Test func `whoever was put off and whose state a power cut has taken gets a mail`() throws {
        let time = MailClock.system().wall()
        let (result, accepted) = try send(state: .pending, journal: "2\tdeferred\t\(time)\t450\tlater\n")
        #expect(result["end"] == "finished", "\(result)")
        #expect(accepted == all)
    }

    @Test func `a clock that was set back makes nobody wait longer`() throws {
        let time = MailClock.system().wall() + 10 * 365 * 86_400
        let journal = "2\tdeferred\t\(time)\t450\tlater\n"
        let (result, accepted) = try send(state: .deferred, journal: journal, "firstRetry=500", "patience=60000")
        #expect(result["end"] == "finished", "\(result)")
        #expect(accepted == all)
        // Whose pause is not over yet is still put off.
        let (early, others) = try send(state: .deferred, journal: journal, "firstRetry=60000")
        #expect(early["end"] == "deferred", "\(early)")
        #expect(others == all.filter { $0 != "user2@example.com" })
    }

    @Test func `a byte that no version wrote is a doubt, and is named`() throws {
        let folder = try TemporaryDirectory()
        _ = try ProgressMap.make(folder.file("map"), count: 3)
        let map = try #require(FileHandle(forWritingAtPath: folder.file("map")))
        try map.seek(toOffset: 4096 + 1)
        try map.write(contentsOf: Data([200]))
        #expect(try ProgressMap.open(folder.file("map"), count: 3).counts[.inDoubt] == 1)
    }
}
