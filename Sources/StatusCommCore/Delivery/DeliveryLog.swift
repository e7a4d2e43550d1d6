import JSON5

/// The log of one delivery, as it stood when it was read.
package struct DeliveryLog: Sendable {
    private let log: Log
    private let author: LogAuthor
    private let history: [LogEntry]
    package let state: DeliveryState

    /// Reads a log.
    ///
    /// - Throws: `StoreError`, `damaged` when an entry cannot be understood.
    init(_ log: Log, author: LogAuthor) async throws {
        try self.init(log, author: author, history: await log.read())
    }

    private init(_ log: Log, author: LogAuthor, history: [LogEntry]) throws {
        self.log = log
        self.author = author
        self.history = history
        var state = DeliveryState()
        for record in try history.map(Self.record) { state.apply(record.record, at: record.at) }
        self.state = state
    }

    /// Whether the last entry is an attempt, so that its outcome is still to be written.
    package var endsWithAttempt: Bool { history.last?.type == DeliveryRecord.attempt.entryType }

    /// Entries with who wrote them and when, oldest first.
    package func records() throws -> [(record: DeliveryRecord, at: Timestamp, by: String)] {
        try history.map { entry in
            let read = try Self.record(entry)
            return (read.record, read.at, entry.by)
        }
    }

    /// Adds a record, durable when this returns.
    ///
    /// - Throws: `DeliveryInterference` when anything but a step was written meanwhile: another process is at the same
    ///   delivery, and what we know about it is out of date.
    package func appending(_ record: DeliveryRecord) async throws -> DeliveryLog {
        let draft = LogDraft(type: record.entryType, data: record.entryData)
        let append = try await log.append(as: author, to: history) {
            [known = history.count, step = Self.stepType] newer in
            guard newer.dropFirst(known).allSatisfy({ $0.type == step }) else { throw DeliveryInterference() }
            return draft
        }
        return try DeliveryLog(log, author: author, history: append.history)
    }

    private static let stepType = DeliveryRecord.step(.null).entryType

    private static func record(_ entry: LogEntry) throws -> (record: DeliveryRecord, at: Timestamp) {
        do {
            if let record = try DeliveryRecord(entryType: entry.type, data: entry.data) { return (record, entry.at) }
        } catch {
            throw StoreError.damaged(
                path: "entry \(entry.number) of a delivery",
                reason: "its '\(error.name)' is not \(error.expected)"
            )
        }
        throw StoreError.newerEntry(path: "entry \(entry.number) of a delivery", version: "with a '\(entry.type)'")
    }
}

/// Two processes worked on one delivery; the second one stops.
package struct DeliveryInterference: Diagnostic, Hashable {
    package var message: String { "another process is working on the same delivery" }
    package var hint: String? { "run 'statuscomm delivery list' in a moment" }
    package var exitStatus: ExitStatus { .partlyDelivered }
}
