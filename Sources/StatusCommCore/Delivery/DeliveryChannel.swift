package import JSON5

/// A target of deliveries: a status page, a chat room, the mail subscribers, a ticket system, a banner feed.
///
/// A channel makes one attempt when told to and says what happened. When to try, to look and to give up is decided in
/// `DeliveryRun` alone.
package protocol DeliveryChannel: Sendable {
    /// Name in the configuration, of `[a-z0-9-]`.
    var name: String { get }
    /// What it is, for people: `statuspage`, `static`, `slack`, `mail`.
    var kind: String { get }
    /// Whether it has a place for a report; only such a channel is given one.
    var takesReports: Bool { get }
    /// What would be sent, for `--dry-run`: finished, with secrets masked.
    func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview]
    /// Makes one attempt that takes no longer than a limit.
    func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome
    /// Looks for the job at the target, for no longer than a limit.
    ///
    /// Asked only after an attempt whose outcome is not known.
    func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting
}

extension DeliveryChannel {
    /// No place for a report, as with most.
    package var takesReports: Bool { false }
}

/// A target that one delivery takes to many recipients, one by one.
///
/// Its attempts take as long as they make progress, and a newer change takes the place of what has not left yet: whoever
/// still waits gets the newest only.
package protocol BulkDeliveryChannel: DeliveryChannel {
    /// Leaves out those who still wait, since a later change of the incident goes to the same target.
    func giveWay(_ job: DeliveryJob) async -> DeliveryOutcome
}

/// One delivery, with all a channel needs to know.
package struct DeliveryJob: Sendable {
    /// Which kind of public change it is, or a word to the owners.
    package enum Action: String, Sendable {
        case open
        case update
        case resolve
        /// The report that customers are owed.
        case report
        /// Only targets of owners get it.
        case remind
    }

    package let key: DeliveryKey
    package let action: Action
    /// Key of this operation at this target, 32 hexadecimal digits: the same on every attempt, on every machine.
    package let operationKey: String
    /// The incident right after the change.
    package let incident: Incident
    /// What the owners are told; nil unless the action is `remind`.
    package let reminder: Reminder?
    /// The change's public side; for a reminder the newest public update before it.
    package let update: Incident.PublicUpdate
    /// What earlier deliveries to this target saved; empty when the target does not know the incident yet.
    package let saved: JSONObject
    /// Steps of this delivery that are already on record, oldest first.
    package var steps: [JSONValue]
    /// Puts a step on record, durable before it returns.
    package let record: @Sendable (JSONValue) async throws -> Void
    /// Whether a later change of the incident that goes to the same target is on record by now.
    package let isOvertaken: @Sendable () async -> Bool
    /// Whether somebody wants the program to end: what is in flight is finished, nothing more is begun.
    package let shallStop: @Sendable () -> Bool
    /// Tells how far it is; to be called as often as one likes.
    package let progress: @Sendable (DeliveryProgress) -> Void
    /// Tells a person something at once.
    package let notice: @Sendable (String) -> Void

    /// Describes a delivery.
    package init(
        key: DeliveryKey,
        action: Action,
        operationKey: String,
        incident: Incident,
        update: Incident.PublicUpdate,
        reminder: Reminder? = nil,
        saved: JSONObject,
        steps: [JSONValue] = [],
        record: @escaping @Sendable (JSONValue) async throws -> Void = { _ in },
        isOvertaken: @escaping @Sendable () async -> Bool = { false },
        shallStop: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (DeliveryProgress) -> Void = { _ in },
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.key = key
        self.action = action
        self.operationKey = operationKey
        self.incident = incident
        self.update = update
        self.reminder = reminder
        self.saved = saved
        self.steps = steps
        self.record = record
        self.isOvertaken = isOvertaken
        self.shallStop = shallStop
        self.progress = progress
        self.notice = notice
    }
}

/// One thing that a delivery would do, ready to be shown.
package struct DeliveryPreview: Hashable, Sendable {
    /// One line: `POST https://…`, `write site/index.html`, `mail to 1,204 recipients`.
    package var title: String
    /// What would be sent, secrets masked; nil when there is nothing to show.
    package var content: String?
    /// Lossy mappings and the like.
    package var notes: [DeliveryNote]

    /// Describes one step.
    package init(title: String, content: String? = nil, notes: [DeliveryNote] = []) {
        self.title = title
        self.content = content
        self.notes = notes
    }
}
