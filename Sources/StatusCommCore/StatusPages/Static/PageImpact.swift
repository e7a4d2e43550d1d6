/// How bad an incident is, in the words of Statuspage's public JSON, and so how bad the page as a whole stands.
///
/// Source: <https://www.githubstatus.com/api>, `impact` and `indicator`.
package enum PageImpact: String, CaseIterable, Sendable {
    case none
    case maintenance
    case minor
    case major
    case critical

    /// The impact of a component's status.
    package init(_ status: ComponentStatus) {
        switch status {
        case .operational: self = .none
        case .underMaintenance: self = .maintenance
        case .degradedPerformance: self = .minor
        case .partialOutage: self = .major
        case .majorOutage: self = .critical
        }
    }

    /// What `status.description` says in the public JSON.
    var description: String {
        switch self {
        case .none: "All Systems Operational"
        case .maintenance: "Service Under Maintenance"
        case .minor: "Partially Degraded Service"
        case .major: "Partial System Outage"
        case .critical: "Major Service Outage"
        }
    }

    /// The same as a sentence for people.
    var headline: String {
        switch self {
        case .none: "All systems operational"
        case .maintenance: "Maintenance in progress"
        case .minor: "Some systems are degraded"
        case .major: "Some systems are down"
        case .critical: "Major outage"
        }
    }

    /// What an incident of this impact is called.
    var title: String {
        switch self {
        case .none: "No impact"
        case .maintenance: "Maintenance"
        case .minor: "Minor impact"
        case .major: "Major impact"
        case .critical: "Critical impact"
        }
    }

    /// The status whose colour and sign stand for it.
    var status: ComponentStatus {
        switch self {
        case .none: .operational
        case .maintenance: .underMaintenance
        case .minor: .degradedPerformance
        case .major: .partialOutage
        case .critical: .majorOutage
        }
    }
}

extension PageImpact: Comparable {
    /// Orders from `none` to `critical`.
    package static func < (first: PageImpact, second: PageImpact) -> Bool { first.status < second.status }
}
