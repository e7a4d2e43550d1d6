/// Reads `name | default "text"`, with further alternatives behind further bars.
struct DefaultParser {
    enum Alternative: Equatable {
        case literal(String)
        case name(String)
    }

    struct Fault: Error {
        var message: String
    }

    private let content: [Character]
    private var position = 0

    init(_ content: String) {
        self.content = Array(content)
    }

    mutating func parse() throws(Fault) -> (name: String, alternatives: [Alternative]) {
        let bar = content.firstIndex(of: "|") ?? content.count
        let name = trimmed(content[..<bar])
        position = bar
        var alternatives: [Alternative] = []
        while position < content.count {
            position += 1
            skipBlanks()
            let filter = word()
            guard filter == "default" else {
                let shown = filter.isEmpty ? "nothing" : "\"\(printable(filter))\""
                throw Fault(message: "only 'default' can follow '|', found \(shown)")
            }
            skipBlanks()
            alternatives.append(try value())
            skipBlanks()
            guard position == content.count || content[position] == "|" else {
                throw Fault(message: "'default' takes one text, number or name")
            }
        }
        return (name, alternatives)
    }

    private mutating func value() throws(Fault) -> Alternative {
        guard position < content.count else { throw Fault(message: "'default' needs a text, a number or a name") }
        let quote = content[position]
        guard quote == "\"" || quote == "'" else {
            let word = word()
            guard !word.isEmpty else { throw Fault(message: "'default' needs a text, a number or a name") }
            return isNumber(word) ? .literal(word) : .name(word)
        }
        position += 1
        var text = ""
        while position < content.count, content[position] != quote {
            if content[position] == "\\", position + 1 < content.count {
                position += 1
                text.append(content[position] == "n" ? "\n" : content[position])
            } else {
                text.append(content[position])
            }
            position += 1
        }
        guard position < content.count else { throw Fault(message: "the text after 'default' has no closing \(quote)") }
        position += 1
        return .literal(text)
    }

    private mutating func word() -> String {
        let start = position
        while position < content.count, !content[position].isWhitespace, content[position] != "|" { position += 1 }
        return String(content[start..<position])
    }

    private mutating func skipBlanks() {
        while position < content.count, content[position].isWhitespace { position += 1 }
    }

    private func trimmed(_ text: ArraySlice<Character>) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private func isNumber(_ word: String) -> Bool {
        let digits = word.first == "-" ? word.dropFirst() : Substring(word)
        guard let first = digits.first, first.isASCII, first.isNumber else { return false }
        return Double(word) != nil
    }
}
