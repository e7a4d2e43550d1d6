/// Goes through subscriber lists and picks those whom an incident concerns, each once.
package struct SubscriberSelection: ~Copyable {
    /// What is decided about one row.
    package enum Decision: Hashable, Sendable {
        case tell(Subscriber)
        /// Not told; the address is nil when the row has none that can be used.
        case leaveOut(MailAddress?, SubscriberExclusion)
        case issue(SubscriberIssue)
    }

    private let paths: [String]
    private let tree: ComponentTree
    private let reserved: Set<String>
    private let leaves: Set<String>
    private let severity: Severity?
    private let suppressions: SuppressionList
    private var seen: AddressSet
    private var nextPath = 0
    private var reader: SubscriberReader?
    private var hasPendingExclusion = false
    private var suppressionIssues: [SubscriberIssue]

    /// Begins with the first list.
    ///
    /// `paths`: the lists, in order; the first row of an address counts.
    /// `reserved`: names that no column may have.
    /// `leaves`: ids of the leaves that the incident affects; none means all.
    /// `severity`: how bad the incident is; nil picks everybody, whatever the preference.
    /// `suppressions`: who is never told.
    /// `seen`: an empty set, or one with those that are dealt with already.
    package init(
        paths: [String],
        tree: ComponentTree,
        reserved: Set<String>,
        leaves: Set<String>,
        severity: Severity?,
        suppressions: consuming SuppressionList,
        seen: consuming AddressSet
    ) {
        self.paths = paths
        self.tree = tree
        self.reserved = reserved
        self.leaves = leaves
        self.severity = severity
        // A line there that cannot be read may be somebody who gets mail against his will.
        suppressionIssues = suppressions.issues.reversed()
        self.suppressions = suppressions
        self.seen = seen
    }

    /// The next decision; nil when all lists are at their end.
    ///
    /// - Throws: when a list cannot be read.
    package mutating func next() throws(SubscriberFileError) -> Decision? {
        if let issue = suppressionIssues.popLast() { return .issue(issue) }
        if hasPendingExclusion {
            hasPendingExclusion = false
            return .leaveOut(nil, .unusableRow)
        }
        while true {
            guard let row = try nextRow() else {
                guard nextPath < paths.count else { return nil }
                reader = try SubscriberReader.open(paths[nextPath], tree: tree, reserved: reserved)
                nextPath += 1
                continue
            }
            switch row {
            case .issue(let issue):
                hasPendingExclusion = issue.isSkipped
                return .issue(issue)
            case .subscriber(let subscriber): return try decide(subscriber)
            }
        }
    }

    /// Decides about somebody who is in no list, such as a recipient of an earlier mail: preferences do not count.
    package mutating func decide(earlier subscriber: Subscriber) throws(SubscriberFileError) -> Decision {
        if try suppressions.contains(subscriber.address) { return .leaveOut(subscriber.address, .suppressed) }
        return try isNew(subscriber.address) ? .tell(subscriber) : .leaveOut(subscriber.address, .duplicate)
    }

    private mutating func nextRow() throws(SubscriberFileError) -> SubscriberReader.Row? {
        try reader?.next()
    }

    // An address counts as seen only when it is told: a second row with other wishes may still want the incident.
    private mutating func decide(_ subscriber: Subscriber) throws(SubscriberFileError) -> Decision {
        let address = subscriber.address
        if let severity, let objection = subscriber.preference.objection(to: leaves, severity: severity) {
            return .leaveOut(address, objection)
        }
        if suppressions.count > 0, try suppressions.contains(address) { return .leaveOut(address, .suppressed) }
        return try isNew(address) ? .tell(subscriber) : .leaveOut(address, .duplicate)
    }

    private mutating func isNew(_ address: MailAddress) throws(SubscriberFileError) -> Bool {
        do { return try seen.insert(address) } catch {
            throw SubscriberFileError(path: paths.first ?? "-", line: nil, reason: error.text)
        }
    }
}
