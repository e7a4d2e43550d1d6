import Foundation
import PromiseSimulation
import Testing

/// A few months; `Tests/Months/run.sh` lets hundreds pass.
struct MonthTests {
    static let seeds: ClosedRange<UInt64> =
        ProcessInfo.processInfo.environment["STATUSCOMM_TEST_SIZE"] == "full" ? 1...40 : 1...4

    @Test(arguments: seeds) func `whatever goes wrong, no promise is forgotten and nothing is said twice`(
        seed: UInt64
    ) async {
        // Forty incidents take a release build's time.
        let result = await Month(seed: seed, incidents: 12).run()
        #expect(result.violations == [], "seed \(seed)")
        // The month has what it is about.
        #expect(result.incidents == 12 && result.deaths > 0 && result.reminders > 0)
        #expect(result.published > 0 && result.skipped > 0)
    }

    @Test func `where nothing goes wrong, every promise is kept or warned of in time`() async {
        let result = await Month(seed: 2, incidents: 12, trouble: .none).run()
        #expect(result.violations == [])
        #expect(result.missed == 0 && result.automatic > 0 && result.warned > 0)
    }

    @Test func `the same seed gives the same month`() async {
        let results = [await Month(seed: 7, incidents: 4).run(), await Month(seed: 7, incidents: 4).run()]
        #expect(results[0].calls == results[1].calls)
        #expect(results[0].deaths == results[1].deaths)
        #expect(results[0].updates == results[1].updates)
    }
}
