#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Bytes of a file in memory: what is stored there is on its way to the disk at once and outlives the process.
///
/// A class, since a mapping is undone once. Its file must never become shorter: touching what is gone ends the process.
final class MappedFile {
    let bytes: UnsafeMutableRawPointer
    let length: Int
    private let file: FileDescriptor?

    /// Maps the first bytes of a file; without a file the bytes are gone with the process.
    ///
    /// - Throws: the error number when there is no memory.
    init(_ file: FileDescriptor?, length: Int) throws(ErrorNumber) {
        let flags = file == nil ? MAP_PRIVATE | Self.anonymous : MAP_SHARED
        let address = mmap(nil, length, PROT_READ | PROT_WRITE, flags, file?.number ?? -1, 0)
        guard let address, address != MAP_FAILED else { throw ErrorNumber.current }
        bytes = address
        self.length = length
        self.file = file
    }

    deinit { munmap(bytes, length) }

    /// Returns when the bytes would outlive a power cut.
    ///
    /// - Throws: the error number; what is on the disk is unknown then.
    func synchronize() throws(ErrorNumber) {
        guard let file else { return }
        guard msync(bytes, length, MS_SYNC) == 0, fsync(file.number) == 0 else { throw ErrorNumber.current }
    }

    /// Makes a file at least so long, with its place on the disk taken, so that a full disk is noticed now and not when a byte
    /// of the mapping is touched.
    ///
    /// - Throws: the error number.
    static func reserve(_ file: FileDescriptor, length: Int) throws(ErrorNumber) {
        #if canImport(Glibc)
        let code = posix_fallocate(file.number, 0, off_t(length))
        guard code == 0 else { throw ErrorNumber(code: code) }
        #else
        // Darwin has no posix_fallocate; written zeros take their place as well.
        let size: Int
        do throws(FileDescriptor.Failure) { size = Int(try file.status().st_size) } catch {
            throw ErrorNumber(code: error.code)
        }
        guard size < length else { return }
        let zeros = [UInt8](repeating: 0, count: length - size)
        guard pwrite(file.number, zeros, zeros.count, off_t(size)) == zeros.count else { throw ErrorNumber.current }
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
