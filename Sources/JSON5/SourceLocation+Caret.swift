extension SourceLocation {
    /// The source line and, below it, a line with a caret under the place; nil without a source line.
    ///
    /// Safe on a terminal: controls are shown as escapes, tabs as blanks. A long line is cut to `width` columns around
    /// the place, with `…` where something is missing. Wide characters count two columns, combining ones none.
    ///
    /// - Parameter width: Most columns of the source line, at least 20.
    /// - Returns: Two lines without line ends, each indented by two blanks.
    package func caretLines(width: Int = 100) -> (source: String, caret: String)? {
        guard let sourceLine else { return nil }
        let width = max(width, 20)
        let cells = sourceLine.unicodeScalars.map(Cell.init)
        let place = min(max(column - sourceLineColumn, 0), cells.count)

        var first = place
        var used = 1
        let share = cells.reduce(0) { $0 + $1.width } < width ? width : width * 2 / 3
        while first > 0, used + cells[first - 1].width <= share {
            first -= 1
            used += cells[first].width
        }
        var end = place
        while end < cells.count, used + cells[end].width <= width {
            used += cells[end].width
            end += 1
        }

        let head = first > 0 || sourceLineColumn > 1 ? "…" : ""
        let blanks = cells[first..<place].reduce(head.isEmpty ? 0 : 1) { $0 + $1.width }
        let source = cells[first..<end].map(\.text).joined()
        return (
            "  " + head + source + (end < cells.count ? "…" : ""), "  " + String(repeating: " ", count: blanks) + "^"
        )
    }
}

/// One scalar as it is shown.
private struct Cell {
    let text: String
    let width: Int

    init(_ scalar: Unicode.Scalar) {
        if scalar == "\t" {
            text = " "
            width = 1
        } else if isUnsafeToShow(scalar) {
            text = escapingControls(String(scalar))
            width = text.utf8.count
        } else {
            text = String(scalar)
            width = Self.columns(scalar)
        }
    }

    /// Columns of a terminal: a rough form of Unicode Standard Annex 11, enough to place a caret.
    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        guard scalar.value >= 0x300 else { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
