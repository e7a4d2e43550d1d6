extension LightMarkdown {
    /// The text without markup, for mail's text part, tickets and pages that know none.
    ///
    /// A link's address follows its text in parentheses. Blocks are divided by an empty line.
    ///
    /// With a width, lines have at most so many characters and lists hang; a longer word stays whole.
    package func plainText(width: Int? = nil) -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let inlines), .heading(_, let inlines):
                Self.wrapped(Self.plainText(of: inlines), marker: "", width: width)
            case .bulletList(let items):
                items.map { Self.wrapped(Self.plainText(of: $0), marker: "- ", width: width) }
                    .joined(separator: "\n")
            case .numberedList(let start, let items):
                zip(start..., items)
                    .map { Self.wrapped(Self.plainText(of: $1), marker: "\($0). ", width: width) }
                    .joined(separator: "\n")
            }
        }.joined(separator: "\n\n")
    }

    static func plainText(of inlines: [Inline]) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let text), .code(let text): return text
            case .lineBreak: return "\n"
            case .emphasis(let children), .strong(let children): return plainText(of: children)
            case .link(let children, let url):
                let label = plainText(of: children)
                let address = url.lowercased().hasPrefix("mailto:") ? String(url.dropFirst(7)) : url
                return label == address || label == url ? label : "\(label) (\(address))"
            }
        }.joined()
    }

    private static func wrapped(_ text: String, marker: String, width: Int?) -> String {
        let indent = String(repeating: " ", count: marker.count)
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let width else {
                lines.append(String(line))
                continue
            }
            var current = ""
            var length = 0
            for word in line.split(separator: " ") {
                let wordLength = word.count
                if length > 0, marker.count + length + 1 + wordLength > width {
                    lines.append(current)
                    current = ""
                    length = 0
                }
                if length > 0 { current += " " }
                length += wordLength + (length > 0 ? 1 : 0)
                current += word
            }
            lines.append(current)
        }
        return lines.enumerated().map { ($0 == 0 ? marker : indent) + $1 }.joined(separator: "\n")
    }
}
