import Foundation
import JSON5
import StatusCommCore
import TestSupport

/// A stage for `tick`: a provider, the static page, owners with an address, and incidents that were opened a while ago.
struct PromiseStage {
    let double: ProviderDouble
    let stage: Stage

    /// Writes the configuration; without automatic updates the owners are warned.
    init(maximumAutomatic: Int = 3) throws {
        double = try ProviderDouble.statuspage()
        stage = try Stage(double.url, naming: true)
        let text = """
            { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example", timeZone: "UTC" },
              components: [ { id: "rest-api", name: "REST API" }, { id: "dashboard", name: "Dashboard" } ],
              statusPages: [
                { name: "local", connector: "static", directory: "site" },
                { name: "public", connector: "statuspage", pageID: "page1", apiKey: { env: 'STATUSPAGE_API_KEY' },
                  baseURL: "\(double.url)", components: { "rest-api": "c1", dashboard: "c2" } },
              ],
              mail: { relay: { directory: "outbox" }, from: "Acme Status <status@acme.example>" },
              owners: ["oncall@acme.example"],
              automaticUpdates: { enabled: \(maximumAutomatic > 0), maxAutomatic: \(maximumAutomatic) },
              delivery: { deadline: "20s", attempt: "5s", recheckAfter: "1s" } }
            """
        try text.write(toFile: stage.folder.file("config.json5"), atomically: true, encoding: .utf8)
    }

    /// Puts an incident on record as it was opened so many seconds ago, with its next update twenty minutes later.
    @discardableResult
    func open(secondsAgo: Int) async throws -> Incident {
        try await lifecycle(secondsAgo: secondsAgo).open(
            .init(title: "Some requests fail", severity: .high, components: ["rest-api"], message: "We look into it.")
        ).incident
    }

    /// Puts the end of an incident on record as it was so many seconds ago.
    func resolve(_ incident: Incident, secondsAgo: Int) async throws {
        _ = try await lifecycle(secondsAgo: secondsAgo).resolve(incident.id, .init(message: "It is over."))
    }

    private func lifecycle(secondsAgo: Int) throws -> IncidentLifecycle {
        let start = Timestamp.readingSystemClock().advanced(by: .seconds(-secondsAgo))
        return IncidentLifecycle(
            repository: IncidentRepository(
                store: try LocalStore.open(stage.state, for: .writing),
                author: .fixed(clock: ManualClock(start: start))
            ),
            components: ComponentTree(roots: [Component(id: "rest-api", name: "REST API")]),
            severities: .standard,
            targets: ["local", "public"],
            write: { ["page": $0.latestUpdate.publication.message] }
        )
    }

    /// The incident as it is on record.
    func incident() async throws -> Incident? {
        let store = try LocalStore.open(stage.state, for: .reading)
        return try await IncidentRepository(store: store, author: .fixed()).all().first
    }

    /// Bodies of the updates at the provider.
    var published: [String] {
        let updates = double.incidents.first?["incident_updates"]?.array ?? []
        return updates.compactMap { $0["body"]?.string }
    }

    /// The mails in the outbox.
    func mails() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: stage.folder.file("outbox"))) ?? []
        return names.sorted().filter { $0.hasSuffix(".eml") }.compactMap {
            try? String(contentsOfFile: stage.folder.file("outbox/\($0)"), encoding: .utf8)
        }
    }

    /// Calls until nothing is left, as cron would.
    func finish() throws -> ChildProcess.Result {
        var result = try stage.run(["tick"])
        for _ in 0..<5 where result.status == 3 { result = try stage.run(["tick"]) }
        return result
    }
}

extension ChildProcess.Result {
    /// Whether it succeeded and said nothing, as cron wants it.
    var isSilent: Bool { status == 0 && output.isEmpty && errors.isEmpty }
}
