package import CommandTable
import JSON5
import StatusCommCore

/// A word that a shell may offer, and what it stands for.
package struct CompletionWord: Hashable, Sendable {
    package var word: String
    package var meaning: String?

    /// Offers a word.
    package init(_ word: String, _ meaning: String? = nil) {
        self.word = word
        self.meaning = meaning
    }
}

extension DynamicCompletion {
    /// Incidents that are open.
    package static let openIncidents = DynamicCompletion("open-incidents")
    /// The newest incidents, open or not.
    package static let incidents = DynamicCompletion("incidents")
    /// Components of the configuration, parents included.
    package static let components = DynamicCompletion("components")
    /// Deliveries that are not done.
    package static let deliveries = DynamicCompletion("deliveries")
    /// Connectors that come with the program.
    package static let connectors = DynamicCompletion("connectors")
    /// Targets of the configuration, as `--channel` takes them.
    package static let targets = DynamicCompletion("targets")
    /// Tickets that belong to open incidents.
    package static let linkedTickets = DynamicCompletion("linked-tickets")
}

/// Where the words that only the program knows come from.
package enum CompletionWords {
    /// Gives the words of a set from local data.
    package typealias Provider = @Sendable (CommandContext) async throws -> [CompletionWord]

    /// Most words of a set: more help nobody, and the shell waits for them.
    static let limit = 200

    /// One line a set.
    package static var providers: [DynamicCompletion: Provider] {
        [
            .openIncidents: { try await incidents($0) { try await $0.active().filter(\.isOpen) } },
            .incidents: { try await incidents($0, of: newest) },
            .components: components,
            .deliveries: deliveries,
            .connectors: { _ in Connector.presetNames.map { CompletionWord($0) } },
            .linkedTickets: linkedTickets,
            .targets: { try $0.loadConfiguration().targetNames.map { CompletionWord($0) } },
        ]
    }

    @Sendable
    private static func incidents(
        _ context: CommandContext,
        of find: @Sendable (IncidentRepository) async throws -> [Incident]
    ) async throws -> [CompletionWord] {
        try await find(try context.readingRepository()).suffix(limit).reversed()
            .map { CompletionWord("\($0.id)", $0.title) }
    }

    @Sendable
    private static func newest(_ repository: IncidentRepository) async throws -> [Incident] {
        var found: [Incident] = []
        for id in try await repository.ids().suffix(limit) {
            if let incident = try await repository.incident(id) { found.append(incident) }
        }
        return found
    }

    @Sendable
    private static func components(_ context: CommandContext) async throws -> [CompletionWord] {
        let components = try context.loadConfiguration().components.all
        return components.map { CompletionWord($0.id, $0.name) }
            + components.filter { $0.name != $0.id }.map { CompletionWord($0.name, $0.id) }
    }

    @Sendable
    private static func deliveries(_ context: CommandContext) async throws -> [CompletionWord] {
        let repository = try context.readingRepository()
        var words: [CompletionWord] = []
        for incident in try await repository.active() {
            for key in incident.deliveries where !(try await repository.deliveryLog(key).state.isFinal) {
                words.append(CompletionWord("\(key)", incident.title))
            }
        }
        return words.suffix(limit)
    }

    @Sendable
    private static func linkedTickets(_ context: CommandContext) async throws -> [CompletionWord] {
        let repository = try context.readingRepository()
        var words: [CompletionWord] = []
        for incident in try await repository.active().filter(\.isOpen).reversed() {
            for target in try context.loadConfiguration().tickets where words.count < limit {
                let ledger = try await repository.ticketLedger(of: incident, target: target.name)
                words += ledger.all.filter { $0.left == nil }
                    .map { CompletionWord($0.ticket.reference, "\(incident.id) \(incident.title)") }
            }
        }
        return Array(words.prefix(limit))
    }
}

extension CommandContext {
    /// The incidents, for a command that writes nothing.
    fileprivate func readingRepository() throws -> IncidentRepository {
        IncidentRepository(
            store: try openStore(for: .reading),
            author: .init(
                name: "",
                holder: LockHolder(processID: 0, command: "__complete"),
                now: now,
                nonce: { [] }
            )
        )
    }
}
