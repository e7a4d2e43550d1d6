import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A process that a test starts, talks to and may kill.
///
/// Foundation's own takes a quarter of a second to notice an end, which is too long for hundreds of them.
package final class ChildProcess: Sendable {
    package let processID: Int32
    private let input: Int32
    private let output: Mutex<Pipe>
    private let errors: Mutex<Pipe>
    private let ending = Mutex<Int32?>(nil)

    /// What a finished process left behind.
    package struct Result: Hashable, Sendable {
        /// Its exit status, negative for the signal that ended it.
        package var status: Int32
        package var output: String
        package var errors: String

        package var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// A call that failed, with its errno.
    package struct Failure: Error {
        package let call: String
        package let code: Int32
    }

    /// Starts a program, by its path or by its name in PATH.
    package init(_ program: String, _ arguments: [String]) throws {
        // One at a time: between pipe(2) and FD_CLOEXEC another child would take the ends with it, and the end of file
        // would never come.
        let started = try Self.spawning.withLock { _ in try Self.start(program, arguments) }
        processID = started.processID
        input = started.input
        output = Mutex(Pipe(descriptor: started.output))
        errors = Mutex(Pipe(descriptor: started.errors))
    }

    private static let spawning = Mutex(())

    private static func start(
        _ program: String,
        _ arguments: [String]
    ) throws -> (processID: Int32, input: Int32, output: Int32, errors: Int32) {
        let (inputEnd, input) = try pipe()
        let (output, outputEnd) = try pipe()
        let (errors, errorEnd) = try pipe()
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, inputEnd, 0)
        posix_spawn_file_actions_adddup2(&actions, outputEnd, 1)
        posix_spawn_file_actions_adddup2(&actions, errorEnd, 2)
        // A test may run on a thread that blocks signals; the child would inherit that and hear of none.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        // Whoever runs the tests in the background may have them ignore what these tests send.
        var sentSignals = sigset_t()
        sigemptyset(&sentSignals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&sentSignals, number) }
        posix_spawnattr_setsigdefault(&attributes, &sentSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var processID: pid_t = 0
        #if canImport(Darwin)
        let environment = _NSGetEnviron().pointee
        #else
        let environment = environ
        #endif
        let code = posix_spawnp(&processID, program, &actions, &attributes, &words, environment)
        posix_spawnattr_destroy(&attributes)
        posix_spawn_file_actions_destroy(&actions)
        for word in words { free(word) }
        for end in [inputEnd, outputEnd, errorEnd] { close(end) }
        guard code == 0 else {
            for end in [input, output, errors] { close(end) }
            throw Failure(call: program, code: code)
        }
        return (processID, input, output, errors)
    }

    deinit {
        if ending.withLock({ $0 }) == nil {
            kill(processID, SIGKILL)
            var status: Int32 = 0
            waitpid(processID, &status, 0)
        }
        close(input)
        output.withLock { _ = close($0.descriptor) }
        errors.withLock { _ = close($0.descriptor) }
    }

    /// Sends a signal to this process.
    package func signal(_ number: Int32) {
        if ending.withLock({ $0 }) == nil { kill(processID, number) }
    }

    /// Writes a line to its standard input.
    package func send(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(input, bytes, bytes.count)
    }

    /// The next line of its output, nil at the end.
    package func nextLine() -> String? { output.withLock { $0.nextLine() } }

    /// The next line of its standard error, nil at the end.
    package func nextErrorLine() -> String? { errors.withLock { $0.nextLine() } }

    /// Reads the rest of what it says and waits for its end; only for programs that say less than a pipe holds.
    package func wait() -> Result {
        let output = output.withLock { $0.rest() }
        let errors = errors.withLock { $0.rest() }
        let status = ending.withLock { ending in
            if let ending { return ending }
            var status: Int32 = 0
            while waitpid(processID, &status, 0) == -1 && errno == EINTR {}
            let code = status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
            ending = code
            return code
        }
        return Result(status: status, output: output, errors: errors)
    }

    private struct Pipe {
        let descriptor: Int32
        var buffer: [UInt8] = []

        mutating func nextLine() -> String? {
            while true {
                if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { buffer.removeSubrange(...end) }
                    return String(decoding: buffer[..<end], as: UTF8.self)
                }
                guard fill() else { return buffer.isEmpty ? nil : rest() }
            }
        }

        mutating func rest() -> String {
            while fill() {}
            defer { buffer = [] }
            return String(decoding: buffer, as: UTF8.self)
        }

        private mutating func fill() -> Bool {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(descriptor, &chunk, chunk.count)
            if count > 0 { buffer += chunk[..<count] }
            return count > 0
        }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard makePipe(&ends) == 0 else { throw Failure(call: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

private func makePipe(_ ends: inout [Int32]) -> Int32 {
    pipe(&ends)
}
