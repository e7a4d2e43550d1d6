/// Which key each entry of a log has.
package enum LogKeys: Hashable, Sendable {
    /// `<folder>/<number>`.
    case folder(StoreKey)
    /// The first entry has a key of its own, so that one create decides more than the place in this log; the others
    /// follow in a folder, from 2 upwards.
    case beginning(at: StoreKey, then: StoreKey)
    /// `<folder>/<part>/<number>` with so many entries a part, for a log that grows for ever: its end is found without
    /// listing the whole.
    case parts(StoreKey, size: Int)

    /// The folder to name in an error.
    package var folder: StoreKey {
        switch self {
        case .folder(let folder), .beginning(_, then: let folder), .parts(let folder, _): folder
        }
    }

    /// Key of an entry, counted from 1.
    package func key(of number: Int) -> StoreKey {
        switch self {
        case .folder(let folder): folder.appending(number: number)
        case .beginning(at: let first, then: let folder): number == 1 ? first : folder.appending(number: number)
        case .parts(let folder, let size): folder.appending(number: (number - 1) / size).appending(number: number)
        }
    }
}

extension LogKeys {
    /// Number of the last entry in a store, `known` when there is none after that.
    ///
    /// Only the highest number counts: a list may lack an entry that is created meanwhile, never one below it.
    func last(in store: some Store, after known: Int) async throws -> Int {
        switch self {
        case .folder(let folder):
            return try await highest(in: folder, of: store, after: key(of: known)) ?? known
        case .beginning(at: let first, then: let folder):
            if let highest = try await highest(in: folder, of: store, after: known < 2 ? nil : key(of: known)) {
                return highest
            }
            if known > 0 { return known }
            return try await store.get(first) == nil ? 0 : 1
        case .parts(let folder, let size):
            let part = try await lastPart(in: store, of: size, from: max(0, known - 1) / size)
            let after = max(known, part * size)
            return try await highest(in: folder.appending(number: part), of: store, after: key(of: after)) ?? known
        }
    }

    private func highest(in folder: StoreKey, of store: some Store, after: StoreKey?) async throws -> Int? {
        let keys = try await store.list(folder, after: after)
        // Some log's numbers would fall through unseen if a stray name were passed over.
        if let stray = keys.first(where: { $0.parent != folder || $0.number == nil }) {
            throw StoreError.damaged(path: stray.text, reason: "it is no entry of a log")
        }
        return keys.last?.number
    }

    /// The last part that has an entry, found by doubling steps and then halving them.
    private func lastPart(in store: some Store, of size: Int, from start: Int) async throws -> Int {
        func begins(_ part: Int) async throws -> Bool {
            try await store.get(key(of: part * size + 1)) != nil
        }
        var (low, step) = (start, 1)
        while try await begins(low + step) {
            low += step
            step *= 2
        }
        while step > 1 {
            step /= 2
            if try await begins(low + step) { low += step }
        }
        return low
    }
}
