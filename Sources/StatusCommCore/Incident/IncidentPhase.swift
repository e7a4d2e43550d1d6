/// Where an incident stands, in the words of every status page API.
package enum IncidentPhase: String, CaseIterable, Sendable {
    case investigating
    case identified
    case monitoring
    case resolved

    /// The phases an update may set; `resolved` is reached by a resolution alone.
    package static let open: [IncidentPhase] = [.investigating, .identified, .monitoring]

    /// The word with a capital, as pages and mails show it.
    package var title: String {
        switch self {
        case .investigating: "Investigating"
        case .identified: "Identified"
        case .monitoring: "Monitoring"
        case .resolved: "Resolved"
        }
    }
}
