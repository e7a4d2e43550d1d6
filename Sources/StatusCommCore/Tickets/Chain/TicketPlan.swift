import JSON5

/// Why a ticket belongs to an incident.
package enum TicketOrigin: Hashable, Sendable {
    /// Its score, in thousandths.
    case score(Int)
    /// An agent put the mark on it.
    case mark
    /// A person said so with 'ticket link'; who, as `user@host`.
    case hand(by: String)

    /// One line for people.
    package var words: String {
        switch self {
        case .score(let points): "score \(thousandths(points))"
        case .mark: "marked by an agent"
        case .hand(let by): "linked by \(by)"
        }
    }
}

/// A ticket that joins an incident, with all that the chain has to remember of it.
package struct JoiningTicket: Hashable, Sendable {
    package var id: String
    /// What people call it.
    package var reference: String
    package var url: String?
    package var origin: TicketOrigin
    /// Why, in one line for agents; nil when nothing was weighed.
    package var why: String?
    /// Whether the customer may be written to.
    package var mayReply: Bool
    /// Whether it came from automatic mail.
    package var isAutomatic: Bool
    /// Stands for the customer: the same for all of a customer's tickets, and tells nobody who it is.
    package var requester: String?
    /// When the customer had last written; nil when the search did not tell.
    package var customerWroteAt: Timestamp?

    /// Takes what is to be remembered of a ticket.
    package init(_ ticket: Ticket, origin: TicketOrigin, why: String? = nil, mayReply: Bool, requester: String?) {
        id = ticket.id
        reference = ticket.reference
        url = ticket.url
        self.origin = origin
        self.why = why
        self.mayReply = mayReply
        isAutomatic = ticket.isAutomatic
        self.requester = requester
        customerWroteAt = ticket.lastCustomerMessageAt
    }
}

/// What a search came to: the tickets that join with one change, frozen before the first one is written to.
package struct TicketPlan: Hashable, Sendable {
    /// Best first.
    package var joining: [JoiningTicket]
    /// Number of tickets that were looked at.
    package var considered: Int
    /// Why tickets that match do not join: the match is too wide.
    package var stop: String?
    /// What a person should know, such as a tie between two incidents.
    package var remarks: [String]
    /// Address in the incident's mark, the same for all later changes whatever the configuration says by then.
    package var markURL: String?

    /// Freezes the result of a search.
    package init(joining: [JoiningTicket] = [], considered: Int = 0, stop: String? = nil, remarks: [String] = []) {
        self.joining = joining
        self.considered = considered
        self.stop = stop
        self.remarks = remarks
    }
}

extension TicketPlan {
    /// The plan as it is recorded: in several steps where one would outgrow an entry of the store.
    ///
    /// Only the last one makes the plan: killed before it, the search is made again, and those who joined stay.
    var steps: [JSONValue] {
        var steps: [JSONValue] = []
        var rest = joining[...]
        while rest.count > Self.mostInStep {
            var part = JSONObject()
            part["joining"] = .array(rest.prefix(Self.mostInStep).map(\.json))
            steps.append(["part": .object(part)])
            rest = rest.dropFirst(Self.mostInStep)
        }
        var last = self
        last.joining = Array(rest)
        return steps + [last.json]
    }

    /// A ticket takes less than a kilobyte.
    private static let mostInStep = 200

    /// The tickets of a step that is a part of a plan; nil when it is none.
    static func part(_ json: JSONValue) throws(EntryMismatch) -> [JoiningTicket]? {
        guard let value = try EntryFields(json, named: "step").object["part"] else { return nil }
        return try tickets(EntryFields(value, named: "part"))
    }

    private static func tickets(_ fields: EntryFields) throws(EntryMismatch) -> [JoiningTicket] {
        var tickets: [JoiningTicket] = []
        for value in try fields.array("joining") { tickets.append(try JoiningTicket(json: value)) }
        return tickets
    }

    private var json: JSONValue {
        var plan = JSONObject()
        plan["joining"] = .array(joining.map(\.json))
        plan["considered"] = .number(JSONNumber(considered))
        plan.set("stop", stop)
        plan.set("remarks", remarks)
        plan.set("mark", markURL)
        return .object(JSONObject([.init(name: "plan", value: .object(plan))]))
    }

    /// Reads a recorded step; nil when it is about something else.
    init?(json: JSONValue) throws(EntryMismatch) {
        guard let value = try EntryFields(json, named: "step").object["plan"] else { return nil }
        let fields = try EntryFields(value, named: "plan")
        self.init(
            joining: try Self.tickets(fields),
            considered: fields.object["considered"]?.int ?? 0,
            stop: try fields.optionalString("stop"),
            remarks: try fields.strings("remarks")
        )
        markURL = try fields.optionalString("mark")
    }
}

extension JoiningTicket {
    var json: JSONValue {
        var object = JSONObject()
        object["id"] = .string(id)
        object["reference"] = .string(reference)
        object.set("url", url)
        switch origin {
        case .score(let points):
            object["origin"] = "score"
            object["points"] = .number(JSONNumber(points))
        case .mark: object["origin"] = "mark"
        case .hand(let by):
            object["origin"] = "hand"
            object["by"] = .string(by)
        }
        object.set("why", why)
        object["reply"] = .bool(mayReply)
        if isAutomatic { object["automatic"] = .bool(true) }
        object.set("requester", requester)
        object.set("customerWroteAt", customerWroteAt?.rfc3339)
        return .object(object)
    }

    init(json: JSONValue) throws(EntryMismatch) {
        let fields = try EntryFields(json, named: "ticket")
        id = try fields.string("id")
        reference = try fields.string("reference")
        url = try fields.optionalString("url")
        switch try fields.string("origin") {
        case "score":
            guard let points = fields.object["points"]?.int else {
                throw EntryMismatch(name: "points", expected: "a whole number")
            }
            origin = .score(points)
        case "mark": origin = .mark
        case "hand": origin = .hand(by: try fields.string("by"))
        default: throw EntryMismatch(name: "origin", expected: "a known origin")
        }
        why = try fields.optionalString("why")
        mayReply = try fields.bool("reply", default: false)
        isAutomatic = try fields.bool("automatic", default: false)
        requester = try fields.optionalString("requester")
        customerWroteAt = try fields.optionalTimestamp("customerWroteAt")
    }
}

/// Thousandths as people write them: `0.800`.
package func thousandths(_ points: Int) -> String {
    let digits = String(abs(points) % 1_000)
    let fraction = String(repeating: "0", count: 3 - digits.utf8.count) + digits
    return "\(points < 0 ? "-" : "")\(abs(points) / 1_000).\(fraction)"
}
