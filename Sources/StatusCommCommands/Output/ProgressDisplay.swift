import Synchronization

/// Shows a board on standard error while it changes.
///
/// On a terminal the lines are redrawn in place, each frame with a single write. The cursor always rests on the empty line
/// below them, is never hidden, and no mode of the terminal is changed: whatever ends the program leaves a usable
/// terminal. Elsewhere each target gets a plain line when it is finished, and a long one every now and then before; with
/// `--quiet` there is nothing.
package final class ProgressDisplay: Sendable {
    /// How progress is shown.
    package enum Mode: Hashable, Sendable {
        case live
        case plain
        case silent
    }

    private struct State {
        var board: ProgressBoard
        /// Rows of the last frame.
        var drawn = 0
        var lastFrame = ""
    }

    package let mode: Mode
    private let stream: TextOutput
    private let style: Style
    private let state: Mutex<State>

    /// Starts to show targets.
    package init(_ targets: [String], on context: CommandContext) {
        stream = context.errors
        style = Style(
            isTerminal: stream.isTerminal,
            noColor: context.globals.noColor,
            environment: context.environment
        )
        if context.globals.quiet {
            mode = .silent
        } else {
            mode = stream.isTerminal && !Style.isDumb(context.environment) ? .live : .plain
        }
        state = Mutex(State(board: ProgressBoard(targets)))
        if mode == .live, !targets.isEmpty { state.withLock { draw(&$0) } }
    }

    /// Notes how far a target is, and shows it.
    ///
    /// `share`: how much is done of what can be counted, from 0 to 1. `isDue`: whether it is worth a line in a log, where a
    /// target has one only when it is finished.
    package func set(
        _ target: String,
        _ newState: ProgressBoard.State,
        _ note: String = "",
        share: Double? = nil,
        isDue: Bool = false
    ) {
        state.withLock { state in
            state.board.set(target, newState, note, share: share)
            switch mode {
            case .live: draw(&state)
            case .plain:
                guard newState.isFinal || isDue, let row = state.board.plainRow(of: target) else { return }
                stream.writeExactly("statuscomm: \(row)\n")
            case .silent: break
            }
        }
    }

    /// Writes something above the live lines, such as a warning.
    package func say(_ text: String) {
        state.withLock { state in
            guard mode == .live else {
                if mode == .plain { stream.write(text + "\n") }
                return
            }
            stream.writeExactly(erasing(state.drawn) + terminalText(text) + "\n")
            state.drawn = 0
            state.lastFrame = ""
            draw(&state)
        }
    }

    private func draw(_ state: inout State) {
        let rows = state.board.rows(columns: stream.columns(), style: style)
        // Clearing behind each row, rather than all of it first, is what keeps the picture still.
        let frame = rows.map { $0 + "\u{1B}[K\n" }.joined()
        guard frame != state.lastFrame else { return }
        stream.writeExactly((state.drawn > 0 ? "\u{1B}[\(state.drawn)A\r" : "") + frame)
        state.drawn = rows.count
        state.lastFrame = frame
    }

    /// Moves to the first row of the frame and clears everything below (ECMA-48: CUU, ED).
    private func erasing(_ rows: Int) -> String {
        rows > 0 ? "\u{1B}[\(rows)A\r\u{1B}[J" : ""
    }
}
