package import CommandTable
package import StatusCommCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CommandContext {
    /// The bytes of a file or of standard input.
    ///
    /// - Throws: `InputError` or `UnreadableFile`.
    package func bytes(of source: FileSource, limit: Int = 8 << 20) throws -> [UInt8] {
        switch source {
        case .standardInput: return try input.readAll(limit: limit)
        case .path(let path):
            guard let data = FileManager.default.contents(atPath: path) else { throw UnreadableFile(path: path) }
            guard data.count <= limit else { throw UnreadableFile(path: path, limit: limit) }
            return Array(data)
        }
    }
}

extension FileSource {
    /// What messages call it: the path, or `-`.
    package var name: String {
        switch self {
        case .path(let path): path
        case .standardInput: "-"
        }
    }
}

/// A file named on the command line that cannot be read.
package struct UnreadableFile: Diagnostic, Hashable {
    package var path: String
    /// The most bytes that it may have, when it has more.
    package var limit: Int?

    package var message: String {
        limit.map { "'\(path)' has more than \($0) bytes" } ?? "cannot read '\(path)'"
    }

    package var hint: String? { limit == nil ? "see that it is there and that you may read it" : nil }

    package var exitStatus: ExitStatus { .usage }
}
