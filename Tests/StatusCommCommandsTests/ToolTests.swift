import CommandTable
import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import Testing

struct ToolTests {
    /// Why a test command failed.
    struct Broken: Diagnostic {
        var message = "cannot do '\u{1B}[31mit': broken\u{202E}"
        var hint: String? = "mend it"
        var location: JSON5.SourceLocation?
        var exitStatus: StatusCommCore.ExitStatus = .conflict
    }

    struct Foreign: Error {}

    /// A program with one command, `act`.
    static func program(
        _ run: @escaping @Sendable (CommandContext) async throws -> CommandResult
    ) -> ToolProgram {
        ToolProgram(
            ProgramDescription(name: "statuscomm", version: "0", abstract: "test"),
            globals: GlobalArguments(),
            options: GlobalArguments.options,
            groups: [],
            commands: [
                ToolEntry(
                    "act",
                    ToolCommand<Bool>(
                        "act",
                        arguments: true,
                        examples: [],
                        exitStatuses: [],
                        run: { try await run($1) }
                    )
                )
            ]
        )
    }

    static func result(_ status: StatusCommCore.ExitStatus = .done, _ problems: [any Diagnostic] = []) -> CommandResult
    {
        CommandResult(status, text: .lines("Title \u{1B}]0;x\u{7}\n"), document: ["id": "INC-1"], problems: problems)
    }

    @Test func `a result is shown with control characters made visible`() async {
        let recorder = Recorder()
        let status = await Tool.run(["act"], recorder.context(), program: Self.program { _ in Self.result() })
        #expect(status == .done)
        #expect(recorder.output == "Title \\u001b]0;x\\u0007\n")
        #expect(recorder.errors.isEmpty)
    }

    @Test func `a document has a frame around the result`() async {
        let recorder = Recorder()
        let status = await Tool.run(
            ["act", "--json"],
            recorder.context(),
            program: Self.program { _ in Self.result() }
        )
        #expect(status == .done)
        #expect(
            recorder.output == """
                {
                  "statuscomm": 1,
                  "command": "act",
                  "status": "done",
                  "exitStatus": 0,
                  "errors": [],
                  "result": {
                    "id": "INC-1"
                  }
                }

                """
        )
    }

    @Test func `problems beside a result go to standard error`() async {
        let recorder = Recorder()
        let program = Self.program { _ in Self.result(.partlyDelivered, [Broken()]) }
        #expect(await Tool.run(["act"], recorder.context(), program: program) == .partlyDelivered)
        #expect(
            recorder.errors == """
                statuscomm: error: cannot do '\\u001b[31mit': broken\\u202e
                statuscomm: hint: mend it

                """
        )
    }

    @Test func `an error has its own exit status`() async {
        let recorder = Recorder()
        let program = Self.program { _ in throw Broken() }
        #expect(await Tool.run(["act"], recorder.context(), program: program) == .conflict)
        #expect(recorder.output.isEmpty)
    }

    @Test func `an error with a place shows the line and a caret`() async {
        let recorder = Recorder()
        let place = JSON5.SourceLocation(path: "config.json5", line: 3, column: 5, sourceLine: "    mial: {")
        let program = Self.program { _ in
            throw Broken(
                message: "unknown key 'mial'",
                hint: "did you mean 'mail'?",
                location: place,
                exitStatus: .configuration
            )
        }
        #expect(await Tool.run(["act"], recorder.context(), program: program) == .configuration)
        #expect(recorder.errors.hasPrefix("config.json5:3:5: error: unknown key 'mial'\n"))
        #expect(recorder.errors.contains("mial: {\n"))
        #expect(recorder.errors.hasSuffix("statuscomm: hint: did you mean 'mail'?\n"))
    }

    @Test func `many errors are all shown, the first decides`() async {
        let recorder = Recorder()
        let program = Self.program { _ in
            throw DiagnosticList(
                Broken(message: "one", hint: nil, exitStatus: .configuration),
                [Broken(message: "two")]
            )
        }
        #expect(await Tool.run(["act", "--json"], recorder.context(), program: program) == .configuration)
        #expect(
            recorder.errors == "statuscomm: error: one\nstatuscomm: error: two\nstatuscomm: hint: mend it\n"
        )
        #expect(recorder.output.contains("\"exitStatus\": 5"))
        #expect(recorder.output.contains("\"message\": \"two\""))
        #expect(recorder.output.contains("\"result\": null"))
    }

    @Test func `an error nobody foresaw is our mistake`() async {
        let recorder = Recorder()
        let program = Self.program { _ in throw Foreign() }
        #expect(await Tool.run(["act"], recorder.context(), program: program) == .bug)
        #expect(recorder.errors.hasPrefix("statuscomm: error: unexpected Foreign: Foreign()\n"))
        #expect(recorder.errors.contains("please report it"))
    }

    @Test func `a usage error is a document too`() async {
        let recorder = Recorder()
        #expect(await Tool.run(["nonsense", "--json"], recorder.context()) == .usage)
        #expect(recorder.errors.hasPrefix("statuscomm: error: unknown command 'nonsense'\n"))
        #expect(recorder.output.contains("\"command\": null"))
        #expect(recorder.output.contains("\"status\": \"usage\""))
    }

    @Test func `a reader that went away is no error`() async {
        let recorder = Recorder(outputFailure: EPIPE)
        #expect(await Tool.run(["act"], recorder.context(), program: Self.program { _ in Self.result() }) == .done)
        #expect(recorder.errors.isEmpty)
    }

    @Test func `output that was lost is an error`() async {
        let recorder = Recorder(outputFailure: ENOSPC)
        #expect(await Tool.run(["act"], recorder.context(), program: Self.program { _ in Self.result() }) == .failed)
        #expect(
            recorder.errors.hasPrefix("statuscomm: error: cannot write to standard output: No space left on device\n")
        )
    }

    @Test func `the global options reach the command`() async {
        let recorder = Recorder()
        let program = Self.program { context in
            context.note("note")
            context.explain("more")
            context.warn("careful")
            return CommandResult(text: .lines(context.globals.configurationPath ?? ""), document: .null)
        }
        let words = ["--config", "c.json5", "act", "--quiet", "--verbose"]
        #expect(await Tool.run(words, recorder.context(), program: program) == .done)
        #expect(recorder.output == "c.json5")
        #expect(recorder.errors == "statuscomm: more\nstatuscomm: warning: careful\n")
    }

    @Test func `the version is one line`() async {
        let recorder = Recorder()
        #expect(await Tool.run(["--version"], recorder.context()) == .done)
        #expect(recorder.output == "statuscomm \(programVersion)\n")
    }

    @Test func `the version with more names libcurl`() async {
        let recorder = Recorder()
        #expect(await Tool.run(["--version", "--verbose"], recorder.context()) == .done)
        #expect(recorder.output.contains("libcurl "))
    }
}
