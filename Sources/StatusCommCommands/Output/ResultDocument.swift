package import CommandTable
package import JSON5
package import StatusCommCore

/// The frame of everything printed with `--json`.
///
/// ```json
/// { "statuscomm": 1, "command": "incident open", "status": "done", "exitStatus": 0, "errors": [], "result": { … } }
/// ```
///
/// `statuscomm` is the version of the frame and of all results: it changes when a member goes away or changes its
/// meaning, not when one is added. `result` is null when the command did not come to its end.
package enum ResultDocument {
    /// Version of the frame and of all results.
    package static let version = 1

    /// The document as printed, with a line end.
    package static func text(
        command: String?,
        status: ExitStatus,
        errors: [any Diagnostic],
        result: JSONValue
    ) -> String {
        let document = JSONObject([
            .init(name: "statuscomm", value: .number(JSONNumber(version))),
            .init(name: "command", value: command.map { .string($0) } ?? .null),
            .init(name: "status", value: .string(status.word)),
            .init(name: "exitStatus", value: .number(JSONNumber(Int(status.rawValue)))),
            .init(name: "errors", value: .array(errors.map(diagnosticDocument))),
            .init(name: "result", value: result),
        ])
        return JSONWriter.text(.object(document), layout: .pretty) + "\n"
    }
}

extension ExitStatus {
    /// The status as a word in documents.
    package var word: String {
        switch self {
        case .done: "done"
        case .failed: "failed"
        case .usage: "usage"
        case .partlyDelivered: "partly_delivered"
        case .refusedByCheck: "refused_by_check"
        case .configuration: "configuration"
        case .conflict: "conflict"
        case .outcomeUnknown: "outcome_unknown"
        case .bug: "bug"
        }
    }

    /// What help and the man page say about it.
    package var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed"
        case .usage: "the command line cannot be understood"
        case .partlyDelivered: "partly delivered, the rest is queued"
        case .refusedByCheck: "refused by the message check or the report check"
        case .configuration: "the configuration is missing or wrong"
        case .conflict: "conflict: already open, already resolved, or somebody else was first"
        case .outcomeUnknown: "the outcome is unknown at some target, a person has to look"
        case .bug: "a mistake in statuscomm itself"
        }
    }
}

extension ExitStatusInfo {
    /// A status with its usual meaning, or the one it has for a command.
    package static func status(_ status: ExitStatus, _ meaning: String? = nil) -> ExitStatusInfo {
        ExitStatusInfo(status.rawValue, meaning ?? status.meaning)
    }
}
