import Foundation
import TestSupport
import Testing

@Suite struct StateDirectoryTests {
    /// What is done to a state directory with one incident, as a shell command in it.
    static let damages = [
        "a future version": "echo statuscomm-state 99 > format",
        "a truncated format": ": > format",
        "a truncated entry": "truncate -s 20 entries/opened/00000001",
        "an empty entry": ": > entries/opened/00000001",
        "a changed entry": "sed -i 's/Some/Same/' entries/opened/00000001",
    ]

    @Test(arguments: damages.keys.sorted())
    func `a damaged state directory is an error and stays as it is`(damage: String) throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        #expect(try stage.run(Stage.opening).status == 0)
        let shell = try ChildProcess("sh", ["-c", "cd '\(stage.state)' && \(Self.damages[damage] ?? "false")"])
        #expect(shell.wait().status == 0)
        let before = stage.stateFiles()
        for command in [["incident", "list"], ["incident", "update", "-m", "More."], ["delivery", "retry"]] {
            let result = try stage.run(command)
            if damage != "a changed entry" || command[1] != "list" {
                #expect(result.status == 1 || result.status == 5, "\(command): \(result)")
                #expect(result.errors.contains("error: "), "\(command): \(result)")
            }
        }
        for (name, bytes) in before where !name.hasPrefix("lock") {
            #expect(stage.stateFiles()[name] == bytes, "\(name)")
        }
        #expect(double.incidents.count == 1)
    }

    @Test func `a file in place of the state directory is an error and stays`() throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        try "mine".write(toFile: stage.state, atomically: true, encoding: .utf8)
        let result = try stage.run(Stage.opening)
        #expect(result.status == 1 || result.status == 5, "\(result)")
        #expect(try String(contentsOfFile: stage.state, encoding: .utf8) == "mine")
        #expect(double.requests.isEmpty)
    }

    @Test func `a missing state directory lists nothing and is not made`() throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url)
        #expect(try stage.run(["incident", "list"]).status == 0)
        #expect(!FileManager.default.fileExists(atPath: stage.state))
    }
}
