import Synchronization

/// Says when the next request may leave: after every budget, and after a provider that has said how long to wait.
final class RequestPacer: Sendable {
    private let budgets: [(scope: Connector.Rate.Scope, budget: RateBudget)]
    private let closedUntil = Mutex<Timestamp?>(nil)

    /// Takes what the provider allows.
    init(_ rates: [Connector.Rate]) {
        budgets = rates.map { ($0.scope, RateBudget($0)) }
    }

    /// How long a request has to wait now.
    func wait(for method: HTTPMethod, at now: Timestamp) -> Duration {
        let closed = closedUntil.withLock { $0.map { max(.zero, $0.duration(since: now)) } ?? .zero }
        return counting(method).map { $0.wait(at: now) }.reduce(closed, max)
    }

    /// Takes a place for a request in every budget, and tells how long to wait for it.
    func reserve(for method: HTTPMethod, at now: Timestamp) -> Duration {
        let closed = closedUntil.withLock { $0.map { max(.zero, $0.duration(since: now)) } ?? .zero }
        return counting(method).map { $0.reserve(at: now) }.reduce(closed, max)
    }

    /// Lets nothing pass before a time.
    func close(until time: Timestamp) {
        closedUntil.withLock { $0 = max($0 ?? time, time) }
    }

    private func counting(_ method: HTTPMethod) -> [RateBudget] {
        budgets.filter { $0.scope == .all || method != .get && method != .head }.map(\.budget)
    }
}
