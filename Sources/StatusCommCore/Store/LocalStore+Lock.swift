#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension LocalStore {
    /// Takes the lock on a file `lock/<name>`, which is never removed: removing it would let two hold it.
    package func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt {
        let root = try writableRoot()
        let path = "\(path)/lock/\(name.text)"
        let file: FileDescriptor
        do {
            let directory = try workDirectory("lock", of: root)
            let fileName = name.text.split(separator: "/").joined(separator: "+")
            file = try directory.open(fileName, O_RDWR | O_CREAT | O_NONBLOCK)
            guard try file.isRegular() else { throw StoreError.damaged(path: path, reason: Self.wrongKind) }
            guard try file.tryLock() else {
                return .busy(Self.holder(try file.read(upTo: 512)))
            }
            // The name only tells others who we are; the lock stands without it, on a full disk too.
            try? file.truncate()
            try? file.write(Array("\(holder.processID) \(holder.command)\n".utf8))
        } catch {
            throw StoreError(error, doing: "lock", path: path)
        }
        return .taken(
            StoreLock(onRelease: {
                try? file.truncate()
                file.unlock()
            })
        )
    }

    private static func holder(_ bytes: [UInt8]) -> LockHolder? {
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let processID = Int32(parts[0]) else { return nil }
        return LockHolder(processID: processID, command: String(parts[1]))
    }
}

extension FileDescriptor {
    /// Locks the whole file for this open file description; false when another one has it.
    ///
    /// Linux: open file description locks (fcntl(2), F_OFD_SETLK). Darwin has the same with flock(2).
    func tryLock() throws(Failure) -> Bool {
        do {
            #if os(Linux)
            try setLock(Int16(F_WRLCK))
            #else
            _ = try Self.call { flock(number, LOCK_EX | LOCK_NB) }
            #endif
            return true
        } catch {
            guard [EAGAIN, EACCES, EWOULDBLOCK].contains(error.code) else { throw error }
            return false
        }
    }

    func unlock() {
        #if os(Linux)
        try? setLock(Int16(F_UNLCK))
        #else
        _ = flock(number, LOCK_UN)
        #endif
    }

    /// Whether somebody else holds the lock; a file that is open for reading is enough to ask.
    func isLockedByOther() throws(Failure) -> Bool {
        #if os(Linux)
        // F_OFD_GETLK, as F_OFD_SETLK below: what stands in the way of a lock that only reads is somebody's lock.
        var request = flock()
        request.l_type = Int16(F_RDLCK)
        request.l_whence = Int16(SEEK_SET)
        _ = try Self.call {
            withUnsafeMutablePointer(to: &request) { fcntl(number, 36, UnsafeMutableRawPointer($0)) }
        }
        return request.l_type != Int16(F_UNLCK)
        #else
        guard flock(number, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        _ = flock(number, LOCK_UN)
        return false
        #endif
    }

    #if os(Linux)
    private func setLock(_ type: Int16) throws(Failure) {
        var request = flock()
        request.l_type = type
        request.l_whence = Int16(SEEK_SET)
        // F_OFD_SETLK of <fcntl.h>; glibc shows it only under _GNU_SOURCE.
        let command: Int32 = 37
        _ = try Self.call {
            withUnsafeMutablePointer(to: &request) { fcntl(number, command, UnsafeMutableRawPointer($0)) }
        }
    }
    #endif
}
