/// What we write down for ourselves after an incident, and what of it customers may read.
package struct Postmortem: Hashable, Sendable {
    /// Words for ourselves, and words for customers where somebody wrote them.
    package struct Wording: Hashable, Sendable {
        package var own: String
        package var customer: String?

        /// Pairs both wordings.
        package init(own: String = "", customer: String? = nil) {
            self.own = own
            self.customer = customer
        }
    }

    /// One thing that happened.
    package struct Entry: Hashable, Sendable {
        package var at: Timestamp
        package var type: TimelineNoteType
        package var wording: Wording

        /// Describes one thing that happened.
        package init(at: Timestamp, type: TimelineNoteType, wording: Wording) {
            self.at = at
            self.type = type
            self.wording = wording
        }
    }

    /// Something that is to be done.
    package struct ActionItem: Hashable, Sendable {
        package var wording: Wording
        /// Such as `prevention`, `detection`, `process`.
        package var type: String
        package var isCustomerVisible: Bool

        /// Describes something that is to be done.
        package init(wording: Wording, type: String, isCustomerVisible: Bool) {
            self.wording = wording
            self.type = type
            self.isCustomerVisible = isCustomerVisible
        }
    }

    package var title = Wording()
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    /// Names of the affected components; empty for those of the incident.
    package var services: [String] = []
    package var summary = Wording()
    package var timeline: [Entry] = []
    package var whatHappened = Wording()
    package var customerCount = ""
    package var errorRate = ""
    package var resolution = Wording()
    package var actionItems: [ActionItem] = []

    /// Nothing written yet.
    package init() {}
}
