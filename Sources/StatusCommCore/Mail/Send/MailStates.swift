#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The states of all recipients of a notification, as they stood when they were read.
///
/// For whoever only looks: a copy of the progress map, which a run may be changing.
package struct MailStates: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Takes one byte a recipient, as the progress map has them.
    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Number of recipients.
    package var count: Int { bytes.count }

    /// The state of a recipient; a byte that no version wrote counts as doubt.
    package subscript(place: Int) -> MailState { MailState(rawValue: bytes[place]) ?? .inDoubt }

    /// How many are in each state.
    package var counts: MailCounts {
        var counts = MailCounts()
        for byte in bytes { counts[MailState(rawValue: byte) ?? .inDoubt] += 1 }
        return counts
    }
}

extension MailFolder {
    /// When a state last went to the disk, in seconds since 1970; 0 when there is no map.
    var changedAt: Int {
        do throws(FileDescriptor.Failure) {
            #if canImport(Glibc)
            return Int(try FileDescriptor.open(mapPath, O_RDONLY).status().st_mtim.tv_sec)
            #else
            return Int(try FileDescriptor.open(mapPath, O_RDONLY).status().st_mtimespec.tv_sec)
            #endif
        } catch {
            return 0
        }
    }

    /// Reads where every recipient stands, without getting in the way of a run.
    ///
    /// - Throws: when the map is missing or has not the size that the manifest says.
    package func states(_ manifest: MailManifest) throws(MailFolderError) -> MailStates {
        do throws(FileDescriptor.Failure) {
            let file = try FileDescriptor.open(mapPath, O_RDONLY)
            let size = Int(try file.status().st_size)
            guard size == ProgressMap.headerSize + manifest.count else {
                throw FileDescriptor.Failure(code: EINVAL)
            }
            let bytes = try file.read(upTo: size)
            guard bytes.count == size else { throw FileDescriptor.Failure(code: EINVAL) }
            return MailStates(bytes: Array(bytes[ProgressMap.headerSize...]))
        } catch {
            throw failure(ErrorNumber(code: error.code))
        }
    }
}
