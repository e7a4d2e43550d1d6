/// When promises are kept by the program, and when people are reminded of them.
package struct PromiseRules: Hashable, Sendable {
    /// Most updates in a row that nobody typed; 0 when there are none at all.
    package var maximumAutomatic: Int
    /// Time before a promised update is due at which the owners are warned.
    package var warnBefore: Duration
    /// Age of a resolved incident without a report at which the owners are reminded.
    package var remindAfter: Duration
    /// Age of a resolved incident without a report at which it is escalated.
    package var escalateAfter: Duration
    /// Time before a promised update is due at which an automatic one is posted: a minute early keeps the promise, a
    /// minute late breaks it, and cron comes once a minute.
    package var postBefore: Duration = .seconds(60)

    /// Sets the times.
    package init(maximumAutomatic: Int, warnBefore: Duration, remindAfter: Duration, escalateAfter: Duration) {
        self.maximumAutomatic = maximumAutomatic
        self.warnBefore = warnBefore
        self.remindAfter = remindAfter
        self.escalateAfter = escalateAfter
    }

    /// The times that a configuration sets.
    package init(_ configuration: Configuration) {
        self.init(
            maximumAutomatic: configuration.automaticUpdates.isEnabled ? configuration.automaticUpdates.maximum : 0,
            warnBefore: configuration.automaticUpdates.warnBefore,
            remindAfter: configuration.reports.remindAfter,
            escalateAfter: configuration.reports.escalateAfter
        )
    }

    /// The same, with everything left to people.
    package var withoutAutomatic: PromiseRules {
        var rules = self
        rules.maximumAutomatic = 0
        return rules
    }
}
