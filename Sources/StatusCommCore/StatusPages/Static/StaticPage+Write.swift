extension StaticPage {
    /// Builds the page from what is true now and puts it in place; tells which files changed.
    ///
    /// `snapshot` is called under the page's lock, and has to read the log then: whoever comes last has read
    /// everything that was written before, so that the page never ends up older than the newest entry that asked for
    /// it. Two pages in one folder share a lock, whatever they are called.
    ///
    /// - Throws: `StaticPageError`, `busy` when another process holds the lock for longer than `patience`; what
    ///   `snapshot` and the store's lock throw.
    package static func write(
        to directory: String,
        store: any Store,
        holder: LockHolder,
        patience: Duration,
        clock: some Clock<Duration>,
        snapshot: () async throws -> StatusPageSnapshot
    ) async throws -> [String] {
        let name = try StoreKey("page").appending(SHA256.hex(Array(directory.utf8)))
        switch try await store.lock(name, for: holder, patience: patience, clock: clock) {
        case .busy(let other): throw StaticPageError.busy(directory: directory, holder: other)
        case .taken(let lock):
            let files = StaticPage.files(of: try await snapshot())
            let changed = try StaticPageWriter(directory: directory).write(files)
            withExtendedLifetime(lock) {}
            return changed
        }
    }
}
