import StatusCommCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder in which an exercise leaves everything.
struct DrillFolder {
    /// Absolute.
    let path: String
    private let isKept: Bool

    /// Makes a new folder that only this user can read: the one to keep, or one among the temporary files.
    ///
    /// - Throws: `UnusableDrillFolder`.
    init(keeping kept: String?, _ context: CommandContext) throws(UnusableDrillFolder) {
        isKept = kept != nil
        if let kept {
            let full = context.absolute(kept)
            let files = FileManager.default
            if mkdir(full, 0o700) != 0 {
                let code = errno
                guard code == EEXIST else { throw UnusableDrillFolder(path: kept, cause: .system(code)) }
                guard let names = try? files.contentsOfDirectory(atPath: full), names.isEmpty else {
                    throw UnusableDrillFolder(path: kept, cause: .notEmpty)
                }
            }
            path = full
            return
        }
        var base = context.value("TMPDIR") ?? "/tmp"
        while base.count > 1, base.hasSuffix("/") { base.removeLast() }
        var template = Array("\(base)/statuscomm-drill-XXXXXX".utf8CString)
        guard template.withUnsafeMutableBufferPointer({ buffer in buffer.baseAddress.flatMap { mkdtemp($0) } }) != nil
        else {
            throw UnusableDrillFolder(path: base, cause: .system(errno))
        }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func removeUnlessKept() {
        if !isKept { try? FileManager.default.removeItem(atPath: path) }
    }
}

/// A folder in which no exercise can be held.
struct UnusableDrillFolder: Diagnostic, Hashable {
    enum Cause: Hashable, Sendable {
        case notEmpty
        /// The `errno` of making it.
        case system(Int32)
    }

    let path: String
    let cause: Cause

    var message: String {
        switch cause {
        case .notEmpty: "cannot hold the exercise in '\(path)': it is there, and not an empty folder"
        case .system(let code):
            "cannot make the folder of the exercise in '\(path)': \(String(cString: strerror(code)))"
        }
    }

    var hint: String? { "name a new folder with --keep" }

    var exitStatus: StatusCommCore.ExitStatus {
        switch cause {
        case .notEmpty: .conflict
        case .system: .failed
        }
    }
}
