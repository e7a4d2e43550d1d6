import CommandTable
import JSON5
package import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The program as a function of its arguments and of what it may touch.
package enum Tool {
    /// Runs one command line, without the program's own name, and tells how it ended.
    ///
    /// Every error ends here: it is printed on standard error, and with `--json` also in the document on standard output.
    package static func run(
        _ arguments: [String],
        _ context: CommandContext,
        program: ToolProgram = Commands.program
    ) async -> ExitStatus {
        switch begin(arguments, context, program: program) {
        case .ended(let status): status
        case .command(let run): await run()
        }
    }

    /// What a command line comes to before anything has to wait.
    package enum Beginning: Sendable {
        /// The version, help or a usage error was printed; this is how it ended.
        case ended(ExitStatus)
        /// A command, ready to run.
        case command(@Sendable () async -> ExitStatus)
    }

    /// Reads a command line, and answers it when that takes no more than its declaration.
    package static func begin(
        _ arguments: [String],
        _ context: CommandContext,
        program: ToolProgram = Commands.program
    ) -> Beginning {
        let wantsDocument = arguments.prefix { $0 != "--" }.contains("--json")
        do throws(UsageError) {
            switch try program.parse(arguments) {
            case .version(let globals):
                return .ended(finish(versionResult(globals), command: nil, globals.json, context))
            case .help(let path, let length):
                let text = helpText(program.info, path: path, length: length, width: helpWidth(context))
                let result = CommandResult(text: .lines(text), document: JSONValue.null)
                // Help is for people: with --json it stays text.
                return .ended(finish(result, command: nil, false, context))
            case .run(let path, let globals, let action):
                var context = context
                context.globals = globals
                return .command { [context] in await run(path, action, context) }
            }
        } catch {
            return .ended(fail([error], command: nil, wantsDocument, context))
        }
    }

    private static func run(
        _ path: [String],
        _ action: @Sendable (CommandContext) async throws -> CommandResult,
        _ context: CommandContext
    ) async -> ExitStatus {
        let command = path.joined(separator: " ")
        let json = context.globals.json
        do {
            return finish(try await action(context), command: command, json, context)
        } catch let error as DiagnosticList {
            return fail(error.diagnostics, command: command, json, context)
        } catch let error as any Diagnostic {
            return fail([error], command: command, json, context)
        } catch {
            return fail([UnexpectedError(error)], command: command, json, context)
        }
    }

    // MARK: - Endings

    private static func finish(
        _ result: CommandResult,
        command: String?,
        _ json: Bool,
        _ context: CommandContext
    ) -> ExitStatus {
        if json {
            let text = ResultDocument.text(
                command: command,
                status: result.status,
                errors: result.problems,
                result: result.document
            )
            context.output.writeExactly(text)
        } else {
            switch result.text {
            case .lines(let text): context.output.write(text)
            case .exact(let text): context.output.writeExactly(text)
            }
        }
        for problem in result.problems { context.errors.writeExactly(diagnosticText(problem)) }
        return afterOutput(result.status, context)
    }

    private static func fail(
        _ errors: [any Diagnostic],
        command: String?,
        _ json: Bool,
        _ context: CommandContext
    ) -> ExitStatus {
        let status = errors.first?.exitStatus ?? .failed
        if json {
            let text = ResultDocument.text(command: command, status: status, errors: errors, result: .null)
            context.output.writeExactly(text)
        }
        for error in errors { context.errors.writeExactly(diagnosticText(error)) }
        return afterOutput(status, context)
    }

    /// Output that was lost makes a success a failure, unless its reader went away by itself, as `head` does.
    private static func afterOutput(_ status: ExitStatus, _ context: CommandContext) -> ExitStatus {
        let failure = context.output.failure
        guard failure != 0, failure != EPIPE else { return status }
        context.errors.writeExactly(diagnosticText(OutputFailure(reason: String(cString: strerror(failure)))))
        return status == .done ? .failed : status
    }

    private static func helpWidth(_ context: CommandContext) -> Int {
        context.output.isTerminal ? min(100, context.output.columns()) : 80
    }
}
