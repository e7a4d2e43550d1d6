package import StatusCommCore

/// Standard input as a value.
package struct TextInput: Sendable {
    package let isTerminal: Bool
    /// Waits until something can be read, at most so long; false when there is nothing yet.
    package var waits: @Sendable (Duration) -> Bool = { _ in true }
    /// Reads at most so many bytes; empty at the end.
    private let read: @Sendable (Int) throws(InputError) -> [UInt8]

    /// Takes the function that reads at most so many bytes.
    package init(isTerminal: Bool = false, read: @escaping @Sendable (Int) throws(InputError) -> [UInt8]) {
        self.isTerminal = isTerminal
        self.read = read
    }

    /// At most so many bytes, as soon as there are any; empty at the end.
    ///
    /// - Throws: `InputError` when it cannot be read.
    package func readSome(upTo count: Int) throws(InputError) -> [UInt8] { try read(count) }

    /// Everything up to the end.
    ///
    /// - Throws: `InputError` when it cannot be read, or has more bytes than the limit.
    package func readAll(limit: Int) throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try read(min(limit + 1 - bytes.count, 65_536))
            if chunk.isEmpty { return bytes }
            bytes += chunk
            guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        }
    }
}

/// Why standard input is of no use.
package enum InputError: Diagnostic, Hashable {
    case unreadable(reason: String)
    case tooLong(limit: Int)
    case notText

    package var message: String {
        switch self {
        case .unreadable(let reason): "cannot read standard input: \(reason)"
        case .tooLong(let limit): "standard input has more than \(limit) bytes"
        case .notText: "standard input is not UTF-8 text"
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .unreadable: .failed
        case .tooLong, .notText: .usage
        }
    }
}
