package import CommandTable
import JSON5
import StatusCommCore

/// `generate completions`: a script that teaches a shell the command line.
package struct GenerateCompletions: Hashable, Sendable {
    /// A shell that can be taught.
    package enum Shell: String, CaseIterable, Sendable {
        case bash
        case zsh
        case fish
    }

    package var shell = Shell.bash

    package static let command = ToolCommand<Self>(
        "print the completion script of a shell",
        discussion: """
            The script completes commands, options and their values. Incident ids, component names and the like are \
            asked from statuscomm itself, which reads them from local files and never from the network.
            """,
        arguments: Self(),
        positionals: [
            .required(.choice("SHELL"), to: \.shell, help: "Shell that reads the script")
        ],
        examples: [
            CommandExample("Complete in this bash", "source <(statuscomm generate completions bash)"),
            CommandExample(
                "Complete in every zsh, from a directory of its $fpath",
                "statuscomm generate completions zsh > ~/.zfunc/_statuscomm"
            ),
            CommandExample(
                "Complete in every fish",
                "statuscomm generate completions fish > ~/.config/fish/completions/statuscomm.fish"
            ),
        ],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage)],
        output: .object([.field("text", .string, "the script")]),
        run: { arguments, _ in
            let text = script(for: arguments.shell, of: Commands.program.info)
            return CommandResult(text: .exact(text), document: ["text": .string(text)])
        }
    )

    /// The script of a shell.
    package static func script(for shell: Shell, of program: ProgramInfo) -> String {
        switch shell {
        case .bash: bashCompletion(program)
        case .zsh: zshCompletion(program)
        case .fish: fishCompletion(program)
        }
    }
}
