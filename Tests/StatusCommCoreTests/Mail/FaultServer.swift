import Foundation
import JSON5
import TestSupport

/// The fault server of Tests/Servers/smtp in a process of its own.
final class FaultServer {
    let port: Int
    private let process = Process()
    private let log: String

    /// Starts the server with a scenario.
    init(_ scenario: JSONValue, in folder: TemporaryDirectory) throws {
        log = folder.file("log")
        let path = folder.file("scenario.json")
        try Data(JSONWriter.bytes(scenario)).write(to: URL(fileURLWithPath: path))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Self.folder + "/fault_server.py", path, log]
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

    /// Ends the server; what it accepted, in order.
    func stop() throws -> [JSONValue] {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        guard let data = FileManager.default.contents(atPath: log) else { return [] }
        return try data.split(separator: 0x0A).map { try JSONValue(parsing: Array($0), options: .store) }
    }

    /// Where the server and its scenarios are.
    static var folder: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Servers/smtp").path
    }

    /// Runs a program to its end; its output.
    static func output(_ program: String, _ arguments: [String]) throws -> String {
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
