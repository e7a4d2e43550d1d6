import JSON5
import StatusCommCore
import Synchronization
import TestSupport

/// A place where incidents are worked on, with a clock, one public target and one way to the owners.
struct Desk: Sendable {
    static let components = ComponentTree(roots: [
        Component(id: "api", name: "API"), Component(id: "web", name: "Web"),
    ])

    let clock: ManualClock
    let page: RecordingChannel
    let owners: RecordingChannel
    let rules: PromiseRules
    let write: @Sendable (Incident) throws -> [String: String]

    init(
        maximumAutomatic: Int = 2,
        clock: ManualClock = ManualClock(),
        page: RecordingChannel = RecordingChannel("page"),
        owners: RecordingChannel = RecordingChannel("owner.mail"),
        write: @escaping @Sendable (Incident) throws -> [String: String] = { _ in [:] }
    ) {
        self.clock = clock
        self.page = page
        self.owners = owners
        self.write = write
        rules = PromiseRules(
            maximumAutomatic: maximumAutomatic,
            warnBefore: .seconds(300),
            remindAfter: .seconds(24 * 3_600),
            escalateAfter: .seconds(48 * 3_600)
        )
    }

    /// What a person or a script uses.
    func lifecycle(_ store: any Store, by name: String = "ada@ops1") -> IncidentLifecycle {
        IncidentLifecycle(
            repository: IncidentRepository(store: store, author: .fixed(name, clock: clock)),
            components: Self.components,
            severities: .standard,
            targets: ["page"],
            write: write
        )
    }

    /// One call of `tick`.
    func tick(_ store: any Store, by name: String = "cron@ops1") async throws -> PromiseKeeper.Outcome {
        let lifecycle = lifecycle(store, by: name)
        let keeper = PromiseKeeper(
            rules: rules,
            lifecycle: lifecycle,
            ownerTargets: ["owner.mail"],
            wording: ReminderWording(
                company: MessageCompany(
                    name: "Acme",
                    domain: "acme.example",
                    statusPageURL: "https://status.acme.example"
                )
            ),
            delivery: DeliveryRun(
                repository: lifecycle.repository,
                channels: [page, OwnerChannel(owners)],
                limits: .init(
                    deadline: .seconds(1),
                    attempt: .seconds(1),
                    recheckAfter: .seconds(1),
                    patience: .zero
                ),
                clock: clock,
                random: { 0.5 }
            )
        )
        return try await keeper.keep(try await lifecycle.repository.agenda(by: rules))
    }

    func open(_ store: any Store, component: String = "api") async throws -> Incident {
        try await lifecycle(store).open(
            .init(title: "Errors", severity: .high, components: [component], message: "We are looking into it.")
        ).incident
    }
}

/// A target that keeps what it was sent.
final class RecordingChannel: DeliveryChannel, Sendable {
    struct Message: Hashable, Sendable {
        var key: DeliveryKey
        var text: String
    }

    private struct State {
        var messages: [Message] = []
        var outcome: @Sendable (DeliveryJob) -> DeliveryOutcome = { _ in .done(saved: [:], notes: []) }
    }

    let name: String
    let kind = "recording"
    private let state = Mutex(State())

    init(_ name: String) {
        self.name = name
    }

    var messages: [Message] { state.withLock { $0.messages } }
    var texts: [String] { messages.map(\.text) }

    /// Answers from now on; what is refused or not taken is not kept.
    func answer(_ outcome: @escaping @Sendable (DeliveryJob) -> DeliveryOutcome) {
        state.withLock { $0.outcome = outcome }
    }

    func preview(_ job: DeliveryJob) throws -> [DeliveryPreview] { [] }

    func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        state.withLock { state in
            let outcome = state.outcome(job)
            let isTaken =
                switch outcome {
                case .done, .unknown: true
                case .refused, .retry, .blocked: false
                }
            let text = job.reminder?.title ?? job.update.publication.message
            if isTaken { state.messages.append(Message(key: job.key, text: text)) }
            return outcome
        }
    }

    func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting {
        state.withLock { state in
            state.messages.contains { $0.key == job.key } ? .found(saved: [:], notes: []) : .absent
        }
    }
}
