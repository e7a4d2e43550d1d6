import Foundation
import TestSupport
import Testing

/// The built program in an exercise, watched from outside.
struct DrillEndToEndTests {
    @Test(.enabled(if: Strace.isWanted))
    func `no network is touched, and no program is started`() throws {
        let stage = try Stage("http://127.0.0.1:1")
        let log = stage.folder.file("calls")
        let result = try stage.run(["drill"], wrapper: ["strace", "-f", "-o", log, "-e", "trace=%network,execve"])
        #expect(result.output.contains("resolution notice"), "\(result)")
        let calls = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        #expect(calls.count { $0.contains("execve(") } == 1)
        #expect(calls.filter { $0.contains("AF_INET") || $0.contains("AF_NETLINK") }.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: stage.state))
    }
}
