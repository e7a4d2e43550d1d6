/// How long to wait before the next attempt.
///
/// Exponential with full jitter: each wait is drawn evenly from zero to a bound that doubles, so that many programs
/// which failed together do not come back together.
package struct RetryPolicy: Hashable, Sendable {
    /// Upper bound of the first wait.
    package var base: Duration
    /// Upper bound of every wait.
    package var limit: Duration

    /// Waits of up to half a second first, up to thirty seconds later.
    package static let standard = RetryPolicy(base: .milliseconds(500), limit: .seconds(30))

    /// Sets the bounds.
    package init(base: Duration, limit: Duration) {
        self.base = base
        self.limit = limit
    }

    /// Wait before the next attempt.
    ///
    /// - Parameters:
    ///   - attempt: Attempts made so far, from 1.
    ///   - hint: What the target asked for; obeyed as a lower bound.
    ///   - random: Evenly distributed in `0..<1`.
    /// - Returns: At least the hint, at least 50 ms.
    package func wait(afterAttempt attempt: Int, hint: Duration?, random: Double) -> Duration {
        let doublings = min(max(attempt, 1) - 1, 16)
        let bound = min(limit, base * (1 << doublings))
        let drawn = max(.milliseconds(50), bound * random)
        guard let hint else { return drawn }
        return max(hint, .zero) + min(drawn, .milliseconds(250))
    }
}
