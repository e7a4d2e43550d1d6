/// An incident as it went: the moments on record, and the phases between them, both oldest first.
package struct IncidentTimeline: Hashable, Sendable {
    /// Something that happened.
    package struct Moment: Hashable, Sendable {
        /// What kind of thing.
        package enum Kind: Hashable, Sendable {
            /// Customers began to notice.
            case began
            /// We said something in public.
            case said(IncidentPhase, isAutomatic: Bool)
            case noted(TimelineNoteType)
            case reportPublished
            case reportSkipped
        }

        package var at: Timestamp
        package var kind: Kind
        /// What was said, or our own words; empty for the beginning.
        package var text: String
        /// Who wrote it down, empty for the beginning.
        package var by: String
    }

    /// A stretch during which we said the same.
    package struct Span: Hashable, Sendable {
        /// The phase; nil before the first message, when customers noticed and nobody had told them.
        package var phase: IncidentPhase?
        package var start: Timestamp
        package var end: Timestamp

        package var duration: Duration { end.duration(since: start) }
    }

    package let moments: [Moment]
    /// Without gaps from the beginning to the resolution, or to now; the same phase again makes no new one.
    package let spans: [Span]
    package let start: Timestamp
    /// When customers stopped noticing; now while the incident is open.
    package let end: Timestamp
    package let isOpen: Bool

    /// Reads the timeline off an incident.
    package init(_ incident: Incident, now: Timestamp) {
        let impact = incident.impact
        isOpen = incident.isOpen
        start = impact.start
        end = impact.end ?? max(now, incident.latestUpdate.at)
        var moments = [Moment(at: impact.start, kind: .began, text: "", by: "")]
        moments += incident.updates.map { update in
            Moment(
                at: update.at,
                kind: .said(update.phase, isAutomatic: update.isAutomatic),
                text: update.publication.message,
                by: update.by
            )
        }
        moments += incident.notes.map { recorded in
            Moment(
                at: recorded.note.happenedAt,
                kind: .noted(recorded.note.type),
                text: recorded.note.text,
                by: recorded.by
            )
        }
        if let skip = incident.reportSkip {
            moments.append(Moment(at: skip.at, kind: .reportSkipped, text: skip.reason, by: skip.by))
        }
        if let report = incident.report {
            moments.append(Moment(at: report.at, kind: .reportPublished, text: "", by: report.by))
        }
        self.moments = moments.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
        spans = Self.spans(incident, from: impact.start, to: end)
    }

    private static func spans(_ incident: Incident, from start: Timestamp, to end: Timestamp) -> [Span] {
        var spans = [Span(phase: nil, start: start, end: start)]
        for update in incident.updates {
            // What is noted later may say that it all began, or ended, at another time.
            let at = min(max(update.at, start), end)
            spans[spans.count - 1].end = at
            guard update.phase != .resolved, update.phase != spans[spans.count - 1].phase else { continue }
            spans.append(Span(phase: update.phase, start: at, end: at))
        }
        spans[spans.count - 1].end = end
        return spans.filter { $0.start < $0.end }
    }
}

extension Incident {
    /// When customers began to notice and when it was over for them; the end is nil while the incident is open.
    ///
    /// A note of the type `impact_started` that tells an earlier beginning counts, and so does the last `full_recovery`:
    /// people find out later, and the log of what was said stays as it is.
    package var impact: (start: Timestamp, end: Timestamp?) {
        let began = notes.filter { $0.note.type == .impactStarted }.map(\.note.happenedAt)
        let recovered = notes.filter { $0.note.type == .fullRecovery }.map(\.note.happenedAt)
        let start = min(startedAt, began.min() ?? startedAt)
        return (start, resolvedAt.map { max(start, recovered.max() ?? $0) })
    }
}
