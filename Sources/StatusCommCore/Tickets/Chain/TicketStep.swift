import JSON5

/// What the chain does to a ticket, one write each.
package enum TicketStepName: String, CaseIterable, Sendable {
    case link
    case note
    case reply
    case replyAndClose = "reply-and-close"
    case close

    /// Whether doing it twice is the same as doing it once, so that it is simply repeated after an unknown outcome.
    var isRepeatable: Bool {
        switch self {
        case .link, .close: true
        case .note, .reply, .replyAndClose: false
        }
    }

    /// Whether the customer hears of it.
    package var isReply: Bool {
        switch self {
        case .reply, .replyAndClose: true
        case .link, .note, .close: false
        }
    }

    /// Whether it solves the ticket.
    var isClosing: Bool {
        switch self {
        case .close, .replyAndClose: true
        case .link, .note, .reply: false
        }
    }
}

/// Why the chain leaves a ticket alone from then on.
package enum TicketLeaving: String, CaseIterable, Sendable {
    /// An agent took the mark off.
    case unlinked
    /// Somebody else solved it.
    case solved
    /// Deleted, or merged into another one.
    case missing
    /// An exclusion that only a closer look showed.
    case excluded
    /// It carries the mark of another open incident.
    case otherIncident = "other-incident"
    /// A person said so with 'ticket unlink'.
    case byHand = "by-hand"

    /// The reason in words.
    package var words: String {
        switch self {
        case .unlinked: "an agent took the mark off"
        case .solved: "somebody else solved it"
        case .missing: "it is gone"
        case .excluded: "the configuration excludes it"
        case .otherIncident: "it belongs to another incident"
        case .byHand: "unlinked by hand"
        }
    }
}

/// What happened to one ticket: an entry of the delivery's log.
///
/// The parts are taken in in the order in which they stand here. What was done is written together with what is started
/// next, so that a ticket costs one entry for each write that must not be repeated blindly.
struct TicketStep: Hashable, Sendable {
    /// The ticket's id.
    var ticket: String
    /// Steps that the system has confirmed.
    var done: [TicketStepName] = []
    /// The step that the system refused, and why.
    var refused: Refusal?
    /// The step that certainly was not applied.
    var failed: TicketStepName?
    /// The step that a look did not find.
    var absent: TicketStepName?
    /// The step by which the system cannot be asked whether it was applied.
    var unsure: TicketStepName?
    /// What the next attempt of a step of several requests has to be told.
    var progress: JSONValue?
    /// The step that is about to be sent; until more is written, nobody knows how it went.
    var start: TicketStepName?
    /// When the customer had last written as the chain took the ticket on.
    var customerWroteAt: Timestamp?
    /// Stands for the customer, where the search did not tell who it is.
    var requester: String?
    var left: TicketLeaving?
    /// Whether nothing is left to do for this change.
    var isComplete = false

    /// A refusal of one step.
    struct Refusal: Hashable, Sendable {
        var step: TicketStepName
        var reason: String
    }

    /// The step as it is recorded.
    var json: JSONValue {
        var object = JSONObject()
        object["ticket"] = .string(ticket)
        object.set("done", done.map(\.rawValue))
        if let refused {
            object["refused"] = ["step": .string(refused.step.rawValue), "reason": .string(refused.reason)]
        }
        object.set("failed", failed?.rawValue)
        object.set("absent", absent?.rawValue)
        object.set("unsure", unsure?.rawValue)
        if let progress { object["progress"] = progress }
        object.set("start", start?.rawValue)
        object.set("customerWroteAt", customerWroteAt?.rfc3339)
        object.set("requester", requester)
        object.set("left", left?.rawValue)
        if isComplete { object["complete"] = .bool(true) }
        return .object(object)
    }
}

extension TicketStep {
    /// Reads a recorded step; nil when it is about something else.
    init?(json: JSONValue) throws(EntryMismatch) {
        let fields = try EntryFields(json, named: "step")
        guard let ticket = try fields.optionalString("ticket") else { return nil }
        self.init(ticket: ticket)
        for word in try fields.strings("done") {
            guard let name = TicketStepName(rawValue: word) else {
                throw EntryMismatch(name: "done", expected: "known steps")
            }
            done.append(name)
        }
        if let value = fields.object["refused"] {
            let refused = try EntryFields(value, named: "refused")
            self.refused = Refusal(
                step: try refused.choice("step", of: TicketStepName.self),
                reason: try refused.string("reason")
            )
        }
        failed = try fields.optionalChoice("failed", of: TicketStepName.self)
        absent = try fields.optionalChoice("absent", of: TicketStepName.self)
        unsure = try fields.optionalChoice("unsure", of: TicketStepName.self)
        progress = fields.object["progress"]
        start = try fields.optionalChoice("start", of: TicketStepName.self)
        customerWroteAt = try fields.optionalTimestamp("customerWroteAt")
        requester = try fields.optionalString("requester")
        left = try fields.optionalChoice("left", of: TicketLeaving.self)
        isComplete = try fields.bool("complete", default: false)
    }
}
