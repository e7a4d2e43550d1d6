package import StatusCommCore
import Synchronization

extension IncidentRepository.Author {
    /// A writer whose time is the clock's and whose nonces count upwards.
    package static func fixed(_ name: String = "ada@ops1", clock: ManualClock = ManualClock()) -> Self {
        let counter = Counter()
        return Self(
            name: name,
            holder: LockHolder(processID: 1, command: "test"),
            now: { clock.timestamp },
            nonce: { counter.nextNonce() }
        )
    }

    private final class Counter: Sendable {
        private let value = Mutex<UInt64>(0)

        func nextNonce() -> [UInt8] {
            var generator = SplitMix(
                seed: value.withLock { value in
                    value += 1
                    return value
                }
            )
            return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
    }
}
