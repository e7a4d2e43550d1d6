import JSON5
package import StatusCommCore
import TestSupport

/// A month of incidents, with people who are in time, late or away, and everything else that goes wrong.
///
/// The same seed gives the same month. Nothing in it waits: time passes when somebody says so.
package struct Month: Sendable {
    /// What goes wrong.
    package struct Trouble: Sendable {
        /// Of a hundred processes, how many die at some step.
        package var deaths = 8
        /// Of a hundred calls from cron, how many meet another one, and how many a person.
        package var doubles = 15
        package var meetings = 10
        /// How often the clock is set in the month.
        package var clockSteps = 10
        /// How often cron does not come for a while.
        package var pauses = 12
        /// Of a hundred last updates, how many are written while the page takes nothing for hours.
        package var outages = 15
        /// Whether targets now and then take nothing or do not say so.
        package var faults = true

        /// Everything.
        package static let all = Trouble()
        /// Nothing: cron comes every minute, and all goes well.
        package static let none = Trouble(
            deaths: 0,
            doubles: 0,
            meetings: 0,
            clockSteps: 0,
            pauses: 0,
            outages: 0,
            faults: false
        )
    }

    /// What became of a month.
    package struct Result: Sendable {
        /// What should never be, with the time.
        package var violations: [String] = []
        package var incidents = 0
        package var updates = 0
        package var automatic = 0
        package var reminders = 0
        package var calls = 0
        package var deaths = 0
        /// Promised updates that came in time, that owners were warned of in time, and that cron was not there for.
        package var kept = 0
        package var warned = 0
        package var missed = 0
        package var published = 0
        package var skipped = 0
    }

    package let seed: UInt64
    package let incidents: Int
    package let trouble: Trouble
    package let rules: PromiseRules

    /// Describes a month; the seed also decides how many automatic updates are allowed in a row.
    package init(seed: UInt64, incidents: Int = 40, trouble: Trouble = .all) {
        self.seed = seed
        self.incidents = incidents
        self.trouble = trouble
        rules = PromiseRules(
            maximumAutomatic: Int(seed % 4),
            warnBefore: .seconds(300),
            remindAfter: .seconds(24 * 3_600),
            escalateAfter: .seconds(48 * 3_600)
        )
    }

    /// Lets the month pass.
    package func run() async -> Result {
        await withTaskExecutorPreference(SerialExecutor()) {
            var world = World(self)
            await world.run()
            return world.result
        }
    }
}
