import StatusCommCore
import TestSupport
import Testing

struct DistributionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var seconds: [Int]
        var percent: Int
        /// As Python's `statistics.quantiles(seconds, n=100, method="inclusive")` has it.
        var expected: Double
        var testDescription: String { "\(percent) of \(seconds)" }
    }

    @Test(arguments: [
        Case(seconds: [7], percent: 90, expected: 7),
        Case(seconds: [3, 1], percent: 50, expected: 2),
        Case(seconds: [3, 1, 2], percent: 50, expected: 2),
        Case(seconds: [4, 1, 3, 2], percent: 50, expected: 2.5),
        Case(seconds: [4, 1, 3, 2], percent: 90, expected: 3.7),
        Case(seconds: [10, 20, 30, 40, 50], percent: 90, expected: 46),
        Case(seconds: [10, 20, 30, 40, 50], percent: 25, expected: 20),
        Case(seconds: [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89], percent: 99, expected: 85.6),
        Case(seconds: [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89], percent: 1, expected: 1),
    ])
    func `percentiles are exact`(_ test: Case) {
        let distribution = Distribution(test.seconds.map { .seconds($0) })
        let expected = Duration.microseconds(Int64((test.expected * 1e6).rounded()))
        #expect(distribution.percentile(test.percent) == expected)
    }

    @Test func `nothing has no median`() {
        let none = Distribution([])
        #expect(none.count == 0 && none.median == nil && none.percentile(90) == nil && none.maximum == nil)
    }

    @Test func `the ends are the extremes, and percentiles never fall`() {
        var random = SplitMix(seed: 11)
        for _ in 0..<200 {
            let count = Int.random(in: 1...60, using: &random)
            let all = (0..<count).map { _ in Duration.milliseconds(Int.random(in: 0...5_000_000, using: &random)) }
            let distribution = Distribution(all)
            #expect(distribution.percentile(0) == all.min() && distribution.percentile(100) == all.max())
            let steps = (0...100).compactMap(distribution.percentile)
            #expect(steps.count == 101 && steps == steps.sorted())
            let middle = all.sorted()[count / 2]
            let other = all.sorted()[(count - 1) / 2]
            #expect(distribution.median == (middle + other) / 2)
        }
    }

    @Test(arguments: [
        (0, "0s"), (400, "1s"), (45_000, "45s"), (59_001, "1m"), (65_000, "1m 5s"), (3_599_001, "1h"),
        (4_830_000, "1h 21m"), (86_399_999, "1d"), (86_400_001, "1d 1h"), (183_600_000, "2d 3h"), (-5_000, "0s"),
    ])
    func `a figure has two units and is rounded up`(_ test: (milliseconds: Int, text: String)) {
        #expect(Duration.milliseconds(test.milliseconds).figure() == test.text)
    }
}
