import Foundation
import StatusCommCore
import TestSupport
import Testing

struct LocalStoreTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("state")
    }

    // MARK: - What is on the disk

    @Test func `an entry is a file with a line that vouches for it`() async throws {
        let store = try LocalStore.open(path, for: .writing)
        _ = try await store.create(StoreKey("inc/00000001/e/00000001"), Array("{}".utf8))
        #expect(try read("format") == "statuscomm-state 1\n")
        #expect(
            try read("entries/inc/00000001/e/00000001") == """
                {}
                #sha256 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a inc/00000001/e/00000001

                """
        )
        #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/tmp") == [])
    }

    @Test func `nobody else can read the state`() async throws {
        let store = try LocalStore.open(path, for: .writing)
        _ = try await store.create(StoreKey("inc/a"), [])
        guard case .taken = try await store.lock(StoreKey("page"), for: .init(processID: 1, command: "x")) else {
            Issue.record("the lock was busy")
            return
        }
        for name in ["", "/tmp", "/entries", "/entries/inc", "/lock"] { #expect(try mode(path + name) == 0o700) }
        for name in ["/format", "/entries/inc/a", "/lock/page"] { #expect(try mode(path + name) == 0o600) }
    }

    @Test func `directories above the state are made too`() async throws {
        let deep = directory.file("a/b/../c/state/")
        try FileManager.default.createDirectory(atPath: directory.file("a/b"), withIntermediateDirectories: true)
        let store = try LocalStore.open(deep, for: .writing)
        #expect(try await store.create(StoreKey("k"), [1]) == .created)
        #expect(try await LocalStore.open(directory.file("a/c/state"), for: .reading).get(StoreKey("k")) == [1])
    }

    @Test func `the state directory may be reached through a symbolic link`() async throws {
        try FileManager.default.createDirectory(atPath: directory.file("real"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: directory.file("real"))
        _ = try await LocalStore.open(path, for: .writing).create(StoreKey("k"), [1])
        #expect(FileManager.default.fileExists(atPath: directory.file("real/entries/k")))
    }

    // MARK: - Reading

    @Test func `reading makes nothing`() async throws {
        let store = try LocalStore.open(path, for: .reading)
        #expect(try await store.list(StoreKey("opened")) == [])
        #expect(try await store.get(StoreKey("opened/00000001")) == nil)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `opening for writing makes nothing before the first entry`() async throws {
        let store = try LocalStore.open(path, for: .writing)
        #expect(try await store.list(StoreKey("opened")) == [])
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a store opened for reading refuses to write`() async throws {
        let store = try LocalStore.open(path, for: .reading)
        await #expect(throws: StoreError.openedForReading(path: path)) { try await store.create(StoreKey("k"), []) }
        await #expect(throws: StoreError.openedForReading(path: path)) {
            try await store.lock(StoreKey("k"), for: .init(processID: 1, command: "x"))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a store that was missing is seen once it is there`() async throws {
        let early = try LocalStore.open(path, for: .writing)
        _ = try await LocalStore.open(path, for: .writing).create(StoreKey("k/1"), [1])
        #expect(try await early.create(StoreKey("k/1"), [2]) == .exists)
        #expect(try await early.get(StoreKey("k/1")) == [1])
    }

    @Test func `an editor's backup and a hidden file are passed over`() async throws {
        let store = try LocalStore.open(path, for: .writing)
        _ = try await store.create(StoreKey("n/1"), [])
        for name in ["1~", "#1#", ".1.swp", ".DS_Store", "ABC"] { try write("entries/n/" + name, "x") }
        #expect(try await store.list(StoreKey("n")).map(\.text) == ["n/1"])
    }

    // MARK: - Maintenance

    @Test func `what killed writers left is swept when it is a day old`() async throws {
        let store = try LocalStore.open(path, for: .writing)
        _ = try await store.create(StoreKey("k"), [])
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        for (name, age) in [("young", 86_000), ("old", 86_500), ("older", 900_000)] {
            try write("tmp/" + name, "half")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -Double(age))],
                ofItemAtPath: path + "/tmp/" + name
            )
        }
        #expect(try store.removeStaleTemporaries(now: now) == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/tmp") == ["young"])
        #expect(try LocalStore.open(directory.file("none"), for: .writing).removeStaleTemporaries(now: now) == 0)
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
