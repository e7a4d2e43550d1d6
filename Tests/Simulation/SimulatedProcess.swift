import JSON5
import StatusCommCore
import Synchronization

/// A process of the program as its store sees it: it dies, or is interrupted, at one of its steps.
///
/// Every read, write and request is a step. What is dead reads, writes and sends nothing more, whatever its code still
/// tries; its locks are gone, since they end with the process.
final class SimulatedProcess: Store {
    /// Why nothing works any more.
    struct Death: Error {}

    /// What happens at a step.
    struct Fate: Sendable {
        /// Step at which the process dies, nil when it lives.
        var deathAt: Int?
        /// Whether that step still takes effect.
        var completesStep = false
        /// Step before which somebody else does something.
        var interruptAt: Int?
        var interrupt: @Sendable () async throws -> Void = {}
    }

    private struct State {
        var steps = 0
        var isDead = false
    }

    private let store: any Store
    private let fate: Fate
    private let state = Mutex(State())

    init(_ store: any Store, _ fate: Fate = Fate()) {
        self.store = store
        self.fate = fate
    }

    var isDead: Bool { state.withLock { $0.isDead } }

    /// Makes a step, or dies at it.
    func step<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        let number = try state.withLock { state in
            guard !state.isDead else { throw Death() }
            state.steps += 1
            return state.steps
        }
        if number == fate.interruptAt { try await fate.interrupt() }
        guard number == fate.deathAt else { return try await body() }
        state.withLock { $0.isDead = true }
        if fate.completesStep { _ = try await body() }
        throw Death()
    }

    func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation {
        try await step { [store] in try await store.create(key, bytes) }
    }

    func get(_ key: StoreKey) async throws -> [UInt8]? {
        try await step { [store] in try await store.get(key) }
    }

    func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] {
        try await step { [store] in try await store.list(folder, after: after) }
    }

    func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt {
        guard !isDead else { throw Death() }
        return try await store.lock(name, for: holder)
    }
}

/// A target as one process reaches it.
struct ReachedTarget: DeliveryChannel {
    let target: SimulatedTarget
    let process: SimulatedProcess

    var name: String { target.name }
    var kind: String { "simulated" }

    func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview] { [] }

    func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        do {
            return try await process.step { target.take(job) }
        } catch {
            return .unknown(reason: "the process is dead")
        }
    }

    func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting {
        do {
            return try await process.step { target.has(job) ? .found(saved: [:], notes: []) : .absent }
        } catch {
            return .failed(reason: "the process is dead", after: nil)
        }
    }
}
