/// How much help is wanted.
package enum HelpLength: Hashable, Sendable {
    /// `-h`: one screen.
    case short
    /// `--help`: everything.
    case long
}

/// What a command line asks for.
package enum Invocation<Globals: Sendable, Context, Outcome>: Sendable {
    /// Run a command.
    case run(path: [String], globals: Globals, action: @Sendable (Context) async throws -> Outcome)
    /// Show help about the program (empty path), a group or a command.
    case help(path: [String], length: HelpLength)
    /// Show the program's version.
    case version(globals: Globals)
}
