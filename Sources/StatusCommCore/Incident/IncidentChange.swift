/// One entry of an incident's log.
package enum IncidentChange: Hashable, Sendable {
    case opened(Opening)
    case updated(Update)
    case resolved(Resolution)
    case noted(TimelineNote)
    case reportPublished(Report)
    case reportSkipped(ReportSkip)
    case reminded(Reminder)

    /// What the public hears of it; nil for an internal entry.
    package var publication: Publication? {
        switch self {
        case .opened(let opening): opening.publication
        case .updated(let update): update.publication
        case .resolved(let resolution): resolution.publication
        case .reportPublished(let report): report.publication
        case .noted, .reportSkipped, .reminded: nil
        }
    }

    /// Whether any target hears of it.
    package var isDelivered: Bool {
        switch self {
        case .opened, .updated, .resolved, .reportPublished: publication?.targets.isEmpty == false
        case .noted, .reportSkipped: false
        case .reminded(let reminder): !reminder.targets.isEmpty
        }
    }

    /// The change with another publication; an internal entry stays as it is.
    package func publishing(_ publication: Publication) -> IncidentChange {
        switch self {
        case .opened(var opening):
            opening.publication = publication
            return .opened(opening)
        case .updated(var update):
            update.publication = publication
            return .updated(update)
        case .resolved(var resolution):
            resolution.publication = publication
            return .resolved(resolution)
        case .reportPublished(var report):
            report.publication = publication
            return .reportPublished(report)
        case .noted, .reportSkipped, .reminded:
            return self
        }
    }
}

extension IncidentChange {
    /// The first entry: an incident begins.
    package struct Opening: Hashable, Sendable {
        /// Twelve characters of `[a-z0-9]` that name the incident in public addresses, where its number would tell too much.
        package var publicID: String
        package var title: String
        package var severity: Severity
        /// Alert fingerprint; while this incident is open, opening again with the same key changes nothing.
        package var key: String?
        /// Words that customers use for it, for matching tickets.
        package var keywords: [String]
        /// When customers began to notice, which may be before anybody knew.
        package var startedAt: Timestamp
        package var publication: Publication

        /// Describes the beginning of an incident.
        package init(
            publicID: String,
            title: String,
            severity: Severity,
            key: String? = nil,
            keywords: [String] = [],
            startedAt: Timestamp,
            publication: Publication
        ) {
            self.publicID = publicID
            self.title = title
            self.severity = severity
            self.key = key
            self.keywords = keywords
            self.startedAt = startedAt
            self.publication = publication
        }
    }

    /// News about an open incident.
    package struct Update: Hashable, Sendable {
        package var phase: IncidentPhase
        /// Severity from now on; nil leaves it.
        package var severity: Severity?
        /// What was found out, in customers' words.
        package var finding: String?
        /// What is being done, in customers' words.
        package var action: String?
        /// What can be said about the way ahead; never a promised time.
        package var eta: String?
        /// True when nobody typed it: the promised "still investigating".
        package var isAutomatic: Bool
        package var publication: Publication

        /// Describes news about an open incident.
        package init(
            phase: IncidentPhase,
            severity: Severity? = nil,
            finding: String? = nil,
            action: String? = nil,
            eta: String? = nil,
            isAutomatic: Bool = false,
            publication: Publication
        ) {
            self.phase = phase
            self.severity = severity
            self.finding = finding
            self.action = action
            self.eta = eta
            self.isAutomatic = isAutomatic
            self.publication = publication
        }
    }

    /// The last public entry: the incident is over.
    package struct Resolution: Hashable, Sendable {
        /// Why it happened, in customers' words.
        package var rootCause: String?
        /// What ended it, in customers' words.
        package var fix: String?
        /// What will keep it from happening again, in customers' words.
        package var preventions: [String]
        package var publication: Publication

        /// Describes the end of an incident.
        package init(
            rootCause: String? = nil,
            fix: String? = nil,
            preventions: [String] = [],
            publication: Publication
        ) {
            self.rootCause = rootCause
            self.fix = fix
            self.preventions = preventions
            self.publication = publication
        }
    }

    /// Something to remember for the timeline; no channel hears of it.
    package struct TimelineNote: Hashable, Sendable {
        package var type: TimelineNoteType
        /// When it happened, which may be long before it was noted.
        package var happenedAt: Timestamp
        /// Words for ourselves.
        package var text: String
        /// Words for customers, preferred in the report; nil when there are none.
        package var customerText: String?

        /// Describes what is to be remembered.
        package init(type: TimelineNoteType, happenedAt: Timestamp, text: String, customerText: String? = nil) {
            self.type = type
            self.happenedAt = happenedAt
            self.text = text
            self.customerText = customerText
        }
    }
}
