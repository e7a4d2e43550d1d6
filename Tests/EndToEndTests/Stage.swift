import Foundation
import JSON5
import TestSupport

/// A configuration, a state directory and a page for the built program, with a provider to talk to.
struct Stage {
    let folder: TemporaryDirectory
    let program: String
    var environment: [String] = ["STATUSPAGE_API_KEY=key1", "LANG=C.UTF-8", "SWIFT_BACKTRACE=enable=no"]

    /// Sweeps and races take all points, not a choice of them.
    static let isFull = ProcessInfo.processInfo.environment["STATUSCOMM_TEST_SIZE"] == "full"

    /// The words of an opening that succeeds.
    static let opening = [
        "incident", "open", "-t", "Some requests fail", "-s", "high", "-c", "REST API", "-m", "We are looking into it.",
    ]

    /// Writes the configuration.
    ///
    /// With `naming` the components' ids at the provider stand in it, so that opening sends one request only.
    init(
        _ url: String,
        naming: Bool = false,
        apiKey: String = "{ env: 'STATUSPAGE_API_KEY' }",
        deadline: String = "20s",
        attempt: String = "5s"
    ) throws {
        folder = try TemporaryDirectory()
        program = try ProcessInfo.processInfo.environment["STATUSCOMM"] ?? BuiltProgram("statuscomm").path
        let named = naming ? "components: { 'rest-api': 'c1', dashboard: 'c2' }," : ""
        let text = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example", timeZone: "UTC" },
              components: [ { id: "rest-api", name: "REST API" }, { id: "dashboard", name: "Dashboard" } ],
              statusPages: [
                { name: "local", connector: "static", directory: "site" },
                { name: "public", connector: "statuspage", pageID: "page1", apiKey: \(apiKey), baseURL: "\(url)", \(named) },
              ],
              delivery: { deadline: "\(deadline)", attempt: "\(attempt)", recheckAfter: "1s" } }
            """
        try text.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
    }

    var state: String { folder.file("state") }

    private func words(_ arguments: [String], _ wrapper: [String]) -> [String] {
        ["-s", "KILL", "60", "env", "-i", "PATH=\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"]
            + environment + wrapper
            + [program, "--config", folder.file("config.json5"), "--state-dir", state] + arguments
    }

    /// Starts the program; a minute later it is killed.
    func start(_ arguments: [String], wrapper: [String] = []) throws -> ChildProcess {
        try ChildProcess("timeout", words(arguments, wrapper))
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], wrapper: [String] = []) throws -> ChildProcess.Result {
        try start(arguments, wrapper: wrapper).wait()
    }

    /// Runs the program to its end; tells also how many bytes of memory it held at most.
    func measure(_ arguments: [String]) throws -> (ChildProcess.Result, memory: Int) {
        // The program must not be a child of the tests: the system counts what they hold before exec(2) as its own.
        let script = """
            import resource, subprocess, sys
            status = subprocess.call(sys.argv[2:])
            unit = 1 if sys.platform == "darwin" else 1024
            open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit))
            sys.exit(status)
            """
        let file = folder.file("memory")
        let result = try run(arguments, wrapper: ["python3", "-c", script, file])
        return (result, Int(try String(contentsOfFile: file, encoding: .utf8)) ?? .max)
    }

    /// The document of a run with `--json`.
    func document(_ arguments: [String]) throws -> (status: Int32, value: JSONValue) {
        let result = try run(arguments + ["--json"])
        return (result.status, try JSONValue(parsing: Array(result.output.utf8), path: "output", options: .store))
    }

    /// Ids of the open incidents.
    func incidents() throws -> [String] {
        let list = try document(["incident", "list"]).value["result"]
        return (list?.array ?? []).compactMap { $0["id"]?.string }
    }

    /// Text of a file of the static page, nil when it is not there.
    func page(_ name: String) -> String? { try? String(contentsOfFile: folder.file("site/" + name), encoding: .utf8) }

    /// Entries of the public list of the static page.
    func pageEntries() throws -> [JSONValue] {
        let text = page("api/v2/incidents.json") ?? "{}"
        return try JSONValue(parsing: Array(text.utf8), path: "page", options: .store)["incidents"]?.array ?? []
    }

    /// Every file of the state directory with its bytes.
    func stateFiles() -> [String: Data] {
        var files: [String: Data] = [:]
        for name in FileManager.default.enumerator(atPath: state)?.compactMap({ $0 as? String }) ?? [] {
            files[name] = FileManager.default.contents(atPath: state + "/" + name)
        }
        return files
    }
}

extension ProviderDouble {
    /// What a Statuspage double holds.
    var incidents: [JSONValue] { state["incidents"]?.array ?? [] }
}
