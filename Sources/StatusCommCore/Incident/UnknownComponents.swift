/// Component names that the configuration does not know, or knows more than once.
package struct UnknownComponents: Diagnostic, Hashable {
    /// One name and what was probably meant.
    package struct Mistake: Hashable, Sendable {
        package var word: String
        package var suggestions: [String]
        /// True when several components go by this name.
        package var isAmbiguous: Bool

        /// Describes one name that could not be used.
        package init(word: String, suggestions: [String], isAmbiguous: Bool) {
            self.word = word
            self.suggestions = suggestions
            self.isAmbiguous = isAmbiguous
        }
    }

    package var mistakes: [Mistake]
    /// Names of the products, for a hint when nothing is near.
    package var known: [String]

    /// Collects the names that could not be used.
    package init(mistakes: [Mistake], known: [String]) {
        self.mistakes = mistakes
        self.known = known
    }

    package var message: String {
        mistakes.map { mistake in
            let quoted = mistake.suggestions.map { "'\($0)'" }.joined(separator: ", ")
            if mistake.isAmbiguous { return "component '\(mistake.word)' means more than one: \(quoted)" }
            guard !mistake.suggestions.isEmpty else { return "unknown component '\(mistake.word)'" }
            return "unknown component '\(mistake.word)': did you mean \(quoted)?"
        }.joined(separator: "; ")
    }

    package var hint: String? {
        known.isEmpty
            ? "add it to 'components' in the configuration"
            : "run 'statuscomm component list' to see all of them"
    }

    package var exitStatus: ExitStatus { .usage }
}
