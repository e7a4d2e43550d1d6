import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// State directories that the user may not read or write.
///
/// Root may do everything, so that the program runs as nobody when the tests run as root.
@Suite struct UnreadableStateTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// What is done to the state directory, as a shell command in its parent.
        var damage: String
        /// Exit statuses of reading and writing commands.
        var reading: Int32
        var writing: Int32
        /// What the error names.
        var subject: String
        var takesRoot = false
    }

    static let cases = [
        Case(testDescription: "no right at all", damage: "chmod 000 state", reading: 1, writing: 1, subject: "/state'"),
        Case(
            testDescription: "a format that may not be read",
            damage: "chmod 000 state/format",
            reading: 1,
            writing: 1,
            subject: "/state/format'"
        ),
        Case(
            testDescription: "entries that may not be listed",
            damage: "chmod 000 state/entries",
            reading: 1,
            writing: 1,
            subject: "/state/entries"
        ),
        Case(
            testDescription: "one entry that may not be read",
            damage: "chmod 000 state/entries/opened/00000001",
            reading: 1,
            writing: 1,
            subject: "/entries/opened/00000001'"
        ),
        Case(
            testDescription: "nothing that may be written",
            damage: "chmod -R a-w state",
            reading: 0,
            writing: 1,
            subject: "/state/"
        ),
        Case(
            testDescription: "another user's",
            damage: "chown -R 1 state",
            reading: 5,
            writing: 5,
            subject: "/state'",
            takesRoot: true
        ),
        Case(
            testDescription: "a file system that is read only",
            damage: "mount --bind state state && mount -o remount,bind,ro state",
            reading: 0,
            writing: 1,
            subject: "/state/",
            takesRoot: true
        ),
    ]

    static let isRoot = geteuid() == 0

    /// Words that make a program run as somebody whom rights stop.
    static let asNobody = isRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    @Test(arguments: cases.filter { isRoot && Strace.isLinux || !$0.takesRoot })
    func `what may not be read or written is told and stays as it is`(test: Case) throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        try shell(stage, "chmod 755 . && mkdir state site" + (Self.isRoot ? " && chown 65534 state site" : ""))
        let opened = try stage.run(Stage.opening, wrapper: Self.asNobody)
        #expect(opened.status == 0, "\(opened)")
        try shell(stage, test.damage)
        defer { try? shell(stage, "umount state 2>/dev/null; chmod -R u+rwX state") }
        let requests = double.requests.count
        let before = try listing(stage)

        for (words, status) in [
            (["incident", "list"], test.reading), (["incident", "log", "INC-1"], test.reading),
            (["incident", "update", "-m", "More."], test.writing),
            (["incident", "resolve", "-m", "Over."], test.writing),
            (Stage.opening + ["--another"], test.writing),
        ] {
            let result = try stage.run(words, wrapper: Self.asNobody)
            #expect(result.status == status, "\(words): \(result)")
            guard status != 0 else { continue }
            #expect(result.output.isEmpty, "\(words): \(result)")
            #expect(result.errors.hasPrefix("statuscomm: error: cannot "), "\(words): \(result)")
            #expect(result.errors.contains(test.subject), "\(words): \(result)")
            #expect(result.errors.contains("statuscomm: hint: "), "\(words): \(result)")
        }
        #expect(double.requests.count == requests)
        #expect(try listing(stage) == before)
    }

    @Test func `without a state directory a change finds no incident and makes nothing`() throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        for (words, status) in [
            (["incident", "update", "-m", "More."], 6), (["incident", "update", "INC-1", "-m", "More."], 2),
            (["incident", "resolve", "-m", "Over."], 6), (["incident", "note", "-m", "Noted."], 6),
            (["incident", "show", "INC-1"], 2), (["delivery", "settle", "INC-1/public/1", "--as", "sent"], 2),
            (["delivery", "retry"], 0),
        ] as [([String], Int32)] {
            let result = try stage.run(words)
            #expect(result.status == status, "\(words): \(result)")
            #expect(status == 0 || result.errors.contains("statuscomm: hint: "), "\(words): \(result)")
            #expect(!FileManager.default.fileExists(atPath: stage.state), "\(words)")
        }
        #expect(double.requests.isEmpty)
    }

    private func shell(_ stage: Stage, _ command: String) throws {
        let result = try ChildProcess("sh", ["-c", "cd '\(stage.folder.path)' && { \(command); }"]).wait()
        guard result.status == 0 else { throw Failure(result: result) }
    }

    /// Names, rights, sizes and times of everything in the state directory.
    private func listing(_ stage: Stage) throws -> String {
        try ChildProcess("sh", ["-c", "cd '\(stage.folder.path)' && ls -lanR state 2>&1"]).wait().output
    }

    struct Failure: Error {
        let result: ChildProcess.Result
    }
}
