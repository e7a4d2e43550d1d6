package import JSON5

/// What is wrong with one row of a subscriber list.
package struct SubscriberIssue: Hashable, Sendable {
    package var path: String
    /// Line at which the row begins, from 1.
    package var line: Int
    package var reason: String
    /// Whether the whole row is left out; else only the value is.
    package var isSkipped: Bool

    /// States what is wrong.
    package init(path: String, line: Int, reason: String, isSkipped: Bool) {
        self.path = path
        self.line = line
        self.reason = reason
        self.isSkipped = isSkipped
    }

    /// `path:line: reason`, as compilers write it.
    package var text: String { "\(path):\(line): \(reason)\(isSkipped ? "" : " (the row is kept)")" }
}

/// A subscriber list that cannot be used at all.
package struct SubscriberFileError: Diagnostic, Hashable {
    package var path: String
    /// Line from 1, nil when no line is to blame.
    package var line: Int?
    package var reason: String

    /// States why a list cannot be used.
    package init(path: String, line: Int?, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    package var message: String { "cannot use subscriber list '\(path)': \(reason)" }

    package var hint: String? { "run 'statuscomm subscriber check' to see every mistake" }

    package var location: SourceLocation? { line.map { SourceLocation(path: path, line: $0, column: 1) } }

    package var exitStatus: ExitStatus { .configuration }
}
