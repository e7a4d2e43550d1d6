/// Who holds a lock.
package struct LockHolder: Hashable, Sendable, CustomStringConvertible {
    package let processID: Int32
    /// The command that runs, without values of options.
    package let command: String

    /// Names a process and its command.
    package init(processID: Int32, command: String) {
        self.processID = processID
        self.command = command
    }

    package var description: String { "\(command) (process \(processID))" }
}

/// What became of taking a lock.
package enum LockAttempt: Sendable {
    case taken(StoreLock)
    /// A living process has it; nil when it has not yet written its name.
    case busy(LockHolder?)
}

/// A lock that is ours until it is released or goes away.
///
/// A class, because the lock ends with its last owner.
package final class StoreLock: Sendable {
    private let onRelease: @Sendable () -> Void

    /// Makes a lock out of what releases it, to be called once.
    package init(onRelease: @escaping @Sendable () -> Void) {
        self.onRelease = onRelease
    }

    deinit { onRelease() }
}

extension Store {
    /// Takes a lock, waiting for another holder to end.
    ///
    /// Answers `busy` with the last holder seen when `patience` is over.
    package func lock(
        _ name: StoreKey,
        for holder: LockHolder,
        patience: Duration,
        clock: some Clock<Duration>
    ) async throws -> LockAttempt {
        let deadline = clock.now.advanced(by: patience)
        var pause = Duration.milliseconds(1)
        while true {
            let attempt = try await lock(name, for: holder)
            switch attempt {
            case .taken: return attempt
            case .busy: if clock.now >= deadline { return attempt }
            }
            try await clock.sleep(until: min(clock.now.advanced(by: pause), deadline), tolerance: nil)
            pause = min(pause * 2, .milliseconds(50))
        }
    }
}
