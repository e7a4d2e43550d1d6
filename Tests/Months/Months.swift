import Dispatch
import Foundation
import PromiseSimulation

/// Lets many months pass and counts what came of them.
///
/// Usage: Months [COUNT [FIRST-SEED]]     200 months from seed 1; exits 1 when anything happened that should never be
@main enum Months {
    static func main() async {
        let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        let count = numbers.first ?? 200
        let first = numbers.dropFirst().first ?? 1
        let started = Date()
        let results = await withTaskGroup(of: (UInt64, Month.Result).self) { group in
            var next = first
            var results: [UInt64: Month.Result] = [:]
            func add() {
                guard next < first + count else { return }
                let seed = next
                next += 1
                group.addTask { (seed, await Month(seed: seed).run()) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { add() }
            for await (seed, result) in group {
                results[seed] = result
                add()
            }
            return results
        }
        var failed = 0
        for (seed, result) in results.sorted(by: { $0.key < $1.key }) where !result.violations.isEmpty {
            failed += 1
            print("seed \(seed): \(result.violations.count) violations")
            for violation in result.violations.prefix(5) { print("  \(violation)") }
        }
        func sum(_ path: KeyPath<Month.Result, Int>) -> Int { results.values.map { $0[keyPath: path] }.reduce(0, +) }
        print(
            """
            \(results.count) months with \(sum(\.incidents)) incidents in \(Int(Date().timeIntervalSince(started))) s: \
            \(sum(\.calls)) calls from cron, \(sum(\.deaths)) processes died
            \(sum(\.updates)) updates, \(sum(\.automatic)) of them automatic; \(sum(\.reminders)) reminders
            promises: \(sum(\.kept)) kept, \(sum(\.warned)) broken with a warning in time, \
            \(sum(\.missed)) broken while cron was away
            reports: \(sum(\.published)) published, \(sum(\.skipped)) skipped with a reason
            """
        )
        print(failed == 0 ? "nothing happened that should never be" : "\(failed) months went wrong")
        exit(failed == 0 ? 0 : 1)
    }
}
