package import StatusCommCore
import Synchronization

/// A store in memory, for tests of what stands on top of one.
package final class MemoryStore: Store {
    private let state = Mutex(State())

    private struct State {
        var entries: [StoreKey: [UInt8]] = [:]
        var holders: [StoreKey: LockHolder] = [:]
    }

    package init() {}

    package func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation {
        guard bytes.count <= StoreLimits.entrySize else {
            throw StoreError.tooLarge(key: key.text, size: bytes.count)
        }
        return state.withLock { state in
            guard state.entries[key] == nil else { return .exists }
            state.entries[key] = bytes
            return .created
        }
    }

    package func get(_ key: StoreKey) async throws -> [UInt8]? {
        state.withLock { $0.entries[key] }
    }

    package func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] {
        state.withLock { $0.entries.keys }
            .filter { key in key.isBeneath(folder) && after.map { key > $0 } ?? true }
            .sorted()
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
        state.withLock { $0.entries[key] = bytes }
    }

    private func release(_ name: StoreKey) {
        state.withLock { $0.holders[name] = nil }
    }
}
