package import StatusCommCore
import Synchronization

/// A store in which somebody else does something just before one of our reads.
package struct InterruptedStore: Store {
    private let store: any Store
    private let before: Int
    private let interrupt: @Sendable () async throws -> Void
    private let reads = Counter()

    private final class Counter: Sendable {
        private let value = Mutex(0)

        func next() -> Int {
            value.withLock { value in
                value += 1
                return value
            }
        }
    }

    /// Interrupts before the read of that number, counted from 1.
    package init(_ store: any Store, before: Int, interrupt: @escaping @Sendable () async throws -> Void) {
        self.store = store
        self.before = before
        self.interrupt = interrupt
    }

    private func read() async throws {
        if reads.next() == before { try await interrupt() }
    }

    package func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation {
        try await store.create(key, bytes)
    }

    package func get(_ key: StoreKey) async throws -> [UInt8]? {
        try await read()
        return try await store.get(key)
    }

    package func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] {
        try await read()
        return try await store.list(folder, after: after)
    }

    package func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt {
        try await store.lock(name, for: holder)
    }
}
