/// A component in one incident, after one change.
package struct AffectedComponent: Hashable, Sendable {
    /// Id of a leaf of the component tree.
    package var id: String
    /// What this incident does to it.
    package var status: ComponentStatus
    /// What pages show: the worst of all incidents that were open when the change was made.
    package var shownStatus: ComponentStatus

    /// Pairs a component with its own and its shown status; without a shown status both are the same.
    package init(id: String, status: ComponentStatus, shownStatus: ComponentStatus? = nil) {
        self.id = id
        self.status = status
        self.shownStatus = shownStatus ?? status
    }
}
