/// A word from the command line in single quotes, safe to print.
///
/// Control characters and invisible direction marks become `\u{…}`; a long word is cut after 64 characters.
package func quoted(_ word: some StringProtocol) -> String {
    var shown = "'"
    for (index, scalar) in word.unicodeScalars.enumerated() {
        if index == 64 {
            shown += "…"
            break
        }
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
            shown += "\\u{\(String(scalar.value, radix: 16))}"
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return shown + "'"
}

/// Words as a person lists them: `'a', 'b' or 'c'`.
package func alternatives(_ words: [String], joinedBy conjunction: String = "or") -> String {
    guard let last = words.last else { return "" }
    guard words.count > 1 else { return last }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}
