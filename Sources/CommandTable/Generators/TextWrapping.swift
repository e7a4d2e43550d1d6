/// Breaks a paragraph into lines of at most so many characters; a longer word stands alone.
func wrap(_ paragraph: some StringProtocol, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        if !line.isEmpty, line.count + 1 + word.count > width {
            lines.append(line)
            line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { lines.append(line) }
    return lines
}

/// The paragraphs of a text, which empty lines separate.
func paragraphs(_ text: String) -> [String] {
    var all: [String] = []
    var current: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.isEmpty {
            if !current.isEmpty { all.append(current.joined(separator: "\n")) }
            current = []
        } else {
            current.append(line)
        }
    }
    if !current.isEmpty { all.append(current.joined(separator: "\n")) }
    return all
}
