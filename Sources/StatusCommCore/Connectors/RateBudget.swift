import Synchronization

/// Spaces the requests of a run, so that no window of time has more than a provider allows.
package final class RateBudget: Sendable {
    private let rate: Connector.Rate
    private let times = Mutex<[Timestamp]>([])

    /// Takes what the provider allows.
    package init(_ rate: Connector.Rate) {
        self.rate = rate
    }

    /// How long a request would wait for its place now.
    func wait(at now: Timestamp) -> Duration {
        times.withLock { times in place(at: now, among: times).duration(since: now) }
    }

    /// Takes a place for one request, and tells how long to wait for it.
    package func reserve(at now: Timestamp) -> Duration {
        let window = Duration.seconds(rate.seconds)
        return times.withLock { times in
            times.removeAll { now.duration(since: $0) >= window }
            let place = place(at: now, among: times)
            times.append(place)
            return place.duration(since: now)
        }
    }

    private func place(at now: Timestamp, among times: [Timestamp]) -> Timestamp {
        guard times.count >= rate.requests else { return now }
        return max(now, times[times.count - rate.requests].advanced(by: .seconds(rate.seconds)))
    }
}
