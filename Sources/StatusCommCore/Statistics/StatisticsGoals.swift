/// What the figures are held against.
package struct StatisticsGoals: Hashable, Sendable {
    /// Longest time from detection to the first public message.
    package var firstMessage: Duration
    /// Time after the end by which a report should be there.
    package var report: Duration
    /// Time after the end from which a report is late.
    package var reportLimit: Duration

    /// A first message within 2 minutes, a report within 24 to 48 hours.
    package static let standard = StatisticsGoals(
        firstMessage: .seconds(120),
        report: .seconds(24 * 3_600),
        reportLimit: .seconds(48 * 3_600)
    )

    /// Sets the goals.
    package init(firstMessage: Duration, report: Duration, reportLimit: Duration) {
        self.firstMessage = firstMessage
        self.report = report
        self.reportLimit = reportLimit
    }

    /// The goals of a configuration: its reports are due when it reminds and late when it escalates.
    package init(_ configuration: ReportConfiguration) {
        self = .standard
        report = configuration.remindAfter
        reportLimit = configuration.escalateAfter
    }
}
