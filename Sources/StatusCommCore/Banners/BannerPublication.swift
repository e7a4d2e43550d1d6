import JSON5

/// What became of publishing a feed: the feed itself, the push, and the purge of a cache.
package struct BannerPublication: Hashable, Sendable {
    package var feed: BannerFeed
    /// How each place of the feed ended, in the order of the configuration.
    package var places: [BannerOutcome]
    /// How the push ended; nil without a stream.
    package var push: BannerOutcome?
    /// How the purge ended; nil without one, and when no place had a new feed.
    package var purge: BannerOutcome?

    /// Says which half is out and which is not; nil when all of it is.
    package var shortfall: String? {
        let failed = places.compactMap(\.reason)
        var parts: [String] = []
        switch (failed.isEmpty, push?.reason) {
        case (true, nil): break
        case (true, let reason?): parts.append("the feed is out, the push is not: \(reason)")
        case (false, nil):
            let lead = push == nil ? "" : "the push is out, "
            let what = failed.count < places.count ? "a copy of the feed is not" : "the feed is not"
            parts.append("\(lead)\(what)\(push == nil ? " out" : ""): \(failed.joined(separator: "; "))")
        case (false, let reason?):
            parts.append("neither the feed nor the push is out: \(failed.joined(separator: "; ")); \(reason)")
        }
        if let reason = purge?.reason { parts.append("the cache still has the old feed: \(reason)") }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// Whether readers can learn of it in one way at least.
    package var isPartlyOut: Bool { places.contains(.done) || push == .done }

    /// The whole as one outcome.
    var outcome: DeliveryOutcome {
        guard let shortfall else {
            var notes: [DeliveryNote] = []
            if feed.omitted > 0 {
                notes.append(DeliveryNote(.problem, "\(feed.omitted) banners found no place in the feed"))
            }
            return .done(saved: [:], notes: notes)
        }
        let halves = places + [push, purge].compactMap { $0 }
        var after: Duration?
        for half in halves {
            switch half {
            case .done: break
            case .refused: return .refused(reason: shortfall)
            case .blocked: return .blocked(reason: shortfall)
            case .retry(_, let wait): after = [after, wait].compactMap { $0 }.max()
            }
        }
        return .retry(reason: shortfall, after: after)
    }
}

extension BannerOutcome {
    /// Why it is not done; nil when it is.
    var reason: String? {
        switch self {
        case .done: nil
        case .refused(let reason), .blocked(let reason), .retry(let reason, _): reason
        }
    }
}
