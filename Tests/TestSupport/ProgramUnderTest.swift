package import Foundation
import Synchronization

/// The built program, run as a user runs it.
package struct ProgramUnderTest: Sendable {
    /// How a run ended.
    package struct Outcome: Sendable {
        package var exitStatus: Int32
        /// Whether a signal ended it; `exitStatus` is the signal's number then.
        package var wasKilled: Bool
        package var output: String
        package var errors: String
    }

    /// Path of the program: `$STATUSCOMM`, else the one that was built beside the tests.
    package let path: String
    /// The whole environment of the runs.
    package var environment: [String: String]
    package var workingDirectory: String?
    /// A command before the program, such as `strace` with its options.
    package var wrapper: [String] = []

    /// Finds the program.
    package init(environment: [String: String], workingDirectory: String? = nil) throws {
        let inherited = ProcessInfo.processInfo.environment
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/statuscomm"
        let candidates = [inherited["STATUSCOMM"], beside, Self.debugBuild].compactMap { $0 }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw CocoaError(.fileNoSuchFile)
        }
        path = found
        self.environment = environment
        self.environment["PATH"] = inherited["PATH"]
        self.environment["SWIFT_BACKTRACE"] = "enable=no"
        self.workingDirectory = workingDirectory
    }

    /// Runs the program to its end.
    ///
    /// After `timeout` seconds it is killed, and the outcome says so.
    package func run(
        _ arguments: [String],
        input: String? = nil,
        timeout: TimeInterval = 60
    ) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try runNow(arguments, input: input, timeout: timeout) })
            }
        }
    }

    private func runNow(_ arguments: [String], input: String?, timeout: TimeInterval) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = wrapper + [path] + arguments
        process.environment = environment
        if let workingDirectory { process.currentDirectoryURL = URL(fileURLWithPath: workingDirectory) }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        let standardInput = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice : standardInput
        try process.run()
        if let input {
            try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try? standardInput.fileHandleForWriting.close()
        }
        let collected = Mutex(Data())
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let data = errors.fileHandleForReading.readDataToEndOfFile()
            collected.withLock { $0 = data }
            done.signal()
        }
        let identifier = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + timeout, execute: watchdog)
        let text = output.fileHandleForReading.readDataToEndOfFile()
        done.wait()
        process.waitUntilExit()
        watchdog.cancel()
        return Outcome(
            exitStatus: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal,
            output: String(decoding: text, as: UTF8.self),
            errors: collected.withLock { String(decoding: $0, as: UTF8.self) }
        )
    }

    private static var debugBuild: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../.build/debug/statuscomm"
    }
}
