/// Where all state lives: entries that are created once and never change.
///
/// A local folder, a bucket or an etcd cluster can do it; one conformance suite holds for all of them. A folder is
/// whatever stands before a slash in a key; it needs no making.
package protocol Store: Sendable {
    /// Creates an entry unless its key is taken.
    ///
    /// When it returns, the entry (ours or the other one) is durable. Of any number of callers at once, in any number
    /// of processes, exactly one gets `created`.
    ///
    /// - Throws: `StoreError`; the entry may or may not exist then, and only reading tells.
    func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation

    /// Bytes of an entry, nil when there is none.
    ///
    /// - Throws: `StoreError`, among them `damaged` when the bytes are not those that were written.
    func get(_ key: StoreKey) async throws -> [UInt8]?

    /// Keys beneath a folder in byte order, those after a key when one is given.
    ///
    /// What is listed stays: a caller may act on it. An entry created meanwhile may be listed or not, so that a later
    /// one can show without an earlier one; whoever counts goes by the highest number.
    func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey]

    /// Takes a lock that the end of the process releases, however it ends.
    ///
    /// A lock tells who is alive and saves two processes from the same work. It never makes anything safe: only
    /// `create` does.
    func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt
}

extension Store {
    /// Keys beneath a folder in byte order.
    package func list(_ folder: StoreKey) async throws -> [StoreKey] {
        try await list(folder, after: nil)
    }
}

/// What became of a create.
package enum StoreCreation: Hashable, Sendable {
    case created
    /// Somebody else's entry has the key; ours was not written.
    case exists
}

/// Limits that hold in every store.
package enum StoreLimits {
    /// Largest entry, in bytes.
    ///
    /// A quarter of a mebibyte leaves room below the 512 KB of Consul and the 1.5 MiB of an etcd request.
    package static let entrySize = 262_144
}
