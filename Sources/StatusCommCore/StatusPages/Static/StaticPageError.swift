#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why a static page could not be written; the log has everything, and the page can be built again.
package enum StaticPageError: Diagnostic, Hashable {
    /// A system call failed; the code is an `errno`.
    case system(doing: String, path: String, code: Int32)
    /// Another process has been writing the same page for longer than we wait.
    case busy(directory: String, holder: LockHolder?)

    package var message: String {
        switch self {
        case .system(let doing, let path, let code): "cannot \(doing) '\(path)': \(String(cString: strerror(code)))"
        case .busy(let directory, let holder):
            "cannot write the page in '\(directory)': it is being written by \(holder.map(\.description) ?? "another process")"
        }
    }

    package var hint: String? {
        switch self {
        case .system(_, _, ENOSPC), .system(_, _, EDQUOT): "free some space, then run 'statuscomm page build'"
        case .system(_, _, EACCES), .system(_, _, EROFS), .system(_, _, EPERM):
            "let the user who runs statuscomm write there, then run 'statuscomm page build'"
        case .system: "run 'statuscomm page build' once the cause is gone"
        case .busy: "wait for it or end it, then run 'statuscomm page build'"
        }
    }
}
