/// A word to the owners about a promise, which no customer hears.
///
/// An entry of the incident's log: whether it is needed is decided there, so that nobody is told the same thing twice,
/// and it is durable before it is sent.
package struct Reminder: Hashable, Sendable {
    /// What the owners have to know.
    package enum Occasion: String, CaseIterable, Sendable {
        /// The next public update is due in a moment, and nobody has written it.
        case updateSoon = "update_soon"
        /// The promised update did not come in time.
        case updateLate = "update_late"
        /// The incident is over, and its report is still to be written.
        case reportDue = "report_due"
        /// The report did not come in time.
        case reportLate = "report_late"
    }

    package var occasion: Occasion
    /// Sequence number of the public update that made the promise; with the occasion it names the reminder.
    package var about: Int
    /// When what was promised falls due.
    package var dueAt: Timestamp
    /// One line of plain text.
    package var title: String
    /// Light Markdown.
    package var text: String
    /// Names of the owners' targets, as in `OwnerTarget`.
    package var targets: [String]

    /// Describes what the owners are told.
    package init(
        occasion: Occasion,
        about: Int,
        dueAt: Timestamp,
        title: String,
        text: String,
        targets: [String]
    ) {
        self.occasion = occasion
        self.about = about
        self.dueAt = dueAt
        self.title = title
        self.text = text
        self.targets = targets
    }
}
