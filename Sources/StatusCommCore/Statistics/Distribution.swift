/// Durations in order, for exact medians and percentiles.
package struct Distribution: Hashable, Sendable {
    /// In milliseconds, ascending.
    private let sorted: [Int64]

    /// Takes durations in any order, cut to whole milliseconds.
    package init(_ durations: some Sequence<Duration>) {
        sorted = durations.map(\.milliseconds).sorted()
    }

    package var count: Int { sorted.count }

    /// Nil when there are none.
    package var minimum: Duration? { sorted.first.map { .milliseconds($0) } }

    /// Nil when there are none.
    package var maximum: Duration? { sorted.last.map { .milliseconds($0) } }

    /// The one in the middle, or half way between the two in the middle; nil when there are none.
    package var median: Duration? { percentile(50) }

    /// The duration below which a share of them lies, 0 to 100; nil when there are none.
    ///
    /// Interpolated on a line between neighbours, exactly: method 7 of Hyndman and Fan, "Sample Quantiles in
    /// Statistical Packages", 1996, which spreadsheets call PERCENTILE.INC.
    package func percentile(_ percent: Int) -> Duration? {
        precondition((0...100).contains(percent), "a percentile is between 0 and 100")
        guard let last = sorted.last else { return nil }
        let (index, rest) = (percent * (sorted.count - 1)).quotientAndRemainder(dividingBy: 100)
        guard rest > 0 else { return .milliseconds(sorted[index]) }
        let next = index + 1 < sorted.count ? sorted[index + 1] : last
        return .microseconds(sorted[index] * 1_000 + (next - sorted[index]) * Int64(rest) * 10)
    }

    /// How many are no longer than a limit.
    package func count(within limit: Duration) -> Int {
        sorted.count { .milliseconds($0) <= limit }
    }
}
