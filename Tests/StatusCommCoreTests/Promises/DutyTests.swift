import StatusCommCore
import TestSupport
import Testing

private let start = Timestamp(milliseconds: 1_795_439_100_000)
private let rules = PromiseRules(
    maximumAutomatic: 2,
    warnBefore: .seconds(300),
    remindAfter: .seconds(24 * 3_600),
    escalateAfter: .seconds(48 * 3_600)
)

/// An incident that promised its next update for twenty minutes after the start, and what was said since.
private func incident(_ changes: [(minute: Int, change: IncidentChange)] = []) throws -> Incident {
    let opening = IncidentChange.Opening(
        publicID: "k3x9k3x9k3x9",
        title: "Some requests fail",
        severity: .high,
        startedAt: start,
        publication: Publication(message: "m", nextUpdateAt: start.advanced(by: .seconds(1_200)))
    )
    var incident = Incident(id: try #require(IncidentID(number: 7)), opening: opening, at: start, by: "ana@host")
    for (minute, change) in changes {
        try incident.apply(change, at: start.advanced(by: .seconds(minute * 60)), by: "ana@host")
    }
    return incident
}

private func update(_ minute: Int, next: Int? = 20, automatic: Bool = false) -> (minute: Int, change: IncidentChange) {
    let nextUpdateAt = next.map { start.advanced(by: .seconds((minute + $0) * 60)) }
    let publication = Publication(message: "m", nextUpdateAt: nextUpdateAt)
    return (minute, .updated(.init(phase: .identified, isAutomatic: automatic, publication: publication)))
}

private func reminder(
    _ minute: Int,
    _ occasion: Reminder.Occasion,
    about: Int
) -> (minute: Int, change: IncidentChange) {
    (
        minute,
        .reminded(Reminder(occasion: occasion, about: about, dueAt: start, title: "t", text: "t", targets: []))
    )
}

private func resolution(_ minute: Int) -> (minute: Int, change: IncidentChange) {
    (minute, .resolved(.init(publication: Publication(message: "m"))))
}

private struct DutyCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var changes: [(minute: Int, change: IncidentChange)] = []
    var rules = rules
    /// Seconds since the start.
    var now: Int
    var act: Duty.Act?
    var about = 1
    /// Minutes since the start.
    var dueAt = 20

    static var all: [DutyCase] {
        var exhausted = rules
        exhausted.maximumAutomatic = 0
        let day = 24 * 3_600
        return [
            .init(testDescription: "nothing while there is time", now: 18 * 60, act: nil),
            .init(testDescription: "an update a minute before it is due", now: 19 * 60, act: .post),
            .init(testDescription: "one update hours after it was due", now: 9 * 3_600, act: .post),
            .init(
                testDescription: "an update in a row, up to the maximum",
                changes: [update(20, automatic: true)],
                now: 40 * 60,
                act: .post,
                about: 2,
                dueAt: 40
            ),
            .init(
                testDescription: "people after the maximum",
                changes: [update(20, automatic: true), update(40, automatic: true)],
                now: 56 * 60,
                act: .remind(.updateSoon),
                about: 3,
                dueAt: 60
            ),
            .init(
                testDescription: "a person's update begins the row anew",
                changes: [update(20, automatic: true), update(40, automatic: true), update(45)],
                now: 64 * 60,
                act: .post,
                about: 4,
                dueAt: 65
            ),
            .init(testDescription: "no warning too early", rules: exhausted, now: 15 * 60 - 1, act: nil),
            .init(testDescription: "a warning in time", rules: exhausted, now: 15 * 60, act: .remind(.updateSoon)),
            .init(
                testDescription: "one warning for one promise",
                changes: [reminder(15, .updateSoon, about: 1)],
                rules: exhausted,
                now: 16 * 60,
                act: nil
            ),
            .init(
                testDescription: "a broken promise after the warning",
                changes: [reminder(15, .updateSoon, about: 1)],
                rules: exhausted,
                now: 20 * 60,
                act: .remind(.updateLate)
            ),
            .init(
                testDescription: "a broken promise without a warning",
                rules: exhausted,
                now: 300 * 60,
                act: .remind(.updateLate)
            ),
            .init(
                testDescription: "a broken promise once",
                changes: [reminder(21, .updateLate, about: 1)],
                rules: exhausted,
                now: 300 * 60,
                act: nil
            ),
            .init(
                testDescription: "no warning of what is broken already, whatever the clock says then",
                changes: [reminder(21, .updateLate, about: 1)],
                rules: exhausted,
                now: 17 * 60,
                act: nil
            ),
            .init(
                testDescription: "a warning for the next promise",
                changes: [reminder(15, .updateSoon, about: 1), update(18)],
                rules: exhausted,
                now: 34 * 60,
                act: .remind(.updateSoon),
                about: 3,
                dueAt: 38
            ),
            .init(
                testDescription: "a short promise is warned of at its half",
                changes: [update(10, next: 2)],
                rules: exhausted,
                now: 11 * 60 - 1,
                act: nil
            ),
            .init(
                testDescription: "a short promise is kept at its half at the earliest",
                changes: [update(10, next: 1)],
                now: 10 * 60 + 29,
                act: nil
            ),
            .init(
                testDescription: "nothing where nothing is promised",
                changes: [update(10, next: nil)],
                now: 9_000 * 60,
                act: nil
            ),
            .init(testDescription: "the clock set back a little", now: -19 * 60, act: nil),
            .init(testDescription: "the clock set back far", now: -21 * 60, act: .post),
            .init(testDescription: "no report yet", changes: [resolution(30)], now: 1_800 + day - 1, act: nil),
            .init(
                testDescription: "no report after a day",
                changes: [resolution(30)],
                now: 1_800 + day,
                act: .remind(.reportDue),
                about: 2,
                dueAt: 30 + 48 * 60
            ),
            .init(
                testDescription: "the report once",
                changes: [resolution(30), reminder(1_470, .reportDue, about: 2)],
                now: 1_800 + 2 * day - 1,
                act: nil
            ),
            .init(
                testDescription: "no report after two days",
                changes: [resolution(30), reminder(1_470, .reportDue, about: 2)],
                now: 1_800 + 2 * day,
                act: .remind(.reportLate),
                about: 2,
                dueAt: 30 + 48 * 60
            ),
            .init(
                testDescription: "two missed days come to one escalation",
                changes: [resolution(30)],
                now: 1_800 + 9 * day,
                act: .remind(.reportLate),
                about: 2,
                dueAt: 30 + 48 * 60
            ),
            .init(
                testDescription: "nothing after the escalation",
                changes: [resolution(30), reminder(3_000, .reportLate, about: 2)],
                now: 1_800 + 90 * day,
                act: nil
            ),
        ]
    }
}

