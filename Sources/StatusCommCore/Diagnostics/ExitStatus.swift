/// What the program's exit status tells a script.
///
/// The numbers are a promise to users.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case usage = 2
    /// Some targets have it, the rest is queued for `tick` or `delivery retry`.
    case partlyDelivered = 3
    /// The message check or the report check refused the text.
    case refusedByCheck = 4
    case configuration = 5
    /// The incident is already open, already resolved, or somebody else was first.
    case conflict = 6
    /// A target may or may not have it; a person has to look.
    case outcomeUnknown = 7
    /// A mistake of ours.
    case bug = 70
}
