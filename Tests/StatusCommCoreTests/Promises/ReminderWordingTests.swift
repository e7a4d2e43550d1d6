import StatusCommCore
import TestSupport
import Testing

private let start = Timestamp(milliseconds: 1_795_439_100_000)
private let wording = ReminderWording(
    company: MessageCompany(name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example")
)

private func reminder(
    _ occasion: Reminder.Occasion,
    after seconds: Int,
    because why: ReminderWording.WhyNotAutomatic = .off
) throws -> Reminder {
    let opening = IncidentChange.Opening(
        publicID: "k3x9k3x9k3x9",
        title: "Some *requests* fail",
        severity: .high,
        startedAt: start,
        publication: Publication(message: "m", nextUpdateAt: start.advanced(by: .seconds(1_200)))
    )
    var incident = Incident(id: try #require(IncidentID(number: 7)), opening: opening, at: start, by: "ana@host")
    var dueAt = start.advanced(by: .seconds(1_200))
    if occasion == .reportDue || occasion == .reportLate {
        try incident.apply(.resolved(.init(publication: Publication(message: "m"))), at: start, by: "ana@host")
        dueAt = start.advanced(by: .seconds(48 * 3_600))
    }
    return try #require(
        wording.reminder(
            for: Duty(.remind(occasion), about: 1, dueAt: dueAt),
            of: incident,
            now: start.advanced(by: .seconds(seconds)),
            because: why,
            to: ["owner.mail"]
        )
    )
}

struct ReminderWordingTests {
    @Test func `a warning says until when, why and how`() throws {
        let reminder = try reminder(.updateSoon, after: 900)
        #expect(reminder.title == "INC-7: the next update is due by 13:25 UTC")
        #expect(
            reminder.text == """
                **Some \\*requests\\* fail** (INC-7, high): customers were told to expect news by 13:25 UTC. That is in \
                5 minutes, and nobody has written it yet.

                Automatic updates are off, so it needs a person.

                - There is news, or there is none: `statuscomm incident update INC-7 --message "…"`
                - It is over: `statuscomm incident resolve INC-7 --message "…"`
                """
        )
        #expect(reminder.targets == ["owner.mail"])
    }

    @Test(arguments: [
        (ReminderWording.WhyNotAutomatic.exhausted(1), "The last update was automatic; the next one needs a person."),
        (.exhausted(3), "The last 3 updates were automatic; the next one needs a person."),
        (.failed("no *template*"), "The automatic update could not be posted: no \\*template\\*"),
    ])
    func `why a person is needed`(_ why: ReminderWording.WhyNotAutomatic, _ sentence: String) throws {
        #expect(try reminder(.updateSoon, after: 900, because: why).text.contains("\n\n\(sentence)\n\n"))
    }

    @Test func `a broken promise is called that`() throws {
        let reminder = try reminder(.updateLate, after: 1_300)
        #expect(reminder.title == "INC-7: the update promised for 13:25 UTC is late")
        #expect(reminder.text.contains("nobody has written it. This promise is broken."))
    }

    @Test func `a report is asked for, then escalated, and both say how to end it`() throws {
        let due = try reminder(.reportDue, after: 24 * 3_600)
        #expect(due.title == "INC-7: the report is due by 25 November 2026, 13:05 UTC")
        #expect(due.text.contains("has been over for 1 day. Its customers are owed a report, and there is none."))
        let late = try reminder(.reportLate, after: 49 * 3_600)
        #expect(late.title == "Escalation: the report of INC-7 is late")
        #expect(late.text.contains("has been over for 2 days 1 hour."))
        #expect(late.text.contains("The report was due by 25 November 2026, 13:05 UTC, and there is none."))
        #expect(late.text.contains("all owners"))
        for reminder in [due, late] {
            #expect(reminder.text.contains("`statuscomm report draft INC-7 --from postmortem.json5`"))
            #expect(reminder.text.contains("`statuscomm report skip INC-7 --reason \"…\"`"))
        }
    }
}
