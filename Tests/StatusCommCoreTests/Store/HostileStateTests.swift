import Foundation
import StatusCommCore
import TestSupport
import Testing

/// State directories that are not what we left: every one is refused with a reason, and none is changed.
struct HostileStateTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// The error, with the state directory written as `STATE`.
        let message: String
        let exitStatus: StatusCommCore.ExitStatus
        let prepare: @Sendable (_ state: Folder) throws -> Void

        init(
            _ testDescription: String,
            _ message: String,
            _ exitStatus: StatusCommCore.ExitStatus,
            prepare: @escaping @Sendable (_ state: Folder) throws -> Void
        ) {
            self.testDescription = testDescription
            self.message = message
            self.exitStatus = exitStatus
            self.prepare = prepare
        }
    }

    static let cases: [Case] = [
        Case("a file", "cannot use the state directory 'STATE': it is not a directory", .configuration) {
            try $0.remake()
            try $0.remove("")
            try $0.write("", "x")
        },
        Case("a fifo", "cannot use the state directory 'STATE': it is not a directory", .configuration) {
            try $0.remove("")
            try $0.makeSpecial("", S_IFIFO)
        },
        Case(
            "a folder of other things",
            "cannot use the state directory 'STATE': it has files, but none that say it is ours",
            .configuration
        ) {
            try $0.remake()
            try $0.write("thesis.txt", "x")
        },
        Case(
            "everybody may write",
            "cannot use the state directory 'STATE': everybody may write to it",
            .configuration
        ) { try $0.setMode(0o777) },
        Case(
            "a later format",
            "cannot read the state in 'STATE': its format is 'statuscomm-state 2', and this version knows 'statuscomm-state 1'",
            .configuration
        ) { try $0.write("format", "statuscomm-state 2\n") },
        Case("an empty format file", "cannot trust 'STATE/format': it does not say 'statuscomm-state 1'", .failed) {
            try $0.write("format", "")
        },
        Case("a cut format file", "cannot trust 'STATE/format': it does not say 'statuscomm-state 1'", .failed) {
            try $0.write("format", "statuscomm-state")
        },
        Case(
            "a format file without its line end",
            "cannot trust 'STATE/format': it does not say 'statuscomm-state 1'",
            .failed
        ) { try $0.write("format", "statuscomm-state 1") },
        Case(
            "a format that is a folder",
            "cannot trust 'STATE/format': it is not a plain file, and statuscomm writes no other",
            .failed
        ) {
            try $0.remove("format")
            try $0.makeFolder("format")
        },
        Case(
            "a format that is a fifo",
            "cannot trust 'STATE/format': it is not a plain file, and statuscomm writes no other",
            .failed
        ) {
            try $0.remove("format")
            try $0.makeSpecial("format", S_IFIFO)
        },
        Case(
            "entries are a file",
            "cannot trust 'STATE/entries': it is not a directory, and there should be one",
            .failed
        ) {
            try $0.remove("entries")
            try $0.write("entries", "x")
        },
        Case(
            "a folder is a symbolic link",
            "cannot trust 'STATE/entries/log': it is not a directory, and there should be one",
            .failed
        ) {
            try $0.replaceByLink("entries/log")
        },
        Case(
            "an entry is a symbolic link",
            "cannot trust 'STATE/entries/log/00000001': it is not a plain file, and statuscomm writes no other",
            .failed
        ) {
            try $0.replaceByLink("entries/log/00000001")
        },
        Case(
            "an entry is a fifo",
            "cannot trust 'STATE/entries/log/00000001': it is not a plain file, and statuscomm writes no other",
            .failed
        ) {
            try $0.remove("entries/log/00000001")
            try $0.makeSpecial("entries/log/00000001", S_IFIFO)
        },
        Case(
            "an entry is a socket's name",
            "cannot trust 'STATE/entries/log/00000001': it is not a plain file, and statuscomm writes no other",
            .failed
        ) {
            try $0.remove("entries/log/00000001")
            try $0.makeSpecial("entries/log/00000001", S_IFSOCK)
        },
        Case(
            "an entry is larger than any",
            "cannot trust 'STATE/entries/log/00000001': it is larger than any entry",
            .failed
        ) {
            try $0.write("entries/log/00000001", String(repeating: "x", count: 300_000))
        },
        Case(
            "an entry is empty",
            "cannot trust 'STATE/entries/log/00000001': its contents do not match its checksum",
            .failed
        ) {
            try $0.write("entries/log/00000001", "")
        },
        Case(
            "an entry stands in another one's place",
            "cannot trust 'STATE/entries/log/00000001': its contents do not match its checksum",
            .failed
        ) {
            try $0.remove("entries/log/00000001")
            try $0.copy("entries/log/00000002", to: "entries/log/00000001")
        },
    ]

    @Test(arguments: cases)
    func `a state that is not ours is refused and left alone`(_ hostile: Case) async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state")
        try await fill(path)
        try hostile.prepare(Folder(path: path))
        let before = try picture(of: path)
        for access in [LocalStore.Access.reading, .writing] {
            let error = await #expect(throws: StoreError.self) {
                let store = try LocalStore.open(path, for: access)
                for key in try await store.list(StoreKey("log")) { _ = try await store.get(key) }
            }
            #expect(error?.message.replacingOccurrences(of: path, with: "STATE") == hostile.message)
            #expect(error?.exitStatus == hostile.exitStatus)
            #expect(error?.hint != nil)
        }
        #expect(try picture(of: path) == before)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
    func `a state of another user is refused and left alone`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state")
        try await fill(path)
        try #require(chown(path, 12_345, 12_345) == 0)
        let error = #expect(throws: StoreError.self) { try LocalStore.open(path, for: .reading) }
        #expect(error == .foreignOwner(path: path, owner: 12_345))
        #expect(error?.exitStatus == .configuration)
    }

    @Test(.enabled(if: geteuid() != 0, "root reads everything"))
    func `a state that cannot be read is refused`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state")
        try await fill(path)
        for mode in [0o000, 0o300] {
            try #require(chmod(path, mode_t(mode)) == 0)
            #expect(throws: StoreError.system(doing: "open the state directory", path: path, code: EACCES)) {
                try LocalStore.open(path, for: .reading)
            }
        }
        try #require(chmod(path, 0o700) == 0)
    }

    // MARK: - Cuts and flipped bits

    @Test func `an entry cut at any byte, or longer by one, is refused`() async throws {
        let (store, file, good, directory) = try await oneEntry()
        for length in 0..<good.count {
            try good.prefix(length).write(to: file)
            await #expect(throws: StoreError.self) { try await store.get(StoreKey("log/00000001")) }
        }
        try (good + [10]).write(to: file)
        await #expect(throws: StoreError.self) { try await store.get(StoreKey("log/00000001")) }
        try good.write(to: file)
        #expect(try await store.get(StoreKey("log/00000001")) != nil)
        withExtendedLifetime(directory) {}
    }

    @Test func `an entry with any one bit flipped is refused`() async throws {
        let (store, file, good, directory) = try await oneEntry()
        for bit in 0..<good.count * 8 {
            var bad = good
            bad[bit / 8] ^= 1 << (bit % 8)
            try bad.write(to: file)
            await #expect(throws: StoreError.self) { try await store.get(StoreKey("log/00000001")) }
        }
        withExtendedLifetime(directory) {}
    }

    @Test func `a format file cut at any byte or with any bit flipped is refused`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state")
        try await fill(path)
        let file = URL(fileURLWithPath: path + "/format")
        let good = try Data(contentsOf: file)
        var broken = (0..<good.count).map { good.prefix($0) }
        broken += (0..<good.count * 8).map { bit in
            var bad = good
            bad[bit / 8] ^= 1 << (bit % 8)
            return bad
        }
        for bytes in broken {
            try bytes.write(to: file)
            #expect(throws: StoreError.self) { try LocalStore.open(path, for: .writing) }
        }
    }

    private func oneEntry() async throws -> (LocalStore, URL, Data, TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        try await fill(directory.file("state"))
        let store = try LocalStore.open(directory.file("state"), for: .writing)
        let file = URL(fileURLWithPath: directory.file("state/entries/log/00000001"))
        return (store, file, try Data(contentsOf: file), directory)
    }

    private func fill(_ path: String) async throws {
        let store = try LocalStore.open(path, for: .writing)
        for number in 1...2 {
            _ = try await store.create(StoreKey("log").appending(number: number), Array("{\"n\":\(number)}".utf8))
        }
    }

    /// Every name below a path with its kind and size, to see that nothing changed.
    private func picture(of path: String) throws -> [String] {
        let names = try? FileManager.default.subpathsOfDirectory(atPath: path)
        return try ((names ?? []) + [""]).sorted().map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: name.isEmpty ? path : path + "/" + name)
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            return "\(name) \(attributes[.type] ?? "") \(isFolder ? "" : "\(attributes[.size] ?? "")")"
        }
    }
}

/// A state directory to spoil; names are relative to it, and the empty one is the directory itself.
struct Folder {
    let path: String

    func remake() throws {
        try remove("")
        try makeFolder("")
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: full(name), withIntermediateDirectories: false)
    }

    func setMode(_ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func copy(_ name: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: full(name), toPath: full(other))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: full(name))
    }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: full(name), atomically: false, encoding: .utf8)
    }

    func makeSpecial(_ name: String, _ kind: mode_t) throws {
        let mode: mode_t = kind | 0o600
        try #require(mknod(full(name), mode, 0) == 0)
    }

    func replaceByLink(_ name: String) throws {
        try FileManager.default.moveItem(atPath: full(name), toPath: full("elsewhere"))
        try FileManager.default.createSymbolicLink(atPath: full(name), withDestinationPath: full("elsewhere"))
    }

    private func full(_ name: String) -> String { name.isEmpty ? path : "\(path)/\(name)" }
}
