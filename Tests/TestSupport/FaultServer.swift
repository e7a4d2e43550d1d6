import Foundation
package import JSON5

/// The fault server of Tests/Servers/smtp in a process of its own.
package final class FaultServer {
    /// Port on the loopback address.
    package let port: Int
    private let process = Process()
    private let log: String
    private let dialogue: String

    /// Starts the server with a scenario.
    package init(_ scenario: JSONValue, in folder: TemporaryDirectory) throws {
        log = folder.file("log")
        dialogue = folder.file("dialogue")
        let path = folder.file("scenario.json")
        try Data(JSONWriter.bytes(scenario)).write(to: URL(fileURLWithPath: path))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Self.folder + "/fault_server.py", path, log, dialogue]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while line.last != 0x0A {
            let byte = output.fileHandleForReading.readData(ofLength: 1)
            guard let byte = byte.first else { throw CocoaError(.fileReadUnknown) }
            line.append(byte)
        }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let number = Int(words[1]) else { throw CocoaError(.fileReadCorruptFile) }
        port = number
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Ends the server; what it accepted, in order.
    package func stop() throws -> [JSONValue] {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return try accepted()
    }

    /// What it accepted so far, in order.
    package func accepted() throws -> [JSONValue] {
        // The last line may be on its way.
        guard let data = FileManager.default.contents(atPath: log) else { return [] }
        let end = data.lastIndex(of: 0x0A) ?? data.startIndex
        return try data[..<end].split(separator: 0x0A).map { try JSONValue(parsing: Array($0), options: .store) }
    }

    /// What the server heard, a connection's number before each word.
    package func heard() -> [String] {
        let text = (try? String(contentsOfFile: dialogue, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// Where the server and its scenarios are.
    package static var folder: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Servers/smtp").path
    }

    /// Runs a program to its end; its output.
    package static func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
