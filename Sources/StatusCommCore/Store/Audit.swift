package import JSON5

/// Who ran which command, when, and what came of it.
///
/// One log for the whole store, chained from its first entry to its last: nobody can change, remove or insert an entry
/// other than at the end without `verify` finding it.
package struct Audit: Sendable {
    private let log: Log

    /// The audit of a store.
    ///
    /// - Throws: `StoreError.invalidKey`, never in practice.
    package init(store: any Store) throws(StoreError) {
        log = Log(store: store, keys: .parts(try StoreKey("audit"), size: 1_000))
    }

    /// Adds a record; it is durable when this returns.
    ///
    /// - Throws: `StoreError`.
    package func append(_ record: AuditRecord, as author: LogAuthor) async throws {
        _ = try await log.append(record.draft, as: author)
    }

    /// All records from the first to the last, after checking that none was changed or removed.
    ///
    /// - Throws: `StoreError`, `damaged` with the first entry that cannot be trusted.
    package func records() async throws -> [AuditRecord.Stamped] {
        try await log.read().map { entry in
            guard let record = AuditRecord(entry.draft) else {
                throw StoreError.damaged(path: log.keys.key(of: entry.number).text, reason: "it is no audit record")
            }
            return AuditRecord.Stamped(number: entry.number, stamp: entry.stamp, digest: entry.digest, record: record)
        }
    }
}

/// One line of the audit.
package struct AuditRecord: Hashable, Sendable {
    /// The command without values of options, such as `incident open`.
    package var command: String
    /// The incident it was about, such as `INC-7`.
    package var incident: String?
    /// What came of it, a word or a short sentence.
    package var result: String
    /// Further facts, such as the number of recipients; never a secret.
    package var data: JSONObject

    /// Describes what a command did.
    package init(command: String, incident: String? = nil, result: String, data: JSONObject = JSONObject()) {
        self.command = command
        self.incident = incident
        self.result = result
        self.data = data
    }

    /// A record with its place in the audit.
    package struct Stamped: Hashable, Sendable {
        package let number: Int
        package let stamp: LogStamp
        /// SHA-256 of the entry; written down elsewhere, it vouches for everything up to here.
        package let digest: String
        package let record: AuditRecord
    }

    var draft: LogDraft {
        LogDraft(
            type: "command",
            data: .object(
                JSONObject([
                    .init(name: "command", value: .string(command)),
                    .init(name: "incident", value: incident.map(JSONValue.string) ?? .null),
                    .init(name: "result", value: .string(result)),
                    .init(name: "data", value: .object(data)),
                ])
            )
        )
    }

    init?(_ draft: LogDraft) {
        guard draft.type == "command", case .object(let object) = draft.data,
            case .string(let command)? = object["command"], case .string(let result)? = object["result"],
            case .object(let data)? = object["data"]
        else { return nil }
        switch object["incident"] {
        case .null: self.init(command: command, result: result, data: data)
        case .string(let incident): self.init(command: command, incident: incident, result: result, data: data)
        default: return nil
        }
    }
}
