/// What a severity means for components and for the pace of updates.
package struct SeverityMapping: Hashable, Sendable {
    /// What one severity stands for.
    package struct Rule: Hashable, Sendable {
        /// Status that an affected component gets, unless the command names another.
        package var componentStatus: ComponentStatus
        /// Time until the next promised update.
        package var updateEvery: Duration

        /// Pairs a component status with an update interval.
        package init(componentStatus: ComponentStatus, updateEvery: Duration) {
            self.componentStatus = componentStatus
            self.updateEvery = updateEvery
        }
    }

    package var critical: Rule
    package var high: Rule
    package var medium: Rule
    package var low: Rule

    /// The table that applies where the configuration says nothing: updates every 15 to 30 minutes.
    package static let standard = SeverityMapping(
        critical: Rule(componentStatus: .majorOutage, updateEvery: .seconds(15 * 60)),
        high: Rule(componentStatus: .partialOutage, updateEvery: .seconds(20 * 60)),
        medium: Rule(componentStatus: .degradedPerformance, updateEvery: .seconds(30 * 60)),
        low: Rule(componentStatus: .operational, updateEvery: .seconds(30 * 60))
    )

    /// Names the rule of each severity.
    package init(critical: Rule, high: Rule, medium: Rule, low: Rule) {
        self.critical = critical
        self.high = high
        self.medium = medium
        self.low = low
    }

    /// The rule of a severity.
    package subscript(severity: Severity) -> Rule {
        get {
            switch severity {
            case .critical: critical
            case .high: high
            case .medium: medium
            case .low: low
            }
        }
        set {
            switch severity {
            case .critical: critical = newValue
            case .high: high = newValue
            case .medium: medium = newValue
            case .low: low = newValue
            }
        }
    }
}
