/// What is known of several targets while they are worked on, and how that looks.
///
/// A pure value: it makes text, and `ProgressDisplay` writes it.
package struct ProgressBoard: Hashable, Sendable {
    /// How far a target is.
    package enum State: Hashable, Sendable {
        case waiting
        case working
        case done
        case queued
        case failed
        case unknown

        /// Whether nothing more will come in this run.
        package var isFinal: Bool {
            switch self {
            case .waiting, .working: false
            case .done, .queued, .failed, .unknown: true
            }
        }

        /// The word that people see.
        package var word: String {
            switch self {
            case .waiting: "waiting"
            case .working: "sending"
            case .done: "done"
            case .queued: "queued"
            case .failed: "failed"
            case .unknown: "unknown"
            }
        }

        fileprivate var meaning: Style.Meaning {
            switch self {
            case .waiting: .dim
            case .working, .queued, .unknown: .open
            case .done: .good
            case .failed: .bad
            }
        }
    }

    /// One line.
    package struct Line: Hashable, Sendable {
        package var target: String
        package var state: State
        /// What there is to add: an address, a cause, an attempt.
        package var note: String
        /// How much is done of what can be counted, from 0 to 1; a bar shows it where there is room.
        package var share: Double?

        /// The line of a target.
        package init(target: String, state: State = .waiting, note: String = "", share: Double? = nil) {
            self.target = target
            self.state = state
            self.note = note
            self.share = share
        }
    }

    package private(set) var lines: [Line]

    /// A board with the targets in the order in which they are shown.
    package init(_ targets: [String]) {
        lines = targets.map { Line(target: $0) }
    }

    /// Notes how far a target is; a new one is added at the end.
    package mutating func set(_ target: String, _ state: State, _ note: String = "", share: Double? = nil) {
        let line = Line(target: target, state: state, note: note, share: share)
        if let index = lines.firstIndex(where: { $0.target == target }) {
            lines[index] = line
        } else {
            lines.append(line)
        }
    }

    /// All lines, each cut to one row of a terminal.
    package func rows(columns: Int, style: Style) -> [String] {
        lines.map { row(of: $0, columns: columns, style: style) }
    }

    /// One line as it stands in a log: no colors, nothing cut.
    package func plainRow(of target: String) -> String? {
        lines.first { $0.target == target }.map { line in
            terminalLine(line.target) + ": " + line.state.word
                + (line.note.isEmpty ? "" : ", " + terminalLine(line.note))
        }
    }

    private func row(of line: Line, columns: Int, style: Style) -> String {
        let widest = min(32, lines.map { displayWidth(terminalLine($0.target)) }.max() ?? 0)
        let target = cut(terminalLine(line.target), toColumns: widest)
        let padding = String(repeating: " ", count: widest - displayWidth(target) + 2)
        let word = line.state.word + String(repeating: " ", count: 7 - line.state.word.count)
        // One column stays free: a terminal may wrap when the last one is written.
        let left = max(0, columns - 2 - widest - 2 - 7 - 2 - 1)
        var note = cut(terminalLine(line.note), toColumns: left)
        if let share = line.share { note = bar(share, columns: left - displayWidth(note) - 2) + note }
        return "  " + target + padding + style.paint(word, line.state.meaning) + (note.isEmpty ? "" : "  " + note)
    }

    /// A bar with two blanks behind it, in characters that every terminal has; nothing where there is no room for one.
    private func bar(_ share: Double, columns: Int) -> String {
        let cells = min(30, columns - 2)
        guard cells >= 8 else { return "" }
        let full = Int(min(1, max(0, share)) * Double(cells))
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: cells - full) + "]  "
    }
}
