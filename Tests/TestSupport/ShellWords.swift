/// The words of a command line as a shell takes them apart, for checking examples.
///
/// Knows single and double quotes, backslashes, and line ends after a backslash. Of a pipeline, a redirection or a list
/// only the part that begins with the program's name counts.
package func shellWords(of line: String, calling program: String) -> [String]? {
    var words: [String] = []
    var current: String?
    var commands: [[String]] = []
    var characters = Array(line)[...]
    func isEnd(_ character: Character) -> Bool { "|;&<>()".contains(character) }
    while let character = characters.popFirst() {
        switch character {
        case "'":
            current = (current ?? "") + String(characters.prefix { $0 != "'" })
            characters = characters.drop { $0 != "'" }.dropFirst()
        case "\"":
            var text = ""
            while let next = characters.popFirst(), next != "\"" {
                if next == "\\", let escaped = characters.popFirst() { text.append(escaped) } else { text.append(next) }
            }
            current = (current ?? "") + text
        case "\\":
            if let escaped = characters.popFirst(), escaped != "\n" { current = (current ?? "") + String(escaped) }
        case _ where character.isWhitespace || isEnd(character):
            if let word = current { words.append(word) }
            current = nil
            if isEnd(character) {
                commands.append(words)
                words = []
            }
        default: current = (current ?? "") + String(character)
        }
    }
    if let word = current { words.append(word) }
    commands.append(words)
    return commands.first { $0.first == program }.map { Array($0.dropFirst()) }
}
