/// A sequence of entries without a gap, each vouching for the one before it.
///
/// Writers do not wait for each other: whoever creates the next number is next, and the others read what he wrote and
/// decide anew. What a log means is the fold of its entries; nothing else is kept.
package struct Log: Sendable {
    package let store: any Store
    package let keys: LogKeys

    /// Names a log in a store; nothing is read yet.
    package init(store: any Store, keys: LogKeys) {
        self.store = store
        self.keys = keys
    }

    /// Names a log whose entries all stand in one folder.
    package init(store: any Store, folder: StoreKey) {
        self.init(store: store, keys: .folder(folder))
    }

    /// All entries, those in `history` taken as read.
    ///
    /// - Throws: `StoreError`, `damaged` when an entry is missing, or does not follow the one before it.
    package func read(after history: [LogEntry] = []) async throws -> [LogEntry] {
        var history = history
        let last = try await keys.last(in: store, after: history.count)
        while history.count < last {
            let entry = try await entry(history.count + 1)
            guard entry.previous == history.tail.digest else {
                let key = keys.key(of: entry.number)
                throw StoreError.damaged(path: key.text, reason: "it does not follow the entry before it")
            }
            history.append(entry)
        }
        return history
    }

    /// Adds an entry if the caller still wants to, once it has seen everything before it.
    ///
    /// `decide` is called with all entries before the new one, again each time somebody else was first. It answers nil
    /// when there is nothing to add, and throws when the change is no longer possible. The entry is durable when this
    /// returns.
    ///
    /// `history` saves reading when the caller has just read; an outdated one costs a second try and is never wrong.
    ///
    /// - Throws: What `decide` throws; `StoreError`, `contended` after 50 tries. Whether the entry is there after
    ///   another `StoreError`, only reading tells.
    package func append(
        as author: LogAuthor,
        to history: [LogEntry]? = nil,
        decide: (_ history: [LogEntry]) throws -> LogDraft?
    ) async throws -> LogAppend {
        var history = if let history { history } else { try await read() }
        for _ in 0..<Self.tries {
            guard let draft = try decide(history) else { return LogAppend(history: history, isAppended: false) }
            if let entry = try await create(draft, author.stamp(), after: history.tail) {
                return LogAppend(history: history + [entry], isAppended: true)
            }
            history = try await read(after: history)
        }
        throw StoreError.contended(folder: keys.folder.text, tries: Self.tries)
    }

    /// Adds an entry that depends on nothing before it, reading no more than the last one.
    package func append(_ draft: LogDraft, as author: LogAuthor) async throws -> LogEntry {
        var tail = LogTail.empty
        for _ in 0..<Self.tries {
            let last = try await keys.last(in: store, after: tail.number)
            if last > tail.number { tail = LogTail(number: last, digest: try await entry(last).digest) }
            if let entry = try await create(draft, author.stamp(), after: tail) { return entry }
        }
        throw StoreError.contended(folder: keys.folder.text, tries: Self.tries)
    }

    /// How often the next number may be taken by others; with so many writers something else is wrong.
    private static let tries = 50

    private func create(_ draft: LogDraft, _ stamp: LogStamp, after tail: LogTail) async throws -> LogEntry? {
        let (entry, bytes) = LogEntry.encode(draft, stamp, after: tail)
        switch try await store.create(keys.key(of: entry.number), bytes) {
        case .created: return entry
        case .exists: return nil
        }
    }

    private func entry(_ number: Int) async throws -> LogEntry {
        let key = keys.key(of: number)
        guard let bytes = try await store.get(key) else {
            throw StoreError.damaged(path: key.text, reason: "it is missing, and later entries are there")
        }
        return try LogEntry.decode(bytes, number: number, key: key)
    }
}

/// What an append found and did.
package struct LogAppend: Hashable, Sendable {
    /// All entries, the new one last.
    package let history: [LogEntry]
    /// False when there was nothing to add.
    package let isAppended: Bool
}
