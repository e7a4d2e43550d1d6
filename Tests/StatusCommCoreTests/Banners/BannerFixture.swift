import JSON5
import StatusCommCore
import TestSupport

/// An incident and what was said about it, without a store.
struct BannerFixture {
    static let start = Timestamp(seconds: 1_795_439_100)
    static let tree = ComponentTree(roots: [
        Component(id: "api", name: "API", children: [Component(id: "rest-api", name: "REST API")]),
        Component(id: "mail", name: "Mail"),
        Component(id: "search", name: "Search"),
        Component(id: "login", name: "Login"),
    ])
    static let wording = BannerWording(components: tree, statusPageURL: "https://status.acme.example")

    /// An incident opened at `start`, minutes later for higher numbers.
    static func incident(
        _ number: Int = 1,
        severity: Severity = .high,
        message: String = "Payments are slow",
        components: [String] = ["rest-api"],
        texts: [String: String] = [:],
        variables: JSONObject = JSONObject()
    ) throws -> Incident {
        let id = try incidentID(number)
        let at = start.advanced(by: .seconds(60 * (number - 1)))
        return Incident(
            id: id,
            opening: .init(
                publicID: "public\(number)",
                title: "Slow payments",
                severity: severity,
                startedAt: at.advanced(by: .seconds(-300)),
                publication: publication(message, components, texts: texts, variables: variables)
            ),
            at: at,
            by: "ada@ops1"
        )
    }

    static func publication(
        _ message: String,
        _ components: [String] = ["rest-api"],
        texts: [String: String] = [:],
        notify: Bool = true,
        variables: JSONObject = JSONObject()
    ) -> Publication {
        Publication(
            message: message,
            texts: texts,
            components: components.map { AffectedComponent(id: $0, status: .partialOutage) },
            notify: notify,
            variables: variables
        )
    }

    static func feed(_ incidents: [Incident], showing: [String] = [], now: Timestamp = start) -> BannerFeed {
        BannerFeed(name: "app", incidents: incidents, showing: showing, wording: wording, sequence: 7, now: now)
    }
}

/// The id of a number that is certainly one.
private func incidentID(_ number: Int) throws -> IncidentID {
    guard let id = IncidentID(number: number) else { throw StoreError.invalidKey("\(number)") }
    return id
}
