import StatusCommCore
import Synchronization
import TestSupport

/// A machine's two clocks: one that only goes on, and the one on the wall, which somebody sets.
final class SimulatedClock: Sendable {
    /// Time as it passes.
    let manual: ManualClock
    private let error = Mutex(Duration.zero)

    init() {
        manual = ManualClock()
    }

    /// The time on the wall.
    var now: Timestamp { manual.timestamp.advanced(by: error.withLock { $0 }) }

    /// Sets the wall's time forward, or back for a negative duration.
    func step(by duration: Duration) {
        error.withLock { $0 += duration }
    }

    /// Sets the wall's time right.
    func correct() {
        error.withLock { $0 = .zero }
    }

    /// How long until the wall shows a time; negative when it has.
    func wait(until time: Timestamp) -> Duration { time.duration(since: now) }
}
