import CommandTable
import JSON5
import StatusCommCore

/// `__complete`: words for a shell, from local data, for the generated completion scripts alone.
///
/// It never reads the network, prints nothing on errors and always succeeds: a shell that completes must not be disturbed.
package struct Complete: Hashable, Sendable {
    package var set = ""
    /// The words of the command line that is being completed, which may name a configuration or a state directory.
    package var words: [String] = []

    package static let command = ToolCommand<Self>(
        "print words for a shell's completion",
        arguments: Self(),
        positionals: [
            .required(.line("SET"), to: \.set, help: "What kind of word"),
            .rest(.anything("WORD"), to: \.words, help: "Words of the line that is completed"),
        ],
        examples: [CommandExample("Components", "statuscomm __complete components -- incident open")],
        exitStatuses: [.status(.done)],
        isHidden: true,
        run: { arguments, context in
            var context = context
            context.globals.adopt(arguments.words)
            context.globals.json = false
            let words = (try? await CompletionWords.providers[DynamicCompletion(arguments.set)]?(context)) ?? []
            let lines = words.map { terminalLine($0.word) + ($0.meaning.map { "\t" + terminalLine($0) } ?? "") + "\n" }
            return CommandResult(text: .exact(lines.joined()), document: .null)
        }
    )
}

extension GlobalArguments {
    /// Takes the places of configuration and state from an unfinished command line, as far as it names them.
    mutating func adopt(_ words: [String]) {
        for (index, word) in words.enumerated() {
            for option in GlobalArguments.options where option.info.value != nil {
                let name = option.info.spelling
                if word == name, index + 1 < words.count { set(option.info.name, words[index + 1]) }
                if word.hasPrefix(name + "=") { set(option.info.name, String(word.dropFirst(name.count + 1))) }
            }
        }
    }

    private mutating func set(_ name: String, _ path: String) {
        switch name {
        case "config": configurationPath = path
        case "state-dir": stateDirectory = path
        default: break
        }
    }
}
