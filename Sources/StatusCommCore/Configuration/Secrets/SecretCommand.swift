import JSON5

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program that prints a secret.
///
/// Run without a shell, in a process group of its own, with nothing to read and its messages thrown away: they are text
/// from outside that could hold the secret.
struct SecretCommand {
    private let arguments: [String]
    private let environment: [String: String]
    private let timeout: Duration

    init(_ arguments: [String], environment: [String: String], timeout: Duration) {
        self.arguments = arguments
        self.environment = environment
        self.timeout = timeout
    }

    private var name: String { "command '\(escapingControls(arguments[0]))'" }

    /// Everything the program prints before it ends well.
    func output(for secret: Secret) throws(SecretError) -> [UInt8] {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw failure(errno, secret) }
        // pipe2, which would set this at once, is hidden from Swift; a child spawned in between ends with its own timeout.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (readEnd, writeEnd) = (ends[0], ends[1])
        defer { close(readEnd) }
        var child: pid_t = 0
        let code = spawn(&child, output: writeEnd)
        close(writeEnd)
        guard code == 0 else { throw failure(code, secret) }

        let deadline = ContinuousClock.now + timeout
        let collected = collect(readEnd, until: deadline)
        guard let bytes = collected, bytes.count <= SecretVault.sizeLimit,
            let status = wait(for: child, until: deadline)
        else {
            kill(-child, SIGKILL)
            var ignored: Int32 = 0
            while waitpid(child, &ignored, 0) == -1, errno == EINTR {}
            if let collected, collected.count > SecretVault.sizeLimit {
                throw SecretError("\(name) prints more than \(SecretVault.sizeLimit / 1024) KiB", of: secret)
            }
            throw SecretError(
                "\(name) did not end within \(timeout.components.seconds) s",
                hint: "run it by hand: it may be asking for something",
                of: secret
            )
        }
        guard status == 0 else {
            let how = status & 0x7F == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
            throw SecretError("\(name) ended with \(how)", hint: "run it by hand to see why", of: secret)
        }
        return bytes
    }

    private func failure(_ code: Int32, _ secret: Secret) -> SecretError {
        SecretError("cannot run \(name): \(systemErrorText(code))", of: secret)
    }

    private func spawn(_ child: inout pid_t, output: Int32) -> Int32 {
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #else
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // SIGPIPE may be ignored here, which a child would inherit.
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var argumentPointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        var environmentPointers: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        argumentPointers.append(nil)
        environmentPointers.append(nil)
        return posix_spawnp(&child, arguments[0], &actions, &attributes, &argumentPointers, &environmentPointers)
    }

    /// Everything up to the end of the pipe, a byte too many when it is too long; nil when time is up.
    private func collect(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= SecretVault.sizeLimit {
            let left = ContinuousClock.now.duration(to: deadline).milliseconds
            guard left > 0 else { return nil }
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wanted, 1, Int32(min(left, 60_000)))
            if ready == -1, errno != EINTR { return nil }
            guard ready > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return nil }
        }
        return bytes
    }

    /// The raw status of a child that has closed its output; nil when time is up.
    private func wait(for child: pid_t, until deadline: ContinuousClock.Instant) -> Int32? {
        var pause: UInt32 = 200
        while true {
            var status: Int32 = 0
            let result = waitpid(child, &status, WNOHANG)
            if result == child { return status }
            if result == -1, errno != EINTR { return nil }
            guard ContinuousClock.now < deadline else { return nil }
            // A program that closes its output mostly ends at once; waitpid has no time limit of its own.
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }
}
