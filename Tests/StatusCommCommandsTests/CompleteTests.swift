import Foundation
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

struct CompleteTests {
    let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    /// What `__complete` prints for a set, given the words on the line.
    func words(_ set: String, _ line: [String], environment: [String: String] = [:]) async -> String {
        let recorder = Recorder()
        let status = await Tool.run(["__complete", set, "--"] + line, recorder.context(environment: environment))
        #expect(status == .done)
        #expect(recorder.errors.isEmpty)
        return recorder.output
    }

    func open(_ title: String, in directory: String) async throws {
        let repository = IncidentRepository(
            store: try LocalStore.open(directory, for: .writing),
            author: .init(
                name: "test",
                holder: LockHolder(processID: 1, command: "test"),
                now: { Timestamp(milliseconds: 1_764_000_000_000) },
                nonce: { (0..<16).map { _ in UInt8.random(in: 0...255) } }
            )
        )
        _ = try await repository.open { _, _ in
            try Incident.opening(
                Incident.OpeningRequest(title: title, severity: .high, components: [], message: "x", isAnother: true),
                besides: [],
                mapping: .standard,
                publicID: repository.makePublicID(),
                now: repository.now()
            )
        }
    }

    @Test func `open incidents come from the state directory that the line names`() async throws {
        try await open("Errors\u{1B}[2J on\tthe API", in: folder.file("state"))
        try await open("Late mails", in: folder.file("state"))
        let expected = "INC-2\tLate mails\nINC-1\tErrors\\u001b[2J on the API\n"
        for line in [["--state-dir", folder.file("state"), "incident"], ["--state-dir=" + folder.file("state")]] {
            #expect(await words("open-incidents", line) == expected)
            #expect(await words("incidents", line) == expected)
        }
        let environment = ["STATUSCOMM_STATE_DIR": folder.file("state")]
        #expect(await words("open-incidents", ["--state-dir"], environment: environment) == expected)
    }

    @Test func `components come from the configuration that the line names`() async throws {
        let text = StarterConfiguration.text
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("config.json5")))
        let line = ["--config", folder.file("config.json5"), "--state-dir", folder.path]
        let offered = await words("components", line)
        #expect(offered.split(separator: "\n").contains { $0.hasSuffix("\tREST API") }, "\(offered)")
        #expect(offered.split(separator: "\n").contains { $0.hasPrefix("REST API\t") }, "\(offered)")
        #expect(!(await words("targets", line)).isEmpty)
    }

    @Test(arguments: ["open-incidents", "incidents", "components", "deliveries", "targets", "nonsense", "\u{1B}"])
    func `nothing is said about errors`(set: String) async throws {
        try Data("{ broken".utf8).write(to: URL(fileURLWithPath: folder.file("config.json5")))
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file("state")))
        let line = ["--config", folder.file("config.json5"), "--state-dir", folder.file("state")]
        let recorder = Recorder()
        _ = await Tool.run(["__complete", set, "--"] + line, recorder.context())
        #expect(recorder.output.isEmpty)
    }

    @Test func `connectors are those that come with the program`() async throws {
        #expect(await words("connectors", []).split(separator: "\n").contains("statuspage"))
    }
}
