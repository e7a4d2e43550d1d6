/// What is known about the incidents of a store without reading one.
///
/// Marks are created beside the log and save reading it; what is true stands in the log. `settled/<n>`: the incident was
/// over and everything delivered. `later/<n>.<entry>`: an entry that is delivered was about to be written after the
/// incident's end; with `.done` behind it, it has arrived. `report/<n>.<end in milliseconds>`: customers were owed a
/// report when the incident was settled; with `.reminded`, `.escalated` or `.closed` behind it, how far that is.
package struct IncidentMarks: Hashable, Sendable {
    /// How far the matter of a report is.
    package enum ReportStage: String, CaseIterable, Sendable {
        case owed
        /// The owners were reminded.
        case reminded
        /// It was late, and the owners were told so: no reminder follows.
        case escalated
        /// It is published or waived.
        case closed
    }

    /// What is known about a report.
    package struct ReportMark: Hashable, Sendable {
        /// When the incident ended.
        package var resolvedAt: Timestamp
        package var stage: ReportStage
    }

    package private(set) var settled: Set<IncidentID> = []
    /// Entries after the end that are not known to have arrived, by incident.
    package private(set) var unfinished: [IncidentID: Set<Int>] = [:]
    package private(set) var reports: [IncidentID: ReportMark] = [:]

    /// Reads the marks of a store.
    ///
    /// - Throws: `StoreError`, `damaged` for a key that is no mark.
    init(store: some Store) async throws {
        for key in try await store.list(try StoreKey(Self.settledFolder)) {
            guard let number = key.number, let id = IncidentID(number: number) else { throw Self.strange(key) }
            settled.insert(id)
        }
        var done: [IncidentID: Set<Int>] = [:]
        for key in try await store.list(try StoreKey(Self.laterFolder)) {
            let (id, number, word) = try Self.parts(of: key)
            guard let entry = Int(exactly: number), word.isEmpty || word == "done" else { throw Self.strange(key) }
            if word.isEmpty {
                unfinished[id, default: []].insert(entry)
            } else {
                done[id, default: []].insert(entry)
            }
        }
        for (id, entries) in done { unfinished[id]?.subtract(entries) }
        unfinished = unfinished.filter { !$0.value.isEmpty }
        for key in try await store.list(try StoreKey(Self.reportFolder)) {
            let (id, number, word) = try Self.parts(of: key)
            let stage = word.isEmpty ? .owed : ReportStage(rawValue: word)
            guard let stage else { throw Self.strange(key) }
            if reports[id].map({ $0.stage >= stage }) ?? false { continue }
            reports[id] = ReportMark(resolvedAt: Timestamp(milliseconds: number), stage: stage)
        }
    }

    /// Whether something of the incident may be left to deliver, or customers are still affected.
    package func isActive(_ id: IncidentID) -> Bool { !settled.contains(id) || unfinished[id] != nil }

    /// Whether customers were owed a settled incident's report when that was last looked at.
    package func owesReport(_ id: IncidentID) -> Bool { reports[id].map { $0.stage != .closed } ?? false }

    /// Whether a settled incident's report may have to be reminded of.
    package func mayOweReport(_ id: IncidentID, at now: Timestamp, by rules: PromiseRules) -> Bool {
        guard let mark = reports[id] else { return false }
        let age = now.duration(since: mark.resolvedAt)
        switch mark.stage {
        case .owed: return age >= min(rules.remindAfter, rules.escalateAfter)
        case .reminded: return age >= rules.escalateAfter
        case .escalated, .closed: return false
        }
    }

    private static let settledFolder = "settled"
    private static let laterFolder = "later"
    private static let reportFolder = "report"

    /// Reads `<incident>.<number>` or `<incident>.<number>.<word>`.
    private static func parts(of key: StoreKey) throws(StoreError) -> (id: IncidentID, number: Int64, word: String) {
        // By bytes: by characters it would take most of the time of a call that has nothing to do.
        let parts = key.name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
            Substring($0)
        }
        guard parts.count == 2 || parts.count == 3, let incident = Int(parts[0]),
            let id = IncidentID(number: incident), let number = Int64(parts[1]), parts.last?.isEmpty == false
        else { throw strange(key) }
        return (id, number, parts.count == 3 ? String(parts[2]) : "")
    }

    private static func strange(_ key: StoreKey) -> StoreError {
        .damaged(path: key.text, reason: "it is no mark of an incident")
    }
}

extension IncidentMarks {
    /// Keys that are missing once an incident is over and everything of it has arrived, in the order to create them.
    func missingKeys(for incident: Incident) throws(StoreError) -> [StoreKey] {
        var keys: [StoreKey] = []
        let id = incident.id.keyPart
        if let resolvedAt = incident.resolvedAt {
            let stage = incident.reportStage
            let end = reports[incident.id]?.resolvedAt ?? resolvedAt
            let key = "\(Self.reportFolder)/\(id).\(end.milliseconds)"
            // First, since an incident that is settled without it would never be reminded of.
            if reports[incident.id] == nil, stage != .closed { keys.append(try StoreKey(key)) }
            if reports[incident.id].map({ $0.stage < stage }) ?? (stage == .reminded || stage == .escalated) {
                keys.append(try StoreKey("\(key).\(stage.rawValue)"))
            }
        }
        if !settled.contains(incident.id) { keys.append(try StoreKey("\(Self.settledFolder)/\(id)")) }
        // A mark of an entry that is not there yet belongs to somebody who is about to write it.
        for entry in (unfinished[incident.id] ?? []).sorted() where entry <= incident.sequence {
            keys.append(try StoreKey("\(try Self.laterKey(incident.id, entry).text).done"))
        }
        return keys
    }

    /// Key of the mark that an entry is about to be written after the incident's end.
    static func laterKey(_ id: IncidentID, _ entry: Int) throws(StoreError) -> StoreKey {
        try StoreKey("\(laterFolder)/\(id.keyPart).\(entry)")
    }
}

extension IncidentMarks.ReportStage: Comparable {
    /// Orders from `owed` to `closed`.
    package static func < (first: Self, second: Self) -> Bool { first.rank < second.rank }

    private var rank: Int {
        switch self {
        case .owed: 0
        case .reminded: 1
        case .escalated: 2
        case .closed: 3
        }
    }
}

extension Incident {
    /// How far the matter of its report is, by the log.
    var reportStage: IncidentMarks.ReportStage {
        guard owesReport else { return .closed }
        let occasions = Set(reminders.map(\.reminder.occasion))
        if occasions.contains(.reportLate) { return .escalated }
        return occasions.contains(.reportDue) ? .reminded : .owed
    }
}
