import StatusCommCommands
import StatusCommCore
import Synchronization

/// What a run wrote, and the context that wrote it.
final class Recorder: Sendable {
    private let written = Mutex<(output: [UInt8], errors: [UInt8])>(([], []))
    /// The `errno` that every write to standard output ends with.
    let outputFailure: Int32
    let isTerminal: Bool

    init(isTerminal: Bool = false, outputFailure: Int32 = 0) {
        self.isTerminal = isTerminal
        self.outputFailure = outputFailure
    }

    var output: String { written.withLock { String(decoding: $0.output, as: UTF8.self) } }
    var errors: String { written.withLock { String(decoding: $0.errors, as: UTF8.self) } }

    /// A context at a moment; without one, 24 November 2025, 16:00 UTC.
    ///
    /// It reaches no network without a transport.
    func context(
        environment: [String: String] = [:],
        input: String = "",
        now: Timestamp = Timestamp(milliseconds: 1_764_000_000_000),
        transport: Transport? = nil
    ) -> CommandContext {
        let rest = Mutex(Array(input.utf8))
        return CommandContext(
            environment: environment,
            clock: .continuous,
            now: { now },
            input: TextInput { count throws(InputError) in
                rest.withLock { bytes in
                    let chunk = Array(bytes.prefix(count))
                    bytes.removeFirst(chunk.count)
                    return chunk
                }
            },
            output: TextOutput(isTerminal: isTerminal) { bytes in
                guard self.outputFailure == 0 else { return self.outputFailure }
                self.written.withLock { $0.output += bytes }
                return 0
            },
            errors: TextOutput(isTerminal: isTerminal) { bytes in
                self.written.withLock { $0.errors += bytes }
                return 0
            },
            makeTransport: {
                transport
                    ?? Transport { _ throws(TransportError) in
                        throw TransportError(outcome: .notSent, host: "", cause: "no network in this test")
                    }
            }
        )
    }
}
