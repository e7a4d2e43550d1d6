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

    private let mapping: MappedFile
    /// Number of recipients.
    package let count: Int
    /// How many are in each state.
    package private(set) var counts = MailCounts()
    private var isDirty = false

    /// Makes a file with everybody pending, or opens one.
    ///
    /// - Throws: the error number; `EINVAL` when the file is none of ours or has another size.
    package static func make(_ path: String, count: Int) throws(ErrorNumber) -> ProgressMap {
        let header = magic + withUnsafeBytes(of: UInt64(count).littleEndian) { Array($0) }
        do throws(FileDescriptor.Failure) {
            let file = try FileDescriptor.create(path)
            do throws(ErrorNumber) { try MappedFile.reserve(file, length: headerSize + count) } catch {
                throw FileDescriptor.Failure(code: error.code)
            }
            try file.write(header)
            try file.synchronize()
        } catch {
            throw ErrorNumber(code: error.code)
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
        let map = ProgressMap(try MappedFile(file, length: headerSize + count), count: count)
        guard map.header.starts(with: magic + withUnsafeBytes(of: UInt64(count).littleEndian) { Array($0) }) else {
            throw ErrorNumber(code: EINVAL)
        }
        return map
    }

    /// A map that is gone with the process.
    ///
    /// - Throws: the error number when there is no memory.
    package static func inMemory(count: Int) throws(ErrorNumber) -> ProgressMap {
        ProgressMap(try MappedFile(nil, length: headerSize + count), count: count)
    }

    private init(_ mapping: MappedFile, count: Int) {
        self.mapping = mapping
        self.count = count
        for byte in states { counts[MailState(rawValue: byte) ?? .inDoubt] += 1 }
    }

    /// The state of a recipient; a byte that no version wrote counts as doubt.
    package subscript(index: Int) -> MailState {
        get { MailState(rawValue: states[index]) ?? .inDoubt }
        set {
            counts[self[index]] -= 1
            counts[newValue] += 1
            mapping.bytes.storeBytes(of: newValue.rawValue, toByteOffset: Self.headerSize + index, as: UInt8.self)
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
        guard isDirty else { return }
        isDirty = false
        try mapping.synchronize()
    }

    private var header: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: mapping.bytes, count: Self.headerSize)
    }

    private var states: UnsafeBufferPointer<UInt8> {
        let start = (mapping.bytes + Self.headerSize).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: start, count: count)
    }
}
