import CommandTable
import JSON5
import StatusCommCore

/// What a search in one ticket system came to, for people and for programs.
struct TicketMatchReport {
    private let channel: TicketChannel
    private let incident: Incident
    private let found: TicketChannel.Found
    /// What is shown, best first.
    private let shown: [(entry: TicketRanking.Entry, verdict: TicketPlanner.Verdict)]
    /// Tickets that join because an agent marked them, and that the search did not weigh.
    private let marked: [JoiningTicket]

    init(_ channel: TicketChannel, _ incident: Incident, _ found: TicketChannel.Found, showsAll: Bool) {
        self.channel = channel
        self.incident = incident
        self.found = found
        shown = showsAll ? found.verdicts : found.verdicts.filter { $0.verdict != .below }
        marked = found.plan.joining.filter { $0.origin == .mark }
    }

    // MARK: - For people

    func text(explained: Bool, width: Int?) -> String {
        var text = "\(channel.name) (\(channel.kind)): \(count(found.plan.considered)) looked at, "
        text += "\(found.plan.joining.count) would be linked, \(answered) answered\n"
        for ticket in marked { text += "  \(terminalLine(ticket.reference)): an agent put the mark on it\n" }
        text += explained ? explanations : table(width: width)
        let hidden = found.verdicts.count - shown.count
        if hidden > 0 {
            text += "\(count(hidden)) not above \(thousandths(channel.rules.threshold)); --all shows them\n"
        }
        if let stop = found.plan.stop { text += "stop: \(stop)\n" }
        for note in found.notes { text += "note: \(terminalLine(note.text))\n" }
        return text
    }

    private var answered: Int { found.plan.joining.filter { $0.mayReply && !$0.isAutomatic }.count }

    private func count(_ number: Int) -> String { "\(number) ticket\(number == 1 ? "" : "s")" }

    private func table(width: Int?) -> String {
        guard !shown.isEmpty else { return "" }
        var table = Table("SCORE", "TICKET", "WHAT", "SUBJECT")
        for (entry, verdict) in shown {
            table.append([
                thousandths(entry.score.points), entry.ticket.reference, verdict.words, entry.ticket.subject,
            ])
        }
        return table.text(width: width)
    }

    private var explanations: String {
        shown.map { entry, verdict in
            let points = entry.score.points
            let sign = points > channel.rules.threshold ? ">" : "not above"
            var text = "\n\(terminalLine(entry.ticket.reference)): \(terminalLine(entry.ticket.subject))\n"
            text += "  \(thousandths(points)) \(sign) \(thousandths(channel.rules.threshold)): "
            text += "\(terminalLine(verdict.words))\n"
            for signal in entry.score.signals(since: incident.startedAt) {
                let name = signal.name + String(repeating: " ", count: max(0, 8 - signal.name.utf8.count))
                text += "  \(name)  \(thousandths(signal.points)) of \(thousandths(signal.weight))  "
                text += "\(terminalLine(signal.evidence))\n"
            }
            return text
        }.joined() + (shown.isEmpty ? "" : "\n")
    }

    // MARK: - For programs

    var document: JSONValue {
        var members = Self.head(channel, problem: nil)
        members["considered"] = .number(JSONNumber(found.plan.considered))
        members["stop"] = found.plan.stop.map { .string($0) } ?? .null
        members["notes"] = .array(found.notes.map { .string($0.text) })
        members["marked"] = .array(marked.map { .string($0.reference) })
        members["tickets"] = .array(shown.map { document($0.entry, $0.verdict) })
        return .object(members)
    }

    private func document(_ entry: TicketRanking.Entry, _ verdict: TicketPlanner.Verdict) -> JSONValue {
        let ticket = entry.ticket
        return [
            "id": .string(ticket.id),
            "reference": .string(ticket.reference),
            "url": ticket.url.map { .string($0) } ?? .null,
            "subject": .string(ticket.subject),
            "status": .string(ticket.status.rawValue),
            "createdAt": .string(ticket.createdAt.rfc3339),
            "points": .number(JSONNumber(entry.score.points)),
            "verdict": .string(verdict.word.rawValue),
            "reply": .bool(verdict == .join(reply: true)),
            "why": .string(verdict.words),
            "signals": .array(
                entry.score.signals(since: incident.startedAt).map { signal in
                    [
                        "name": .string(signal.name),
                        "points": .number(JSONNumber(signal.points)),
                        "weight": .number(JSONNumber(signal.weight)),
                        "state": .string(signal.state.rawValue),
                        "evidence": .string(signal.evidence),
                    ]
                }
            ),
        ]
    }

    /// The document of a system whose search failed.
    static func failed(_ channel: TicketChannel, _ problem: String) -> JSONValue {
        .object(head(channel, problem: problem))
    }

    /// What is known of every system, whatever became of its search.
    private static func head(_ channel: TicketChannel, problem: String?) -> JSONObject {
        [
            "target": .string(channel.name),
            "connector": .string(channel.kind),
            "problem": problem.map { .string($0) } ?? .null,
            "threshold": .number(JSONNumber(channel.rules.threshold)),
            "replyThreshold": .number(JSONNumber(channel.rules.replyThreshold)),
        ]
    }

    static let schema = OutputSchema.object([
        .field("target", .string, "name in the configuration"),
        .field("connector", .string, "its connector"),
        .field("problem", .nullable(.string), "why nothing is known about its tickets"),
        .field("threshold", .integer, "score that a ticket must exceed to be linked, in thousandths"),
        .field("replyThreshold", .integer, "score that it must exceed to be answered in public, in thousandths"),
        .optional("considered", .integer, "number of tickets looked at"),
        .optional("stop", .nullable(.string), "why no ticket would be linked although some match"),
        .optional("notes", .list(.string), "what else to know"),
        .optional("marked", .list(.string), "tickets that join because an agent marked them"),
        .optional("tickets", .list(ticket), "best first; those below the threshold with --all only"),
    ])

    private static let ticket = OutputSchema.object([
        .field("id", .string, "the system's id"),
        .field("reference", .string, "what people call it"),
        .field("url", .nullable(.string), "its page for agents"),
        .field("subject", .string, "its subject"),
        .field("status", .word(Ticket.Status.allCases.map(\.rawValue)), "where it stands"),
        .field("createdAt", .time, "when it was created"),
        .field("points", .integer, "its score in thousandths"),
        .field("verdict", .word(TicketPlanner.Verdict.Word.allCases.map(\.rawValue)), "what would become of it"),
        .field("reply", .boolean, "whether the customer would be written to"),
        .field("why", .string, "the verdict in words"),
        .field(
            "signals",
            .list(
                .object([
                    .field("name", .word(["service", "keywords", "time"]), "which signal"),
                    .field("points", .integer, "what it gave, in thousandths"),
                    .field("weight", .integer, "what it gives at most, in thousandths"),
                    .field("state", .word(TicketScore.Signal.State.allCases.map(\.rawValue)), "what was found"),
                    .field("evidence", .string, "where, in words"),
                ])
            ),
            "what the score is made of"
        ),
    ])
}
