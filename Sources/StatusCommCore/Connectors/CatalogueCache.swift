import Synchronization

/// Where looked-up names are kept between requests; losing them costs only time.
package struct CatalogueCache: Sendable {
    package var load: @Sendable (_ key: String) -> [UInt8]?
    package var save: @Sendable (_ key: String, _ bytes: [UInt8]) -> Void

    /// Takes the two functions; neither may fail loudly.
    package init(
        load: @escaping @Sendable (_ key: String) -> [UInt8]?,
        save: @escaping @Sendable (_ key: String, _ bytes: [UInt8]) -> Void
    ) {
        self.load = load
        self.save = save
    }

    /// A cache that ends with the process.
    package static func inMemory() -> CatalogueCache {
        let memory = Memory()
        return CatalogueCache(
            load: { key in memory.entries.withLock { $0[key] } },
            save: { key, bytes in memory.entries.withLock { $0[key] = bytes } }
        )
    }

    private final class Memory: Sendable {
        let entries = Mutex<[String: [UInt8]]>([:])
    }
}
