import JSON5

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder of the mail queue that cannot be used.
package struct MailFolderError: Diagnostic, Hashable {
    package var path: String
    package var reason: String

    /// States why a folder cannot be used.
    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var message: String { "cannot use mail folder '\(path)': \(reason)" }

    package var exitStatus: ExitStatus { .failed }
}

/// A frozen notification on disk: `manifest.json`, `list`, `index`, `map`, `events`, `lock`.
///
/// The folder appears whole or not at all, and its list and manifest never change.
package struct MailFolder: Hashable, Sendable {
    package let path: String

    /// Names a folder, which need not be there.
    package init(path: String) { self.path = path }

    package var listPath: String { path + "/list" }
    package var indexPath: String { path + "/index" }
    package var mapPath: String { path + "/map" }
    package var eventsPath: String { path + "/events" }
    private var manifestPath: String { path + "/manifest.json" }

    /// Whether the folder is there.
    package var exists: Bool { access(manifestPath, F_OK) == 0 }

    /// Makes the folder with everything in it, durably.
    ///
    /// `fill` adds the recipients and returns the manifest, whose count and size are put in afterwards.
    ///
    /// - Throws: `MailFolderError` when the disk fails, and what `fill` throws.
    /// - Returns: false when somebody else has made the folder in the meantime; theirs stands.
    package func make(_ fill: (inout RecipientListWriter) throws -> MailManifest) throws -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let parent = parts.dropLast().joined(separator: "/")
        try Self.makeFolders(parent)
        let temporary = MailFolder(path: "\(parent)/.new-\(getpid())-\(UInt32.random(in: 0...UInt32.max))")
        guard mkdir(temporary.path, 0o700) == 0 else { throw failure(ErrorNumber.current) }
        var isMoved = false
        defer { if !isMoved { temporary.remove() } }
        do {
            var writer = try RecipientListWriter(list: temporary.listPath, index: temporary.indexPath)
            var manifest = try fill(&writer)
            manifest.listSize = try writer.finish()
            manifest.count = writer.count
            let file = try FileDescriptor.create(temporary.manifestPath)
            try file.write(JSONWriter.bytes(manifest.json, layout: .pretty) + [0x0A])
            try file.synchronize()
            _ = try ProgressMap.make(temporary.mapPath, count: writer.count)
            try FileDescriptor.open(temporary.path, O_RDONLY | O_DIRECTORY).synchronize()
        } catch let error as ErrorNumber {
            throw failure(error)
        } catch let error as FileDescriptor.Failure {
            throw failure(ErrorNumber(code: error.code))
        }
        // rename(2) replaces an empty folder only, and ours is never empty: the first one stays.
        guard rename(temporary.path, path) == 0 else {
            guard errno == EEXIST || errno == ENOTEMPTY else { throw failure(ErrorNumber.current) }
            return false
        }
        isMoved = true
        do {
            try FileDescriptor.open(parent, O_RDONLY | O_DIRECTORY).synchronize()
        } catch {
            throw failure(ErrorNumber(code: error.code))
        }
        return true
    }

    /// Reads the manifest.
    ///
    /// - Throws: when it is missing, damaged or of a later version.
    package func manifest() throws(MailFolderError) -> MailManifest {
        let bytes: [UInt8]
        do throws(FileDescriptor.Failure) {
            let file = try FileDescriptor.open(manifestPath, O_RDONLY)
            bytes = try file.read(upTo: min(64 << 20, Int(try file.status().st_size)))
        } catch {
            throw failure(ErrorNumber(code: error.code))
        }
        let json: JSONValue
        do throws(JSON5Error) {
            json = try JSONValue(parsing: bytes, path: manifestPath, options: .store)
        } catch {
            throw MailFolderError(path: path, reason: error.message)
        }
        do throws(MailManifest.Unreadable) { return try MailManifest(json: json) } catch {
            throw MailFolderError(path: path, reason: error.reason)
        }
    }

    /// Opens the list that a manifest describes.
    ///
    /// - Throws: when it is missing or has another size.
    package func list(_ manifest: MailManifest) throws(MailFolderError) -> RecipientList {
        do throws(ErrorNumber) {
            return try RecipientList(
                list: listPath,
                index: indexPath,
                count: manifest.count,
                size: manifest.listSize
            )
        } catch {
            throw failure(error)
        }
    }

    /// Opens the progress map that a manifest describes.
    ///
    /// - Throws: when it is missing or has another size.
    package func map(_ manifest: MailManifest) throws(MailFolderError) -> ProgressMap {
        do throws(ErrorNumber) { return try ProgressMap.open(mapPath, count: manifest.count) } catch {
            throw failure(error)
        }
    }

    /// Opens the journal.
    ///
    /// - Throws: when it cannot be opened.
    package func journal() throws(MailFolderError) -> MailJournal {
        do throws(ErrorNumber) { return try MailJournal(path: eventsPath) } catch { throw failure(error) }
    }

    /// Keeps other processes from sending it; nil when one does.
    ///
    /// - Throws: when the lock's file cannot be used.
    package func lock() throws(MailFolderError) -> StoreLock? {
        do throws(FileDescriptor.Failure) {
            let file = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY).open("lock", O_RDWR | O_CREAT)
            guard try file.tryLock() else { return nil }
            return StoreLock(onRelease: { file.unlock() })
        } catch {
            throw failure(ErrorNumber(code: error.code))
        }
    }

    /// Whether a process is sending it right now; nothing is written to find out.
    package var isBeingSent: Bool {
        guard let file = try? FileDescriptor.open(path + "/lock", O_RDONLY) else { return false }
        return (try? file.isLockedByOther()) ?? false
    }

    private func remove() {
        for file in [listPath, indexPath, mapPath, manifestPath] { unlink(file) }
        rmdir(path)
    }

    func failure(_ error: ErrorNumber) -> MailFolderError {
        MailFolderError(path: path, reason: error.text)
    }

    /// Makes a folder and those above it, mode 0700.
    ///
    /// - Throws: when one of them cannot be made.
    package static func makeFolders(_ path: String) throws(MailFolderError) {
        var sofar = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            sofar += sofar.isEmpty || sofar.hasSuffix("/") ? part : "/" + part
            guard mkdir(sofar, 0o700) == 0 || errno == EEXIST || errno == EISDIR || errno == EROFS else {
                throw MailFolderError(path: sofar, reason: ErrorNumber.current.text)
            }
        }
    }
}
