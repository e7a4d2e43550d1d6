/// Why a ticket is never touched.
package enum TicketExclusion: Hashable, Sendable {
    case tag(String)
    case requesterDomain(String)
    /// A monitor, a bounce, an out-of-office note.
    case automatic
    /// Written after the change that is being told.
    case later
    /// An agent or an earlier run tied it to another open incident.
    case otherIncident(IncidentID)

    /// The reason in words.
    package var words: String {
        switch self {
        case .tag(let tag): "excluded by its tag '\(tag)'"
        case .requesterDomain(let domain): "excluded by the requester's domain '\(domain)'"
        case .automatic: "automatic mail"
        case .later: "written after this change"
        case .otherIncident(let id): "belongs to \(id)"
        }
    }
}

extension TicketRules.Exclusions {
    /// Why these rules leave a ticket alone; nil when they do not.
    package func reason(for ticket: Ticket) -> TicketExclusion? {
        if automatic, ticket.isAutomatic { return .automatic }
        if !tags.isEmpty,
            let tag = ticket.tags.first(where: { tag in tags.contains { $0.lowercased() == tag.lowercased() } })
        {
            return .tag(tag)
        }
        if !requesterDomains.isEmpty, let domain = ticket.requester?.domain,
            let excluded = requesterDomains.first(where: { domain == $0 || domain.hasSuffix(".\($0)") })
        {
            return .requesterDomain(excluded)
        }
        return nil
    }
}

extension Ticket.Requester {
    /// Domain of the address in lower case.
    var domain: String? {
        guard let address, let at = address.lastIndex(of: "@") else { return nil }
        return address[address.index(after: at)...].lowercased()
    }
}
