#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An open file, closed with its owner; every call answers with a value or an `errno`.
///
/// An interrupted call is repeated: `EINTR` says that nothing was done (signal(7)). A class, because a file is closed
/// once, when its last owner is gone.
final class FileDescriptor: Sendable {
    let number: Int32

    /// The `errno` of a system call.
    struct Failure: Error {
        let code: Int32
    }

    private init(number: Int32) {
        self.number = number
    }

    deinit { close(number) }

    /// Opens a path of the process, `O_CLOEXEC` added.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(Failure) -> FileDescriptor {
        FileDescriptor(number: try call { openat(AT_FDCWD, path, flags | O_CLOEXEC, mode) })
    }

    /// Opens a name in this directory, `O_CLOEXEC` and `O_NOFOLLOW` added.
    func open(_ name: String, _ flags: Int32, mode: mode_t = 0o600) throws(Failure) -> FileDescriptor {
        FileDescriptor(number: try Self.call { openat(number, name, flags | O_CLOEXEC | O_NOFOLLOW, mode) })
    }

    func makeDirectory(_ name: String, mode: mode_t = 0o700) throws(Failure) {
        _ = try Self.call { mkdirat(number, name, mode) }
    }

    /// Sets the mode, whatever the process' mask is.
    func setMode(_ mode: mode_t) throws(Failure) {
        _ = try Self.call { fchmod(number, mode) }
    }

    func status() throws(Failure) -> stat {
        var status = stat()
        _ = try Self.call { fstat(number, &status) }
        return status
    }

    /// Status of a name in this directory, of the link itself when it is a symbolic one.
    func status(of name: String) throws(Failure) -> stat {
        var status = stat()
        _ = try Self.call { fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
        return status
    }

    func link(_ name: String, to directory: FileDescriptor, as newName: String) throws(Failure) {
        _ = try Self.call { linkat(number, name, directory.number, newName, 0) }
    }

    func rename(_ name: String, to directory: FileDescriptor, as newName: String) throws(Failure) {
        _ = try Self.call { renameat(number, name, directory.number, newName) }
    }

    func unlink(_ name: String) throws(Failure) {
        _ = try Self.call { unlinkat(number, name, 0) }
    }

    func removeDirectory(_ name: String) throws(Failure) {
        _ = try Self.call { unlinkat(number, name, AT_REMOVEDIR) }
    }

    func truncate() throws(Failure) {
        _ = try Self.call { ftruncate(number, 0) }
    }

    /// Writes all bytes.
    func write(_ bytes: [UInt8]) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let written = try Self.call { () -> Int in
                bytes.withUnsafeBytes { buffer in
                    // `offset` is below the count, so the buffer has a base.
                    systemWrite(number, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                }
            }
            // A regular file takes at least a byte or says why not; anything else must not become an endless loop.
            guard written > 0 else { throw Failure(code: EIO) }
            offset += written
        }
    }

    /// Reads to the end of the file, at most so many bytes.
    func read(upTo limit: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let got = try Self.call { () -> Int in
                bytes.withUnsafeMutableBytes { buffer in
                    systemRead(number, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                }
            }
            if got == 0 { break }
            count += got
        }
        bytes.removeSubrange(count...)
        return bytes
    }

    /// Returns when the file, or the names in the directory, would outlive a power cut.
    func synchronize() throws(Failure) {
        #if canImport(Darwin)
        // fsync(2) of Darwin leaves the data in the drive's own cache; a file system without F_FULLFSYNC has only fsync.
        if fcntl(number, F_FULLFSYNC) == 0 { return }
        guard errno == ENOTSUP || errno == EINVAL else { throw Failure(code: errno) }
        #endif
        _ = try Self.call { fsync(number) }
    }

    /// Names in the directory and their `d_type`, in no order, without `.` and `..`.
    func names() throws(Failure) -> [(name: String, type: UInt8)] {
        let copy = try Self.call { fcntl(number, F_DUPFD_CLOEXEC, 0) }
        var opened = fdopendir(copy)
        while opened == nil && errno == EINTR { opened = fdopendir(copy) }
        guard let directory = opened else {
            let code = errno
            close(copy)
            throw Failure(code: code)
        }
        defer { closedir(directory) }
        // The copy shares its position with the original, which an earlier listing has moved to the end.
        rewinddir(directory)
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { throw Failure(code: EINVAL) }
        var names: [(String, UInt8)] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                if errno == EINTR { continue }
                guard errno == 0 else { throw Failure(code: errno) }
                return names
            }
            let text = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
            let name = String(cString: text)
            if name != "." && name != ".." { names.append((name, entry.pointee.d_type)) }
        }
    }

    static func call<Result: FixedWidthInteger>(_ body: () -> Result) throws(Failure) -> Result {
        // The bound is for a file system that answers EINTR for ever.
        for _ in 0..<1000 {
            let result = body()
            if result != -1 { return result }
            if errno != EINTR { throw Failure(code: errno) }
        }
        throw Failure(code: EINTR)
    }
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(number, bytes, count)
}

private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(number, bytes, count)
}
