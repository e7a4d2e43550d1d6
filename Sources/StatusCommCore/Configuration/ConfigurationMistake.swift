package import JSON5

/// One mistake in a configuration file.
package struct ConfigurationMistake: Diagnostic, Hashable {
    package let message: String
    package let hint: String?
    package let location: SourceLocation?
    package var exitStatus: ExitStatus { .configuration }

    /// Describes a mistake.
    ///
    /// - Parameters:
    ///   - message: What is wrong; text from the file is escaped already.
    ///   - hint: One next step.
    ///   - location: Where, nil when the file as a whole is meant.
    package init(_ message: String, hint: String? = nil, at location: SourceLocation?) {
        self.message = message
        self.hint = hint
        self.location = location
    }
}

extension ConfigurationMistake: CustomStringConvertible {
    /// Place and message on one line, as compilers write it.
    package var description: String { location.map { "\($0): \(message)" } ?? message }
}

/// A configuration that cannot be used, with every mistake in it.
package struct InvalidConfiguration: Diagnostic, Hashable {
    /// The mistakes in the order of the file; never empty.
    package let mistakes: [ConfigurationMistake]

    /// Collects mistakes and puts them in the order of the file.
    package init(mistakes: [ConfigurationMistake]) {
        self.mistakes = mistakes.enumerated().sorted { first, second in
            Self.order(first.element, first.offset) < Self.order(second.element, second.offset)
        }.map(\.element)
    }

    package var message: String {
        mistakes.count == 1 ? mistakes[0].message : "the configuration has \(mistakes.count) mistakes"
    }
    package var hint: String? { mistakes.count == 1 ? mistakes[0].hint : nil }
    package var location: SourceLocation? { mistakes.count == 1 ? mistakes[0].location : nil }
    package var exitStatus: ExitStatus { .configuration }

    private static func order(_ mistake: ConfigurationMistake, _ offset: Int) -> (Int, Int, Int) {
        (mistake.location?.line ?? 0, mistake.location?.column ?? 0, offset)
    }
}
