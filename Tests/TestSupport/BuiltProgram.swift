import Foundation

/// A program of this package, built beside the tests.
package struct BuiltProgram: Sendable {
    package let path: String

    /// Looks for a program where the running test bundle stands, and above it.
    package init(_ name: String) throws {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let bundles = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        for start in [folder] + bundles {
            folder = start
            for _ in 0..<6 {
                let candidate = folder.appendingPathComponent(name).path
                var isDirectory: ObjCBool = false
                if FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory), !isDirectory.boolValue,
                    FileManager.default.isExecutableFile(atPath: candidate)
                {
                    path = candidate
                    return
                }
                folder.deleteLastPathComponent()
            }
        }
        throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: name])
    }
}
