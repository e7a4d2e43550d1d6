import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension LocalStore {
    /// Removes what killed writers left in `tmp/`.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970, the clock that files are dated by.
    ///   - age: Seconds that a file must be old; a day is longer than any writer lives.
    /// - Returns: How many files were removed.
    /// - Throws: `StoreError` when the directory cannot be read. A file that cannot be removed is no error.
    package func removeStaleTemporaries(now: Int, olderThan age: Int = 86_400) throws -> Int {
        guard access == .writing, let root = memory.withLock({ $0.root }) else { return 0 }
        let directory = try workDirectory("tmp", of: root)
        var removed = 0
        do {
            for (name, _) in try directory.names() {
                guard let status = try? directory.status(of: name), status.st_mode & S_IFMT == S_IFREG,
                    now - modified(status) > age, (try? directory.unlink(name)) != nil
                else { continue }
                removed += 1
            }
        } catch {
            throw StoreError(error, doing: "list", path: "\(path)/tmp")
        }
        return removed
    }

    private func modified(_ status: stat) -> Int {
        #if canImport(Darwin)
        Int(status.st_mtimespec.tv_sec)
        #else
        Int(status.st_mtim.tv_sec)
        #endif
    }
}
