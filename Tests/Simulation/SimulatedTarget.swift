import JSON5
import StatusCommCore
import Synchronization
import TestSupport

/// A provider that takes messages, now and then not, now and then without saying so.
final class SimulatedTarget: Sendable {
    /// One message that it took.
    struct Message: Hashable, Sendable {
        var key: DeliveryKey
        var reminder: Reminder?
    }

    private struct State {
        var generator: SplitMix
        var messages: [Message] = []
        var isDown = false
    }

    let name: String
    private let isReliable: Bool
    private let state: Mutex<State>

    init(_ name: String, seed: UInt64, isReliable: Bool) {
        self.name = name
        self.isReliable = isReliable
        state = Mutex(State(generator: SplitMix(seed: seed)))
    }

    /// Everything it took, in order; a message that came twice is in it twice.
    var messages: [Message] { state.withLock { $0.messages } }

    /// Whether it takes nothing at all for a while.
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    func take(_ job: DeliveryJob) -> DeliveryOutcome {
        state.withLock { state in
            if state.isDown { return .retry(reason: "503", after: nil) }
            let draw = isReliable ? 99 : Int.random(in: 0..<100, using: &state.generator)
            let message = Message(key: job.key, reminder: job.reminder)
            switch draw {
            case 0..<5: return .retry(reason: "503", after: nil)
            case 5..<8: return .unknown(reason: "reset before it was read")
            case 8..<11:
                state.messages.append(message)
                return .unknown(reason: "reset before the answer")
            default:
                state.messages.append(message)
                return .done(saved: [:], notes: [])
            }
        }
    }

    func has(_ job: DeliveryJob) -> Bool {
        state.withLock { $0.messages.contains { $0.key == job.key } }
    }
}
