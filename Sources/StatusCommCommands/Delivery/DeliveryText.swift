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
    /// Members of a delivery in documents.
    static let deliveryFields: [Field] = [
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
        .optional("mail", .mailCounts, "mails by what became of them, of the mail target alone"),
    ]

    /// Shape of a delivery in documents.
    package static let delivery = OutputSchema.object(deliveryFields)

    /// Shape of the counts of a mail in documents.
    package static let mailCounts = OutputSchema.object(
        [.field("recipients", .integer, "everybody it goes to")]
            + MailState.allCases.map { .field($0.member, .integer, $0.meaning) }
    )
}

extension MailState {
    /// Name of the state as a member of documents.
    package var member: String {
        switch self {
        case .accepted: "sent"
        case .inDoubt: "inDoubt"
        case .inFlight: "inFlight"
        case .pending, .refused, .deferred, .superseded, .skipped, .expired: name
        }
    }

    fileprivate var meaning: String {
        switch self {
        case .pending: "still waiting"
        case .accepted: "taken by the relay"
        case .refused: "refused for good"
        case .deferred: "put off by the relay, to be tried again"
        case .inDoubt: "sent whole, without an answer"
        case .inFlight: "being sent"
        case .superseded: "not sent, since a newer message took its place"
        case .skipped: "not sent, since the address was suppressed meanwhile"
        case .expired: "not sent, since the update was too old by then"
        }
    }
}

extension MailCounts {
    /// The counts as a member of `--json` documents.
    package var document: JSONValue {
        .object(
            JSONObject(
                [.init(name: "recipients", value: .number(JSONNumber(total)))]
                    + MailState.allCases.map { .init(name: $0.member, value: .number(JSONNumber(self[$0]))) }
            )
        )
    }
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
        if let mail { object["mail"] = mail.document }
        return .object(object)
    }
}

extension [DeliveryResult] {
    /// One line a delivery, and one a note; those of several changes go by their whole names.
    package var table: String {
        let isOfOneChange = allSatisfy {
            $0.key.incident == first?.key.incident && $0.key.change == first?.key.change
        }
        var table = Table(isOfOneChange ? "TARGET" : "DELIVERY", "KIND", "STATUS", "WHERE OR WHY")
        for result in self {
            table.append([
                isOfOneChange ? result.key.target : "\(result.key)", result.kind, result.standing.word,
                result.standing.reason ?? result.url ?? "",
            ])
            // What is at its end says so in its notes.
            if let mail = result.mail, result.notes.isEmpty {
                table.append(["", "", "note", "\(mail.words), of \(mail.total)"])
            }
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
        case .queued(_, nil), .busy, .waiting: "it is queued: 'statuscomm delivery retry' goes on with it"
        case .queued(_, .some): "it is queued: 'statuscomm delivery retry \(result.key)' tries it before that time"
        case .unknown:
            "look at the target, then run 'statuscomm delivery settle \(result.key) --as sent' or '--as not-sent'"
        case .unrecorded:
            "mend the state directory, then run 'statuscomm delivery retry': it looks before it sends again"
        case .done, .dropped:
            result.mail == nil
                ? "look at the target and set it right there"
                : "'statuscomm delivery list --mail \(result.key.incident)' names them, with the relay's words"
        }
    }

    package var exitStatus: ExitStatus { ExitStatus([result]) }
}
