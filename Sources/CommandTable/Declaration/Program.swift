/// The words that call a command, and the command, which is not made before it is needed.
package struct CommandEntry<Context, Outcome>: Sendable {
    package let path: [String]
    let erase: @Sendable () -> ErasedCommand<Context, Outcome>

    /// Gives a command its words, separated by blanks: `"incident open"`.
    package init<Arguments>(
        _ words: String,
        _ command: @autoclosure @escaping @Sendable () -> Command<Arguments, Context, Outcome>
    ) {
        let path = words.split(separator: " ").map(String.init)
        self.path = path
        erase = { ErasedCommand(command(), path: path) }
    }

    /// The command's description.
    package var info: CommandInfo { erase().info }
}

/// A command without the type of its arguments.
struct ErasedCommand<Context, Outcome>: Sendable {
    let info: CommandInfo
    let bind: @Sendable (Parser.Matches) throws(UsageError) -> @Sendable (Context) async throws -> Outcome

    init<Arguments>(_ command: Command<Arguments, Context, Outcome>, path: [String]) {
        let info = command.info(path: path)
        self.info = info
        bind = { matches throws(UsageError) in
            let arguments = try command.arguments(from: matches, of: info)
            return { context in try await command.run(arguments, context) }
        }
    }
}

/// The whole program: its commands, and the options that all of them take.
package struct Program<Globals: Sendable, Context, Outcome>: Sendable {
    /// Everything said about the program itself; its `options` and `commands` are filled in from the table.
    package let description: ProgramDescription
    package let initialGlobals: Globals
    package let globalOptions: [Option<Globals>]
    package let groups: [GroupInfo]
    package let entries: [CommandEntry<Context, Outcome>]

    /// Declares a program.
    package init(
        _ description: ProgramDescription,
        globals: Globals,
        options: [Option<Globals>],
        groups: [GroupInfo],
        commands: [CommandEntry<Context, Outcome>]
    ) {
        self.description = description
        initialGlobals = globals
        globalOptions = options
        self.groups = groups
        entries = commands
    }

    /// The program as a value without code, for the generators; makes every command.
    package var info: ProgramInfo {
        ProgramInfo(
            name: description.name,
            version: description.version,
            abstract: description.abstract,
            discussion: description.discussion,
            options: globalOptions.map(\.info),
            groups: groups,
            commands: entries.map(\.info),
            exitStatuses: description.exitStatuses,
            environment: description.environment,
            files: description.files
        )
    }
}

/// What a program says about itself as a whole.
package struct ProgramDescription: Hashable, Sendable {
    package var name: String
    package var version: String
    package var abstract: String
    package var discussion: String
    package var exitStatuses: [ExitStatusInfo]
    package var environment: [Influence]
    package var files: [Influence]

    /// Describes a program.
    package init(
        name: String,
        version: String,
        abstract: String,
        discussion: String = "",
        exitStatuses: [ExitStatusInfo] = [],
        environment: [Influence] = [],
        files: [Influence] = []
    ) {
        self.name = name
        self.version = version
        self.abstract = abstract
        self.discussion = discussion
        self.exitStatuses = exitStatuses
        self.environment = environment
        self.files = files
    }
}
