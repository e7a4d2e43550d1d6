import StatusCommCore

/// Shows deliveries while they run: a live line a target on a terminal, plain lines elsewhere.
struct DeliveryDisplay: Sendable {
    private let display: ProgressDisplay

    init(_ context: CommandContext) {
        display = ProgressDisplay([], on: context)
    }

    /// Shows what just happened.
    func show(_ event: DeliveryEvent) {
        switch event {
        case .started(let key, _): display.set(name(key), .working)
        case .sending(let key, let attempt): display.set(name(key), .working, attempt > 1 ? "try \(attempt)" : "")
        case .looking(let key): display.set(name(key), .working, "looking whether it is there")
        case .pausing(let key, let reason, let wait):
            display.set(name(key), .working, "\(reason), again in \(max(1, wait.components.seconds)) s")
        case .ended(let result):
            display.set(name(result.key), state(result), result.standing.reason ?? result.url ?? "")
        }
    }

    private func name(_ key: DeliveryKey) -> String { "\(key)" }

    private func state(_ result: DeliveryResult) -> ProgressBoard.State {
        switch result.standing {
        case .done, .dropped: result.isGood ? .done : .failed
        case .refused, .unrecorded: .failed
        case .queued, .busy, .waiting: .queued
        case .unknown: .unknown
        }
    }
}
