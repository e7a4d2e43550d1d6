/// Columns that a text takes on a terminal.
///
/// A rough form of Unicode Standard Annex 11: wide East Asian characters and emoji take two columns, combining marks and
/// invisible format characters none.
package func displayWidth(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
}

/// The text cut to so many columns, with `…` in place of what is missing.
package func cut(_ text: String, toColumns limit: Int) -> String {
    guard displayWidth(text) > limit else { return text }
    var shown = ""
    var used = 0
    for character in text {
        let width = columns(of: character)
        guard used + width < limit else { break }
        shown.append(character)
        used += width
    }
    return limit > 0 ? shown + "…" : ""
}

/// The line broken between words into lines of at most so many columns; a longer word is broken where it has to be.
package func wrapped(_ line: String, toColumns limit: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    var used = 0
    for word in line.split(separator: " ") {
        let width = displayWidth(word)
        if used > 0, used + 1 + width > limit {
            lines.append(current)
            (current, used) = ("", 0)
        }
        if used > 0 {
            current += " "
            used += 1
        }
        guard width > limit else {
            current += word
            used += width
            continue
        }
        for character in word {
            let width = columns(of: character)
            if used + width > limit {
                lines.append(current)
                (current, used) = ("", 0)
            }
            current.append(character)
            used += width
        }
    }
    return used > 0 || lines.isEmpty ? lines + [current] : lines
}

private func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 0x20 ? 0 : 1 }
    // A variation selector 16 asks for the emoji form, which is wide.
    if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
        0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        return 2
    default: return first.properties.isEmojiPresentation ? 2 : 1
    }
}
