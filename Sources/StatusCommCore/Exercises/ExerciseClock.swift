import Synchronization

/// The time of an exercise: it stands still until somebody sleeps or it is moved, or runs many times as fast as ours.
package final class ExerciseClock: Clock, Sendable {
    /// A point in the time of the exercise.
    package struct Instant: InstantProtocol {
        /// Time since the exercise began.
        package var offset: Duration

        /// The point so long after the beginning.
        package init(offset: Duration) {
            self.offset = offset
        }

        /// The point so much later.
        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// Time from here to another point.
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (first: Instant, second: Instant) -> Bool { first.offset < second.offset }
    }

    /// When the exercise begins.
    package let start: Timestamp
    /// How many seconds of the exercise pass in one of ours; nil when none pass by themselves.
    private let speed: Int?
    /// Time of ours since the exercise began.
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (Duration) async throws -> Void
    /// By how much the exercise is ahead of what has passed by itself.
    private let skipped = Mutex(Duration.zero)

    /// Begins an exercise.
    ///
    /// - Parameters:
    ///   - start: Time on the wall in the exercise, now.
    ///   - speed: Seconds of the exercise in one of ours; nil for a clock that stands still.
    ///   - real: Our own time.
    package init(start: Timestamp, speed: Int?, real: some Clock<Duration>) {
        self.start = start
        self.speed = speed
        let began = real.now
        elapsed = { began.duration(to: real.now) }
        wait = { try await real.sleep(for: $0, tolerance: nil) }
    }

    package var now: Instant {
        let flown = speed.map { elapsed() * $0 } ?? .zero
        return Instant(offset: flown + skipped.withLock { $0 })
    }

    package var minimumResolution: Duration { .milliseconds(1) }

    /// The time on the wall in the exercise.
    package var timestamp: Timestamp { start.advanced(by: now.offset) }

    /// Time of the exercise that passes in some of ours; nil when none passes by itself.
    package func passing(in ours: Duration) -> Duration? { speed.map { ours * $0 } }

    /// Waits in our time when the exercise has a speed; otherwise it is at the end at once.
    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        guard let speed else { return skip(to: deadline) }
        let rest = now.duration(to: deadline)
        if rest > .zero { try await wait(rest / speed) }
    }

    /// Lets the exercise be at a time at once, unless it is past it.
    package func skip(to deadline: Instant) {
        let flown = speed.map { elapsed() * $0 } ?? .zero
        skipped.withLock { $0 = max($0, deadline.offset - flown) }
    }
}
