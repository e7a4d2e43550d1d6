/// Names one delivery: one change of one incident, for one target.
package struct DeliveryKey: Hashable, Sendable, CustomStringConvertible {
    package let incident: IncidentID
    /// Name of the target in the configuration, of `[a-z0-9-]`.
    package let target: String
    /// Sequence number of the change in the incident's log.
    package let change: Int

    /// Names a delivery.
    package init(incident: IncidentID, target: String, change: Int) {
        self.incident = incident
        self.target = target
        self.change = change
    }

    /// Reads `INC-7/public/2`, as `delivery list` prints it.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let incident = IncidentID(String(parts[0])), let change = Int(parts[2]), change > 0,
            !parts[1].isEmpty
        else { return nil }
        self.init(incident: incident, target: String(parts[1]), change: change)
    }

    package var description: String { "\(incident)/\(target)/\(change)" }
}
