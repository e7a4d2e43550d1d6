// `inc/<n>/r/<sequence>` is the log of an incident's report, `inc/<n>/f/<sha256>` a file that belongs to it: a postmortem,
// or a report as it was published. A file is named by its contents, so that writing it twice is writing it once.

extension IncidentRepository {
    /// What is on record about an incident's report before it is published.
    ///
    /// - Throws: `StoreError`.
    package func reportHistory(of id: IncidentID) async throws -> ReportHistory {
        var history = ReportHistory()
        for entry in try await reportRecords(of: id) { history.apply(entry.record) }
        return history
    }

    /// Every entry about an incident's report with who wrote it and when, oldest first.
    ///
    /// - Throws: `StoreError`.
    package func reportRecords(of id: IncidentID) async throws -> [(record: ReportRecord, at: Timestamp, by: String)] {
        try await reportLog(of: id).read().map { (try Self.record($0, of: id), $0.at, $0.by) }
    }

    /// Adds an entry unless the newest of its kind says the same; durable when this returns.
    ///
    /// - Throws: `StoreError`.
    package func record(_ record: ReportRecord, for id: IncidentID) async throws {
        let draft = LogDraft(type: record.entryType, data: record.entryData)
        _ = try await reportLog(of: id).append(as: logAuthor) { history in
            history.last { $0.type == draft.type }?.data == draft.data ? nil : draft
        }
    }

    /// Keeps a file of an incident's report; gives the name it can be had back by, the SHA-256 of its bytes.
    ///
    /// - Throws: `StoreError`, `tooLarge` for more than a quarter of a mebibyte.
    package func archive(_ bytes: [UInt8], for id: IncidentID) async throws -> String {
        let digest = SHA256.hex(bytes)
        _ = try await store.create(try archiveKey(digest, id), bytes)
        return digest
    }

    /// A file that was kept, nil when there is none of that name.
    ///
    /// - Throws: `StoreError`, `damaged` when the bytes are not those that were kept.
    package func archived(_ digest: String, of id: IncidentID) async throws -> [UInt8]? {
        let key = try archiveKey(digest, id)
        guard let bytes = try await store.get(key) else { return nil }
        guard SHA256.hex(bytes) == digest else {
            throw StoreError.damaged(path: key.text, reason: "its contents are not those it is named by")
        }
        return bytes
    }

    private func archiveKey(_ digest: String, _ id: IncidentID) throws(StoreError) -> StoreKey {
        try StoreKey("inc/\(id.keyPart)/f/\(digest)")
    }

    private func reportLog(of id: IncidentID) throws -> Log {
        Log(store: store, folder: try StoreKey("inc/\(id.keyPart)/r"))
    }

    private static func record(_ entry: LogEntry, of id: IncidentID) throws -> ReportRecord {
        let place = "entry \(entry.number) about the report on \(id)"
        do {
            if let record = try ReportRecord(entryType: entry.type, data: entry.data) { return record }
        } catch {
            throw StoreError.damaged(path: place, reason: "its '\(error.name)' is not \(error.expected)")
        }
        throw StoreError.newerEntry(path: place, version: "with a '\(entry.type)'")
    }
}
