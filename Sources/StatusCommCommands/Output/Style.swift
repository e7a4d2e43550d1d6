/// Whether and how words are colored.
///
/// Colors carry nothing that the words do not say.
package struct Style: Hashable, Sendable {
    /// What a word means.
    package enum Meaning: Hashable, Sendable {
        case good
        case bad
        case open
        case dim
    }

    package let isColored: Bool

    /// Decides for one stream: a terminal that is not dumb, no `--no-color`, no `$NO_COLOR`.
    ///
    /// See <https://no-color.org>: the variable counts when it is there and not empty.
    package init(isTerminal: Bool, noColor: Bool, environment: [String: String]) {
        let refused = noColor || environment["NO_COLOR"].map { !$0.isEmpty } == true
        isColored = isTerminal && !refused && !Self.isDumb(environment)
    }

    /// Whether the terminal cannot move its cursor.
    package static func isDumb(_ environment: [String: String]) -> Bool {
        environment["TERM"].map { $0.isEmpty || $0 == "dumb" } ?? true
    }

    /// The text in the color of its meaning (ECMA-48 section 8.3.117); the text must be safe already.
    package func paint(_ text: String, _ meaning: Meaning) -> String {
        guard isColored else { return text }
        let code =
            switch meaning {
            case .good: "32"
            case .bad: "31"
            case .open: "33"
            case .dim: "2"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
