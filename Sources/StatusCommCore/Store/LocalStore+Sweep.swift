import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension LocalStore {
    /// Removes what killed writers left in `tmp/` at least a while ago, a day by default, and tells how many files.
    ///
    /// No writer lives for a day. A file that cannot be removed is no error.
    ///
    /// - Throws: `StoreError` when the directory cannot be read.
    package func removeStaleTemporaries(now: Timestamp, age: Duration = .seconds(86_400)) throws -> Int {
        guard access == .writing, let root = memory.withLock({ $0.root }) else { return 0 }
        let directory = try workDirectory("tmp", of: root)
        var removed = 0
        do {
            for (name, _) in try directory.names() {
                guard let status = try? directory.status(of: name), status.st_mode & S_IFMT == S_IFREG,
                    now.duration(since: Timestamp(seconds: Int64(status.modified))) > age,
                    (try? directory.unlink(name)) != nil
                else { continue }
                removed += 1
            }
        } catch {
            throw StoreError(error, doing: "list", path: "\(path)/tmp")
        }
        return removed
    }
}
