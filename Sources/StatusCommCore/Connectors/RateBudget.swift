import Synchronization

/// Spaces the requests of a run, so that no window of time has more than a provider allows.
package final class RateBudget: Sendable {
    private let rate: Connector.Rate
    private let times = Mutex<[Timestamp]>([])

    /// Takes what the provider allows.
    package init(_ rate: Connector.Rate) {
        self.rate = rate
    }

    /// Takes a place for one request, and tells how long to wait for it.
    package func reserve(at now: Timestamp) -> Duration {
        let window = Duration.seconds(rate.seconds)
        return times.withLock { times in
            times.removeAll { now.duration(since: $0) >= window }
            var place = now
            if times.count >= rate.requests {
                place = max(now, times[times.count - rate.requests].advanced(by: window))
            }
            times.append(place)
            return place.duration(since: now)
        }
    }
}
