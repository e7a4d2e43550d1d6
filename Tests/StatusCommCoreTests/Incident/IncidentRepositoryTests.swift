import JSON5
import StatusCommCore
import TestSupport
import Testing

private let tree = ComponentTree(roots: [
    Component(
        id: "api",
        name: "API",
        children: [Component(id: "rest-api", name: "REST API"), Component(id: "graphql-api", name: "GraphQL API")]
    ),
    Component(id: "billing", name: "Billing"),
])

private struct Fixture {
    let clock = ManualClock()
    let repository: IncidentRepository

    init() {
        repository = IncidentRepository(store: MemoryStore(), author: .fixed(clock: clock))
    }

    func open(
        _ title: String = "Errors on the API",
        severity: Severity = .high,
        components: [String] = ["rest-api"],
        key: String? = nil,
        isAnother: Bool = false
    ) async throws -> (incident: Incident, isNew: Bool) {
        try await repository.open { active, _ in
            try Incident.opening(
                Incident.OpeningRequest(
                    title: title,
                    severity: severity,
                    components: components,
                    message: "We are looking into it.",
                    key: key,
                    isAnother: isAnother
                ),
                besides: active.filter(\.isOpen),
                mapping: .standard,
                publicID: repository.makePublicID(),
                now: repository.now()
            )
        }
    }

    func resolve(_ id: IncidentID) async throws -> Incident {
        let others = try await repository.active().filter { $0.isOpen && $0.id != id }
        return try await repository.append(to: id) { incident in
            .resolved(try incident.resolution(.init(message: "It is over."), besides: others))
        }
    }
}

@Test func `incidents are numbered from one and keep what they were told`() async throws {
    let fixture = Fixture()
    let first = try await fixture.open().incident
    let second = try await fixture.open("Invoices are late", severity: .medium, components: ["billing"]).incident
    #expect(first.id.description == "INC-1")
    #expect(second.id.description == "INC-2")
    #expect(first.publicID.utf8.count == 12)
    #expect(first.components == [AffectedComponent(id: "rest-api", status: .partialOutage)])
    #expect(first.nextUpdateAt == first.openedAt.advanced(by: .seconds(20 * 60)))
    #expect(try await fixture.repository.incident(named: "inc-1") == first)
    #expect(try await fixture.repository.all() == [first, second])
}

@Test func `opening again with the key of an open incident changes nothing`() async throws {
    let fixture = Fixture()
    let first = try await fixture.open(key: "alert-7")
    let again = try await fixture.open("Another title", components: ["billing"], key: "alert-7")
    #expect(first.isNew)
    #expect(!again.isNew)
    #expect(again.incident == first.incident)
    _ = try await fixture.resolve(first.incident.id)
    #expect(try await fixture.open(key: "alert-7").isNew)
}

@Test func `a component that is covered needs another`() async throws {
    let fixture = Fixture()
    let first = try await fixture.open().incident
    let error = await #expect(throws: IncidentConflict.self) {
        try await fixture.open(components: ["rest-api", "billing"])
    }
    #expect(
        error?.message
            == "cannot open an incident on 'rest-api': INC-1 'Errors on the API' was opened by ada@ops1 at \(first.openedAt)"
    )
    #expect(error?.exitStatus == .conflict)
    #expect(try await fixture.open(isAnother: true).incident.id.number == 2)
}

@Test func `a resolve returns components to operational unless another incident affects them`() async throws {
    let fixture = Fixture()
    let first = try await fixture.open(components: ["rest-api", "graphql-api"]).incident
    _ = try await fixture.open(severity: .medium, components: ["graphql-api"], isAnother: true)
    let resolved = try await fixture.resolve(first.id)
    #expect(
        resolved.components == [
            AffectedComponent(id: "rest-api", status: .operational),
            AffectedComponent(id: "graphql-api", status: .operational, shownStatus: .degradedPerformance),
        ]
    )
    #expect(resolved.nextUpdateAt == nil)
    let error = await #expect(throws: IncidentConflict.self) { try await fixture.resolve(first.id) }
    #expect(error?.exitStatus == .conflict)
}

