/// Lines of a result that are written while it is made, so that a million of them take no memory.
struct ResultLines: ~Copyable {
    private let output: TextOutput
    private var buffer = ""

    init(on output: TextOutput) { self.output = output }

    /// Adds a line; what it holds cannot steer a terminal.
    mutating func add(_ line: String) {
        buffer += terminalLine(line) + "\n"
        if buffer.utf8.count >= 32 << 10 { flush() }
    }

    /// Writes what is left; nothing may follow but the rest of the result.
    mutating func flush() {
        output.writeExactly(buffer)
        buffer = ""
    }
}
