package import CommandTable
package import JSON5
package import StatusCommCore

/// How a command ended and what it has to say: the program prints it, the command does not.
package struct CommandResult: Sendable {
    /// What stands on standard output without `--json`.
    package enum Text: Hashable, Sendable {
        /// Lines for people; control characters in them are made visible.
        case lines(String)
        /// Material for programs, such as a shell script or a rendered file, written byte for byte.
        case exact(String)
    }

    package var status: ExitStatus
    package var text: Text
    /// Member `result` of the `--json` document, in the shape of the command's `output`.
    package var document: JSONValue
    /// What went wrong although the command came to its end; shown on standard error, and listed in the document.
    package var problems: [any Diagnostic]

    /// Ends a command.
    package init(
        _ status: ExitStatus = .done,
        text: Text,
        document: JSONValue,
        problems: [any Diagnostic] = []
    ) {
        self.status = status
        self.text = text
        self.document = document
        self.problems = problems
    }
}

/// A command of this program.
package typealias ToolCommand<Arguments: Sendable> = Command<Arguments, CommandContext, CommandResult>

/// A line of the list of commands.
package typealias ToolEntry = CommandEntry<CommandContext, CommandResult>

/// The list of commands with everything around it.
package typealias ToolProgram = Program<GlobalArguments, CommandContext, CommandResult>
