import JSON5
import StatusCommCore
import Synchronization
import TestSupport

/// What every process of the month works with: one store, one clock, one public target, one way to the owners.
struct Office: Sendable {
    let clock = SimulatedClock()
    let store = MemoryStore()
    let page: SimulatedTarget
    let owners: SimulatedTarget
    let rules: PromiseRules
    let components: ComponentTree
    private let nonces = Nonces()

    private final class Nonces: Sendable {
        private let value = Mutex<UInt64>(0)

        func next() -> [UInt8] {
            var generator = SplitMix(
                seed: value.withLock { value in
                    value += 1
                    return value
                }
            )
            return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
    }

    init(_ month: Month) {
        rules = month.rules
        page = SimulatedTarget("page", seed: month.seed &+ 1, isReliable: !month.trouble.faults)
        owners = SimulatedTarget("owner.mail", seed: month.seed &+ 2, isReliable: !month.trouble.faults)
        components = ComponentTree(
            roots: (0..<month.incidents).map { Component(id: Self.component($0), name: "Part \($0)") }
        )
    }

    static func component(_ number: Int) -> String { "part-\(number)" }

    /// The incidents as a process sees them; as they are, without one.
    func repository(_ process: SimulatedProcess? = nil) -> IncidentRepository {
        IncidentRepository(
            store: process ?? store as any Store,
            author: .init(
                name: "somebody@somewhere",
                holder: LockHolder(processID: 1, command: "simulated"),
                now: { [clock] in clock.now },
                nonce: { [nonces] in nonces.next() }
            )
        )
    }

    func lifecycle(_ process: SimulatedProcess) -> IncidentLifecycle {
        IncidentLifecycle(
            repository: repository(process),
            components: components,
            severities: .standard,
            targets: ["page"],
            write: { _ in [:] }
        )
    }

    private func delivery(_ process: SimulatedProcess, patience: Duration?) -> DeliveryRun {
        DeliveryRun(
            repository: repository(process),
            channels: [
                ReachedTarget(target: page, process: process),
                OwnerChannel(ReachedTarget(target: owners, process: process)),
            ],
            limits: .init(
                deadline: .seconds(10),
                attempt: .seconds(5),
                recheckAfter: .seconds(1),
                patience: patience
            ),
            clock: clock.manual,
            random: { 0.5 }
        )
    }

    /// One call from cron.
    func tick(_ process: SimulatedProcess) async throws -> PromiseKeeper.Outcome {
        let keeper = PromiseKeeper(
            rules: rules,
            lifecycle: lifecycle(process),
            ownerTargets: ["owner.mail"],
            wording: ReminderWording(
                company: MessageCompany(name: "A", domain: "a.example", statusPageURL: "https://status.a.example")
            ),
            delivery: delivery(process, patience: .zero)
        )
        return try await keeper.keep(try await repository(process).agenda(by: rules))
    }

    /// One command of a person: a change, and its delivery.
    func command(
        _ process: SimulatedProcess,
        _ change: @Sendable (IncidentLifecycle) async throws -> IncidentLifecycle.Result
    ) async throws -> (incident: Incident, isDelivered: Bool) {
        let incident = try await change(lifecycle(process)).incident
        let results = await delivery(process, patience: nil).carryOut([incident])
        try await repository(process).settle([incident])
        guard !process.isDead else { throw SimulatedProcess.Death() }
        return (incident, results.allSatisfy(\.isFinal))
    }
}
