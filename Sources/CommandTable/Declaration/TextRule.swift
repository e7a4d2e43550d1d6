/// What text from a person may contain before it is passed on.
package struct TextRule: Hashable, Sendable {
    /// How many lines a text may have.
    package enum Lines: Hashable, Sendable {
        case one
        case many
    }

    /// Most bytes of a value when nothing else is said: 64 KiB.
    package static let defaultLimit = 65_536

    package var lines: Lines
    /// Most bytes of UTF-8.
    package var limit: Int

    /// Makes a rule.
    package init(lines: Lines, limit: Int = TextRule.defaultLimit) {
        self.lines = lines
        self.limit = limit
    }

    /// The text with its line ends as `\n`.
    ///
    /// - Throws: `ValueError` for an empty text or one of nothing but blanks, one over the limit, one that was not UTF-8, and one with a control
    ///   character: C0 except tab (and line ends where several lines are allowed), DEL, C1, U+2028, U+2029.
    package func check(_ text: String) throws(ValueError) -> String {
        guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
            throw ValueError("needs a value that is not empty")
        }
        let size = text.utf8.count
        guard size <= limit else { throw ValueError("takes at most \(limit) bytes, and the value has \(size)") }
        let unified = lines == .many ? withPlainLineEnds(text) : text
        for scalar in unified.unicodeScalars {
            switch scalar.value {
            case 0x0A where lines == .many: continue
            case 0x09: continue
            case 0x0A, 0x0D, 0x2028, 0x2029:
                throw ValueError("takes one line, and the value has a line end (\(codePoint(scalar)))")
            case 0x00...0x1F, 0x7F...0x9F:
                throw ValueError("takes no control characters, and the value has \(codePoint(scalar))")
            // The runtime puts U+FFFD where an argument's bytes are not UTF-8; nobody types it.
            case 0xFFFD: throw ValueError("takes UTF-8 text, and the value has bytes that are not")
            default: continue
            }
        }
        return unified
    }

    /// The text with CR LF, CR, U+2028 and U+2029 as `\n`.
    private func withPlainLineEnds(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where last == "\r": break
            case "\r", "\u{2028}", "\u{2029}": scalars.append("\n")
            default: scalars.append(scalar)
            }
            last = scalar
        }
        return String(scalars)
    }
}

/// A code point as Unicode writes it: `U+001B`.
func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}
