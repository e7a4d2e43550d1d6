import CommandTable
import Foundation
import JSON5
import StatusCommCommands
import TestSupport
import Testing

/// The files made from the table of commands, and the table itself.
struct GeneratedFilesTests {
    /// A generated file that is kept in the repository.
    struct Kept: CustomTestStringConvertible, Sendable {
        /// Path from the top of the repository.
        var path: String
        var make: @Sendable (ProgramInfo) -> String
        var testDescription: String { path }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: [
        Kept(path: "completions/statuscomm.bash", make: { bashCompletion($0) }),
        Kept(path: "completions/_statuscomm", make: { zshCompletion($0) }),
        Kept(path: "completions/statuscomm.fish", make: { fishCompletion($0) }),
        Kept(path: "Tests/StatusCommCommandsTests/Snapshots/statuscomm.1", make: { manPage($0) }),
        Kept(
            path: "Tests/StatusCommCommandsTests/Snapshots/statuscomm.schema.json",
            make: { JSONWriter.text(JSONSchema.document(of: $0), layout: .pretty) + "\n" }
        ),
    ])
    func `generated files are up to date`(_ kept: Kept) throws {
        let file = Self.root.appending(path: kept.path)
        let text = kept.make(Commands.program.info)
        let found = try? String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1", found != text {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        // Not the texts: their difference is for 'git diff' to show.
        #expect(found == text, "\(kept.path) is out of date: run RECORD_SNAPSHOTS=1 swift test")
    }

    @Test func `the table of commands has no mistakes`() {
        #expect(Commands.program.info.mistakes == [])
    }

    @Test func `every example parses`() throws {
        for command in Commands.program.info.commands {
            for example in command.examples {
                let words = try #require(shellWords(of: example.line, calling: "statuscomm"), "\(example.line)")
                let invocation = try Commands.program.parse(words)
                guard case .run(let path, _, _) = invocation else {
                    Issue.record("not a run: \(example.line)")
                    continue
                }
                #expect(path == command.path, "\(example.line)")
            }
        }
    }

    @Test func `every command documents success and usage`() {
        for command in Commands.program.info.visibleCommands {
            let codes = command.exitStatuses.map(\.code)
            #expect(codes.first == 0 && codes.contains(2) && codes == codes.sorted(), "\(command.name)")
            #expect(Set(codes).isSubset(of: [0, 1, 2, 3, 4, 5, 6, 7, 70]), "\(command.name)")
        }
    }

    @Test func `every set of words has its provider`() {
        let info = Commands.program.info
        let completions = info.commands.flatMap { command in
            command.options.compactMap { $0.value?.completion } + command.positionals.map(\.completion)
        }
        for completion in completions {
            guard let set = completion.dynamic else { continue }
            #expect(CompletionWords.providers[set] != nil, "nothing provides '\(set.name)'")
        }
    }
}

extension Completion {
    /// The set of words it asks for, also as the name of an assignment.
    fileprivate var dynamic: DynamicCompletion? {
        switch self {
        case .dynamic(let set): set
        case .assignment(let name, _): name.dynamic
        case .none, .file, .directory, .choices: nil
        }
    }
}
