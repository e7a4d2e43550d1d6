#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files for a person to edit, outside the store.
package enum NewFile {
    /// Writes a file that is not there yet, mode 0600, with the folders it needs, mode 0700; durable when it returns.
    ///
    /// - Parameters:
    ///   - path: Where to write.
    ///   - bytes: What to write.
    ///   - option: The option that names the file, for the hint when it is there already.
    /// - Throws: `FileInTheWay` when it is there, `StoreError` when it cannot be written.
    package static func create(_ path: String, _ bytes: [UInt8], namedBy option: String = "--config") throws {
        var walked = path.hasPrefix("/") ? "" : "."
        for folder in path.split(separator: "/").dropLast() {
            walked += "/\(folder)"
            if mkdir(walked, 0o700) != 0, errno != EEXIST {
                throw StoreError.system(doing: "make the directory", path: walked, code: errno)
            }
        }
        do throws(FileDescriptor.Failure) {
            let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            try file.write(bytes)
            try file.synchronize()
        } catch {
            if error.code == EEXIST { throw FileInTheWay(path: path, option: option) }
            throw StoreError.system(doing: "write", path: path, code: error.code)
        }
    }
}

/// A file is where a new one was to be written.
package struct FileInTheWay: Diagnostic, Hashable {
    package let path: String
    /// The option that names it.
    package let option: String

    /// Names the file and the option that names it.
    package init(path: String, option: String) {
        self.path = path
        self.option = option
    }

    package var message: String { "cannot write '\(path)': it is there already" }
    package var hint: String? { "edit it, or name another one with \(option)" }
    package var exitStatus: ExitStatus { .conflict }
}
