/// A point in time on a clock whose kind nobody needs to know.
struct Deadline: Sendable {
    private let remainingTime: @Sendable () -> Duration

    init(clock: any Clock<Duration>, after duration: Duration) {
        func make(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
            let end = clock.now.advanced(by: duration)
            return { clock.now.duration(to: end) }
        }
        remainingTime = make(clock)
    }

    var remaining: Duration { remainingTime() }
}
