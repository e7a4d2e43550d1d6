/// A snapshot in the order and with the names in which the public sees it; the files of a page are made from this.
struct PublicPage {
    let snapshot: StatusPageSnapshot
    let id: String
    /// Address of the page, without a slash at its end.
    let url: String
    /// Incidents that are not resolved, the newest first.
    let open: [PageIncident]
    /// Incidents that are, the one resolved last first.
    let resolved: [PageIncident]
    /// Open and resolved ones by their beginning, the newest first.
    let incidents: [PageIncident]
    /// How the page as a whole stands: as bad as its worst component or open incident.
    let indicator: PageImpact
    /// When anything on the page last changed.
    let updatedAt: Timestamp

    private let components: [String: ComponentView]

    /// A component with its place.
    struct ComponentView {
        let component: PageComponent
        let publicID: String
        let status: ComponentStatus
        let position: Int
        /// Public ids of the parts, for a group.
        let children: [String]
        let groupID: String?
        /// Name with its group's before it.
        let qualifiedName: String
        var updatedAt: Timestamp
    }

    /// Products in order, each followed by its parts.
    let rows: [ComponentView]

    init(_ snapshot: StatusPageSnapshot) {
        self.snapshot = snapshot
        var url = snapshot.url
        while url.hasSuffix("/") { url.removeLast() }
        self.url = url
        id = PublicID.of("page", url)
        incidents = snapshot.incidents.map(Self.sorted).sorted { Self.isNewer($0, $1, by: \.startedAt) }
        open = incidents.filter { $0.phase != .resolved }
        resolved = incidents.filter { $0.phase == .resolved }.sorted { Self.isNewer($0, $1, by: \.lastChange) }
        updatedAt = incidents.map(\.lastChange).max() ?? snapshot.began

        var rows: [ComponentView] = []
        for (index, product) in snapshot.components.enumerated() {
            let leaves = Self.leaves(of: product, path: "")
            let publicID = PublicID.of("component", product.id)
            rows.append(
                ComponentView(
                    component: product,
                    publicID: publicID,
                    status: leaves.map(\.component.status).max() ?? product.status,
                    position: index + 1,
                    children: leaves.map { PublicID.of("component", $0.component.id) },
                    groupID: nil,
                    qualifiedName: product.name,
                    updatedAt: snapshot.began
                )
            )
            for (index, leaf) in leaves.enumerated() {
                rows.append(
                    ComponentView(
                        component: leaf.component,
                        publicID: PublicID.of("component", leaf.component.id),
                        status: leaf.component.status,
                        position: index + 1,
                        children: [],
                        groupID: publicID,
                        qualifiedName: "\(product.name) - \(leaf.name)",
                        updatedAt: snapshot.began
                    )
                )
            }
        }
        let touched = Self.lastChanges(incidents)
        for index in rows.indices {
            let ids = [rows[index].publicID] + rows[index].children
            rows[index].updatedAt = ids.compactMap { touched[$0] }.max() ?? snapshot.began
        }
        self.rows = rows
        components = Dictionary(rows.map { ($0.component.id, $0) }) { first, _ in first }
        indicator = (rows.map { PageImpact($0.status) } + open.map(\.impact)).max() ?? .none
    }

    /// The component of one of our ids; nil when the configuration no longer knows it.
    func component(_ id: String) -> ComponentView? { components[id] }

    /// Name of a component with its group's before it; our id when it is no longer known.
    func name(of component: String) -> String { components[component]?.qualifiedName ?? component }

    /// Path of an incident's page below the page's address.
    func path(of incident: PageIncident) -> String { "incidents/\(incident.publicID).html" }

    /// Path of the page with an incident's report.
    func reportPath(of incident: PageIncident) -> String { "reports/\(incident.publicID).html" }

    private static func sorted(_ incident: PageIncident) -> PageIncident {
        var incident = incident
        incident.updates.sort { ($0.at, $0.number) > ($1.at, $1.number) }
        return incident
    }

    private static func isNewer(
        _ first: PageIncident,
        _ second: PageIncident,
        by time: (PageIncident) -> Timestamp
    ) -> Bool {
        (time(first), first.identity) > (time(second), second.identity)
    }

    /// The parts that have a status of their own, named by the way to them when it is longer than one step.
    private static func leaves(of component: PageComponent, path: String) -> [(component: PageComponent, name: String)]
    {
        component.children.flatMap { child in
            child.children.isEmpty
                ? [(child, path + child.name)]
                : leaves(of: child, path: "\(path)\(child.name) - ")
        }
    }

    private static func lastChanges(_ incidents: [PageIncident]) -> [String: Timestamp] {
        var changes: [String: Timestamp] = [:]
        for update in incidents.flatMap(\.updates) {
            for change in update.changes {
                let id = PublicID.of("component", change.component)
                changes[id] = max(changes[id] ?? update.at, update.at)
            }
        }
        return changes
    }
}

extension PageIncident {
    var publicID: String { PublicID.of("incident", identity) }

    /// When it was first made known.
    var createdAt: Timestamp { updates.map(\.at).min() ?? startedAt }

    /// When it was last spoken of.
    var lastChange: Timestamp {
        let said = updates.map(\.at).max() ?? startedAt
        return max(said, report?.publishedAt ?? said)
    }

    /// Public id of one of its updates.
    func publicID(of update: PageUpdate) -> String { PublicID.of("update", "\(identity)\n\(update.number)") }
}
