import JSON5

/// Text that cannot steer a terminal: the one way of text from outside to a person's screen.
///
/// Line ends and tabs stay. Every other control character (C0, DEL, C1), the line and paragraph separators and the
/// bidirectional controls become visible escapes such as `\u001b`. Text of more than `limit` scalars is cut.
package func terminalText(_ text: String, limit: Int = 1_000_000) -> String {
    let needsCut = text.utf8.count > limit && text.unicodeScalars.count > limit
    guard needsCut || text.unicodeScalars.contains(where: isHarmful) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
        if isHarmful(scalar) {
            let digits = String(scalar.value, radix: 16)
            shown += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
            shown.unicodeScalars.append(scalar)
        }
    }
    return needsCut ? shown + "…" : shown
}

/// One line of such text: line ends and tabs are made visible as well.
package func terminalLine(_ text: String, limit: Int = 4_096) -> String {
    var line = ""
    for scalar in terminalText(text, limit: limit).unicodeScalars {
        switch scalar {
        case "\n": line += "\\n"
        case "\t": line += " "
        default: line.unicodeScalars.append(scalar)
        }
    }
    return line
}

private func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}
