import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension LocalStore {
    /// Writes one file and links it into place; see `Store`.
    package func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation {
        guard bytes.count <= StoreLimits.entrySize else {
            throw StoreError.tooLarge(key: key.text, size: bytes.count)
        }
        let root = try writableRoot()
        let folder = try makeFolder(of: key, in: root)
        let creation = try place(
            EntryFile.encode(bytes, key: key),
            in: folder.directory,
            as: String(key.name),
            of: root,
            path: "\(path)/entries/\(key.text)",
            after: folder.above
        )
        keepOpen(folder.directory, as: key.parent)
        memory.withLock { $0.durable.formUnion(folder.names) }
        return creation
    }

    /// A folder for an entry, with what has to be durable before anything stands in it.
    private struct Folder {
        var directory: FileDescriptor
        /// Directories that hold a name on the way there that a power cut could still take.
        var above: [FileDescriptor] = []
        /// Those names, as paths below the root.
        var names: [String] = []
    }

    /// Opens the directory of a key, making what is missing.
    ///
    /// A directory that is there may have been made a moment ago by somebody who was killed before it was durable. It
    /// is known to be durable once it was seen with an entry in it, or was made durable by us.
    private func makeFolder(of key: StoreKey, in root: FileDescriptor) throws(StoreError) -> Folder {
        if let known = openFolder(key.parent), memory.withLock({ $0.durable.contains(folderPath(key.parent)) }) {
            return Folder(directory: known)
        }
        var folder = Folder(directory: root)
        var walked = ""
        for name in ["entries"] + key.segments.dropLast().map(String.init) {
            walked += walked.isEmpty ? name : "/\(name)"
            if !memory.withLock({ $0.durable.contains(walked) }) {
                do {
                    try folder.directory.makeDirectory(name)
                } catch  where error.code == EEXIST {
                } catch {
                    throw .system(doing: "make the directory", path: "\(path)/\(walked)", code: error.code)
                }
                folder.above.append(folder.directory)
                folder.names.append(walked)
            }
            folder.directory = try step(into: name, from: folder.directory, path: "\(path)/\(walked)")
        }
        return folder
    }

    /// Puts a file in place under a name unless the name is taken; durable when it returns.
    ///
    /// The file and the directories `above` are durable before it has the name, all of them in one go: a power cut
    /// leaves the whole entry or none.
    func place(
        _ bytes: [UInt8],
        in directory: FileDescriptor,
        as name: String,
        of root: FileDescriptor,
        path: String,
        after above: [FileDescriptor] = []
    ) throws(StoreError) -> StoreCreation {
        let temporaries = try workDirectory("tmp", of: root)
        let temporary = "\(getpid())-\(UInt64.random(in: .min ... .max))"
        let file: FileDescriptor
        do {
            file = try temporaries.open(temporary, O_WRONLY | O_CREAT | O_EXCL)
        } catch {
            throw .system(doing: "create a file in", path: "\(self.path)/tmp", code: error.code)
        }
        // Whatever is left after a failure is swept a day later.
        defer { try? temporaries.unlink(temporary) }
        do {
            try file.write(bytes)
        } catch {
            throw .system(doing: "write", path: path, code: error.code)
        }
        do {
            try FileDescriptor.synchronizeTogether(above + [file])
        } catch {
            throw notDurable(path, error)
        }

        let creation: StoreCreation
        do {
            try temporaries.link(temporary, to: directory, as: name)
            creation = .created
        } catch  where error.code == EEXIST {
            // On NFS a repeated request reports the success of the first one as EEXIST.
            creation = isSame(file, directory, name) ? .created : .exists
        } catch  where [EPERM, ENOTSUP, EMLINK].contains(error.code) {
            throw .noHardLinks(path: path, code: error.code)
        } catch {
            throw .system(doing: "create", path: path, code: error.code)
        }
        do {
            try directory.synchronize()
        } catch {
            throw notDurable(path, error)
        }
        return creation
    }

    private func isSame(
        _ file: FileDescriptor,
        _ directory: FileDescriptor,
        _ name: String
    ) -> Bool {
        guard let ours = try? file.status(), let there = try? directory.status(of: name) else { return false }
        return ours.st_ino == there.st_ino && ours.st_dev == there.st_dev
    }

    /// A directory beside the entries, made when it is missing; nothing in it has to outlive a power cut.
    func workDirectory(_ name: String, of root: FileDescriptor) throws(StoreError) -> FileDescriptor {
        let path = "\(path)/\(name)"
        do {
            return try root.open(name, O_RDONLY | O_DIRECTORY)
        } catch {
            guard error.code == ENOENT else { throw Self.directoryError(error, path: path) }
        }
        do {
            try root.makeDirectory(name)
        } catch {
            guard error.code == EEXIST else { throw .system(doing: "make the directory", path: path, code: error.code) }
        }
        return try step(into: name, from: root, path: path)
    }

    /// Opens a directory below another one.
    func step(
        into name: String,
        from directory: FileDescriptor,
        path: String
    ) throws(StoreError) -> FileDescriptor {
        do {
            return try directory.open(name, O_RDONLY | O_DIRECTORY)
        } catch {
            throw Self.directoryError(error, path: path)
        }
    }

    static func directoryError(_ failure: FileDescriptor.Failure, path: String) -> StoreError {
        switch failure.code {
        case ENOTDIR, ELOOP: .damaged(path: path, reason: "it is not a directory, and there should be one")
        default: .system(doing: "open", path: path, code: failure.code)
        }
    }
}
