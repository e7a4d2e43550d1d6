import Foundation

/// Runs programs whose system calls fail, or end them, when a test says so.
///
/// Needs strace(1), which only Linux has.
package enum Strace {
    /// Whether to run tests with it.
    ///
    /// A missing strace is a failure; only a person may say that the machine has none.
    package static let isWanted =
        ProcessInfo.processInfo.environment["STATUSCOMM_TEST_WITHOUT_STRACE"] == nil && isLinux

    package static var isLinux: Bool {
        #if os(Linux)
        true
        #else
        false
        #endif
    }

    /// What happened to a program.
    package struct Outcome: Sendable {
        package var result: ChildProcess.Result
        /// Whether a call on a file of the test was hit.
        package var isHit: Bool
        /// Whether no call was hit, so that there is nothing further to try.
        package var isOver: Bool
    }

    /// Runs a program with one kind of call tampered with, from where it waits for a line of input.
    ///
    /// `tampering` is what strace(1) takes after the call's name in `--inject`, such as `error=EIO:when=3`; it counts
    /// calls a thread, which is why the loader has to be done before.
    package static func run(
        _ program: String,
        _ arguments: [String],
        call: String,
        tampering: String,
        below path: String
    ) throws -> Outcome {
        let log = NSTemporaryDirectory() + "/statuscomm-strace-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = try ChildProcess(program, arguments)
        guard process.nextLine() == "ready" else { throw CocoaError(.executableLoad) }
        let tracer = try ChildProcess(
            "strace",
            [
                "-f", "-y", "-o", log, "-p", "\(process.processID)", "-e", "trace=\(call)", "-e",
                "inject=\(call):\(tampering)",
            ]
        )
        while let line = tracer.nextErrorLine(), !line.contains("attached") {}
        process.send("go")
        let result = process.wait()
        _ = tracer.wait()
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        let isKilled = result.status == -SIGKILL
        // A call that a signal ended has no answer.
        let hits = lines.filter {
            $0.contains("(INJECTED)") || isKilled && ($0.hasSuffix("= ?") || $0.hasSuffix("...>"))
        }
        return Outcome(result: result, isHit: hits.contains { $0.contains(path) }, isOver: hits.isEmpty && !isKilled)
    }
}
