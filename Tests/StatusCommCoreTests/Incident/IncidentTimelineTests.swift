import StatusCommCore
import TestSupport
import Testing

/// Minutes after the beginning of a test's day.
private func at(_ minutes: Int64) -> Timestamp { Timestamp(seconds: 1_795_440_000 + minutes * 60) }

/// An incident that began at minute 0 and was opened at minute 10.
private func incident(_ changes: [(minute: Int64, change: IncidentChange)]) throws -> Incident {
    let opening = IncidentChange.Opening(
        publicID: "abcdefghijkl",
        title: "Slow",
        severity: .high,
        startedAt: at(0),
        publication: Publication(message: "We are looking.")
    )
    var incident = try Incident(id: #require(IncidentID(number: 1)), opening: opening, at: at(10), by: "ada@ops1")
    for (minute, change) in changes { try incident.apply(change, at: at(minute), by: "bob@ops2") }
    return incident
}

private func said(_ phase: IncidentPhase, isAutomatic: Bool = false) -> IncidentChange {
    .updated(.init(phase: phase, isAutomatic: isAutomatic, publication: Publication(message: "News.")))
}

private func noted(_ type: TimelineNoteType, _ minute: Int64) -> IncidentChange {
    .noted(.init(type: type, happenedAt: at(minute), text: "n"))
}

/// The phases with the minutes of their beginning and end.
private func told(_ timeline: IncidentTimeline) -> [String] {
    func minute(_ instant: Timestamp) -> Int64 { instant.duration(since: at(0)).milliseconds / 60_000 }
    return timeline.spans.map { "\($0.phase?.rawValue ?? "nil") \(minute($0.start))-\(minute($0.end))" }
}

private let resolved = IncidentChange.resolved(.init(publication: Publication(message: "Over.")))

@Test func `phases follow each other without gaps, and the same again is one`() throws {
    let incident = try incident([
        (20, said(.investigating, isAutomatic: true)), (30, said(.identified)), (45, said(.monitoring)), (60, resolved),
    ])
    let timeline = IncidentTimeline(incident, now: at(500))
    #expect(told(timeline) == ["nil 0-10", "investigating 10-30", "identified 30-45", "monitoring 45-60"])
    #expect(timeline.moments.map(\.at) == [0, 10, 20, 30, 45, 60].map(at))
    #expect(timeline.moments.map(\.by) == ["", "ada@ops1", "bob@ops2", "bob@ops2", "bob@ops2", "bob@ops2"])
    #expect(timeline.moments[2].kind == .said(.investigating, isAutomatic: true))
    #expect(!timeline.isOpen)
}

@Test func `an open incident goes on until now`() throws {
    let timeline = IncidentTimeline(try incident([(30, said(.identified))]), now: at(90))
    #expect(timeline.isOpen)
    #expect(timeline.end == at(90))
    #expect(told(timeline).last == "identified 30-90")
    // A clock that was put back must not turn the picture around.
    #expect(IncidentTimeline(try incident([(30, said(.identified))]), now: at(5)).end == at(30))
}

@Test func `what is noted later moves the beginning and the end`() throws {
    let late = try incident([
        (30, said(.identified)), (60, resolved), (70, noted(.impactStarted, -15)), (71, noted(.fullRecovery, 40)),
        (72, noted(.fullRecovery, 50)),
    ])
    #expect(late.impact.start == at(-15))
    #expect(late.impact.end == at(50))
    let timeline = IncidentTimeline(late, now: at(500))
    #expect(timeline.spans.map(\.start) == [-15, 10, 30].map(at))
    #expect(timeline.spans.last?.end == at(50))
    #expect(timeline.moments.map(\.at) == [-15, -15, 10, 30, 40, 50, 60].map(at))
    // A later beginning is a note like any other: customers did notice before.
    #expect(try incident([(60, resolved), (61, noted(.impactStarted, 5))]).impact.start == at(0))
    // As long as it is open, nothing is over.
    #expect(try incident([(40, noted(.fullRecovery, 40))]).impact.end == nil)
}
