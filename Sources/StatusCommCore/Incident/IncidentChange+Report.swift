extension IncidentChange {
    /// The report that customers are owed, made public.
    package struct Report: Hashable, Sendable {
        /// SHA-256 of the report's file, in hexadecimal: the very bytes that were checked.
        package var digest: String
        /// SHA-256 of the postmortem it was made from, in hexadecimal; nil when nobody gave one.
        package var postmortemDigest: String?
        /// The report as its message, light Markdown; the targets that get it, and the components as they stood.
        package var publication: Publication

        /// Describes a published report.
        package init(digest: String, postmortemDigest: String? = nil, publication: Publication) {
            self.digest = digest
            self.postmortemDigest = postmortemDigest
            self.publication = publication
        }

        /// The report, light Markdown.
        package var text: String { publication.message }
    }

    /// The decision that there will be no report.
    package struct ReportSkip: Hashable, Sendable {
        /// Why, for ourselves; one line.
        package var reason: String

        /// States the reason.
        package init(reason: String) {
            self.reason = reason
        }
    }
}
