/// What became of the report that customers are owed once an incident is over.
package enum ReportStanding: Hashable, Sendable {
    /// Nothing is owed while the incident is open.
    case notDue
    /// Neither published nor skipped since the incident was resolved.
    case owed(since: Timestamp)
    case skipped(Incident.RecordedSkip)
    case published(Incident.RecordedReport)
}

extension Incident {
    /// Where the report stands; one that came after it had been skipped counts.
    package var reportStanding: ReportStanding {
        if let report { return .published(report) }
        if let reportSkip { return .skipped(reportSkip) }
        return resolvedAt.map(ReportStanding.owed) ?? .notDue
    }

    /// Whether a report is owed.
    package var owesReport: Bool {
        switch reportStanding {
        case .owed: true
        case .notDue, .skipped, .published: false
        }
    }

    /// The newest change that targets hear of.
    package var latestChange: PublicUpdate { publicChanges.last ?? latestUpdate }

    /// Every change that targets hear of, oldest first: the public messages, then the report.
    package var publicChanges: [PublicUpdate] {
        guard let report else { return updates }
        return updates + [
            PublicUpdate(
                sequence: report.sequence,
                at: report.at,
                by: report.by,
                phase: phase,
                severity: severity,
                publication: report.report.publication,
                isAutomatic: false
            )
        ]
    }

    /// The incident as it would be with a report, for a rehearsal.
    ///
    /// - Throws: `IncidentConflict` when it can have none.
    package func reporting(_ report: IncidentChange.Report, at now: Timestamp) throws(IncidentConflict) -> Incident {
        var next = self
        try next.apply(.reportPublished(report), at: now, by: "")
        return next
    }
}
