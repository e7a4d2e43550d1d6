package import JSON5

/// A scripted incident: what happens, and what is to be done when.
package struct DrillScenario: Sendable {
    /// Something at a time of the exercise: news for those who take part, a command, or both.
    package struct Step: Sendable {
        /// Time since customers began to notice.
        package var at: Duration
        /// What those who take part learn.
        package var happens: String?
        package var action: Action?
    }

    /// One command.
    package enum Action: Sendable {
        case open(Opening)
        case note(Note)
        case update(Update)
        case resolve(Resolution)
        case report(Report)
    }

    /// What `incident open` is told.
    package struct Opening: Hashable, Sendable {
        package var title: String
        package var severity: Severity
        /// Ids of components; empty for the first one of the configuration.
        package var components: [String]
        package var message: String
        package var keywords: [String]
        package var nextUpdate: Duration?

        /// Describes an opening.
        package init(
            title: String,
            severity: Severity,
            components: [String],
            message: String,
            keywords: [String] = [],
            nextUpdate: Duration?
        ) {
            self.title = title
            self.severity = severity
            self.components = components
            self.message = message
            self.keywords = keywords
            self.nextUpdate = nextUpdate
        }
    }

    /// What `incident note` is told.
    package struct Note: Hashable, Sendable {
        package var type: TimelineNoteType
        package var text: String
        package var customerText: String?

        /// Describes a note.
        package init(type: TimelineNoteType, text: String, customerText: String?) {
            self.type = type
            self.text = text
            self.customerText = customerText
        }
    }

    /// What `incident update` is told.
    package struct Update: Hashable, Sendable {
        package var phase: IncidentPhase?
        package var severity: Severity?
        package var message: String
        package var finding: String?
        package var action: String?
        package var eta: String?
        /// New statuses by component id.
        package var components: [String: ComponentStatus]
        package var nextUpdate: Duration?

        /// Describes an update.
        package init(
            phase: IncidentPhase?,
            severity: Severity? = nil,
            message: String,
            finding: String?,
            action: String?,
            eta: String? = nil,
            components: [String: ComponentStatus] = [:],
            nextUpdate: Duration?
        ) {
            self.phase = phase
            self.severity = severity
            self.message = message
            self.finding = finding
            self.action = action
            self.eta = eta
            self.components = components
            self.nextUpdate = nextUpdate
        }
    }

    /// What `incident resolve` is told.
    package struct Resolution: Hashable, Sendable {
        package var message: String
        package var rootCause: String?
        package var fix: String?
        package var preventions: [String]

        /// Describes a resolution.
        package init(message: String, rootCause: String?, fix: String?, preventions: [String]) {
            self.message = message
            self.rootCause = rootCause
            self.fix = fix
            self.preventions = preventions
        }
    }

    /// What the report is made of.
    package struct Report: Hashable, Sendable {
        /// An internal postmortem, in the form that `report draft --from` reads.
        package var postmortem: JSONValue

        /// Holds a postmortem; an empty object for none, so that the incident's log has to do.
        package init(postmortem: JSONValue) {
            self.postmortem = postmortem
        }
    }

    package var name: String
    /// What those who take part should know before it begins.
    package var about: String?
    /// In the order of time.
    package var steps: [Step]
}
