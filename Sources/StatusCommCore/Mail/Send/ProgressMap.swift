#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One byte a recipient, in a file whose whole size is there before the first mail.
///
/// The file is mapped: a state is on its way to the disk as soon as it is set, survives the end of the process by any
/// signal, and a full disk cannot stop a send in its middle. `synchronize` makes it survive a power cut as well.
package struct ProgressMap: ~Copyable {
    static let headerSize = 4096
    private static let magic = Array("statuscomm-map 1\n".utf8)

    private let file: FileDescriptor?
    private let mapping: UnsafeMutableRawPointer
    private let length: Int
    /// Number of recipients.
    package let count: Int
    /// How many are in each state.
    package private(set) var counts = MailCounts()
    private var isDirty = false

    /// Makes a file with everybody pending, or opens one.
    ///
    /// - Throws: the error number; `EINVAL` when the file is none of ours or has another size.
    package static func make(_ path: String, count: Int) throws(ErrorNumber) -> ProgressMap {
        let descriptor = openFile(path, O_RDWR | O_CREAT | O_EXCL)
        guard descriptor >= 0 else { throw ErrorNumber.current }
        defer { close(descriptor) }
        let length = headerSize + count
        let code = allocate(descriptor, length)
        guard code == 0 else { throw ErrorNumber(code: code) }
        let header = magic + withUnsafeBytes(of: UInt64(count).littleEndian) { Array($0) }
        guard pwrite(descriptor, header, header.count, 0) == header.count, fsync(descriptor) == 0 else {
            throw ErrorNumber.current
        }
        return try open(path, count: count)
    }

    /// Opens a file that is there.
    ///
    /// - Throws: the error number; `EINVAL` when the file is none of ours or has another size.
    package static func open(_ path: String, count: Int) throws(ErrorNumber) -> ProgressMap {
        let file: FileDescriptor
        do throws(FileDescriptor.Failure) {
            file = try FileDescriptor.open(path, O_RDWR | O_NOFOLLOW)
            let size = Int(try file.status().st_size)
            guard size == headerSize + count else { throw FileDescriptor.Failure(code: EINVAL) }
        } catch {
            throw ErrorNumber(code: error.code)
        }
        let map = try mapped(file, count: count)
        guard map.header.starts(with: magic + withUnsafeBytes(of: UInt64(count).littleEndian) { Array($0) }) else {
            throw ErrorNumber(code: EINVAL)
        }
        return map
    }

    /// A map that is gone with the process.
    ///
    /// - Throws: the error number when there is no memory.
    package static func inMemory(count: Int) throws(ErrorNumber) -> ProgressMap { try mapped(nil, count: count) }

    private static func mapped(_ file: FileDescriptor?, count: Int) throws(ErrorNumber) -> ProgressMap {
        let length = headerSize + count
        let flags = file == nil ? MAP_PRIVATE | anonymous : MAP_SHARED
        let address = mmap(nil, length, PROT_READ | PROT_WRITE, flags, file?.number ?? -1, 0)
        guard let address, address != MAP_FAILED else { throw ErrorNumber.current }
        return ProgressMap(file: file, mapping: address, length: length, count: count)
    }

    private init(file: FileDescriptor?, mapping: UnsafeMutableRawPointer, length: Int, count: Int) {
        self.file = file
        self.mapping = mapping
        self.length = length
        self.count = count
        for byte in states { counts[MailState(rawValue: byte) ?? .inDoubt] += 1 }
    }

    deinit { munmap(mapping, length) }

    /// The state of a recipient; a byte that no version wrote counts as doubt.
    package subscript(index: Int) -> MailState {
        get { MailState(rawValue: states[index]) ?? .inDoubt }
        set {
            counts[self[index]] -= 1
            counts[newValue] += 1
            mapping.storeBytes(of: newValue.rawValue, toByteOffset: Self.headerSize + index, as: UInt8.self)
            isDirty = true
        }
    }

    /// The first recipient of a state from a place on; nil when there is none.
    package func first(_ state: MailState, from start: Int) -> Int? {
        guard start < count, let base = states.baseAddress,
            let found = memchr(base + start, Int32(state.rawValue), count - start)
        else { return nil }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }

    /// Lets everybody who is put off wait like those who were never tried.
    package mutating func reopenDeferred() {
        var place = 0
        while let index = first(.deferred, from: place) {
            self[index] = .pending
            place = index + 1
        }
    }

    /// Returns when all states would outlive a power cut.
    ///
    /// - Throws: the error number; what is on the disk is unknown then.
    package mutating func synchronize() throws(ErrorNumber) {
        guard isDirty, let file else { return }
        isDirty = false
        guard msync(mapping, length, MS_SYNC) == 0, fsync(file.number) == 0 else { throw ErrorNumber.current }
    }

    private var header: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: mapping, count: Self.headerSize) }

    private var states: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: (mapping + Self.headerSize).assumingMemoryBound(to: UInt8.self), count: count)
    }

    private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
        Glibc.open(path, flags | O_CLOEXEC, 0o600)
        #else
        Darwin.open(path, flags | O_CLOEXEC, 0o600)
        #endif
    }

    private static func allocate(_ descriptor: Int32, _ length: Int) -> Int32 {
        #if canImport(Glibc)
        return posix_fallocate(descriptor, 0, off_t(length))
        #else
        // Darwin has no posix_fallocate; written zeros take their place as well.
        let zeros = [UInt8](repeating: 0, count: length)
        return write(descriptor, zeros, length) == length ? 0 : errno
        #endif
    }

    private static var anonymous: Int32 {
        #if canImport(Glibc)
        MAP_ANONYMOUS
        #else
        MAP_ANON
        #endif
    }
}
