import StatusCommCommands
import StatusCommCore
import Testing

private func at(_ minutes: Int64) -> Timestamp { Timestamp(seconds: 1_795_440_000 + minutes * 60) }

private func timeline(text: String = "We are looking into it.", by: String = "ada@ops1") throws -> IncidentTimeline {
    let opening = IncidentChange.Opening(
        publicID: "abcdefghijkl",
        title: "Slow",
        severity: .high,
        startedAt: at(0),
        publication: Publication(message: text)
    )
    var incident = try Incident(id: #require(IncidentID(number: 1)), opening: opening, at: at(8), by: by)
    let note = IncidentChange.TimelineNote(type: .mitigationApplied, happenedAt: at(25), text: "moved to region 2")
    try incident.apply(.noted(note), at: at(33), by: "bob@ops2")
    let update = IncidentChange.Update(phase: .identified, publication: Publication(message: "We know the cause."))
    try incident.apply(.updated(update), at: at(32), by: "bob@ops2")
    try incident.apply(.resolved(.init(publication: Publication(message: "Over."))), at: at(80), by: "ada@ops1")
    return IncidentTimeline(incident, now: at(500))
}

@Test func `a timeline for a file is plain and 80 columns wide`() throws {
    let text = TimelineDrawing(try timeline(), zone: .utc, width: nil).text
    #expect(
        text == """
            23 November 2026, 1 hour 20 minutes; times in UTC

                           13:20                                           14:40
            not told yet   #####                                                 8 min
            investigating       ################                                 24 min
            identified                          ################################ 48 min
            on record      +    *           o   *                              *

            13:20  +  customers began to notice
                   |  8 min
            13:28  *  Investigating, by ada@ops1
                   |  We are looking into it.
                   |  17 min
            13:45  o  noted: mitigation_applied, by bob@ops2
                   |  moved to region 2
                   |  7 min
            13:52  *  Identified, by bob@ops2
                   |  We know the cause.
                   |  48 min
            14:40  *  Resolved, by ada@ops1
                   |  Over.

            """
    )
}

@Test(arguments: [40, 60, 80, 120, 200])
func `no line of a timeline is wider than the terminal`(width: Int) throws {
    let words = "A sentence with 障害 in it, some emphasis 🙂 and averyveryveryverylongwordthatnoterminalwouldeverhold."
    let timeline = try timeline(text: String(repeating: words + " ", count: 5))
    let text = TimelineDrawing(timeline, zone: .utc, width: width, glyphs: .unicode).text
    let widths = text.split(separator: "\n").map { displayWidth($0) }
    #expect((widths.max() ?? 0) <= min(width, 120))
    #expect(text.contains("█") && text.contains("◆"))
}

@Test func `words from outside cannot steer the terminal or break the drawing`() throws {
    let hostile = "a\u{1B}[2J\u{1B}]0;x\u{7}b\rc\u{202E}d\nsecond \u{9B}31m line"
    let timeline = try timeline(text: hostile, by: "eve\n\u{1B}[31m@host")
    let text = TimelineDrawing(timeline, zone: .utc, width: 80).text
    let harmful = text.unicodeScalars.filter {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value)
    }
    #expect(harmful.isEmpty)
    #expect(text.contains("a\\u001b[2J\\u001b]0;x\\u0007b\\u000dc\\u202ed\n"))
    #expect(text.contains("Investigating, by eve\\n\\u001b[31m@host\n"))
}

@Test(arguments: [
    ("a bb ccc", 4, ["a bb", "ccc"]), ("", 5, [""]), ("abcdefgh", 3, ["abc", "def", "gh"]), ("障害 障害", 4, ["障害", "障害"]),
    ("x 障害障害", 5, ["x", "障害", "障害"]),
])
func `lines are broken between words by what is seen`(line: String, columns: Int, expected: [String]) {
    #expect(wrapped(line, toColumns: columns) == expected)
}
