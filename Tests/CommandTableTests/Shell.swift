import Foundation
import Testing

/// A shell or formatter of this machine, to check generated files with.
enum Shell: String, CaseIterable {
    case bash
    case zsh
    case fish
    case groff

    /// Where it is, nil when it is not installed.
    var path: String? {
        ["/bin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + rawValue }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    var isInstalled: Bool { path != nil }

    /// Runs it and gives its exit status and everything it printed.
    func run(
        _ arguments: [String],
        input: String = "",
        searchPath: String? = nil
    ) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["LC_ALL"] = "C.UTF-8"
        environment["TERM"] = "xterm"
        if let searchPath { environment["PATH"] = searchPath + ":" + (environment["PATH"] ?? "/usr/bin:/bin") }
        environment["HOME"] = searchPath ?? NSTemporaryDirectory()
        environment["XDG_CONFIG_HOME"] = environment["HOME"]
        process.environment = environment
        let output = Pipe()
        let stdin = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = stdin
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
