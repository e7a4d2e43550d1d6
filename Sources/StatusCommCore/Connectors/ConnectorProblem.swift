package import JSON5

/// One mistake in a connector file.
package struct ConnectorProblem: Diagnostic, Hashable {
    package let message: String
    package let hint: String?
    package let location: SourceLocation?
    package var exitStatus: ExitStatus { .configuration }

    init(_ message: String, hint: String? = nil, at location: SourceLocation) {
        self.message = message
        self.hint = hint
        self.location = location
    }
}

/// Everything that is wrong with a connector file, in the order of the file.
package struct ConnectorFileError: Error, Hashable, Sendable {
    /// The mistakes; never empty.
    package let problems: [ConnectorProblem]
}
