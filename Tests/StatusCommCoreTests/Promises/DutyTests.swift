import StatusCommCore
import TestSupport
import Testing

private let start = Timestamp(milliseconds: 1_795_439_100_000)
private let standard = PromiseRules(
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
    /// Minutes and seconds since the start.
    var minute: Int
    var second = 0
    var changes: [(minute: Int, change: IncidentChange)] = []
    /// Nil when nothing is to be done.
    var act: Duty.Act?
    var about = 1
    /// Minutes since the start.
    var dueAt = 20
    var maximumAutomatic = 2

    private static let day = 24 * 60

    static let automatic: [DutyCase] = [
        DutyCase(testDescription: "nothing while there is time", minute: 18, second: 59),
        DutyCase(testDescription: "an update a minute before it is due", minute: 19, act: .post),
        DutyCase(testDescription: "one update hours after it was due", minute: 540, act: .post),
        DutyCase(
            testDescription: "an update in a row, up to the maximum",
            minute: 40,
            changes: [update(20, automatic: true)],
            act: .post,
            about: 2,
            dueAt: 40
        ),
        DutyCase(
            testDescription: "people after the maximum",
            minute: 56,
            changes: [update(20, automatic: true), update(40, automatic: true)],
            act: .remind(.updateSoon),
            about: 3,
            dueAt: 60
        ),
        DutyCase(
            testDescription: "a person's update begins the row anew",
            minute: 64,
            changes: [update(20, automatic: true), update(40, automatic: true), update(45)],
            act: .post,
            about: 4,
            dueAt: 65
        ),
        DutyCase(
            testDescription: "a short promise is kept at its half at the earliest",
            minute: 10,
            second: 29,
            changes: [update(10, next: 1)]
        ),
        DutyCase(testDescription: "nothing where nothing is promised", minute: 900, changes: [update(10, next: nil)]),
        DutyCase(testDescription: "the clock set back a little", minute: -19),
        DutyCase(testDescription: "the clock set back far", minute: -21, act: .post),
    ]

    static let people: [DutyCase] = [
        DutyCase(testDescription: "no warning too early", minute: 14, second: 59, maximumAutomatic: 0),
        DutyCase(testDescription: "a warning in time", minute: 15, act: .remind(.updateSoon), maximumAutomatic: 0),
        DutyCase(
            testDescription: "one warning for one promise",
            minute: 16,
            changes: [reminder(15, .updateSoon, about: 1)],
            maximumAutomatic: 0
        ),
        DutyCase(
            testDescription: "a broken promise after the warning",
            minute: 20,
            changes: [reminder(15, .updateSoon, about: 1)],
            act: .remind(.updateLate),
            maximumAutomatic: 0
        ),
        DutyCase(
            testDescription: "a broken promise without a warning",
            minute: 300,
            act: .remind(.updateLate),
            maximumAutomatic: 0
        ),
        DutyCase(
            testDescription: "a broken promise once",
            minute: 300,
            changes: [reminder(21, .updateLate, about: 1)],
            maximumAutomatic: 0
        ),
        DutyCase(
            testDescription: "no warning of what is broken already, whatever the clock says then",
            minute: 17,
            changes: [reminder(21, .updateLate, about: 1)],
            maximumAutomatic: 0
        ),
        DutyCase(
            testDescription: "a warning for the next promise",
            minute: 34,
            changes: [reminder(15, .updateSoon, about: 1), update(18)],
            act: .remind(.updateSoon),
            about: 3,
            dueAt: 38,
            maximumAutomatic: 0
        ),
        DutyCase(
            testDescription: "a short promise is warned of at its half",
            minute: 10,
            second: 59,
            changes: [update(10, next: 2)],
            maximumAutomatic: 0
        ),
    ]

    static let reports: [DutyCase] = [
        DutyCase(testDescription: "no report yet", minute: 29 + day, second: 59, changes: [resolution(30)]),
        DutyCase(
            testDescription: "no report after a day",
            minute: 30 + day,
            changes: [resolution(30)],
            act: .remind(.reportDue),
            about: 2,
            dueAt: 30 + 2 * day
        ),
        DutyCase(
            testDescription: "the report once",
            minute: 29 + 2 * day,
            changes: [resolution(30), reminder(31 + day, .reportDue, about: 2)]
        ),
        DutyCase(
            testDescription: "no report after two days",
            minute: 30 + 2 * day,
            changes: [resolution(30), reminder(31 + day, .reportDue, about: 2)],
            act: .remind(.reportLate),
            about: 2,
            dueAt: 30 + 2 * day
        ),
        DutyCase(
            testDescription: "two missed days come to one escalation",
            minute: 9 * day,
            changes: [resolution(30)],
            act: .remind(.reportLate),
            about: 2,
            dueAt: 30 + 2 * day
        ),
        DutyCase(
            testDescription: "nothing after the escalation",
            minute: 90 * day,
            changes: [resolution(30), reminder(3_000, .reportLate, about: 2)]
        ),
    ]
}

struct DutyTests {
    @Test(arguments: DutyCase.automatic + DutyCase.people + DutyCase.reports)
    fileprivate func `what is to be done`(_ example: DutyCase) throws {
        var rules = standard
        rules.maximumAutomatic = example.maximumAutomatic
        let now = start.advanced(by: .seconds(example.minute * 60 + example.second))
        let dueAt = start.advanced(by: .seconds(example.dueAt * 60))
        let expected = example.act.map { Duty($0, about: example.about, dueAt: dueAt) }
        #expect(try incident(example.changes).duty(at: now, by: rules) == expected)
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
