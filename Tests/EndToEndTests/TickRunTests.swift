import Foundation
import JSON5
import StatusCommCore
import TestSupport
import Testing

@Suite struct TickRunTests {
    @Test func `a promised update is posted once, on all channels, and promises the next`() async throws {
        let place = try PromiseStage()
        try await place.open(secondsAgo: 19 * 60 + 10)
        let result = try place.stage.run(["tick"])
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("INC-1 posted: We are still looking for the cause."))
        #expect(result.output.contains("next update promised for "))
        #expect(place.published.count == 2)
        #expect(place.published.contains { $0.contains("still looking") && $0.contains("Next update by ") })
        #expect(place.stage.page("index.html")?.contains("still looking for the cause") == true)
        let again = try place.stage.run(["tick"])
        #expect(again.isSilent)
        #expect(place.published.count == 2)
        let incident = try #require(try await place.incident())
        #expect(incident.latestUpdate.isAutomatic)
        let promised = try #require(incident.nextUpdateAt).duration(since: incident.latestUpdate.at)
        // Counted from the decision, a moment before the stamp of the entry.
        #expect(promised > .seconds(1_190) && promised <= .seconds(1_200))
        let audit = try place.stage.run(["audit"])
        #expect(audit.status == 0 && audit.output.contains("tick"), "\(audit)")
    }

    @Test func `a night without calls comes to one update`() async throws {
        let place = try PromiseStage()
        try await place.open(secondsAgo: 9 * 3_600)
        for _ in 0..<3 { #expect(try place.stage.run(["tick"]).status == 0) }
        #expect(place.published.count == 2)
    }

    @Test func `where people write, the owners are warned once, and no customer hears of it`() async throws {
        let place = try PromiseStage(maximumAutomatic: 0)
        try await place.open(secondsAgo: 16 * 60)
        let result = try place.stage.run(["tick"])
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("owners reminded: INC-1: the next update is due by "))
        #expect(try place.stage.run(["tick"]).output.isEmpty)
        let mails = place.mails()
        #expect(mails.count == 1)
        let mail = try #require(mails.first)
        #expect(mail.contains("To: oncall@acme.example\r\n"))
        #expect(mail.contains("Subject: [Acme status, internal] INC-1: the next update is due by "))
        #expect(mail.contains("statuscomm incident update INC-1"))
        #expect(place.published.count == 1)
        let shown = try FileManager.default.subpathsOfDirectory(atPath: place.stage.folder.file("site"))
            .compactMap { place.stage.page($0) }
        #expect(!shown.isEmpty && !shown.contains { $0.contains("nobody has written") })
        #expect(try place.stage.run(["incident", "log"]).output.contains("owners reminded: INC-1"))
    }

    @Test func `a report is asked for after a day and after two, until it is skipped`() async throws {
        let place = try PromiseStage()
        let incident = try await place.open(secondsAgo: 30 * 3_600)
        try await place.resolve(incident, secondsAgo: 25 * 3_600)
        #expect(try place.stage.run(["tick"]).output.contains("owners reminded: INC-1: the report is due by "))
        #expect(try place.stage.run(["tick"]).isSilent)
        #expect(place.mails().count == 1)
        #expect(try place.stage.run(["report", "skip", "INC-1", "--reason", "nobody noticed"]).status == 0)

        let late = try PromiseStage()
        let other = try await late.open(secondsAgo: 60 * 3_600)
        try await late.resolve(other, secondsAgo: 50 * 3_600)
        #expect(try late.stage.run(["tick"]).output.contains("Escalation: the report of INC-1 is late"))
        #expect(try late.stage.run(["tick"]).output.isEmpty)
        #expect(try late.stage.run(["tick", "--check"]).status == 1)
        #expect(try late.stage.run(["report", "skip", "INC-1", "--reason", "nobody noticed"]).status == 0)
        #expect(try late.stage.run(["tick", "--check"]).status == 0)
        #expect(late.mails().count == 1)
    }

    struct Check: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var maximumAutomatic: Int
        var minutesAgo: Int
        /// Whether a call has delivered the opening, and done what was due.
        var isTicked: Bool
        var status: Int32
        var words: String
    }

    @Test(arguments: [
        Check(
            testDescription: "nothing",
            maximumAutomatic: 3,
            minutesAgo: 5,
            isTicked: true,
            status: 0,
            words: "nothing is due"
        ),
        Check(
            testDescription: "queued",
            maximumAutomatic: 3,
            minutesAgo: 5,
            isTicked: false,
            status: 3,
            words: "queued: not sent yet"
        ),
        Check(
            testDescription: "an update due",
            maximumAutomatic: 3,
            minutesAgo: 19,
            isTicked: false,
            status: 3,
            words: "automatic update"
        ),
        Check(
            testDescription: "a promise broken, and the owners know",
            maximumAutomatic: 0,
            minutesAgo: 30,
            isTicked: true,
            status: 1,
            words: "10 minutes late"
        ),
    ])
    func `a check tells how things stand, and changes nothing`(_ check: Check) async throws {
        let place = try PromiseStage(maximumAutomatic: check.maximumAutomatic)
        try await place.open(secondsAgo: check.minutesAgo * 60 + 5)
        if check.isTicked { _ = try place.stage.run(["tick"]) }
        let before = place.stage.stateFiles()
        let requests = place.double.requests.count
        let result = try place.stage.run(["tick", "--check"])
        #expect(result.status == check.status, "\(result)")
        #expect(result.output.contains(check.words), "\(result)")
        #expect(place.stage.stateFiles() == before)
        #expect(place.double.requests.count == requests)
    }

    @Test func `a check says that somebody has to look, where nobody can know what was sent`() async throws {
        let place = try PromiseStage()
        try await place.open(secondsAgo: 5)
        let silent = try LoopbackServer { _ in .json(200, "", fault: .hang) }
        let text = try String(contentsOfFile: place.stage.folder.file("config.json5"), encoding: .utf8)
            .replacing(place.double.url, with: silent.url).replacing("attempt: \"5s\"", with: "attempt: \"1s\"")
            .replacing("deadline: \"20s\"", with: "deadline: \"3s\"")
        try text.write(toFile: place.stage.folder.file("config.json5"), atomically: true, encoding: .utf8)
        #expect(try place.stage.run(["tick"]).status == 7)
        let before = place.stage.stateFiles()
        let check = try place.stage.run(["tick", "--check"])
        #expect(check.status == 7, "\(check)")
        #expect(check.output.contains("public") && check.output.contains("unknown"), "\(check)")
        #expect(place.stage.stateFiles() == before)
        #expect(try place.stage.run(["delivery", "settle", "INC-1/public/1", "--as", "sent"]).status == 0)
        #expect(try place.stage.run(["tick", "--check"]).status == 0)
        #expect(silent.requests.count { $0.method == "POST" } == 1)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a wish to end leaves the rest to the next call, and nothing is said twice`(number: Int32) async throws {
        let place = try PromiseStage()
        try await place.open(secondsAgo: 19 * 60 + 10)
        // The page takes nothing for now, so that the call waits and tries again.
        place.double.answer(.json(503, "{}"), times: 100)
        let tick = try place.stage.start(["tick"])
        while place.double.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        tick.signal(number)
        let result = tick.wait()
        #expect(result.status == 3, "\(result)")
        // What was decided is on record; what is missing is queued for the next call.
        #expect(try #require(try await place.incident()).updates.count == 2)
        #expect(try place.stage.run(["tick", "--check"]).status == 3)
        place.double.answer()
        #expect(try place.finish().status == 0)
        #expect(place.published.count == 2 && Set(place.published).count == 2, "\(place.published)")
        #expect(try place.stage.run(["tick"]).isSilent)
    }

    @Test(arguments: [0, 3]) func `a rehearsal shows what would be said, and changes nothing`(maximum: Int) async throws
    {
        let place = try PromiseStage(maximumAutomatic: maximum)
        try await place.open(secondsAgo: 19 * 60 + 10)
        let before = place.stage.stateFiles()
        let result = try place.stage.run(["tick", "--dry-run"])
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains(maximum > 0 ? "still looking for the cause" : "nobody has written it yet"))
        #expect(!(result.output + result.errors).contains("key1"))
        #expect(place.stage.stateFiles() == before)
        #expect(place.published.isEmpty && place.mails().isEmpty)
    }
}
