import JSON5

/// What a person decided about a ticket by hand: an entry of the log `inc/<n>/t/<target>`.
///
/// The last decision about a ticket counts, above any score.
package struct TicketDecision: Hashable, Sendable {
    /// Which way it was decided.
    package enum Verdict: String, CaseIterable, Sendable {
        case link
        /// The ticket stays out, whatever its score.
        case unlink
    }

    package var verdict: Verdict
    package var ticket: JoiningTicket
    /// Whether the mark is on the ticket already.
    package var isMarked: Bool
    /// Address in the mark, for all changes to come.
    package var markURL: String?

    /// Describes a decision.
    package init(_ verdict: Verdict, _ ticket: JoiningTicket, isMarked: Bool = false, markURL: String? = nil) {
        self.verdict = verdict
        self.ticket = ticket
        self.isMarked = isMarked
        self.markURL = markURL
    }
}

extension TicketDecision {
    /// Name of the entry's type in the log.
    var entryType: String { verdict.rawValue }

    /// The entry's data in the log.
    var entryData: JSONValue {
        var object = JSONObject()
        object["ticket"] = ticket.json
        if isMarked { object["marked"] = .bool(true) }
        object.set("mark", markURL)
        return .object(object)
    }

    /// Reads an entry back; nil for a type that this version does not know.
    init?(entryType: String, data: JSONValue) throws(EntryMismatch) {
        guard let verdict = Verdict(rawValue: entryType) else { return nil }
        let fields = try EntryFields(data, named: "data")
        self.init(
            verdict,
            try JoiningTicket(json: fields.object["ticket"] ?? .null),
            isMarked: try fields.bool("marked", default: false),
            markURL: try fields.optionalString("mark")
        )
    }

    /// The decision in words, for the incident's log.
    package var line: String {
        let subject = "ticket \(ticket.reference)"
        switch verdict {
        case .link: return "\(subject) linked by hand\(isMarked ? "" : ", the mark is not on it yet")"
        case .unlink: return "\(subject) unlinked by hand"
        }
    }
}

extension IncidentRepository {
    /// Everything that is on record about the tickets of an incident in one system.
    ///
    /// - Throws: `StoreError`, `damaged` when an entry cannot be understood.
    package func ticketLedger(of incident: Incident, target: String) async throws -> TicketLedger {
        var ledger = TicketLedger()
        for update in incident.updates where update.publication.targets.contains(target) {
            let key = DeliveryKey(incident: incident.id, target: target, change: update.sequence)
            for (record, at, _) in try await deliveryLog(key).records() {
                do throws(EntryMismatch) {
                    try ledger.apply(record, change: update.sequence, at: at)
                } catch {
                    throw StoreError.damaged(
                        path: "a step of \(key)",
                        reason: "its '\(error.name)' is not \(error.expected)"
                    )
                }
            }
        }
        for (decision, at, _) in try await ticketDecisions(of: incident.id, target: target) {
            // What was said before is not said again; from the next change on the ticket is told like the others.
            let next = incident.updates.first { $0.at > at }?.sequence ?? incident.sequence + 1
            ledger.apply(decision, change: next, at: at)
        }
        return ledger
    }

    /// What people decided by hand, oldest first, with when and who.
    package func ticketDecisions(
        of incident: IncidentID,
        target: String
    ) async throws -> [(decision: TicketDecision, at: Timestamp, by: String)] {
        let log = try decisionLog(incident, target)
        return try await log.read().map { entry in
            do throws(EntryMismatch) {
                if let decision = try TicketDecision(entryType: entry.type, data: entry.data) {
                    return (decision, entry.at, entry.by)
                }
            } catch {
                throw StoreError.damaged(
                    path: "entry \(entry.number) of \(log.keys.folder)",
                    reason: "its '\(error.name)' is not \(error.expected)"
                )
            }
            throw StoreError.newerEntry(path: "entry \(entry.number) of \(log.keys.folder)", version: entry.type)
        }
    }

    /// Puts a decision on record, durable when this returns.
    package func record(_ decision: TicketDecision, of incident: IncidentID, target: String) async throws {
        let draft = LogDraft(type: decision.entryType, data: decision.entryData)
        _ = try await decisionLog(incident, target).append(draft, as: logAuthor)
    }

    private func decisionLog(_ incident: IncidentID, _ target: String) throws -> Log {
        Log(store: store, folder: try StoreKey("inc/\(incident.keyPart)/t/\(target)"))
    }
}
