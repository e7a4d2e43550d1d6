import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file that the system's own program for its kind shows.
enum PreviewFile {
    /// Puts a text into a new folder for temporary files that nobody else can look into; gives the path.
    ///
    /// - Throws: `PreviewFailure` when it cannot be written.
    static func write(
        _ text: String,
        named name: String,
        _ environment: [String: String]
    ) throws(PreviewFailure) -> String {
        let base = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(base)/statuscomm-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PreviewFailure(path: base, reason: String(cString: strerror(errno)))
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/" + name
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PreviewFailure(path: path, reason: String(cString: strerror(errno))) }
        let bytes = Array(text.utf8)
        let count = systemWrite(file, bytes)
        let code = errno
        close(file)
        guard count == bytes.count else {
            throw PreviewFailure(path: path, reason: String(cString: strerror(count < 0 ? code : ENOSPC)))
        }
        return path
    }

    /// Opens a file as a double click would.
    ///
    /// - Throws: `PreviewFailure` when nothing on this machine opens it.
    static func show(_ path: String, _ environment: [String: String]) throws(PreviewFailure) {
        let status: Int32
        do throws(ChildProgram.Failure) { status = try ChildProgram([opener, path], environment).run() } catch {
            throw PreviewFailure(path: path, reason: "'\(opener)' does not run: \(error.reason)")
        }
        guard status == 0 else { throw PreviewFailure(path: path, reason: "'\(opener)' ended with \(status)") }
    }

    private static var opener: String {
        #if os(Linux)
        "xdg-open"
        #else
        "open"
        #endif
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8]) -> Int { write(descriptor, bytes, bytes.count) }

/// A mail that could not be shown in a mail program.
package struct PreviewFailure: Diagnostic, Hashable {
    package let path: String
    package let reason: String

    package var message: String { "cannot open '\(path)': \(reason)" }
    package var hint: String? { "without --open the mail is printed: redirect it to a file that ends in .eml" }
}
