import Synchronization

/// Standard output or standard error as a value.
///
/// Text written with `write` cannot steer a terminal. A reader that has gone away (a closed pipe) is no error: the rest is
/// dropped, and the command still comes to its end. Any other failure is kept for the end of the run.
package final class TextOutput: Sendable {
    /// Whether a person sees it as it is written.
    package let isTerminal: Bool
    /// Columns of the terminal now, 80 when unknown.
    package let columns: @Sendable () -> Int
    /// Puts all bytes out; gives the `errno` of a failure, 0 for success.
    private let sink: @Sendable ([UInt8]) -> Int32
    private let state = Mutex<Int32>(0)

    /// Takes the function that puts bytes out and returns an `errno`, 0 for success.
    package init(
        isTerminal: Bool = false,
        columns: @escaping @Sendable () -> Int = { 80 },
        sink: @escaping @Sendable ([UInt8]) -> Int32
    ) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.sink = sink
    }

    /// Writes text for people, control characters made visible.
    package func write(_ text: String) {
        writeExactly(terminalText(text))
    }

    /// Writes text as it is: for programs, and for what has been made safe already.
    package func writeExactly(_ text: String) {
        state.withLock { failure in
            if failure == 0 { failure = sink(Array(text.utf8)) }
        }
    }

    /// The `errno` of the first write that failed, 0 when none did.
    package var failure: Int32 { state.withLock { $0 } }
}
