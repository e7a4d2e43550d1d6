/// A command as its own file declares it: what it takes, what it says about itself, and what it does.
///
/// The words that call it stand in the program's list of commands, not here.
package struct Command<Arguments: Sendable, Context, Outcome>: Sendable {
    /// What it does in one line, in the imperative, lower case, no full stop.
    package let abstract: String
    /// Paragraphs separated by an empty line.
    package let discussion: String
    /// The arguments before any option is read.
    package let initial: Arguments
    package let options: [Option<Arguments>]
    package let positionals: [Positional<Arguments>]
    package let rules: [OptionRule]
    package let examples: [CommandExample]
    package let exitStatuses: [ExitStatusInfo]
    /// Shape of member `result` of its `--json` document; nil when it has none.
    package let output: OutputSchema?
    /// Left out of help, completion and the man page.
    package let isHidden: Bool
    package let run: @Sendable (Arguments, Context) async throws -> Outcome

    /// Declares a command.
    package init(
        _ abstract: String,
        discussion: String = "",
        arguments initial: Arguments,
        options: [Option<Arguments>] = [],
        positionals: [Positional<Arguments>] = [],
        rules: [OptionRule] = [],
        examples: [CommandExample],
        exitStatuses: [ExitStatusInfo],
        output: OutputSchema? = nil,
        isHidden: Bool = false,
        run: @escaping @Sendable (Arguments, Context) async throws -> Outcome
    ) {
        self.abstract = abstract
        self.discussion = discussion
        self.initial = initial
        self.options = options
        self.positionals = positionals
        self.rules = rules
        self.examples = examples
        self.exitStatuses = exitStatuses
        self.output = output
        self.isHidden = isHidden
        self.run = run
    }

    /// The description of the command, called by these words.
    package func info(path: [String]) -> CommandInfo {
        CommandInfo(
            path: path,
            abstract: abstract,
            discussion: discussion,
            options: options.map(\.info),
            positionals: positionals.map(\.info),
            rules: rules,
            examples: examples,
            exitStatuses: exitStatuses,
            output: output,
            isHidden: isHidden
        )
    }

    /// Reads the words after the command's own into its arguments.
    ///
    /// - Throws: `UsageError` for an unknown option, a missing or refused value, or a broken rule.
    package func parse(_ words: [String]) throws(UsageError) -> Arguments {
        let info = info(path: [])
        let matches = try Parser(command: info, globals: []).match(words)
        return try arguments(from: matches, of: info)
    }

    /// Puts the matched texts into the arguments.
    func arguments(from matches: Parser.Matches, of info: CommandInfo) throws(UsageError) -> Arguments {
        var arguments = initial
        for match in matches.options {
            do throws(ValueError) {
                try options[match.index].store(&arguments, match.text)
            } catch {
                throw UsageError(error, of: options[match.index].info)
            }
        }
        for match in matches.positionals {
            do throws(ValueError) {
                try positionals[match.index].store(&arguments, match.text)
            } catch {
                throw UsageError(
                    message: "argument \(positionals[match.index].info.name) \(error.reason)",
                    hint: error.hint
                )
            }
        }
        return arguments
    }
}

extension UsageError {
    init(_ error: ValueError, of option: OptionInfo) {
        self.init(message: "option '\(option.spelling)' \(error.reason)", hint: error.hint)
    }
}
