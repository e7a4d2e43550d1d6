package import JSON5

/// One thing that is wrong with a template, or with the data given to it, at its place.
package struct TemplateDiagnostic: Hashable, Sendable {
    /// How much a finding matters.
    package enum Severity: String, Hashable, Sendable {
        case error
        case warning
    }

    /// A remark that belongs to the finding, with a place of its own where it has one.
    package struct Note: Hashable, Sendable {
        package var message: String
        package var location: SourceLocation?

        /// Makes a remark.
        package init(_ message: String, at location: SourceLocation? = nil) {
            self.message = message
            self.location = location
        }
    }

    package var severity: Severity
    /// What is wrong: lower case, no full stop; control characters from outside are already escaped.
    package var message: String
    package var location: SourceLocation
    /// How many scalars of the source line the caret underlines, from 1.
    package var length: Int
    package var notes: [Note]
    /// How often this place failed in one rendering, from 1; a loop repeats it.
    package var count: Int

    /// Makes a finding.
    package init(
        severity: Severity = .error,
        message: String,
        location: SourceLocation,
        length: Int = 1,
        notes: [Note] = [],
        count: Int = 1
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.length = length
        self.notes = notes
        self.count = count
    }
}

extension TemplateDiagnostic: CustomStringConvertible {
    /// The finding as compilers write it: place and message, the source line, a caret, then the notes.
    package var description: String {
        var lines = ["\(place(location)): \(severity.rawValue): \(message)"]
        if count > 1 { lines[0] += " (\(count) times)" }
        if let source = location.sourceLine {
            lines += excerpt(of: source)
        }
        for note in notes {
            lines.append(note.location.map { "\(place($0)): note: \(note.message)" } ?? "note: \(note.message)")
        }
        return lines.joined(separator: "\n")
    }

    private func place(_ location: SourceLocation) -> String {
        "\(printable(location.path)):\(location.line):\(location.column)"
    }

    /// The source line and the caret below it; a very long line is cut around the caret.
    private func excerpt(of source: String) -> [String] {
        let scalars = Array(source.unicodeScalars)
        let caret = min(location.column - 1, scalars.count)
        let start = caret > 100 ? caret - 60 : 0
        let end = min(scalars.count, max(start + 160, caret + 1))
        let shown = scalars[start..<end].map { $0 == "\t" || !isControl($0) ? Character($0) : "\u{FFFD}" }
        let lead = scalars[start..<caret].map { $0 == "\t" ? Character("\t") : " " }
        let tail = String(repeating: "~", count: max(0, min(length, end - caret) - 1))
        return [String(shown), String(lead) + "^" + tail]
    }
}

/// Everything that kept a template from being read or rendered.
///
/// All findings of one parse or of one rendering are listed, in the order of the output.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The findings; never empty.
    package var diagnostics: [TemplateDiagnostic]

    /// Collects findings.
    package init(_ diagnostics: [TemplateDiagnostic]) {
        self.diagnostics = diagnostics
    }

    /// The findings below one another.
    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}

/// A text from outside made safe for a terminal: control and bidirectional characters as `\u{1b}`, cut at 120 scalars.
func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(120) {
        if isControl(scalar) {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return text.unicodeScalars.dropFirst(120).isEmpty ? result : result + "…"
}

func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
