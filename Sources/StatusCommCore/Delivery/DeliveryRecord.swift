package import JSON5

/// One entry of a delivery's log.
package enum DeliveryRecord: Hashable, Sendable {
    /// Written, durable, before a request leaves.
    case attempt
    /// A step on the way that must not be made again.
    case step(JSONValue)
    case done(saved: JSONObject, notes: [DeliveryNote])
    case refused(reason: String)
    /// It was certainly not taken; `notBefore` is when the target allows another try.
    case failed(reason: String, notBefore: Timestamp?)
    case unknown(reason: String)
    /// A look found nothing.
    case absent
    /// A person found out how it went.
    case settled(Settlement)

    /// What a person found at the target.
    package enum Settlement: String, CaseIterable, Sendable {
        /// The target has it: nothing more to send.
        case sent
        /// The target does not have it: send it again.
        case notSent = "not-sent"
        /// Leave it: neither send nor ask again.
        case dropped
    }
}

extension DeliveryRecord {
    /// Name of the entry's type in the log.
    package var entryType: String {
        switch self {
        case .attempt: "attempt"
        case .step: "step"
        case .done: "done"
        case .refused: "refused"
        case .failed: "failed"
        case .unknown: "unknown"
        case .absent: "absent"
        case .settled: "settled"
        }
    }

    /// The entry's data in the log.
    package var entryData: JSONValue {
        var object = JSONObject()
        switch self {
        case .attempt, .absent:
            break
        case .step(let value):
            object["step"] = value
        case .done(let saved, let notes):
            if !saved.members.isEmpty { object["saved"] = .object(saved) }
            if !notes.isEmpty {
                object["notes"] = .array(
                    notes.map { note in
                        .object(
                            JSONObject([
                                .init(name: "weight", value: .string(note.weight.rawValue)),
                                .init(name: "text", value: .string(note.text)),
                            ])
                        )
                    }
                )
            }
        case .refused(let reason), .unknown(let reason):
            object["reason"] = .string(reason)
        case .failed(let reason, let notBefore):
            object["reason"] = .string(reason)
            object.set("notBefore", notBefore?.rfc3339)
        case .settled(let settlement):
            object["as"] = .string(settlement.rawValue)
        }
        return .object(object)
    }

    /// Reads an entry back; nil for a type that this version does not know.
    package init?(entryType: String, data: JSONValue) throws(EntryMismatch) {
        let fields = try EntryFields(data, named: "data")
        switch entryType {
        case "attempt": self = .attempt
        case "absent": self = .absent
        case "step": self = .step(fields.object["step"] ?? .null)
        case "done":
            var notes: [DeliveryNote] = []
            for value in try fields.array("notes") {
                let note = try EntryFields(value, named: "notes")
                notes.append(
                    DeliveryNote(try note.choice("weight", of: DeliveryNote.Weight.self), try note.string("text"))
                )
            }
            self = .done(saved: try fields.members("saved"), notes: notes)
        case "refused": self = .refused(reason: try fields.string("reason"))
        case "unknown": self = .unknown(reason: try fields.string("reason"))
        case "failed":
            self = .failed(
                reason: try fields.string("reason"),
                notBefore: try fields.optionalTimestamp("notBefore")
            )
        case "settled": self = .settled(try fields.choice("as", of: Settlement.self))
        default: return nil
        }
    }
}
