/// Whether a scalar could steer a terminal or hide text: C0, DEL, C1, line and paragraph separator, bidirectional controls.
///
/// The bidirectional controls are those of Unicode Technical Report 36, section 3.2 (embedding, override, isolate).
package func isUnsafeToShow(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}

/// The text with every scalar that could steer a terminal written as `\u001b`.
///
/// Line ends are escaped too: the result is one line. It is for showing text from outside, not for reading it back.
package func escapingControls(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafeToShow) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
        if isUnsafeToShow(scalar) {
            let digits = String(scalar.value, radix: 16)
            shown += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
            shown.unicodeScalars.append(scalar)
        }
    }
    return shown
}
