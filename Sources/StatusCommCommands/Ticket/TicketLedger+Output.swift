import CommandTable
import JSON5
import StatusCommCore

extension TicketCounts {
    /// The counts in one line; what is none is left out.
    var words: String {
        var words = "\(linked) ticket\(linked == 1 ? "" : "s") linked"
        for (count, what) in [(answered, "answered"), (closed, "closed"), (refused, "refused"), (left, "left alone")]
        where count > 0 {
            words += ", \(count) \(what)"
        }
        return words
    }

    var document: JSONValue { .object(members) }

    /// The counts with the system's name.
    func document(of target: String) -> JSONValue {
        .object(JSONObject([.init(name: "target", value: .string(target))] + members.members))
    }

    private var members: JSONObject {
        JSONObject([
            .init(name: "linked", value: .number(JSONNumber(linked))),
            .init(name: "answered", value: .number(JSONNumber(answered))),
            .init(name: "closed", value: .number(JSONNumber(closed))),
            .init(name: "refused", value: .number(JSONNumber(refused))),
            .init(name: "left", value: .number(JSONNumber(left))),
        ])
    }

    static let schema = OutputSchema.object(fields)

    /// The shape with the system's name.
    static let targetSchema = OutputSchema.object([.field("target", .string, "name in the configuration")] + fields)

    private static let fields: [OutputSchema.Field] = [
        .field("linked", .integer, "tickets that belong to the incident"),
        .field("answered", .integer, "of all, those that were answered in public"),
        .field("closed", .integer, "of all, those that we closed"),
        .field("refused", .integer, "of all, those on which the system refused something"),
        .field("left", .integer, "tickets that belonged to it and are left alone now"),
    ]
}

extension TicketLedger.Member {
    /// Where a ticket stands, in one word.
    enum State: String, CaseIterable {
        case linked, answered, closed, left, refused
        /// A write of which nobody knows whether it arrived.
        case unknown
    }

    var state: State {
        if work.values.contains(where: { $0.started != nil }) { return .unknown }
        if left != nil { return .left }
        if work.values.contains(where: { !$0.refused.isEmpty }) { return .refused }
        if isClosed { return .closed }
        return replies > 0 ? .answered : .linked
    }

    /// Number of public replies.
    var replies: Int { work.values.filter { $0.done.contains(where: \.isReply) }.count }

    /// Why it belongs to the incident.
    var reason: String { [ticket.origin.words, ticket.why].compactMap { $0 }.joined(separator: ": ") }

    /// What is not as it should be; nil when nothing is.
    var trouble: String? {
        if let left { return left.words }
        for (change, work) in work.sorted(by: { $0.key < $1.key }) {
            if let started = work.started {
                return "nobody knows whether the \(started.noun) of change \(change) arrived"
            }
            if let refused = work.refused.min(by: { $0.key.rawValue < $1.key.rawValue }) {
                return "\(refused.key.noun) refused: \(refused.value)"
            }
        }
        return nil
    }

    var document: JSONValue {
        var points: JSONValue = .null
        var by: JSONValue = .null
        let origin: String
        switch ticket.origin {
        case .score(let score):
            origin = "score"
            points = .number(JSONNumber(score))
        case .mark: origin = "mark"
        case .hand(let person):
            origin = "hand"
            by = .string(person)
        }
        return [
            "id": .string(ticket.id),
            "reference": .string(ticket.reference),
            "url": ticket.url.map { .string($0) } ?? .null,
            "state": .string(state.rawValue),
            "origin": .string(origin),
            "points": points,
            "by": by,
            "why": .string(reason),
            "since": .number(JSONNumber(since)),
            "mayReply": .bool(ticket.mayReply && !ticket.isAutomatic),
            "left": left.map { .string($0.rawValue) } ?? .null,
            "trouble": trouble.map { .string($0) } ?? .null,
            "changes": .array(
                work.sorted { $0.key < $1.key }.map { change, work in
                    var refused = JSONObject()
                    for (name, reason) in work.refused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                        refused[name.rawValue] = .string(reason)
                    }
                    return [
                        "change": .number(JSONNumber(change)),
                        "done": .array(work.done.map(\.rawValue).sorted().map { .string($0) }),
                        "refused": .object(refused),
                        "unknown": work.started.map { .string($0.rawValue) } ?? .null,
                        "complete": .bool(work.isComplete),
                    ]
                }
            ),
        ]
    }

    static let schema = OutputSchema.object([
        .field("id", .string, "the system's id"),
        .field("reference", .string, "what people call it"),
        .field("url", .nullable(.string), "its page for agents"),
        .field("state", .word(State.allCases.map(\.rawValue)), "where it stands"),
        .field("origin", .word(["score", "mark", "hand"]), "how it came to the incident"),
        .field("points", .nullable(.integer), "its score in thousandths"),
        .field("by", .nullable(.string), "who linked it by hand"),
        .field("why", .string, "why it belongs to the incident"),
        .field("since", .integer, "number of the first change that it hears of"),
        .field("mayReply", .boolean, "whether the customer is written to"),
        .field("left", .nullable(.word(TicketLeaving.allCases.map(\.rawValue))), "why it is left alone now"),
        .field("trouble", .nullable(.string), "what is wrong, in words"),
        .field(
            "changes",
            .list(
                .object([
                    .field("change", .integer, "number of the change"),
                    .field("done", .list(.word(TicketStepName.allCases.map(\.rawValue))), "what the system confirmed"),
                    .field("refused", .map(.string), "what it refused, and why"),
                    .field(
                        "unknown",
                        .nullable(.word(TicketStepName.allCases.map(\.rawValue))),
                        "what was sent and never answered"
                    ),
                    .field("complete", .boolean, "whether nothing is left to do"),
                ])
            ),
            "what was done with each change of the incident"
        ),
    ])
}
