package import StatusCommCore

/// An error that nobody foresaw: a mistake in the program.
package struct UnexpectedError: Diagnostic {
    package let message: String

    /// Describes whatever was thrown.
    package init(_ error: any Error) {
        message = "unexpected \(type(of: error)): \(String(describing: error).prefix(500))"
    }

    package var hint: String? {
        "this is a mistake in statuscomm \(programVersion): please report it with the command line and this text"
    }
    package var exitStatus: ExitStatus { .bug }
}

/// The results could not be written to standard output.
package struct OutputFailure: Diagnostic, Hashable {
    /// What the system says.
    package let reason: String

    package var message: String { "cannot write to standard output: \(reason)" }
    package var hint: String? { "what the command did is done; only its output is missing" }
}
