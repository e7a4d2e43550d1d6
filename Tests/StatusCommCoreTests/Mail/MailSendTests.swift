import Foundation
import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// A clock that stands until it is moved.
private final class HandClock: Sendable {
    private let time = Mutex(1_000_000)

    var now: Int { time.withLock { $0 } }

    func advance(_ milliseconds: Int) { time.withLock { $0 += milliseconds } }
}

@Suite struct RateWindowTests {
    private func window(_ path: String, _ clock: HandClock, limit: Int, rank: Int = 3) throws -> RateWindow {
        try RateWindow(path: path, limit: limit, rank: rank, clock: { clock.now }, boot: "one")
    }

    @Test(arguments: [1, 7, 100])
    func `no window of a minute ever has more than the limit, over restarts and processes`(limit: Int) throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("rate")
        let clock = HandClock()
        var windows = [try window(path, clock, limit: limit), try window(path, clock, limit: limit)]
        var random = SystemRandomNumberGenerator()
        var seen: [Int] = []
        var flying: [(window: Int, slot: Int)] = []
        for step in 0..<6000 {
            let chosen = Int.random(in: 0...1, using: &random)
            if case .slot(let slot) = try windows[chosen].take() { flying.append((chosen, slot)) }
            if !flying.isEmpty, Bool.random(using: &random) {
                let mail = flying.remove(at: Int.random(in: 0..<flying.count, using: &random))
                // The relay saw it at some time between taking and giving back; the latest is the hardest.
                seen.append(clock.now)
                windows[mail.window].giveBack(mail.slot, wasSent: true)
            }
            if step % 500 == 499, flying.isEmpty {
                windows[chosen] = try window(path, clock, limit: limit)
            }
            clock.advance(Int.random(in: 0...(30_000 / limit), using: &random))
        }
        #expect(seen.count > limit * 3)
        for (place, time) in seen.enumerated() where place + limit < seen.count {
            #expect(seen[place + limit] - time >= 60_000)
        }
    }

    @Test func `the limit is used up and is there again a minute behind the answers`() throws {
        let folder = try TemporaryDirectory()
        let clock = HandClock()
        let window = try window(folder.file("rate"), clock, limit: 3)
        for _ in 0..<3 {
            guard case .slot(let slot) = try window.take() else {
                Issue.record("the window is full too early")
                return
            }
            window.giveBack(slot, wasSent: true)
        }
        clock.advance(60_000)
        if case .slot = try window.take() { Issue.record("the window is free too early") }
        clock.advance(1)
        guard case .slot = try window.take() else {
            Issue.record("the window is not free")
            return
        }
    }

    @Test func `what a killed process left in flight counts as sent when the next one comes`() throws {
        let folder = try TemporaryDirectory()
        let clock = HandClock()
        do {
            let dead = try window(folder.file("rate"), clock, limit: 1)
            _ = try dead.take()
        }
        let next = try window(folder.file("rate"), clock, limit: 1)
        clock.advance(60_000)
        if case .slot = try next.take() { Issue.record("the window is free too early") }
        clock.advance(1)
        guard case .slot = try next.take() else {
            Issue.record("the slot is lost")
            return
        }
    }

    @Test(arguments: [70_000, 150_000, 100_000_000])
    func `a huge limit is kept with a small file`(limit: Int) throws {
        let folder = try TemporaryDirectory()
        let clock = HandClock()
        let window = try window(folder.file("rate"), clock, limit: limit)
        let size = try FileManager.default.attributesOfItem(atPath: folder.file("rate"))[.size] as? Int
        #expect(try #require(size) < 1 << 20)
        guard limit < 1_000_000 else { return }
        // A thousandth of the minute after the other: never more than the limit in all of it, and hardly less.
        var sent = 0
        for _ in 0..<1000 {
            while case .slot(let slot) = try window.take() {
                window.giveBack(slot, wasSent: true)
                sent += 1
            }
            clock.advance(60)
        }
        #expect(sent <= limit)
        #expect(sent > limit * 9 / 10)
    }

    @Test func `the higher severity goes first`() throws {
        let folder = try TemporaryDirectory()
        let clock = HandClock()
        let low = try window(folder.file("rate"), clock, limit: 10, rank: 0)
        let high = try window(folder.file("rate"), clock, limit: 10, rank: 3)
        guard case .slot = try high.take() else {
            Issue.record("the window is full")
            return
        }
        #expect(try low.take() == .wait(milliseconds: 100))
        clock.advance(2_000)
        guard case .slot = try low.take() else {
            Issue.record("the lower one waits for ever")
            return
        }
    }
}

@Test func `a journal survives a line that was cut short`() throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("events")
    let event = MailEvent(index: 3, kind: .deferred, time: 9, code: 450, text: "4.2.0 later\u{1B}[31m")
    try MailJournal(path: path).append(event)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("4\tdefer".utf8))
    try MailJournal(path: path).append(event)
    var events: [MailEvent] = []
    try MailJournal(path: path).readEvents { events.append($0) }
    #expect(events.map(\.index) == [3, 3])
    #expect(events.first?.text == "4.2.0 later\u{FFFD}[31m")
}

@Test func `a frozen list is read back, in order and at random`() throws {
    let folder = try TemporaryDirectory()
    var writer = try RecipientListWriter(list: folder.file("list"), index: folder.file("index"))
    let recipients = try (0..<3000).map { place in
        MailRecipient(
            address: try MailAddress("u\(place)@b.c"),
            name: place % 3 == 0 ? "" : "Näme \(place)",
            variant: place % 5,
            values: ["x\(place)", "", "y"]
        )
    }
    for recipient in recipients { try writer.append(recipient) }
    let size = try writer.finish()
    var list = try RecipientList(list: folder.file("list"), index: folder.file("index"), count: 3000, size: size)
    for place in [0, 1, 1023, 1024, 2047, 2999, 5, 2500, 1024] {
        #expect(try list.recipient(at: place) == recipients[place])
    }
    #expect(throws: ErrorNumber.self) {
        _ = try RecipientList(list: folder.file("list"), index: folder.file("index"), count: 3000, size: size - 1)
    }
}

@Test func `a map of another size or of somebody else is refused`() throws {
    let folder = try TemporaryDirectory()
    _ = try ProgressMap.make(folder.file("map"), count: 10)
    #expect(throws: ErrorNumber.self) { _ = try ProgressMap.open(folder.file("map"), count: 11) }
    try Data(count: 4096 + 10).write(to: URL(fileURLWithPath: folder.file("other")))
    #expect(throws: ErrorNumber.self) { _ = try ProgressMap.open(folder.file("other"), count: 10) }
}

@Test func `two processes that send the same notification send it once`() throws {
    let folder = try TemporaryDirectory()
    let server = try FaultServer(.object(JSONObject()), in: folder)
    let rows = (0..<300).map { "user\($0)@example.com\n" }.joined()
    try ("address\n" + rows).write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
    let program = try BuiltProgram("MailSender").path
    let relay = "smtp://127.0.0.1:\(server.port)"
    let processes = try (0..<3).map { _ in
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "\"$1\" freeze \"$0/q/1\" \"$0/list.csv\" && \"$1\" send \"$0/q/1\" \(relay)", folder.path, program,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }
    for process in processes { process.waitUntilExit() }
    let output = try FaultServer.output(program, ["send", folder.file("q/1"), relay])
    let accepted = try server.stop().compactMap { $0["to"]?.string }
    #expect(accepted.count == 300)
    #expect(Set(accepted).count == 300)
    #expect(output.contains("\"accepted\":300"))
}
