package import StatusCommCore
import Synchronization

/// A clock that stands still until somebody sleeps on it, and then is at the end of the sleep at once.
///
/// Keeps the sleeps, so that back-off is asserted instead of waited for.
package final class ManualClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (first: Instant, second: Instant) -> Bool { first.offset < second.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())
    private let start: Timestamp

    /// Starts at a wall-clock time.
    package init(start: Timestamp = Timestamp(milliseconds: 1_795_439_100_000)) {
        self.start = start
    }

    package var now: Instant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .milliseconds(1) }

    /// The wall-clock time that goes with `now`.
    package var timestamp: Timestamp { start.advanced(by: now.offset) }

    /// How long each sleeper slept, in order.
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Lets time pass without a sleeper.
    package func advance(by duration: Duration) {
        state.withLock { $0.now = $0.now.advanced(by: duration) }
    }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(state.now.duration(to: deadline))
            state.now = max(state.now, deadline)
        }
    }
}
