package import JSON5

/// One entry of a log, as it was written and found good.
///
/// Bytes: one JSON object with the members `v`, `nonce`, `at`, `by`, `prev`, `type` and `data`, in that order, without
/// a line break.
package struct LogEntry: Hashable, Sendable {
    /// Place in the log, from 1 upwards.
    package let number: Int
    package let stamp: LogStamp
    /// SHA-256 of the bytes of the entry before it, in hexadecimal; empty in the first one.
    package let previous: String
    package let draft: LogDraft
    /// SHA-256 of the bytes of this entry, in hexadecimal.
    package let digest: String

    /// What happened, a word of the log's owner.
    package var type: String { draft.type }
    package var data: JSONValue { draft.data }
    package var at: Timestamp { stamp.at }
    package var by: String { stamp.by }

    /// Version of the members above.
    static let version = 1

    /// Makes the entry that follows another one, and the bytes to store.
    static func encode(_ draft: LogDraft, _ stamp: LogStamp, after tail: LogTail) -> (entry: LogEntry, bytes: [UInt8]) {
        let value = JSONValue.object(
            JSONObject([
                .init(name: "v", value: .number(JSONNumber(version))),
                .init(name: "nonce", value: .string(stamp.nonce)),
                .init(name: "at", value: .string(stamp.at.rfc3339)),
                .init(name: "by", value: .string(stamp.by)),
                .init(name: "prev", value: .string(tail.digest)),
                .init(name: "type", value: .string(draft.type)),
                .init(name: "data", value: draft.data),
            ])
        )
        let bytes = JSONWriter.bytes(value)
        let entry = LogEntry(
            number: tail.number + 1,
            stamp: stamp,
            previous: tail.digest,
            draft: draft,
            digest: SHA256.hex(bytes)
        )
        return (entry, bytes)
    }

    /// Reads the bytes of a key.
    ///
    /// - Throws: `StoreError.damaged` when they are no entry, `newerEntry` when a later version wrote them.
    static func decode(_ bytes: [UInt8], number: Int, key: StoreKey) throws(StoreError) -> LogEntry {
        guard case .object(let object)? = try? JSONValue(parsing: bytes, options: .store),
            case .number(let version)? = object["v"]
        else {
            throw .damaged(path: key.text, reason: "it is no entry of a log")
        }
        guard version.int == Self.version else { throw .newerEntry(path: key.text, version: version.text) }
        guard case .string(let nonce)? = object["nonce"], case .string(let time)? = object["at"],
            let at = Timestamp(rfc3339: time), case .string(let by)? = object["by"],
            case .string(let previous)? = object["prev"],
            case .string(let type)? = object["type"], let data = object["data"]
        else { throw .damaged(path: key.text, reason: "it lacks a part of a log's entry") }
        return LogEntry(
            number: number,
            stamp: LogStamp(at: at, by: by, nonce: nonce),
            previous: previous,
            draft: LogDraft(type: type, data: data),
            digest: SHA256.hex(bytes)
        )
    }
}

/// What a writer has to say, before it has a place in a log.
package struct LogDraft: Hashable, Sendable {
    package var type: String
    package var data: JSONValue

    /// Takes a word for what happened and its details.
    package init(type: String, data: JSONValue) {
        self.type = type
        self.data = data
    }
}

/// Who writes, and when.
package struct LogStamp: Hashable, Sendable {
    package var at: Timestamp
    /// `user@host`, or the name of a CI job.
    package var by: String
    /// Random text that no other entry has, so that a writer knows its own.
    package var nonce: String

    /// Takes time, author and nonce.
    package init(at: Timestamp, by: String, nonce: String) {
        self.at = at
        self.by = by
        self.nonce = nonce
    }
}

/// Who writes entries now, and where their times and nonces come from.
package struct LogAuthor: Sendable {
    /// `user@host`, or the name of a CI job.
    package var name: String
    package var now: @Sendable () -> Timestamp
    package var nonce: @Sendable () -> String

    /// Takes a name, a clock and a source of texts that do not repeat.
    package init(name: String, now: @escaping @Sendable () -> Timestamp, nonce: @escaping @Sendable () -> String) {
        self.name = name
        self.now = now
        self.nonce = nonce
    }

    /// The stamp of an entry written at this moment.
    package func stamp() -> LogStamp { LogStamp(at: now(), by: name, nonce: nonce()) }
}

/// Where a log ends.
struct LogTail: Hashable, Sendable {
    /// Number of the last entry, 0 when there is none.
    var number = 0
    /// Digest of the last entry, empty when there is none.
    var digest = ""

    static let empty = LogTail()
}

extension [LogEntry] {
    /// Where a history ends.
    var tail: LogTail { last.map { LogTail(number: $0.number, digest: $0.digest) } ?? .empty }
}
