package import StatusCommCore

/// The program as a function of its arguments.
package enum Tool {
    /// Runs one command line, without the program's own name, and tells how it ended.
    package static func run(_ arguments: [String]) async -> ExitStatus {
        arguments == ["--version"] ? .done : .usage
    }
}
