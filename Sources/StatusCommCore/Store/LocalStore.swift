import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A store in a directory of this machine; each entry is a file that appears whole or not at all.
///
/// Below the state directory stand `format`, `entries/<key>`, `tmp/` for files being written and `lock/`. Directories
/// have mode 0700, files 0600. An entry is written to `tmp/`, made durable, linked to its name, and its directory made
/// durable: link(2) decides between two writers, and a killed writer leaves nothing but a file in `tmp/`.
///
/// The state directory itself may be reached through a symbolic link, since a person chose it; below it none is
/// followed. Network file systems: link(2) still decides, locks may not hold, and a cache may show an entry late.
///
/// A class, because it remembers which directories are known to be durable and that a disk has failed.
package final class LocalStore: Store {
    /// What a command means to do.
    package enum Access: Hashable, Sendable {
        /// Nothing is created or made durable; a missing directory is an empty store.
        case reading
        /// The directory is created with the first entry or lock.
        case writing
    }

    /// First line of the file `format`.
    package static let format = "statuscomm-state 1"

    /// The state directory, as it was given.
    package let path: String
    package let access: Access
    let memory: Mutex<Memory>

    struct Memory: Sendable {
        /// Nil until there is a state directory.
        var root: FileDescriptor?
        /// Directories that a power cut cannot take away, as paths below the root.
        var durable: Set<String> = []
        /// The directory that was used last, open; directories are never renamed or removed.
        var lastFolder: (path: String, directory: FileDescriptor)?
        /// Set once a disk did not confirm a write: nothing written after that can be trusted (fsync(2), ERRORS).
        var failure: StoreError?
    }

    private init(path: String, access: Access, root: FileDescriptor?) {
        self.path = path
        self.access = access
        memory = Mutex(Memory(root: root))
    }

    /// Opens a state directory, and refuses one that cannot be ours.
    ///
    /// - Throws: `StoreError` when it belongs to somebody else, everybody may write to it, it holds other things than
    ///   our state, or the state is of another version. A missing directory is not an error.
    package static func open(_ path: String, for access: Access) throws(StoreError) -> LocalStore {
        let directory: FileDescriptor
        do {
            directory = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK)
        } catch {
            switch error.code {
            case ENOENT: return LocalStore(path: path, access: access, root: nil)
            case ENOTDIR: throw .notADirectory(path: path)
            default: throw .system(doing: "open the state directory", path: path, code: error.code)
            }
        }
        return LocalStore(path: path, access: access, root: try isOurs(directory, path: path) ? directory : nil)
    }

    /// Whether a directory holds a state; false when it is empty.
    private static func isOurs(_ root: FileDescriptor, path: String) throws(StoreError) -> Bool {
        let found: [UInt8]
        do {
            let status = try root.status()
            guard status.st_uid == geteuid() else { throw StoreError.foreignOwner(path: path, owner: status.st_uid) }
            guard status.st_mode & S_IWOTH == 0 else { throw StoreError.writableByAll(path: path) }
            let file = try root.open("format", O_RDONLY | O_NONBLOCK)
            guard try file.isRegular() else { throw StoreError.damaged(path: "\(path)/format", reason: wrongKind) }
            found = try file.read(upTo: 256)
        } catch let failure as FileDescriptor.Failure where failure.code == ENOENT {
            if try isEmpty(root, path: path) { return false }
            // Another process may have made the state between the two looks.
            guard (try? root.status(of: "format")) != nil else { throw .notAStateDirectory(path: path) }
            return try isOurs(root, path: path)
        } catch {
            throw StoreError(error, doing: "read", path: "\(path)/format")
        }
        guard found == Array((format + "\n").utf8) else {
            guard found.starts(with: "statuscomm-state ".utf8), found.last == UInt8(ascii: "\n") else {
                throw .damaged(path: "\(path)/format", reason: "it does not say '\(format)'")
            }
            throw .unknownFormat(path: path, found: String(decoding: found.dropLast(), as: UTF8.self))
        }
        return true
    }

    /// Whether a directory holds nothing but what a first run may leave when it is killed.
    private static func isEmpty(_ root: FileDescriptor, path: String) throws(StoreError) -> Bool {
        do {
            return try root.names().allSatisfy { ["tmp", "entries", "lock", "lost+found"].contains($0.name) }
        } catch {
            throw .system(doing: "list", path: path, code: error.code)
        }
    }

    /// The open state directory, made now when there is none.
    func writableRoot() throws(StoreError) -> FileDescriptor {
        guard access == .writing else { throw .openedForReading(path: path) }
        let (known, failure) = memory.withLock { ($0.root, $0.failure) }
        if let failure { throw failure }
        if let known { return known }
        let (root, above) = try makeDirectories()
        // Another process may have been quicker, with another version even.
        if try !Self.isOurs(root, path: path) {
            let bytes = Array((Self.format + "\n").utf8)
            _ = try place(bytes, in: root, as: "format", of: root, path: "\(path)/format", after: above)
            guard try Self.isOurs(root, path: path) else {
                throw .damaged(path: path, reason: "its format file is gone")
            }
        }
        memory.withLock { $0.root = root }
        return root
    }

    /// Remembers that the disk failed and gives the error to throw.
    func notDurable(_ path: String, _ failure: FileDescriptor.Failure) -> StoreError {
        let error = StoreError.notDurable(path: path, code: failure.code)
        memory.withLock { $0.failure = error }
        return error
    }

    static let wrongKind = "it is not a plain file, and statuscomm writes no other"

    /// Makes the state directory and those above it.
    ///
    /// - Returns: The state directory, and the directories above it that hold a name which a power cut could still take,
    ///   because we or a killed run of ours made it.
    private func makeDirectories() throws(StoreError) -> (root: FileDescriptor, above: [FileDescriptor]) {
        var walked = path.utf8.first == UInt8(ascii: "/") ? "/" : "."
        var directory = try openAncestor(walked)
        var above: [FileDescriptor] = []
        for component in path.split(separator: "/") {
            do {
                try directory.makeDirectory(String(component))
            } catch  where error.code == EEXIST {
            } catch {
                // A directory that exists on a read-only or foreign parent answers with another code than EEXIST.
                guard (try? directory.status(of: String(component))) != nil else {
                    throw .system(doing: "make the directory", path: "\(walked)/\(component)", code: error.code)
                }
            }
            if try canHaveWritten(to: directory, path: walked) { above.append(directory) }
            walked = walked == "/" ? "/\(component)" : "\(walked)/\(component)"
            directory = try openAncestor(walked)
        }
        return (directory, above)
    }

    private func openAncestor(_ path: String) throws(StoreError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY)
        } catch {
            throw .system(doing: "open the directory", path: path, code: error.code)
        }
    }

    private func canHaveWritten(to directory: FileDescriptor, path: String) throws(StoreError) -> Bool {
        do {
            return try directory.status().st_uid == geteuid()
        } catch {
            throw .system(doing: "look at the directory", path: path, code: error.code)
        }
    }
}

extension FileDescriptor {
    /// Whether this is a plain file.
    func isRegular() throws(Failure) -> Bool {
        try status().st_mode & S_IFMT == S_IFREG
    }
}

extension StoreError {
    /// The error itself when it is ours already, else the failed system call.
    init(_ error: any Error, doing: String, path: String) {
        if let error = error as? StoreError {
            self = error
        } else if let failure = error as? FileDescriptor.Failure {
            self = .system(doing: doing, path: path, code: failure.code)
        } else {
            self = .damaged(path: path, reason: "\(error)")
        }
    }
}
