import Foundation
import JSON5
import TestSupport

/// A configuration with a list of subscribers, a relay that misbehaves as told, and the built program.
struct MailStage {
    let folder: TemporaryDirectory
    let server: FaultServer
    private let program: String

    /// The words of an opening that concerns everybody of the list.
    static let opening = [
        "incident", "open", "-t", "Some requests fail", "-s", "high", "-c", "REST API", "-m", "We are looking into it.",
    ]

    /// Starts the relay and writes list and configuration; `mail`: further members of the section.
    init(_ recipients: Int, mail: String = "rate: '1000000/min'", scenario: JSONValue = .object(JSONObject())) throws {
        folder = try TemporaryDirectory()
        server = try FaultServer(scenario, in: folder)
        program = try ProcessInfo.processInfo.environment["STATUSCOMM"] ?? BuiltProgram("statuscomm").path
        try list((0..<recipients).map { "user\($0)@example.com" })
        try configure(mail)
    }

    /// Writes the configuration anew; `port` nil is the relay's.
    func configure(_ mail: String, port: Int? = nil) throws {
        let text = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example", timeZone: "UTC" },
              components: [ { id: "rest-api", name: "REST API" }, { id: "dashboard", name: "Dashboard" } ],
              mail: { relay: "smtp://127.0.0.1:\(port ?? server.port)", from: "Acme Status <status@acme.example>",
                      subscribers: "list.csv", \(mail) } }
            """
        try text.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
    }

    /// Writes the subscriber list, addresses alone.
    func list(_ addresses: [String]) throws { try lines("address\n" + addresses.map { $0 + "\n" }.joined()) }

    /// Writes the subscriber list.
    func lines(_ text: String) throws {
        try text.write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
    }

    /// Starts the program; two minutes later it is killed.
    func start(_ arguments: [String], environment: [String] = []) throws -> ChildProcess {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        // A shell that waits would get the signals; this way the program has the process's own number.
        return try ChildProcess(
            "env",
            ["-i", "PATH=\(path)", "LANG=C.UTF-8", "SWIFT_BACKTRACE=enable=no"] + environment
                + [program, "--config", folder.file("config.json5"), "--state-dir", folder.file("state")] + arguments
        )
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], environment: [String] = []) throws -> ChildProcess.Result {
        try start(arguments, environment: environment).wait()
    }

    /// The result of a run with `--json`.
    func result(_ arguments: [String]) throws -> JSONValue {
        let output = try run(arguments + ["--json"]).output
        return try JSONValue(parsing: Array(output.utf8), path: "output", options: .store)["result"] ?? .null
    }

    /// Recipients that the relay has taken mails for, by the change of the incident, in order.
    func accepted() throws -> [Int: [String]] {
        var mails: [Int: [String]] = [:]
        for line in try server.accepted() {
            let parts = line["id"]?.string?.split(separator: ".") ?? []
            guard parts.count > 1, let change = Int(parts[1]), let address = line["to"]?.string else { continue }
            mails[change, default: []].append(address)
        }
        return mails
    }

    /// Waits until the relay has taken so many mails; false when it does not within half a minute.
    func waitForMails(_ count: Int) throws -> Bool {
        for _ in 0..<600 {
            if try server.accepted().count >= count { return true }
            usleep(50_000)
        }
        return false
    }
}
