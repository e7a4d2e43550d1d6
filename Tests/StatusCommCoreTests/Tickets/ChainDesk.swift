import JSON5
import StatusCommCore
import Synchronization
import TestSupport

/// The components of every test of the chain.
private let tree = ComponentTree(roots: [
    Component(id: "payments", name: "Payments"), Component(id: "login", name: "Login"),
])

/// Counts effects and is dead from one of them on.
final class Guillotine: Sendable {
    private let left: Mutex<Int>

    init(_ effects: Int = .max) { left = Mutex(effects) }

    var isDead: Bool { left.withLock { $0 <= 0 } }

    func count() { left.withLock { $0 -= $0 == .max ? 0 : 1 } }
}

/// A store that dies with its process: nothing more is written, nothing more is read.
private struct MortalStore: Store {
    let store: MemoryStore
    let guillotine: Guillotine

    func create(_ key: StoreKey, _ bytes: [UInt8]) async throws -> StoreCreation {
        guillotine.count()
        guard !guillotine.isDead else { throw StoreError.contended(folder: "dead", tries: 0) }
        return try await store.create(key, bytes)
    }

    func get(_ key: StoreKey) async throws -> [UInt8]? { try await store.get(key) }

    func list(_ folder: StoreKey, after: StoreKey?) async throws -> [StoreKey] {
        try await store.list(folder, after: after)
    }

    func lock(_ name: StoreKey, for holder: LockHolder) async throws -> LockAttempt {
        try await store.lock(name, for: holder)
    }
}

/// A help desk, an incident, and runs of statuscomm on them.
struct ChainDesk {
    let clock = ManualClock()
    let store = MemoryStore()
    let system: TicketSystemDouble
    var rules = TicketRules()

    init(_ tickets: [Ticket]) {
        let clock = clock
        system = TicketSystemDouble(tickets, now: { clock.timestamp })
        rules.service.field = "Service"
    }

    static func ticket(_ id: String, _ service: String? = "Payments", by requester: String? = nil) -> Ticket {
        var ticket = Ticket(
            id: id,
            subject: "Card declined",
            body: Ticket.Body("at checkout"),
            createdAt: ManualClock().timestamp.advanced(by: .seconds(-60))
        )
        ticket.fields = service.map { ["Service": [$0]] } ?? [:]
        ticket.requester = Ticket.Requester(id: nil, address: requester ?? "customer\(id)@example.org")
        ticket.marks = []
        ticket.lastCustomerMessageAt = ticket.createdAt
        return ticket
    }

    func repository(_ guillotine: Guillotine = Guillotine()) -> IncidentRepository {
        IncidentRepository(store: MortalStore(store: store, guillotine: guillotine), author: .fixed(clock: clock))
    }

    func open(_ components: [String] = ["payments"], title: String = "Payments fail") async throws -> Incident {
        let repository = repository()
        return try await repository.open { _, _ in
            .new(
                IncidentChange.Opening(
                    publicID: repository.makePublicID(),
                    title: title,
                    severity: .high,
                    keywords: ["declined"],
                    startedAt: repository.now(),
                    publication: publication("opened", components)
                )
            )
        }.incident
    }

    private func publication(_ word: String, _ components: [String]) -> Publication {
        Publication(
            message: word,
            texts: ["ticket": "first \(word)", "ticket-again": "again \(word)"],
            components: components.map { AffectedComponent(id: $0, status: .partialOutage) },
            targets: ["support"]
        )
    }

    func update(_ incident: Incident) async throws -> Incident {
        clock.advance(by: .seconds(600))
        return try await repository().append(to: incident.id) { _ in
            .updated(.init(phase: .identified, publication: publication("updated", incident.components.map(\.id))))
        }
    }

    func resolve(_ incident: Incident) async throws -> Incident {
        clock.advance(by: .seconds(600))
        return try await repository().append(to: incident.id) { _ in
            .resolved(.init(publication: publication("resolved", incident.components.map(\.id))))
        }
    }

    @discardableResult
    func run(_ incident: Incident, _ guillotine: Guillotine = Guillotine()) async -> [DeliveryResult] {
        let repository = repository(guillotine)
        system.set(isDead: { guillotine.isDead })
        let channel = channel(repository)
        return await DeliveryRun(
            repository: repository,
            channels: [channel],
            limits: .init(deadline: .seconds(600), attempt: .seconds(300), recheckAfter: .seconds(30)),
            clock: clock,
            random: { 0.5 }
        ).carryOut([incident])
    }

    func channel(_ repository: IncidentRepository) -> TicketChannel {
        TicketChannel(
            name: "support",
            kind: "double",
            rules: rules,
            lookback: .seconds(86_400),
            tree: tree,
            repository: repository,
            recheckAfter: .seconds(30),
            clock: clock,
            incidentURL: { "https://status.example/?incident=\($0.publicID)" },
            makeSystem: { [system] _ in system }
        )
    }

    func ledger(_ incident: Incident) async throws -> TicketLedger {
        try await repository().ticketLedger(of: incident, target: "support")
    }
}
