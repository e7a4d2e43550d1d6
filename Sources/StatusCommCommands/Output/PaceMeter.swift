/// How fast something goes, from what was counted lately.
///
/// The last minute counts: a rate limit lets mails leave in bursts, and what a whole minute shows is what the next one brings.
package struct PaceMeter: Hashable, Sendable {
    private struct Sample: Hashable {
        var time: Duration
        var done: Int
    }

    private static let window = Duration.seconds(60)
    private var samples: [Sample] = []

    /// A meter that has seen nothing.
    package init() {}

    /// Takes what is done at a time since the beginning; times do not go back.
    package mutating func add(_ done: Int, at time: Duration) {
        // One a second is fine enough; the newest always counts.
        if samples.count >= 2, time - samples[samples.count - 2].time < .seconds(1) { samples.removeLast() }
        samples.append(Sample(time: time, done: done))
        // One that is older than the window stays: the window begins somewhere behind it.
        while samples.count > 2, time - samples[1].time >= Self.window { samples.removeFirst() }
    }

    /// Done in a minute; nil before a second has been seen.
    package var perMinute: Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        let time = (last.time - first.time) / .milliseconds(1)
        guard time >= 1000 else { return nil }
        return Double(last.done - first.done) * 60_000 / time
    }

    /// Time that the rest takes; nil when that cannot be told.
    ///
    /// `limit`: most that can be done in a minute, whatever the last one brought.
    package func remaining(_ rest: Int, limit: Double? = nil) -> Duration? {
        guard rest > 0 else { return .zero }
        guard let pace = perMinute, pace > 0 else { return nil }
        let possible = limit.map { min(pace, $0) } ?? pace
        guard possible > 0 else { return nil }
        let seconds = Double(rest) * 60 / possible
        return seconds < 30 * 86_400 ? .seconds(Int(seconds.rounded(.up))) : nil
    }
}
