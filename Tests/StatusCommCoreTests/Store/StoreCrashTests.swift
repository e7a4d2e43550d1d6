import Foundation
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// Writers that die, disks that fail: what was acknowledged stays, and nothing else is told.
///
/// `STATUSCOMM_TEST_KILLS` sets how many writers are killed, `STATUSCOMM_TEST_FAULTS` which errors system calls have,
/// as in `EIO,ENOSPC,EACCES,EINTR`.
@Suite(.serialized)
struct StoreCrashTests {
    private let directory: TemporaryDirectory
    private let path: String
    private let writer: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("state")
        writer = try BuiltProgram("StoreWriter").path
    }

    @Test func `eight writers that are killed again and again lose nothing they acknowledged`() throws {
        let kills = Int(ProcessInfo.processInfo.environment["STATUSCOMM_TEST_KILLS"] ?? "") ?? 64
        let seed = UInt64.random(in: 0...UInt64.max)
        let lines = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { slot in
            var random = SplitMix(seed: seed &+ UInt64(slot))
            for _ in 0..<kills / 8 {
                let seen = killedWriter(after: UInt32.random(in: 0...60_000, using: &random))
                lines.withLock { $0 += seen }
            }
        }

        let acknowledged = lines.withLock { $0 }
        let read = try ChildProcess(writer, ["read", path, "log"]).wait()
        #expect(read.status == 0, "\(read.errors) seed \(seed)")
        let found = Set(read.lines)
        #expect(acknowledged.filter { !found.contains($0) } == [], "seed \(seed)")
        #expect(read.lines.compactMap { $0.split(separator: " ").first } == (1...max(1, found.count)).map { "\($0)" })
        #expect(acknowledged.count >= kills / 2, "the writers lived long enough to write")
    }

    /// Runs a writer for a while after its first line, and tells what it acknowledged.
    private func killedWriter(after microseconds: UInt32) -> [String] {
        guard let process = try? ChildProcess(writer, ["append", path, "log", "0"]) else { return [] }
        _ = process.nextLine()
        process.send("go")
        let first = process.nextLine()
        usleep(microseconds)
        process.signal(SIGKILL)
        return [first].compactMap { $0 } + process.wait().lines
    }

    @Test func `a writer killed before it has the lock, or with it, frees it`() async throws {
        let holder = try ChildProcess(writer, ["lock", path, "page"])
        #expect(holder.nextLine() == "taken")
        let other = try ChildProcess(writer, ["lock", path, "page"]).wait()
        #expect(other.lines == ["busy: test lock (process \(holder.processID))"])

        holder.signal(SIGSTOP)
        let third = try ChildProcess(writer, ["lock", path, "page"]).wait()
        #expect(third.lines == ["busy: test lock (process \(holder.processID))"])

        holder.signal(SIGKILL)
        _ = holder.wait()
        let heir = try ChildProcess(writer, ["lock", path, "page"])
        #expect(heir.nextLine() == "taken")
        heir.signal(SIGKILL)
        _ = heir.wait()
    }

    // MARK: - Failing system calls

    static let calls = [
        "openat", "mkdirat", "write", "fsync", "linkat", "unlinkat", "newfstatat", "read", "getdents64",
    ]
    static let faults =
        ProcessInfo.processInfo.environment["STATUSCOMM_TEST_FAULTS"].map { $0.split(separator: ",").map(String.init) }
        ?? ["EIO"]

    @Test(.enabled(if: Strace.isWanted, "STATUSCOMM_TEST_WITHOUT_STRACE is set"), arguments: faults, calls)
    func `every file call that fails once is told, and the next run works`(_ fault: String, _ call: String) throws {
        try forEveryCall(call, "error=\(fault)") { place, result in
            #expect((result.status == 0) == (result.lines.count == 2), "\(place): \(result)")
            if fault == "EINTR" {
                #expect(result.status == 0, "\(place): \(result.errors)")
            } else if result.status != 0, call != "write" {
                // The error is written too, and may be what failed.
                #expect(result.errors.hasPrefix("cannot "), "\(place): \(result.errors)")
            }
        }
    }

    @Test(.enabled(if: Strace.isWanted, "STATUSCOMM_TEST_WITHOUT_STRACE is set"), arguments: calls)
    func `a writer killed at any file call leaves a log that goes on`(_ call: String) throws {
        try forEveryCall(call, "signal=SIGKILL") { place, result in
            #expect(result.lines.count < 2 || result.status != 0, "\(place): \(result)")
        }
    }

    /// Runs a writer of two entries once for each call of a kind, that call tampered with, and looks at what is left.
    ///
    private func forEveryCall(
        _ call: String,
        _ tampering: String,
        check: (_ place: String, _ result: ChildProcess.Result) -> Void
    ) throws {
        var hits = 0
        for count in 1..<200 {
            try? FileManager.default.removeItem(atPath: path)
            let outcome = try Strace.run(
                writer,
                ["append", path, "inc/log", "2"],
                call: call,
                tampering: "\(tampering):when=\(count)",
                below: path
            )
            if outcome.isOver { break }
            guard outcome.isHit else { continue }
            hits += 1
            let place = "\(tampering) at \(call) \(count)"
            check(place, outcome.result)
            let next = try run("append", "1")
            #expect(next.status == 0, "\(place): the next run says \(next.errors)")
            let read = try run("read")
            let lines = Set(read.lines)
            #expect((outcome.result.lines + next.lines).filter { !lines.contains($0) } == [], "\(place)")
        }
        #expect(hits > 0, "no \(call) was hit")
    }

    @Test(.enabled(if: Strace.isWanted, "STATUSCOMM_TEST_WITHOUT_STRACE is set"))
    func `a disk that confirms nothing is never called durable`() throws {
        let outcome = try Strace.run(
            writer,
            ["append", path, "log", "3"],
            call: "fsync",
            tampering: "error=EIO:when=1+",
            below: directory.path
        )
        #expect(outcome.result.output == "")
        #expect(outcome.result.status == 1)
        #expect(outcome.result.errors.contains("durable: Input/output error"))
    }

    // MARK: - A full disk

    @Test(.enabled(if: geteuid() == 0 && Strace.isLinux, "mounting a small file system takes root and Linux"))
    func `a full disk is told, and nothing that was acknowledged is lost`() throws {
        let mount = directory.file("small")
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        for size in stride(from: 16, through: 128, by: 16) {
            let mounted = try ChildProcess("mount", ["-t", "tmpfs", "-o", "size=\(size)k", "tmpfs", mount]).wait()
            guard mounted.status == 0 else { continue }
            defer { _ = try? ChildProcess("umount", [mount]).wait() }
            let process = try ChildProcess(writer, ["append", mount + "/state", "log", "0"])
            _ = process.nextLine()
            process.send("go")
            let result = process.wait()
            #expect(result.status == 1, "\(size) KiB: \(result.status)")
            #expect(result.errors.hasSuffix("No space left on device\n"), "\(size) KiB: \(result.errors)")
            let read = try ChildProcess(writer, ["read", mount + "/state", "log"]).wait()
            #expect(read.status == 0, "\(size) KiB: \(read.errors)")
            #expect(read.lines == result.lines, "\(size) KiB")
        }
    }

    private func run(_ verb: String, _ rest: String...) throws -> ChildProcess.Result {
        let process = try ChildProcess(writer, [verb, path, "inc/log"] + rest)
        if verb == "append" {
            _ = process.nextLine()
            process.send("go")
        }
        return process.wait()
    }
}