@Test func `a new severity moves the components that the old one set, not those set by hand`() async throws {
    let fixture = Fixture()
    let opened = try await fixture.open(severity: .medium, components: ["rest-api", "graphql-api"]).incident
    let byHand = try opened.update(
        .init(message: "m", statuses: ["graphql-api": .majorOutage]),
        besides: [],
        tree: tree,
        mapping: .standard,
        now: opened.openedAt
    )
    var incident = opened
    try incident.apply(.updated(byHand), at: opened.openedAt, by: "ada@ops1")
    let raised = try incident.update(
        .init(phase: .identified, severity: .high, message: "m", statuses: ["billing": .operational]),
        besides: [],
        tree: tree,
        mapping: .standard,
        now: opened.openedAt
    )
    #expect(raised.phase == .identified)
    #expect(
        raised.publication.components == [
            AffectedComponent(id: "rest-api", status: .partialOutage),
            AffectedComponent(id: "graphql-api", status: .majorOutage),
            AffectedComponent(id: "billing", status: .operational),
        ]
    )
}

@Test func `an incident may be left out only when exactly one is open`() async throws {
    let fixture = Fixture()
    await #expect(throws: IncidentLookup.noneOpen) { try await fixture.repository.incident(named: nil) }
    let first = try await fixture.open().incident
    #expect(try await fixture.repository.incident(named: nil) == first)
    _ = try await fixture.open("Invoices are late", components: ["billing"])
    await #expect(throws: IncidentLookup.severalOpen(["INC-1 'Errors on the API'", "INC-2 'Invoices are late'"])) {
        try await fixture.repository.incident(named: nil)
    }
    await #expect(throws: IncidentLookup.unknown("9")) { try await fixture.repository.incident(named: "9") }
}

@Test func `settled incidents are not read again`() async throws {
    let fixture = Fixture()
    let first = try await fixture.open().incident
    try await fixture.repository.settle([first])
    let resolved = try await fixture.resolve(first.id)
    #expect(try await fixture.repository.active().map(\.id) == [first.id])
    try await fixture.repository.settle([resolved])
    try await fixture.repository.settle([resolved])
    #expect(try await fixture.repository.active().isEmpty)
    #expect(try await fixture.repository.ids() == [first.id])
}

@Test func `of many openings at once with one key, one is new`() async throws {
    let fixture = Fixture()
    let results = try await withThrowingTaskGroup(of: (IncidentID, Bool).self) { group in
        for _ in 0..<16 {
            group.addTask {
                let opened = try await fixture.open(key: "alert-7")
                return (opened.incident.id, opened.isNew)
            }
        }
        return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.filter(\.1).count == 1)
    #expect(Set(results.map(\.0)).count == 1)
}

@Test(arguments: 1...8)
func `whenever somebody else opens with our key, there is one incident`(read: Int) async throws {
    let store = MemoryStore()
    @Sendable func open(_ repository: IncidentRepository) async throws -> (incident: Incident, isNew: Bool) {
        try await repository.open { active, _ in
            try Incident.opening(
                Incident.OpeningRequest(
                    title: "Errors on the API",
                    severity: .high,
                    components: ["rest-api"],
                    message: "We are looking into it.",
                    key: "alert-7"
                ),
                besides: active.filter(\.isOpen),
                mapping: .standard,
                publicID: repository.makePublicID(),
                now: repository.now()
            )
        }
    }
    let other = IncidentRepository(store: store, author: .fixed("bob@ops2"))
    let interrupted = InterruptedStore(store, before: read) { _ = try await open(other) }
    let ours = try await open(IncidentRepository(store: interrupted, author: .fixed()))
    let theirs = try await open(other)
    #expect(theirs.incident.id == ours.incident.id)
    #expect(try await other.ids().count == 1)
}
