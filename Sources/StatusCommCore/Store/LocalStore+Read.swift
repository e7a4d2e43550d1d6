import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension LocalStore {
    /// Reads one file, checking its digest; see `Store`.
    package func get(_ key: StoreKey) async throws -> [UInt8]? {
        guard let root = memory.withLock({ $0.root }), let folder = try folder(key.parent, in: root) else { return nil }
        let path = "\(path)/entries/\(key.text)"
        do {
            // Without O_NONBLOCK a fifo of that name would hold us for ever.
            let file = try folder.open(String(key.name), O_RDONLY | O_NONBLOCK)
            let status = try file.status()
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFDIR: return nil
            default: throw StoreError.damaged(path: path, reason: Self.wrongKind)
            }
            guard status.st_size <= StoreLimits.entrySize + EntryFile.trailerSize(key) else {
                throw StoreError.damaged(path: path, reason: "it is larger than any entry")
            }
            let bytes = EntryFile.decode(try file.read(upTo: Int(status.st_size)), key: key)
            guard let bytes else {
                throw StoreError.damaged(path: path, reason: "its contents do not match its checksum")
            }
            return bytes
        } catch let failure as FileDescriptor.Failure {
            switch failure.code {
            case ENOENT: return nil
            case ELOOP, ENXIO: throw StoreError.damaged(path: path, reason: Self.wrongKind)
            default: throw StoreError.system(doing: "read", path: path, code: failure.code)
            }
        }
    }

    /// Lists the files beneath a folder; see `Store`.
    package func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] {
        guard let root = memory.withLock({ $0.root }), let directory = try self.folder(folder, in: root) else {
            return []
        }
        var keys: [StoreKey] = []
        try collect(directory, folder, into: &keys)
        if let after { keys.removeAll { $0 <= after } }
        return keys.sorted()
    }

    /// Adds the keys of a directory and of those below it; when writing, they are durable then.
    ///
    /// Names that are no segment of a key, such as an editor's backup, are not ours and are passed over.
    private func collect(
        _ directory: FileDescriptor,
        _ folder: StoreKey,
        into keys: inout [StoreKey]
    ) throws(StoreError) {
        let path = "\(path)/entries/\(folder.text)"
        let names: [(name: String, type: UInt8)]
        do {
            names = try directory.names()
        } catch {
            throw .system(doing: "list", path: path, code: error.code)
        }
        let count = keys.count
        for (name, type) in names where StoreKey.isSegment(name.utf8) {
            let key = try folder.appending(name)
            switch try kind(name, type, in: directory, path: path) {
            case UInt8(DT_REG): keys.append(key)
            case UInt8(DT_DIR):
                try collect(step(into: name, from: directory, path: "\(path)/\(name)"), key, into: &keys)
            default: throw .damaged(path: "\(path)/\(name)", reason: Self.wrongKind)
            }
        }
        guard access == .writing, keys.count > count else { return }
        do {
            try directory.synchronize()
        } catch {
            throw notDurable(path, error)
        }
        // Whoever created the entry had made every directory above it durable before.
        var above: StoreKey? = folder
        while let key = above {
            memory.withLock { _ = $0.durable.insert(folderPath(key)) }
            above = key.parent
        }
        memory.withLock { _ = $0.durable.insert(folderPath(nil)) }
    }

    private func kind(
        _ name: String,
        _ type: UInt8,
        in directory: FileDescriptor,
        path: String
    ) throws(StoreError) -> UInt8 {
        // Some file systems leave the type to stat(2) (readdir(3), d_type).
        guard type == UInt8(DT_UNKNOWN) else { return type }
        do {
            let mode = try directory.status(of: name).st_mode & S_IFMT
            return mode == S_IFREG ? UInt8(DT_REG) : mode == S_IFDIR ? UInt8(DT_DIR) : type
        } catch {
            throw .system(doing: "look at", path: "\(path)/\(name)", code: error.code)
        }
    }

    /// The directory of a folder, nil when there is none.
    private func folder(_ folder: StoreKey?, in root: FileDescriptor) throws(StoreError) -> FileDescriptor? {
        if let known = openFolder(folder) { return known }
        let names = ["entries"] + (folder?.segments.map(String.init) ?? [])
        var walked = path
        var directory = root
        for name in names {
            walked += "/\(name)"
            do {
                directory = try directory.open(name, O_RDONLY | O_DIRECTORY)
            } catch  where error.code == ENOENT {
                return nil
            } catch {
                throw Self.directoryError(error, path: walked)
            }
        }
        keepOpen(directory, as: folder)
        return directory
    }

    /// The directory of a folder when it is the one that was used last; a log is read entry by entry.
    func openFolder(_ folder: StoreKey?) -> FileDescriptor? {
        memory.withLock { $0.lastFolder.flatMap { $0.path == folderPath(folder) ? $0.directory : nil } }
    }

    func keepOpen(_ directory: FileDescriptor, as folder: StoreKey?) {
        memory.withLock { $0.lastFolder = (folderPath(folder), directory) }
    }

    func folderPath(_ folder: StoreKey?) -> String {
        folder.map { "entries/\($0.text)" } ?? "entries"
    }
}
