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
        /// Lower case, no full stop.
        package var message: String
        /// Nil when the remark is about no other place.
        package var location: SourceLocation?

        /// Makes a remark.
        package init(_ message: String, at location: SourceLocation? = nil) {
            self.message = message
            self.location = location
        }
    }

    /// Whether the finding stops a rendering.
    package var severity: Severity
    /// What is wrong: lower case, no full stop; control characters from outside are already escaped.
    package var message: String
    /// The first byte of the tag that is meant.
    package var location: SourceLocation
    /// How many scalars of the source line the caret underlines, from 1.
    package var length: Int
    /// Remarks, the nearest loop or file first.
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
        var lines = ["\(location): \(severity.rawValue): \(message)"]
        if count > 1 { lines[0] += " (\(count) times)" }
        if let shown = location.caretLines() {
            let room = max(0, shown.source.unicodeScalars.count - shown.caret.unicodeScalars.count)
            lines.append(String(shown.source.dropFirst(2)))
            lines.append(shown.caret.dropFirst(2) + String(repeating: "~", count: min(length - 1, room)))
        }
        for note in notes {
            lines.append(note.location.map { "\($0): note: \(note.message)" } ?? "note: \(note.message)")
        }
        return lines.joined(separator: "\n")
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

/// A text from outside made safe for a terminal and not too long for a message.
func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: 120, limitedBy: scalars.endIndex),
        end < scalars.endIndex
    else { return escapingControls(text) }
    return escapingControls(String(scalars[..<end])) + "…"
}
