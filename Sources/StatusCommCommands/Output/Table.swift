/// Rows in aligned columns, two blanks apart.
package struct Table: Hashable, Sendable {
    /// Column titles, in capitals by custom.
    package var titles: [String]
    /// Each as long as the titles.
    package private(set) var rows: [[String]] = []

    /// An empty table.
    package init(_ titles: String...) {
        self.titles = titles
    }

    /// Adds a row; what is missing is blank, and each cell becomes one line without control characters.
    package mutating func append(_ cells: [String]) {
        let padded = cells.prefix(titles.count) + Array(repeating: "", count: max(0, titles.count - cells.count))
        rows.append(padded.map { terminalLine($0) })
    }

    /// The lines, each with a line end; the last column is cut to fit when a width is given.
    package func text(width: Int? = nil) -> String {
        let all = [titles] + rows
        let widths = titles.indices.map { column in all.map { displayWidth($0[column]) }.max() ?? 0 }
        var text = ""
        for row in all {
            var line = ""
            var used = 0
            for (column, cell) in row.enumerated() {
                if column == row.count - 1 {
                    line += width.map { cut(cell, toColumns: max(8, $0 - used)) } ?? cell
                } else {
                    line += cell + String(repeating: " ", count: widths[column] - displayWidth(cell) + 2)
                    used += widths[column] + 2
                }
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}
