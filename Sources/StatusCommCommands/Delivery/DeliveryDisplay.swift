import StatusCommCore
import Synchronization

/// Shows deliveries while they run: a live line a target on a terminal, plain lines elsewhere.
///
/// A class, since the meters of what goes out slowly are shared by whoever reports.
final class DeliveryDisplay: Sendable {
    private struct Meter {
        var pace = PaceMeter()
        var saidAt: Duration
    }

    /// How often a log hears of a delivery that goes on.
    private static let interval = Duration.seconds(10)

    private let display: ProgressDisplay
    private let elapsed: @Sendable () -> Duration
    private let meters = Mutex<[DeliveryKey: Meter]>([:])

    init(_ context: CommandContext) {
        display = ProgressDisplay([], on: context)
        elapsed = Self.stopwatch(context.clock)
    }

    /// Shows what just happened.
    func show(_ event: DeliveryEvent) {
        switch event {
        case .started(let key, _): display.set(name(key), .working)
        case .sending(let key, let attempt): display.set(name(key), .working, attempt > 1 ? "try \(attempt)" : "")
        case .looking(let key): display.set(name(key), .working, "looking whether it is there")
        case .pausing(let key, let reason, let wait):
            display.set(name(key), .working, "\(reason), again in \(max(1, wait.components.seconds)) s")
        case .progress(let key, let progress): show(progress, of: key)
        case .notice(let key, let text): display.say("statuscomm: warning: \(key): \(terminalLine(text))")
        case .ended(let result):
            display.set(name(result.key), state(result), result.standing.reason ?? result.url ?? "")
        }
    }

    /// Says something above the lines of the targets.
    func say(_ text: String) { display.say("statuscomm: \(text)") }

    private func show(_ progress: DeliveryProgress, of key: DeliveryKey) {
        let now = elapsed()
        let (pace, isDue) = meters.withLock { meters in
            var meter = meters[key] ?? Meter(saidAt: now)
            meter.pace.add(progress.sent + progress.refused, at: now)
            let isDue = now - meter.saidAt >= Self.interval
            if isDue { meter.saidAt = now }
            meters[key] = meter
            return (meter.pace, isDue)
        }
        let share = progress.total > 0 ? Double(progress.total - progress.waiting) / Double(progress.total) : nil
        display.set(name(key), .working, progress.words(pace), share: share, isDue: isDue)
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

    private static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}

extension DeliveryProgress {
    /// How far it is in a few words, the most important first, since a narrow terminal cuts the rest.
    package func words(_ pace: PaceMeter) -> String {
        var words = ["\(sent) of \(total) sent"]
        if refused > 0 { words.append("\(refused) refused") }
        if let pause {
            words.append(pause)
        } else {
            // A limit lets mails leave in bursts: while it holds them back, it is the pace.
            let measured = pace.perMinute.map { min($0, perMinute ?? $0) }
            if let rate = isAtLimit ? perMinute : measured { words.append("\(Int(rate.rounded())) a minute") }
            if waiting > 0, let left = isAtLimit ? time(for: waiting) : pace.remaining(waiting, limit: perMinute) {
                words.append(Self.words(left))
            }
        }
        return words.joined(separator: ", ")
    }

    private func time(for mails: Int) -> Duration? {
        perMinute.map { .seconds(Int((Double(mails) * 60 / $0).rounded(.up))) }
    }

    private static func words(_ left: Duration) -> String {
        let seconds = left.components.seconds
        if seconds < 60 { return "\(seconds) s left" }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s left" }
        return "\(seconds / 3_600) h \(seconds / 60 % 60) min left"
    }
}
