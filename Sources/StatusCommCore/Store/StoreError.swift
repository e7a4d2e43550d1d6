#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why a store could not do what it was asked.
package enum StoreError: Diagnostic, Hashable {
    /// The text is no key; the caller made it.
    case invalidKey(String)
    /// The entry is larger than `StoreLimits.entrySize`.
    case tooLarge(key: String, size: Int)
    /// A system call failed; the code is an `errno`.
    case system(doing: String, path: String, code: Int32)
    /// The disk did not confirm a write: whether it is there after a power cut, nobody knows.
    case notDurable(path: String, code: Int32)
    /// The file system cannot give one file two names, which is how an entry is created only once.
    case noHardLinks(path: String, code: Int32)
    /// A file or something else stands where the state directory should be.
    case notADirectory(path: String)
    /// The directory has files, none of them ours.
    case notAStateDirectory(path: String)
    /// Another user owns it.
    case foreignOwner(path: String, owner: UInt32)
    /// Everybody may write it.
    case writableByAll(path: String)
    /// The state was written by a version of the program that we do not know.
    case unknownFormat(path: String, found: String)
    /// An entry was written by a version of the program that we do not know.
    case newerEntry(path: String, version: String)
    /// The bytes are not those that were written, or something is there that we never write.
    case damaged(path: String, reason: String)
    /// Others took every next number of a log, many times in a row.
    case contended(folder: String, tries: Int)
    /// A store opened for reading was asked to write.
    case openedForReading(path: String)

    package var message: String {
        switch self {
        case .invalidKey(let text):
            "cannot use '\(text)' as a key: a key is made of a-z, 0-9, '.', '_', '-' and '/'"
        case .tooLarge(let key, let size):
            "cannot write '\(key)': it has \(size) bytes, and an entry holds \(StoreLimits.entrySize)"
        case .system(let doing, let path, let code):
            "cannot \(doing) '\(path)': \(Self.text(code))"
        case .notDurable(let path, let code):
            "cannot make '\(path)' durable: \(Self.text(code))"
        case .noHardLinks(let path, let code):
            "cannot link '\(path)': \(Self.text(code))"
        case .notADirectory(let path):
            "cannot use the state directory '\(path)': it is not a directory"
        case .notAStateDirectory(let path):
            "cannot use the state directory '\(path)': it has files, but none that say it is ours"
        case .foreignOwner(let path, let owner):
            "cannot use the state directory '\(path)': it belongs to user \(owner)"
        case .writableByAll(let path):
            "cannot use the state directory '\(path)': everybody may write to it"
        case .unknownFormat(let path, let found):
            "cannot read the state in '\(path)': its format is '\(found)', and this version knows '\(LocalStore.format)'"
        case .newerEntry(let path, let version):
            "cannot read '\(path)': it has version '\(version)', and this statuscomm knows '\(LogEntry.version)'"
        case .damaged(let path, let reason):
            "cannot trust '\(path)': \(reason)"
        case .contended(let folder, let tries):
            "cannot append to '\(folder)': others were first \(tries) times in a row"
        case .openedForReading(let path):
            "cannot write to '\(path)': this command only reads"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidKey, .openedForReading: nil
        case .tooLarge: "shorten the message, or name fewer components"
        case .system(_, _, ENOSPC), .system(_, _, EDQUOT):
            "free some space, or choose another place with --state-dir"
        case .system(_, _, EACCES), .system(_, _, EROFS):
            "run as the user who owns it, or choose another place with --state-dir"
        case .system: "look at the disk, then run the command again"
        case .notDurable:
            "the disk may be failing: look at it, then run the command again; it finds out what was kept"
        case .noHardLinks: "the file system has to support hard links: choose another place with --state-dir"
        case .notADirectory, .notAStateDirectory: "name a new or an empty directory with --state-dir"
        case .foreignOwner: "run as that user, or choose another place with --state-dir"
        case .writableByAll(let path): "run 'chmod 700 \(path)' after a look at what is in it"
        case .unknownFormat, .newerEntry: "use the version of statuscomm that wrote it, or a newer one"
        case .damaged: "nothing was changed: restore the file from a copy, or begin anew with --state-dir"
        case .contended: "run the command again"
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .noHardLinks, .notADirectory, .notAStateDirectory, .foreignOwner, .writableByAll, .unknownFormat,
            .newerEntry:
            .configuration
        case .tooLarge, .system, .notDurable, .damaged, .contended: .failed
        case .invalidKey, .openedForReading: .bug
        }
    }

    private static func text(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
