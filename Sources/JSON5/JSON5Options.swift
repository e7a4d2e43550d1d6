/// What a parser accepts.
package struct JSON5Options: Hashable, Sendable {
    /// The language of the text.
    package enum Grammar: Sendable {
        /// JSON5 1.0.0 <https://spec.json5.org>.
        case json5
        /// Strict JSON (RFC 8259); a byte order mark at the start is ignored, as its section 8.1 allows.
        case json
    }

    /// What to do with a name that an object already has.
    package enum DuplicateNames: Sendable {
        /// An error that names both places.
        case refused
        /// The later value takes the place of the earlier one, as JavaScript does.
        case lastWins
    }

    /// What to do with half of a surrogate pair, which only an escape can write and no UTF-8 can hold.
    package enum LoneSurrogates: Sendable {
        case refused
        /// U+FFFD stands in for it, so that one bad reply does not stop a delivery.
        case replaced
    }

    /// What to do with JSON5's Infinity and NaN, which have no form in JSON.
    package enum NonFiniteNumbers: Sendable {
        case refused
        /// They become null, as JavaScript's `JSON.stringify` writes them.
        case null
    }

    package var grammar: Grammar
    package var duplicateNames: DuplicateNames
    package var loneSurrogates: LoneSurrogates
    package var nonFiniteNumbers: NonFiniteNumbers
    /// Deepest nesting of arrays and objects; never more than 256 counts, since the parser uses the stack.
    package var depthLimit: Int
    /// Longest text, in bytes.
    package var sizeLimit: Int

    /// Options that are spelled out.
    package init(
        grammar: Grammar,
        duplicateNames: DuplicateNames = .refused,
        loneSurrogates: LoneSurrogates = .refused,
        nonFiniteNumbers: NonFiniteNumbers = .refused,
        depthLimit: Int = 64,
        sizeLimit: Int = 8 << 20
    ) {
        self.grammar = grammar
        self.duplicateNames = duplicateNames
        self.loneSurrogates = loneSurrogates
        self.nonFiniteNumbers = nonFiniteNumbers
        self.depthLimit = depthLimit
        self.sizeLimit = sizeLimit
    }

    /// For files that people write: JSON5, everything doubtful refused, at most 8 MiB.
    package static let configuration = JSON5Options(grammar: .json5)

    /// For what a provider answers: JSON, everything doubtful taken as browsers take it, at most 16 MiB.
    package static let reply = JSON5Options(
        grammar: .json,
        duplicateNames: .lastWins,
        loneSurrogates: .replaced,
        sizeLimit: 16 << 20
    )

    /// For what we wrote ourselves: JSON, everything doubtful refused, at most 64 MiB.
    package static let store = JSON5Options(grammar: .json, sizeLimit: 64 << 20)
}
