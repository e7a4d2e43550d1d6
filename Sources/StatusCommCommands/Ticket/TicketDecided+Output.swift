import CommandTable
import JSON5
import StatusCommCore

extension ValueType where Value == String {
    /// A ticket of an open incident, as its system shows it.
    static let linkedTicket = ValueType.line("TICKET", completion: .dynamic(.linkedTickets), limit: 255)
}

extension ExitStatusInfo {
    /// How the commands end that decide about one ticket.
    static let deciding: [ExitStatusInfo] = [
        .status(.done), .status(.failed), .status(.usage), .status(.configuration), .status(.conflict),
    ]
}

extension OutputSchema {
    /// What a decision about one ticket prints.
    static let decidedTicket = OutputSchema.object([
        .field("incident", .string, "the incident"),
        .field("target", .string, "name of the ticket system in the configuration"),
        .field("ticket", .string, "what people call the ticket"),
        .field("verdict", .word(TicketDecision.Verdict.allCases.map(\.rawValue)), "what holds from now on"),
        .field("isNew", .boolean, "false when it was so already"),
        .field("markProblem", .nullable(.string), "why the mark on the ticket is not as it should be"),
    ])
}

extension Workspace {
    /// Puts a decision into the audit and tells what came of it.
    func result(
        of decided: TicketChannel.Decided,
        _ verdict: TicketDecision.Verdict,
        _ incident: Incident,
        _ channel: TicketChannel
    ) async throws -> CommandResult {
        let reference = decided.ticket.reference
        let words: String =
            switch verdict {
            case .link: "belongs to \(incident.id)"
            case .unlink: "is left out of \(incident.id)"
            }
        if decided.isNew {
            try await repository.audit(
                command: "ticket \(verdict.rawValue)",
                incident: incident.id,
                facts: [
                    .init(name: "target", value: .string(channel.name)),
                    .init(name: "ticket", value: .string(decided.ticket.id)),
                ],
                result: "ticket \(reference) \(words)\(decided.markProblem == nil ? "" : ", its mark is not changed")"
            )
        }
        let problem = decided.markProblem.map {
            MarkUnchanged(ticket: reference, verdict: verdict, incident: incident.id, reason: $0)
        }
        return CommandResult(
            problem == nil ? .done : .failed,
            text: .lines("ticket \(reference) \(words)\(decided.isNew ? "" : " already: nothing changed")\n"),
            document: [
                "incident": .string("\(incident.id)"),
                "target": .string(channel.name),
                "ticket": .string(reference),
                "verdict": .string(verdict.rawValue),
                "isNew": .bool(decided.isNew),
                "markProblem": decided.markProblem.map { .string($0) } ?? .null,
            ],
            problems: problem.map { [$0] } ?? []
        )
    }
}

/// A decision that counts here and cannot be seen in the ticket system.
struct MarkUnchanged: Diagnostic, Hashable {
    let ticket: String
    let verdict: TicketDecision.Verdict
    let incident: IncidentID
    let reason: String

    var message: String {
        switch verdict {
        case .link: "ticket '\(ticket)' is linked, but the mark is not on it: \(reason)"
        case .unlink: "ticket '\(ticket)' is left alone, but the mark is still on it: \(reason)"
        }
    }

    var hint: String? {
        "run 'statuscomm ticket \(verdict.rawValue) \(incident) \(ticket)' again; what is decided holds"
    }
}
