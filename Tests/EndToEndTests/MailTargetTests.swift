import Foundation
import JSON5
import TestSupport
import Testing

/// Mail as people see it: the built program against a relay.
@Suite struct MailTargetTests {
    private static let slowDot: JSONValue = ["rules": [["on": "DOT", "do": ["accept", "sleep 30", "ok"]]]]

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a wish to end finishes what is in flight, tells how to go on, and nothing is sent twice`(number: Int32) throws
    {
        let stage = try MailStage(60, mail: "rate: '10/s', connections: 2")
        let sender = try stage.start(MailStage.opening)
        #expect(try stage.waitForMails(10))
        sender.signal(number)
        let result = sender.wait()
        #expect(result.status == 3, "\(result)")
        #expect(result.errors.contains("statuscomm: stopping: finishing what is in flight"))
        #expect(result.errors.contains("statuscomm: hint: it is queued: 'statuscomm delivery retry' goes on with it"))
        let sent = try #require(try stage.accepted()[1])
        #expect(sent.count < 60)
        let counts = try stage.result(["delivery", "list"])[0]?["mail"]
        #expect(counts?["sent"]?.int == sent.count)
        #expect(counts?["pending"]?.int == 60 - sent.count)
        #expect(try stage.run(["delivery", "retry"]).status == 0)
        let all = try #require(try stage.accepted()[1])
        #expect(all.count == 60)
        #expect(Set(all).count == 60)
    }

    @Test func `a second wish ends at once, and the mails in flight are in doubt`() throws {
        let stage = try MailStage(20, mail: "connections: 3", scenario: Self.slowDot)
        let sender = try stage.start(MailStage.opening)
        #expect(try stage.waitForMails(3))
        sender.signal(SIGINT)
        while let line = sender.nextErrorLine(), !line.contains("stopping") {}
        sender.signal(SIGINT)
        #expect(sender.wait().status == -SIGINT)
        let doubts = try stage.result(["delivery", "list", "--mail"]).array ?? []
        #expect(doubts.map { $0["state"] } == ["inDoubt", "inDoubt", "inDoubt"])
    }

    @Test(arguments: ["resend", "skip"])
    func `mails that were in flight are named, and sent again or not`(choice: String) throws {
        let stage = try MailStage(20, mail: "connections: 3", scenario: Self.slowDot)
        let sender = try stage.start(MailStage.opening)
        #expect(try stage.waitForMails(3))
        sender.signal(SIGKILL)
        _ = sender.wait()
        let before = try stage.accepted()[1] ?? []
        let standing = try stage.result(["delivery", "list"])[0]
        #expect(standing?["status"] == "queued")
        #expect(standing?["mail"]?["inDoubt"] == 3)
        let folder = try TemporaryDirectory()
        let other = try FaultServer(.object(JSONObject()), in: folder)
        try stage.configure("connections: 3", port: other.port)
        let result = try stage.run(["delivery", "retry", "--in-doubt", choice])
        #expect(result.status == 0, "\(result)")
        for address in before { #expect(result.errors.contains(address)) }
        let again = try other.stop().compactMap { $0["to"]?.string }
        #expect(Set(again + before).count == 20)
        #expect(again.count == (choice == "resend" ? 20 : 17))
        let named = try stage.result(["delivery", "list", "--mail", "INC-1"]).array ?? []
        #expect(Set(named.compactMap { $0["address"]?.string }) == Set(before))
        #expect(named.allSatisfy { $0["state"]?.string == (choice == "resend" ? "sent" : "inDoubt") })
    }

    @Test func `whoever waits for an update gets the newest, and first`() throws {
        let stage = try MailStage(40, mail: "rate: '10/s', connections: 2")
        let sender = try stage.start(MailStage.opening)
        #expect(try stage.waitForMails(10))
        let updated = try stage.run(["incident", "update", "--status", "identified", "-m", "A change was the cause."])
        #expect(updated.status == 0, "\(updated)")
        let opened = sender.wait()
        #expect(opened.status == 0, "\(opened)")
        #expect(opened.output.contains("given a newer message instead"))
        let mails = try stage.accepted()
        let first = Set(try #require(mails[1]))
        let second = try #require(mails[2])
        #expect(first.count < 40)
        #expect(Set(second).count == 40)
        #expect(second.count == 40)
        // Two connections let neighbours change places.
        #expect(first.isDisjoint(with: second.prefix(40 - first.count - 2)))
    }

    @Test func `an interrupted update gives way to a newer one without a single mail of its own`() throws {
        let stage = try MailStage(20)
        try stage.configure("", port: 1)
        let opened = try stage.run(MailStage.opening + ["--deadline", "1s"])
        #expect(opened.status == 3, "\(opened)")
        try stage.configure("")
        let updated = try stage.run(["incident", "update", "-m", "Some requests still fail."])
        #expect(updated.status == 0, "\(updated)")
        let mails = try stage.accepted()
        #expect(mails[1] == nil)
        #expect(mails[2]?.count == 20)
        let counts = try stage.result(["incident", "show"])["deliveries"]?.array?.map { $0["mail"] }
        #expect(counts?.first??["superseded"] == 20)
        #expect(counts?.last??["sent"] == 20)
    }

    @Test func `refused addresses are listed with the relay's words, which cannot steer a terminal`() throws {
        let words = "550 5.2.1 mailbox \u{1B}[31mclosed"
        let rule: JSONValue = ["on": "RCPT", "to": "user3@", "do": [.string("say \(words)")]]
        let stage = try MailStage(5, scenario: ["rules": [rule]])
        let opened = try stage.run(MailStage.opening)
        #expect(opened.status == 0, "\(opened)")
        #expect(opened.output.contains("4 sent, 1 refused, of 5"))
        let list = try stage.run(["delivery", "list", "--mail"])
        #expect(list.output.contains("user3@example.com  refused"))
        #expect(list.output.contains("550 5.2.1 mailbox"))
        #expect(!list.output.contains("\u{1B}"))
        let audit = try stage.result(["audit"])["records"]?.array?.filter { $0["command"] == "mail" }
        #expect(audit?.count == 1)
        let data = audit?.first?["data"]
        #expect(data?["phase"] == "investigating")
        #expect(data?["recipients"] == 5)
        #expect(data?["refused"] == 1)
        #expect(data?["seconds"]?.int != nil)
    }

    @Test func `two processes that go on with the same mail send it once`() throws {
        let stage = try MailStage(200)
        try stage.configure("connections: 4", port: 1)
        #expect(try stage.run(MailStage.opening + ["--deadline", "1s"]).status == 3)
        try stage.configure("connections: 4")
        let processes = try (0..<3).map { _ in try stage.start(["delivery", "retry"]) }
        for process in processes { #expect(process.wait().status == 0) }
        let mails = try #require(try stage.accepted()[1])
        #expect(mails.count == 200)
        #expect(Set(mails).count == 200)
        let records = try stage.result(["audit"])["records"]?.array?.filter { $0["command"] == "mail" }
        #expect(records?.count == 1)
    }

    @Test func `a background process sends what was handed to it`() throws {
        let stage = try MailStage(30, mail: "rate: '10/s'")
        let opened = try stage.run(MailStage.opening + ["--detach"])
        #expect(opened.status == 0, "\(opened)")
        #expect(opened.output.contains("being sent in the background"))
        #expect(try stage.waitForMails(30))
    }

    @Test func `a log hears every ten seconds how far it is`() throws {
        let stage = try MailStage(130, mail: "rate: '10/s'")
        let result = try stage.run(MailStage.opening)
        #expect(result.status == 0, "\(result)")
        let lines = result.errors.split(separator: "\n").filter { $0.contains("INC-1/mail/1: sending, ") }
        #expect(lines.contains { $0.contains(" of 130 sent, 600 a minute, ") && $0.hasSuffix(" s left") }, "\(result)")
    }

    @Test func `a named delivery is tried before the time that a pause ends`() throws {
        let stage = try MailStage(2, scenario: ["rules": [["on": "RCPT", "times": 1, "do": ["say 450 4.2.0 later"]]]])
        let opened = try stage.run(MailStage.opening)
        #expect(opened.status == 3, "\(opened)")
        #expect(opened.errors.contains("'statuscomm delivery retry INC-1/mail/1' tries it before that time"))
        #expect(try stage.run(["delivery", "retry"]).status == 3)
        let listed = try stage.result(["delivery", "list", "--mail"])[0]
        #expect(listed?["state"] == "deferred")
        #expect(listed?["code"] == 450)
        #expect(listed?["text"] == "4.2.0 later")
        #expect(try stage.run(["delivery", "retry", "INC-1/mail/1"]).status == 0)
        #expect(try stage.accepted()[1]?.count == 2)
    }

    @Test(arguments: ["http", "socks5h"])
    func `a proxy on the way makes the tunnel`(scheme: String) throws {
        let script = URL(fileURLWithPath: FaultServer.folder).deletingLastPathComponent()
            .appendingPathComponent("proxy/tunnel.py").path
        let proxy = try ChildProcess("python3", [script])
        let port = try #require(proxy.nextLine()?.split(separator: " ").last)
        let stage = try MailStage(3)
        try stage.configure("proxy: '\(scheme)://127.0.0.1:\(port)', connections: 1")
        #expect(try stage.run(MailStage.opening).status == 0)
        #expect(proxy.nextLine() == "\(scheme == "http" ? "http" : "socks") 127.0.0.1:\(stage.server.port)")
        #expect(try stage.accepted()[1]?.count == 3)
    }

    @Test func `a test mail is the first thing that a new state directory sees`() throws {
        let stage = try MailStage(1)
        let test = try stage.run(["mail", "test", "--to", "you@example.com"])
        #expect(test.output == "mail to you@example.com: accepted\n")
        #expect(test.status == 0)
        #expect(try stage.run(["subscriber", "suppress", "user0@EXAMPLE.com"]).status == 0)
        let opened = try stage.run(MailStage.opening)
        #expect(opened.status == 0, "\(opened)")
        #expect(try stage.server.accepted().map { $0["to"] } == ["you@example.com"])
    }

    @Test func `a mistake in a mail template is found before anybody hears anything`() throws {
        let stage = try MailStage(1)
        let templates = stage.folder.file("templates")
        try FileManager.default.createDirectory(atPath: templates, withIntermediateDirectories: true)
        let template = "Subject: {{incident_summary}}\n\n{{plan}} {{tarif}} {{email}} {{status_page_url}}\n"
        try template.write(toFile: templates + "/initial.mustache", atomically: true, encoding: .utf8)
        try stage.configure("} , templates: 'templates', delivery: {")
        try stage.lines("address,plan\na@b.c,gold\nd@e.f,\n")
        let refused = try stage.run(MailStage.opening)
        #expect(refused.status == 5)
        #expect(refused.errors.contains("initial.mustache:3:10: error: missing variable \"tarif\""))
        #expect(try stage.result(["incident", "list"]).array?.isEmpty == true)
        // What one recipient lacks is his alone.
        try template.replacing("{{tarif}} ", with: "").write(
            toFile: templates + "/initial.mustache",
            atomically: true,
            encoding: .utf8
        )
        let opened = try stage.run(MailStage.opening)
        #expect(opened.status == 0, "\(opened)")
        #expect(opened.errors.contains("initial.mustache:3: no mail to d@e.f: missing variable \"plan\""))
        #expect(try stage.accepted()[1] == ["a@b.c"])
    }

    @Test func `the link of the configuration is a one-click link when it names the recipient`() throws {
        let stage = try MailStage(1)
        try stage.configure("unsubscribeURL: 'https://u.example/?who={{email}}'")
        #expect(try stage.run(MailStage.opening).status == 0)
        let named = try stage.run(["mail", "preview"]).output
        #expect(named.contains("List-Unsubscribe: <https://u.example/?who=user0%40example.com>\r\n"))
        #expect(named.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
        #expect(named.contains("To get no more of these mails: https://u.example/?who=3Duser0%40example.com"))
        try stage.configure("unsubscribeURL: 'https://u.example/'")
        let common = try stage.run(["mail", "preview"]).output
        #expect(common.contains("List-Unsubscribe: <https://u.example/>\r\n"))
        #expect(!common.contains("One-Click"))
        #expect(common.contains("To get no more of these mails: https://u.example/\r\n"))
    }

    @Test func `an address that is suppressed meanwhile gets nothing`() throws {
        let stage = try MailStage(40, mail: "rate: '10/s', connections: 1")
        let sender = try stage.start(MailStage.opening)
        #expect(try stage.waitForMails(5))
        #expect(try stage.run(["subscriber", "suppress", "USER39@example.com"]).status == 0)
        let opened = sender.wait()
        #expect(opened.status == 0, "\(opened)")
        #expect(opened.output.contains("39 sent, 1 suppressed meanwhile, of 40"))
        #expect(try stage.accepted()[1]?.contains("user39@example.com") == false)
        let listed = try stage.result(["delivery", "list", "--mail", "INC-1"])[0]
        #expect(listed?["address"] == "user39@example.com")
        #expect(listed?["state"] == "skipped")
    }

    @Test func `an address that does not work is not tried for the next incident`() throws {
        let rule: JSONValue = ["on": "RCPT", "to": "user1@", "do": ["say 550 5.1.1 no such user"]]
        let stage = try MailStage(3, scenario: ["rules": [rule]])
        #expect(try stage.run(MailStage.opening).output.contains("2 sent, 1 refused, of 3"))
        let match = try stage.result(["subscriber", "match", "-c", "Dashboard", "--all"])
        #expect(match["told"] == ["user0@example.com", "user2@example.com"])
        #expect(match["others"] == [["address": "user1@example.com", "reason": "suppressed"]])
    }

    @Test func `whoever is put off for longer than configured is reported as refused`() throws {
        let rule: JSONValue = ["on": "RCPT", "to": "user1@", "do": ["say 450 4.2.2 mailbox full"]]
        let stage = try MailStage(2, mail: "retryFor: '0s'", scenario: ["rules": [rule]])
        let opened = try stage.run(MailStage.opening)
        #expect(opened.status == 0, "\(opened)")
        let listed = try stage.run(["delivery", "list", "--mail", "INC-1"])
        #expect(listed.output.contains("user1@example.com  refused"))
        #expect(listed.output.contains("450 4.2.2 mailbox full"))
    }

    @Test func `tick goes on with a mail, and with mails in doubt as it is told`() throws {
        let stage = try MailStage(12, mail: "connections: 2", scenario: Self.slowDot)
        let sender = try stage.start(MailStage.opening)
        #expect(try stage.waitForMails(2))
        sender.signal(SIGKILL)
        _ = sender.wait()
        let folder = try TemporaryDirectory()
        let other = try FaultServer(.object(JSONObject()), in: folder)
        try stage.configure("connections: 2", port: other.port)
        let ticked = try stage.run(["tick", "--in-doubt", "skip"])
        #expect(ticked.status == 0, "\(ticked)")
        #expect(try other.accepted().count == 10)
        #expect(try stage.result(["delivery", "list", "--mail", "INC-1"]).array?.count == 2)
    }

    @Test func `text with a character that mails keep for themselves is refused`() throws {
        let stage = try MailStage(1)
        for text in ["\u{10FE01}", "https://slot-1.statuscomm.invalid/"] {
            let refused = try stage.run(MailStage.opening.dropLast() + ["Look at \(text) now."])
            #expect(refused.status == 2, "\(refused)")
            #expect(refused.errors.contains("that mails keep for a recipient's own values"))
        }
        #expect(try stage.result(["incident", "list"]).array?.isEmpty == true)
    }
}
