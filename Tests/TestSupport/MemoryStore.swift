package import StatusCommCore
import Synchronization

/// A store in memory, for tests of what stands on top of one.
package final class MemoryStore: Store {
    private let state = Mutex(State())

    private struct State {
        var entries: [StoreKey: [UInt8]] = [:]
        /// The keys beneath each folder, sorted, so that a list takes as long as it is.
        var folders: [StoreKey: [StoreKey]] = [:]
        var holders: [StoreKey: LockHolder] = [:]

        mutating func put(_ key: StoreKey, _ bytes: [UInt8]?) {
            let isListed = entries[key] != nil
            entries[key] = bytes
            guard isListed != (bytes != nil) else { return }
            var folder = key.parent
            while let above = folder {
                let place = folders[above, default: []].firstPlace { $0 >= key }
                if isListed {
                    folders[above]?.remove(at: place)
                } else {
                    folders[above, default: []].insert(key, at: place)
                }
                folder = above.parent
            }
        }
    }

    package init() {}

    package func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation {
        guard bytes.count <= StoreLimits.entrySize else {
            throw StoreError.tooLarge(key: key.text, size: bytes.count)
        }
        return state.withLock { state in
            guard state.entries[key] == nil else { return .exists }
            state.put(key, bytes)
            return .created
        }
    }

    package func get(_ key: StoreKey) async throws -> [UInt8]? {
        state.withLock { $0.entries[key] }
    }

    package func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] {
        let keys = state.withLock { $0.folders[folder] ?? [] }
        guard let after else { return keys }
        return Array(keys[keys.firstPlace { $0 > after }...])
    }

    package func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt {
        let other = state.withLock { state in
            if let other = state.holders[name] { return other as LockHolder? }
            state.holders[name] = holder
            return nil
        }
        if let other { return .busy(other) }
        return .taken(StoreLock(onRelease: { [weak self] in self?.release(name) }))
    }

    /// Puts bytes in place of an entry, as a failing disk or a meddler would.
    package func overwrite(_ key: StoreKey, _ bytes: [UInt8]?) {
        state.withLock { $0.put(key, bytes) }
    }

    private func release(_ name: StoreKey) {
        state.withLock { $0.holders[name] = nil }
    }
}

extension [StoreKey] {
    /// The first place whose key passes, the end when none does; all keys behind it pass too.
    fileprivate func firstPlace(where passes: (StoreKey) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if passes(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