struct DutyTests {
    @Test(arguments: DutyCase.all) fileprivate func `what is to be done`(_ example: DutyCase) throws {
        let now = start.advanced(by: .seconds(example.now))
        let expected = example.act.map {
            Duty($0, about: example.about, dueAt: start.advanced(by: .seconds(example.dueAt * 60)))
        }
        #expect(try incident(example.changes).duty(at: now, by: example.rules) == expected)
    }

    @Test func `a reminder that came to nothing is not sent`() throws {
        let soon = Reminder(occasion: .updateSoon, about: 1, dueAt: start, title: "t", text: "t", targets: [])
        let open = try incident([reminder(15, .updateSoon, about: 1)])
        #expect(!open.isMoot(soon, entry: 2))
        #expect(try incident([reminder(15, .updateSoon, about: 1), update(16)]).isMoot(soon, entry: 2))
        #expect(try incident([reminder(15, .updateSoon, about: 1), resolution(16)]).isMoot(soon, entry: 2))
        let late = try incident([reminder(15, .updateSoon, about: 1), reminder(20, .updateLate, about: 1)])
        #expect(late.isMoot(soon, entry: 2))
        #expect(!late.isMoot(late.reminders[1].reminder, entry: 3))
        let due = try incident([resolution(16), reminder(1_470, .reportDue, about: 2)])
        #expect(!due.isMoot(due.reminders[0].reminder, entry: 3))
    }
}
