/// What is fixed about a notification before its first mail: everything but the recipients and their states.
package struct MailManifest: Hashable, Sendable {
    /// Language and time zone that one of the contents is for.
    package struct Variant: Hashable, Sendable {
        package var language: String
        package var timeZone: String

        /// Pairs a language with a time zone, both empty for the company's own.
        package init(language: String, timeZone: String) {
            self.language = language
            self.timeZone = timeZone
        }
    }

    package var identity: MailIdentity
    package var severity: Severity
    package var phase: IncidentPhase
    /// When the change was made, in seconds since 1970.
    package var createdAt: Int
    /// When the list was made, in seconds since 1970.
    package var frozenAt: Int
    /// Lines of the subscriber and suppression lists that could not be used.
    package var unusableLines = 0
    /// What was wrong with lines, the first of them, as `path:line: reason`.
    package var lineIssues: [String] = []
    package var slots: MailSlots
    package var variants: [Variant]
    /// One for each variant.
    package var contents: [MailContent]
    /// Number of recipients.
    package var count: Int
    /// Size of the list in bytes.
    package var listSize: Int

    /// Fixes a notification.
    package init(
        identity: MailIdentity,
        severity: Severity,
        phase: IncidentPhase,
        createdAt: Int,
        frozenAt: Int? = nil,
        slots: MailSlots = MailSlots(names: []),
        variants: [Variant] = [],
        contents: [MailContent] = [],
        count: Int = 0,
        listSize: Int = 0
    ) {
        self.identity = identity
        self.severity = severity
        self.phase = phase
        self.createdAt = createdAt
        self.frozenAt = frozenAt ?? createdAt
        self.slots = slots
        self.variants = variants
        self.contents = contents
        self.count = count
        self.listSize = listSize
    }
}
