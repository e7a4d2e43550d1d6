import Foundation

/// A new empty folder that goes away with its owner.
package final class TemporaryDirectory: Sendable {
    package let path: String

    /// Makes the folder, mode 0700.
    package init() throws {
        let base = FileManager.default.temporaryDirectory.path
        path = base + "/statuscomm-test-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Path of a name inside the folder.
    package func file(_ name: String) -> String { path + "/" + name }
}
