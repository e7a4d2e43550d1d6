import StatusCommCore
import TestSupport
import Testing

struct StoreConformanceTests {
    @Test(arguments: StoreConformance.cases)
    func `the local store does what every store does`(_ conformance: StoreConformance) async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state")
        try await conformance.check(
            LocalStore.open(path, for: .writing),
            LaterStore { try LocalStore.open(path, for: .writing) }
        )
    }

    @Test(arguments: StoreConformance.cases)
    func `the store in memory does what every store does`(_ conformance: StoreConformance) async throws {
        let store = MemoryStore()
        try await conformance.check(store, store)
    }
}

/// Opens the store anew for every call, as another process would.
private struct LaterStore: Store {
    let open: @Sendable () throws -> any Store

    func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation { try await open().create(key, bytes) }
    func get(_ key: StoreKey) async throws -> [UInt8]? { try await open().get(key) }
    func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] {
        try await open().list(folder, after: after)
    }
    func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt {
        try await open().lock(name, for: holder)
    }
}
