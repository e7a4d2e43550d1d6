package import StatusCommCore

/// Everything a command may touch outside its arguments.
///
/// Nothing here is opened or read before a command asks for it, so that help and generated files need no
/// configuration.
package struct CommandContext: Sendable {
    package var globals = GlobalArguments()
    /// Environment variables.
    package var environment: [String: String]
    /// For waiting; a manual one in tests.
    package var clock: any Clock<Duration>
    /// The time on the wall.
    package var now: @Sendable () -> Timestamp
    package var input: TextInput
    /// Results.
    package var output: TextOutput
    /// Progress, notes, warnings and errors.
    package var errors: TextOutput
    /// Makes the way to the network when it is needed.
    package var makeTransport: @Sendable () -> Transport
    /// What keeps everything on this machine; nil in earnest.
    package var exercise: Exercise?
    /// The wish that the program ends; nil when there is no way to wish so.
    package var interruption: Interruption?

    /// Takes what a command may touch.
    package init(
        environment: [String: String],
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Timestamp,
        input: TextInput,
        output: TextOutput,
        errors: TextOutput,
        makeTransport: @escaping @Sendable () -> Transport,
        interruption: Interruption? = nil
    ) {
        self.environment = environment
        self.clock = clock
        self.now = now
        self.input = input
        self.output = output
        self.errors = errors
        self.makeTransport = makeTransport
        self.interruption = interruption
    }

    /// Tells a person something on standard error, unless `--quiet`.
    package func note(_ text: String) {
        if !globals.quiet { errors.write("statuscomm: \(text)\n") }
    }

    /// Warns on standard error, also with `--quiet`.
    package func warn(_ text: String) {
        errors.write("statuscomm: warning: \(text)\n")
    }

    /// Tells more on standard error, with `--verbose` alone.
    package func explain(_ text: String) {
        if globals.verbose { errors.write("statuscomm: \(text)\n") }
    }
}
