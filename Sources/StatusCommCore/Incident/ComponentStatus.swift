/// What users of a component notice, in the five states of Statuspage's API.
///
/// Source: <https://developer.statuspage.io/#tag/components>.
package enum ComponentStatus: String, CaseIterable, Sendable {
    case operational
    case underMaintenance = "under_maintenance"
    case degradedPerformance = "degraded_performance"
    case partialOutage = "partial_outage"
    case majorOutage = "major_outage"

    /// The words a page shows beside a component.
    package var title: String {
        switch self {
        case .operational: "Operational"
        case .underMaintenance: "Under maintenance"
        case .degradedPerformance: "Degraded performance"
        case .partialOutage: "Partial outage"
        case .majorOutage: "Major outage"
        }
    }
}

extension ComponentStatus: Comparable {
    /// Orders from `operational` to `majorOutage`, so that `max` is the worst.
    package static func < (first: ComponentStatus, second: ComponentStatus) -> Bool { first.rank < second.rank }

    private var rank: Int {
        switch self {
        case .operational: 0
        case .underMaintenance: 1
        case .degradedPerformance: 2
        case .partialOutage: 3
        case .majorOutage: 4
        }
    }
}
