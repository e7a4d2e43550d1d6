import StatusCommCore

/// Reads standard input line by line, as people answer.
struct LineReader {
    private let input: TextInput
    private var buffer: [UInt8] = []
    private var isAtEnd = false
    /// Whether nobody wants another line.
    private let shallStop: @Sendable () -> Bool

    /// Longest line, in bytes.
    static let limit = 64 << 10

    init(_ input: TextInput, shallStop: @escaping @Sendable () -> Bool = { false }) {
        self.input = input
        self.shallStop = shallStop
    }

    /// The next line without its end; nil when there is none, or when nobody wants it any more.
    ///
    /// - Throws: `InputError` when it cannot be read, is too long or is not text.
    mutating func next() throws(InputError) -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[..<end]
                buffer.removeSubrange(...end)
                return try text(line)
            }
            guard !isAtEnd else {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : try text(buffer[...])
            }
            while !input.waits(.milliseconds(50)) {
                if shallStop() { return nil }
            }
            let chunk = try input.readSome(upTo: 4_096)
            isAtEnd = chunk.isEmpty
            buffer += chunk
            guard buffer.count <= Self.limit else { throw .tooLong(limit: Self.limit) }
        }
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(InputError) -> String {
        guard var text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        if text.hasSuffix("\r") { text.removeLast() }
        return text
    }
}
