/// The post-incident report as the page shows it.
package struct PageReport: Hashable, Sendable {
    /// A stretch of the incident on its picture.
    package struct Span: Hashable, Sendable {
        /// Nil before the first message.
        package var phase: IncidentPhase?
        package var start: Timestamp
        package var end: Timestamp

        package var duration: Duration { end.duration(since: start) }
    }

    /// A moment on the picture.
    package struct Mark: Hashable, Sendable {
        package var at: Timestamp
        /// What happened, as the report tells it.
        package var words: String
    }

    /// Light Markdown.
    package var text: String
    package var publishedAt: Timestamp
    package var spans: [Span]
    package var marks: [Mark]
}

extension PageReport {
    /// The report of an incident, nil while it has none; the picture shows the log's phases and the report's own timeline.
    init?(_ incident: Incident, zone: ZoneRules) {
        guard let recorded = incident.report else { return nil }
        let timeline = IncidentTimeline(incident, now: recorded.at)
        text = recorded.report.text
        publishedAt = recorded.at
        spans = timeline.spans.map { Span(phase: $0.phase, start: $0.start, end: $0.end) }
        let last = max(timeline.end, incident.resolvedAt ?? timeline.end)
        marks = ReportText(recorded.report.text).entries.compactMap { entry in
            entry.instant(from: timeline.start, to: last, zone: zone).map { Mark(at: $0, words: entry.words) }
        }
    }
}
