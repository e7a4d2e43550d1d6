import CommandTable
import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// What nobody types by accident, in every value that any command takes.
///
/// One after the other: side by side the openings would run into their deadline.
@Suite(.serialized)
struct HostileValueTests {
    /// Everything that may become of a value, by what it is.
    static let values: [(name: String, text: String)] = [
        ("header", "a\r\nX-Evil: 1"), ("escape", "a\u{1B}[2Jb"), ("bell", "a\u{7}b"), ("NUL", "a\0b"),
        ("delete", "a\u{7F}b"), ("C1", "a\u{9B}31mb"), ("line separator", "a\u{2028}b"),
        ("bytes that are no UTF-8", "a\u{FFFD}b"), ("a megabyte", String(repeating: "x", count: 1 << 20)),
        ("a megabyte of lines", String(repeating: "x\n", count: 1 << 19)),
    ]

    /// A place for a value: an option, or an argument without a name.
    struct Slot: CustomTestStringConvertible, Sendable {
        var command: CommandInfo
        var option: OptionInfo?
        var positional: Int?

        var testDescription: String {
            "\(command.name) \(option?.spelling ?? positional.map { command.positionals[$0].name } ?? "")"
        }

        /// Whether the value is a path, so that it has to stay below a folder of the test's own.
        private var isPath: Bool {
            switch option?.value?.completion ?? positional.map({ command.positionals[$0].completion }) {
            case .file, .directory: true
            case .assignment, .choices, .dynamic, .none?, nil: false
            }
        }

        /// The command's first example with a value in this place.
        func words(with value: String, below folder: String) throws -> [String] {
            let value = isPath ? folder + "/" + value : value
            let example = command.examples.first?.line ?? "statuscomm \(command.name)"
            var words = try #require(shellWords(of: example, calling: "statuscomm"))
            if let option {
                let spellings = [option.spelling] + (option.short.map { ["-\($0)"] } ?? [])
                if let place = words.firstIndex(where: spellings.contains) {
                    words[place + 1] = value
                } else {
                    words += [option.spelling, value]
                }
            } else {
                words.append(value)
            }
            return words
        }
    }

    static let slots: [Slot] = {
        let program = Commands.program.info
        return program.commands.flatMap { command in
            (command.options + program.options).filter { !$0.isFlag }.map { Slot(command: command, option: $0) }
                + command.positionals.indices.map { Slot(command: command, positional: $0) }
        }
    }()

    @Test(arguments: slots)
    func `a hostile value is refused, or nothing of it gets out`(slot: Slot) async throws {
        let isOpening = slot.command.name == "incident open"
        var stage = try HostileStage()
        for (name, value) in Self.values {
            // What was accepted before must not stand in the way.
            if isOpening { stage = try HostileStage() }
            if slot.command.path.first == "incident", !isOpening { await stage.open() }
            let status = await stage.run(try slot.words(with: value, below: stage.path))
            let place: Comment = "\(slot.testDescription) with \(name)"
            #expect(status != .bug, place)
            // A path that is not there is told; so is a text that a message must not have.
            #expect(stage.uncleanOutput == nil, "\(place): \(stage.uncleanOutput ?? "")")
            for request in stage.requests {
                let written = [request.url] + request.headers.flatMap { [$0.name, $0.value] }
                #expect(!written.contains { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }, place)
                let body = String(decoding: request.body ?? [], as: UTF8.self)
                #expect(body.utf8.count < 200_000, place)
                // A message may have lines; in a body they are escaped.
                for mark in ["\nX-Evil", #"\u001b"#, #"\u0007"#, #"\u0000"#, #"\u007f"#, "\u{1B}", "\u{7F}", "\u{9B}"] {
                    #expect(!body.contains(mark), "\(place): \(mark.debugDescription)")
                }
            }
        }
    }

    @Test func `every command is among them`() {
        #expect(Set(Self.slots.map(\.command.name)) == Set(Commands.program.info.commands.map(\.name)))
        #expect(Self.slots.count > 100)
    }
}

/// A configuration and a state of its own, with a page that takes everything.
private final class HostileStage: Sendable {
    private let folder: TemporaryDirectory
    private let sent = Mutex<[HTTPRequest]>([])
    private let recorder = Mutex(Recorder())

    init() throws {
        folder = try TemporaryDirectory()
        try """
        { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example", timeZone: "UTC" },
          components: [ { id: "rest-api", name: "REST API" }, { id: "dashboard", name: "Dashboard" } ],
          statusPages: [
            { name: "public", connector: "statuspage", pageID: "p", apiKey: { env: "K" }, baseURL: "https://api.example",
              components: { 'rest-api': 'c1', dashboard: 'c2' } },
          ],
          delivery: { deadline: "60s" } }
        """.write(toFile: folder.file("config.json5"), atomically: true, encoding: .utf8)
    }

    var path: String { folder.path }

    var requests: [HTTPRequest] { sent.withLock { $0 } }

    /// The first line that a terminal would not only show; nil when there is none.
    var uncleanOutput: String? {
        let recorder = recorder.withLock { $0 }
        return (recorder.output + recorder.errors).split(separator: "\n").first { line in
            line.unicodeScalars.contains {
                $0.value < 0x20 && $0 != "\t" || (0x7F...0x9F).contains($0.value) || $0.value == 0x2028
            }
        }.map { String($0.debugDescription.prefix(300)) }
    }

    /// Has an incident open, whether it was already or not.
    func open() async {
        let words = ["incident", "open", "-t", "Some fail", "-s", "high", "-c", "REST API", "-m", "We look into it."]
        let status = await run(words)
        #expect(status == .done || status == .conflict, "\(recorder.withLock { $0.errors })")
        sent.withLock { $0 = [] }
    }

    func run(_ words: [String]) async -> StatusCommCore.ExitStatus {
        let recorder = Recorder()
        self.recorder.withLock { $0 = recorder }
        var context = recorder.context(
            environment: [
                "K": "key1", "HOME": folder.path, "STATUSCOMM_CONFIG": folder.file("config.json5"),
                "STATUSCOMM_STATE_DIR": folder.file("state"),
            ],
            input: "We look into it.\n"
        )
        context.makeTransport = { [self] in
            Transport { request throws(TransportError) in
                self.sent.withLock { $0.append(request) }
                let body = #"{"id":"i1","status":"resolved","components":[],"incident_updates":[]}"#
                return HTTPResponse(status: 200, headers: [], body: Array(body.utf8))
            }
        }
        return await Tool.run(words, context)
    }
}
