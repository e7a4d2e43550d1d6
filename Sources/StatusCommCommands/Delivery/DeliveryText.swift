package import CommandTable
package import JSON5
package import StatusCommCore

extension DeliveryResult.Standing {
    /// Why it is not done, nil when it is.
    package var reason: String? {
        switch self {
        case .done, .dropped: nil
        case .refused(let reason), .unknown(let reason), .busy(let reason), .unrecorded(let reason): reason
        case .queued(let reason, let notBefore): notBefore.map { "\(reason), not before \($0)" } ?? reason
        case .waiting(let key): "waits for \(key)"
        }
    }
}

extension OutputSchema {
    /// Shape of a delivery in documents.
    package static let delivery = OutputSchema.object([
        .field("delivery", .string, "key of the delivery, such as INC-7/public/2"),
        .field("target", .string, "name in the configuration"),
        .field("kind", .string, "what the target is"),
        .field(
            "status",
            .word(["done", "refused", "queued", "unknown", "busy", "waiting", "unrecorded", "dropped"]),
            "where it stands"
        ),
        .field("reason", .nullable(.string), "why it is not done"),
        .field("url", .nullable(.string), "address of the incident at the target"),
        .field("attempts", .integer, "requests that left so far"),
        .field(
            "notes",
            .list(
                .object([
                    .field("weight", .word(["information", "problem"]), "whether somebody has to act"),
                    .field("text", .string, "what to know"),
                ])
            ),
            "what a person should know"
        ),
    ])
}

extension DeliveryResult {
    /// The delivery as a member of `--json` documents.
    package var document: JSONValue {
        var object = JSONObject()
        object["delivery"] = .string("\(key)")
        object["target"] = .string(key.target)
        object["kind"] = .string(kind)
        object["status"] = .string(standing.word)
        object["reason"] = standing.reason.map { .string($0) } ?? .null
        object["url"] = url.map { .string($0) } ?? .null
        object["attempts"] = .number(JSONNumber(attempts))
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
        return .object(object)
    }
}

extension [DeliveryResult] {
    /// One line a delivery, and one a note.
    package var table: String {
        var table = Table("TARGET", "KIND", "STATUS", "WHERE OR WHY")
        for result in self {
            table.append([
                result.key.target, result.kind, result.standing.word, result.standing.reason ?? result.url ?? "",
            ])
            for note in result.notes { table.append(["", "", note.weight == .problem ? "look" : "note", note.text]) }
        }
        return table.text()
    }
}

/// A delivery that a person should know about, with what to do.
package struct DeliveryProblem: Diagnostic, Hashable {
    package let result: DeliveryResult

    /// The problem of a result; nil when it has none.
    package init?(_ result: DeliveryResult) {
        guard !result.isGood else { return nil }
        self.result = result
    }

    package var message: String {
        let target = "'\(result.key.target)'"
        switch result.standing {
        case .refused(let reason): return "\(target) refused \(result.key): \(reason)"
        case .queued(let reason, _): return "\(target) did not take \(result.key) yet: \(reason)"
        case .unknown(let reason): return "cannot tell whether \(target) has \(result.key): \(reason)"
        case .busy(let reason): return "\(result.key) is being delivered: \(reason)"
        case .waiting(let key): return "\(result.key) waits for \(key)"
        case .unrecorded(let reason): return "the outcome of \(result.key) could not be written down: \(reason)"
        case .done, .dropped:
            let problems = result.notes.filter { $0.weight == .problem }.map(\.text)
            return "\(target) took \(result.key), but \(problems.joined(separator: "; "))"
        }
    }

    package var hint: String? {
        switch result.standing {
        case .refused: "mend the cause, then run 'statuscomm delivery retry \(result.key)'"
        case .queued, .busy, .waiting: "it is queued: 'statuscomm delivery retry' goes on with it"
        case .unknown:
            "look at the target, then run 'statuscomm delivery settle \(result.key) --as sent' or '--as not-sent'"
        case .unrecorded:
            "mend the state directory, then run 'statuscomm delivery retry': it looks before it sends again"
        case .done, .dropped: "look at the target and set it right there"
        }
    }

    package var exitStatus: ExitStatus { ExitStatus([result]) }
}
