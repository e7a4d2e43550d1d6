/// What templates know about the company.
package struct MessageCompany: Hashable, Sendable {
    package var name: String
    package var domain: String
    package var statusPageURL: String
    /// Zone of times for readers who have none of their own.
    package var zone: ZoneRules
    /// Language tag for readers who have none of their own.
    package var language: String
    /// Time after the end within which the report is promised.
    package var reportWithin: Duration

    /// Describes the company.
    package init(
        name: String,
        domain: String,
        statusPageURL: String,
        zone: ZoneRules = .utc,
        language: String = "en",
        reportWithin: Duration = .seconds(48 * 3_600)
    ) {
        self.name = name
        self.domain = domain
        self.statusPageURL = statusPageURL
        self.zone = zone
        self.language = language
        self.reportWithin = reportWithin
    }
}
