/// What a timeline entry tells; the mission's words, with `internal` for everything that customers never see.
package enum TimelineNoteType: String, CaseIterable, Sendable {
    case impactStarted = "impact_started"
    case statusUpdate = "status_update"
    case mitigationApplied = "mitigation_applied"
    case partialRecovery = "partial_recovery"
    case fullRecovery = "full_recovery"
    case internalNote = "internal"

    /// Whether the report for customers may contain it.
    package var concernsCustomers: Bool { self != .internalNote }
}
