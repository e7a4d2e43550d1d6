import Foundation
import TestSupport
import Testing

/// Opens an incident with one system call tampered with, then goes on as an engineer would.
///
/// One processor gives the program one working thread, so that strace(1), which counts a thread's calls, reaches each of
/// them; files are counted below the state directory and the page only, so that the loader's do not count.
@Suite(.enabled(if: Strace.isWanted)) struct SystemCallSweepTests {
    static let fileCalls = ["openat", "mkdirat", "write", "fsync", "linkat", "renameat", "unlinkat"]
    static let socketCalls = ["connect", "sendto", "recvfrom"]

    private func folders(_ stage: Stage) -> [String] {
        let state = ["", "/tmp", "/entries", "/entries/opened", "/entries/inc", "/entries/audit", "/lock"]
        let page = ["", "/incidents", "/api", "/api/v2", "/api/v2/incidents"]
        return (state.map { stage.state + $0 } + page.map { stage.folder.file("site") + $0 }).flatMap { ["-P", $0] }
    }

    /// Whether the call was hit, and how the run ended.
    private func open(
        _ stage: Stage,
        _ call: String,
        _ tampering: String
    ) throws -> (isHit: Bool, result: ChildProcess.Result) {
        let log = stage.folder.file("strace")
        let isFile = call == "openat"
        let result = try stage.run(
            Stage.opening,
            wrapper: ["taskset", "-c", "0", "strace", "-f", "-qq", "-o", log] + (isFile ? folders(stage) : [])
                + ["-e", "trace=\(call)", "-e", "inject=\(call):\(tampering)"]
        )
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return (text.contains("(INJECTED)") || text.contains("killed by SIGKILL"), result)
    }

    private func finish(_ stage: Stage, _ double: ProviderDouble, _ place: Comment) throws {
        if try stage.incidents().isEmpty {
            let again = try stage.run(Stage.opening)
            #expect(again.status == 0, "\(place): \(again)")
        }
        // On a loaded machine a run may reach its deadline; what it leaves is queued, and the next one goes on.
        var retry = try stage.run(["delivery", "retry"])
        for _ in 0..<4 where retry.status == 3 { retry = try stage.run(["delivery", "retry"]) }
        #expect(retry.status == 0, "\(place): \(retry)")
        #expect(double.incidents.count == 1, place)
        #expect(try stage.pageEntries().count == 1, place)
        #expect(try stage.run(["incident", "log"]).status == 0, place)
        #expect(try stage.run(["audit"]).status == 0, place)
        #expect(try stage.incidents() == ["INC-1"], place)
    }

    /// Points of one call: all of them, or a few that lie apart.
    private func sweep(_ call: String, stride: Int, _ point: (Int) throws -> Bool) rethrows -> Int {
        var number = 1
        var points = 0
        while try point(number) {
            points += 1
            number += Stage.isFull ? 1 : stride
        }
        return points
    }

    static func stride(_ call: String) -> Int { fileCalls.contains(call) ? (call == "openat" ? 31 : 17) : 2 }

    @Test(arguments: fileCalls + socketCalls)
    func `killed at any call, a retry leaves one incident everywhere`(call: String) throws {
        // With the ids in the configuration the first socket call belongs to the creation itself.
        let points = try sweep(call, stride: Self.stride(call)) { number in
            let double = try ProviderDouble.statuspage()
            let stage = try Stage(double.url, naming: true)
            guard try open(stage, call, "signal=SIGKILL:when=\(number)").isHit else { return false }
            try finish(stage, double, "killed at \(call) \(number)")
            return true
        }
        print("killed at \(points) points of \(call)")
        #expect(points > 0)
    }

    @Test(arguments: fileCalls + socketCalls)
    func `a call that fails once is reported or made good, and the next run works`(call: String) throws {
        for error in Stage.isFull ? ["EIO", "ENOSPC", "EACCES"] : [["EIO", "ENOSPC", "EACCES"][call.utf8.count % 3]] {
            let points = try sweep(call, stride: Self.stride(call) * 2) { number in
                let double = try ProviderDouble.statuspage()
                let stage = try Stage(double.url, naming: true)
                let (isHit, result) = try open(stage, call, "error=\(error):when=\(number)")
                guard isHit else { return false }
                let place: Comment = "\(error) at \(call) \(number)"
                if result.status == 0 {
                    #expect(try stage.incidents() == ["INC-1"], "\(place): \(result)")
                    #expect(double.incidents.count == 1, "\(place): \(result)")
                } else {
                    #expect([1, 3, 7].contains(result.status), "\(place): \(result)")
                    // A standard error that fails cannot say so.
                    #expect(call == "write" || result.errors.contains("error: "), "\(place): \(result)")
                }
                try finish(stage, double, place)
                return true
            }
            print("\(error) at \(points) points of \(call)")
            #expect(points > 0)
        }
    }
}
