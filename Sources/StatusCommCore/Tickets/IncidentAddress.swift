/// Where an incident can be read on the status page: an address of its own, without a fragment.
package struct IncidentAddress: Sendable {
    private let base: String
    private let hasPages: Bool

    /// Takes what the configuration says about the page.
    package init(_ configuration: Configuration) {
        var base = configuration.company.statusPageURL
        if base.hasSuffix("/index.html") { base.removeLast("/index.html".count) }
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        hasPages = configuration.statusPages.contains { page in
            switch page.destination {
            case .directory: true
            case .connector: false
            }
        }
    }

    /// The incident's page where we write one; else the status page, with the incident's public name in a query that it
    /// overlooks.
    package func url(of incident: Incident) -> String {
        hasPages
            ? "\(base)/incidents/\(PageIncident(incident).publicID).html" : "\(base)/?incident=\(incident.publicID)"
    }
}
