import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

struct LogTests {
    private let store = MemoryStore()
    private let folder: StoreKey
    private let log: Log

    init() throws {
        folder = try StoreKey("inc/00000001/e")
        log = Log(store: store, folder: folder)
    }

    @Test func `an entry is one line with its members in a fixed order`() async throws {
        _ = try await log.append(draft("opened"), as: author("n1"))
        let second = try await log.append(draft("updated"), as: author("n2"))
        let bytes = try #require(try await store.get(folder.appending(number: 1)))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"v":1,"nonce":"n1","at":"2026-11-23T12:00:00.000Z","by":"ada@host","prev":"","type":"opened","data":null}"#
        )
        #expect(second.previous == SHA256.hex(bytes))
        #expect(second.number == 2)
    }

    @Test func `what was appended is read back`() async throws {
        let first = try await log.append(draft("opened"), as: author("n1"))
        let second = try await log.append(draft("updated"), as: author("n2"))
        #expect(try await log.read() == [first, second])
        #expect(try await log.read(after: [first]) == [first, second])
    }

    @Test func `a log that nobody wrote is empty`() async throws {
        #expect(try await log.read() == [])
    }

    @Test func `the caller decides anew when somebody was first`() async throws {
        let first = try await log.append(draft("opened"), as: author("n1"))
        let second = try await log.append(draft("updated"), as: author("n2"))
        let seen = Mutex<[Int]>([])
        let result = try await log.append(as: author("n3"), to: [first]) { history in
            seen.withLock { $0.append(history.count) }
            return draft("resolved")
        }
        #expect(seen.withLock { $0 } == [1, 2])
        #expect(result.isAppended)
        #expect(result.history.map(\.type) == ["opened", "updated", "resolved"])
        #expect(result.history.dropLast() == [first, second])
    }

    @Test func `the caller may find that there is nothing left to do`() async throws {
        let first = try await log.append(draft("opened"), as: author("n1"))
        let result = try await log.append(as: author("n2")) { _ in nil }
        #expect(result.history == [first])
        #expect(!result.isAppended)
        #expect(try await log.read() == [first])
    }

    @Test func `the caller may find that the change is no longer possible`() async throws {
        await #expect(throws: StoreError.invalidKey("mine")) {
            try await log.append(as: author("n1")) { _ in throw StoreError.invalidKey("mine") }
        }
        #expect(try await log.read() == [])
    }

    @Test func `a hundred writers leave a hundred entries without a gap`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<100 {
                group.addTask {
                    let log = Log(store: store, folder: folder)
                    var history: [LogEntry] = []
                    // The bound of 50 tries is for one append; a hundred writers at once may well need a second one.
                    for _ in 0..<10 {
                        let author = author("n\(writer)")
                        if (try? await log.append(as: author, to: history, decide: { _ in draft("note") })) != nil {
                            return
                        }
                        history = try await log.read()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(Set(try await log.read().map(\.stamp.nonce)).count == 100)
    }

    @Test func `a writer gives up when others are always first`() async throws {
        let log = Log(store: AlwaysTaken(), folder: folder)
        await #expect(throws: StoreError.contended(folder: folder.text, tries: 50)) {
            try await log.append(as: author("n1"), to: []) { _ in draft("note") }
        }
    }

    @Test func `the first entry may have a key of its own`() async throws {
        let opened = try StoreKey("opened/00000001")
        let log = Log(store: store, keys: .beginning(at: opened, then: folder))
        #expect(try await log.read() == [])
        for nonce in ["n1", "n2", "n3"] { _ = try await log.append(draft("x"), as: author(nonce)) }
        #expect(try await log.read().map(\.stamp.nonce) == ["n1", "n2", "n3"])
        #expect(try await store.list(StoreKey("opened")) == [opened])
        #expect(try await store.list(folder).map(\.number) == [2, 3])
    }

    @Test func `two who open the same number find one winner`() async throws {
        let keys = try LogKeys.beginning(at: StoreKey("opened/00000001"), then: folder)
        let logs = [Log(store: store, keys: keys), Log(store: store, keys: keys)]
        var results: [Bool] = []
        for (log, nonce) in zip(logs, ["n1", "n2"]) {
            results.append(
                try await log.append(as: author(nonce), to: []) { $0.isEmpty ? draft("opened") : nil }.isAppended
            )
        }
        #expect(results == [true, false])
    }

    @Test(arguments: [1, 2, 3, 4, 5, 17])
    func `a log in parts is one chain, and its end is found`(_ size: Int) async throws {
        let keys = LogKeys.parts(try StoreKey("audit"), size: size)
        let log = Log(store: store, keys: keys)
        for number in 1...20 {
            let entry = try await log.append(draft("x"), as: author("n\(number)"))
            #expect(entry.number == number)
        }
        let entries = try await log.read()
        #expect(entries.map(\.stamp.nonce) == (1...20).map { "n\($0)" })
        #expect(try await log.read(after: Array(entries.prefix(7))) == entries)
        #expect(try await store.list(StoreKey("audit").appending(number: 0)).count == size)
    }

    struct Damage: CustomTestStringConvertible {
        let testDescription: String
        let reason: String
        let change: @Sendable (_ first: [UInt8], _ second: [UInt8]) -> (Int, [UInt8]?)
    }

    static let damages = [
        Damage(testDescription: "an entry is gone", reason: "it is missing, and later entries are there") { _, _ in
            (1, nil)
        },
        Damage(testDescription: "an entry was changed", reason: "it does not follow the entry before it") { first, _ in
            (1, Array(String(decoding: first, as: UTF8.self).replacing("ada", with: "eve").utf8))
        },
        Damage(testDescription: "an entry stands twice", reason: "it does not follow the entry before it") { first, _ in
            (2, first)
        },
        Damage(testDescription: "an entry is empty", reason: "it is no entry of a log") { _, _ in (2, []) },
        Damage(testDescription: "an entry is cut", reason: "it is no entry of a log") { _, second in
            (2, Array(second.dropLast()))
        },
        Damage(testDescription: "an entry lacks a member", reason: "it lacks a part of a log's entry") { _, _ in
            (2, Array(#"{"v":1,"nonce":"n","at":"2026-11-23T12:00:00Z","by":"b","type":"t","data":1}"#.utf8))
        },
        Damage(testDescription: "an entry has no time", reason: "it lacks a part of a log's entry") { _, _ in
            (2, Array(#"{"v":1,"nonce":"n","at":"noon","by":"b","prev":"","type":"t","data":1}"#.utf8))
        },
    ]

    @Test(arguments: damages)
    func `a log that was tampered with is refused by the entry's name`(_ damage: Damage) async throws {
        for nonce in ["n1", "n2", "n3"] { _ = try await log.append(draft("x"), as: author(nonce)) }
        let first = try #require(try await store.get(folder.appending(number: 1)))
        let second = try #require(try await store.get(folder.appending(number: 2)))
        let (number, bytes) = damage.change(first, second)
        store.overwrite(folder.appending(number: number), bytes)
        let error = await #expect(throws: StoreError.self) { try await log.read() }
        guard case .damaged(let path, damage.reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect([number, number + 1].map { folder.appending(number: $0).text }.contains(path))
    }

    @Test func `an entry of a later version is refused with the way out`() async throws {
        store.overwrite(folder.appending(number: 1), Array(#"{"v":2,"what":"ever"}"#.utf8))
        let error = await #expect(throws: StoreError.self) { try await log.read() }
        #expect(
            error?.message == "cannot read '\(folder.text)/00000001': it has version '2', and this statuscomm knows '1'"
        )
        #expect(error?.hint == "use the version of statuscomm that wrote it, or a newer one")
    }

    @Test func `a stray entry in the folder is refused`() async throws {
        store.overwrite(try folder.appending("00000001.bak"), [1])
        await #expect(
            throws: StoreError.damaged(path: "\(folder.text)/00000001.bak", reason: "it is no entry of a log")
        ) {
            try await log.read()
        }
    }
}

struct AuditTests {
    private let store = MemoryStore()
    private let audit: Audit

    init() throws {
        audit = try Audit(store: store)
    }

    @Test func `records are listed as they were appended`() async throws {
        let first = AuditRecord(command: "incident open", incident: "INC-1", result: "opened")
        let second = AuditRecord(
            command: "config check",
            result: "failed",
            data: JSONObject([.init(name: "n", value: .bool(true))])
        )
        try await audit.append(first, as: author("n1"))
        try await audit.append(second, as: author("n2"))
        let records = try await audit.records()
        #expect(records.map(\.record) == [first, second])
        #expect(records.map(\.number) == [1, 2])
        #expect(records.map(\.stamp.by) == ["ada@host", "ada@host"])
    }

    @Test func `a changed record is found`() async throws {
        for number in 1...3 {
            try await audit.append(AuditRecord(command: "tick", result: "done"), as: author("n\(number)"))
        }
        let key = try StoreKey("audit/00000000/00000002")
        let bytes = try #require(try await store.get(key))
        store.overwrite(key, Array(String(decoding: bytes, as: UTF8.self).replacing("done", with: "gone").utf8))
        await #expect(
            throws: StoreError.damaged(
                path: "audit/00000000/00000003",
                reason: "it does not follow the entry before it"
            )
        ) { try await audit.records() }
    }

    @Test func `an entry that is no record is refused`() async throws {
        let log = Log(store: store, keys: .parts(try StoreKey("audit"), size: 1_000))
        _ = try await log.append(draft("command"), as: author("n1"))
        await #expect(throws: StoreError.damaged(path: "audit/00000000/00000001", reason: "it is no audit record")) {
            try await audit.records()
        }
    }
}

private let noon = Timestamp(milliseconds: 1_795_435_200_000)

private func draft(_ type: String) -> LogDraft { LogDraft(type: type, data: .null) }

private func author(_ nonce: String) -> LogAuthor {
    LogAuthor(name: "ada@host", now: { noon }, nonce: { nonce })
}

/// A store whose entries are all somebody else's.
private struct AlwaysTaken: Store {
    func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation { .exists }
    func get(_ key: StoreKey) async throws -> [UInt8]? { nil }
    func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] { [] }
    func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt { .busy(nil) }
}
