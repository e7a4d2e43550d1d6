/// The words in which owners are reminded.
package struct ReminderWording: Sendable {
    /// Why no automatic update takes a person's place.
    package enum WhyNotAutomatic: Hashable, Sendable {
        case off
        /// So many were posted in a row.
        case exhausted(Int)
        /// It could not be written, and the reason.
        case failed(String)
    }

    private let company: MessageCompany
    /// What titles say in an exercise; nil in earnest.
    private let mark: ExerciseMark?

    /// Words for the owners of a company; times are in its zone.
    package init(company: MessageCompany, mark: ExerciseMark? = nil) {
        self.company = company
        self.mark = mark
    }

    /// The reminder of a duty, nil when the duty is to post.
    package func reminder(
        for duty: Duty,
        of incident: Incident,
        now: Timestamp,
        because why: WhyNotAutomatic,
        to targets: [String]
    ) -> Reminder? {
        guard case .remind(let occasion) = duty.act else { return nil }
        let time = company.zone.shortText(duty.dueAt)
        let rest = duty.dueAt.duration(since: now)
        let sinceEnd = now.duration(since: incident.resolvedAt ?? now)
        let subject = "**\(MessageVariables.escaped(incident.title))** (\(incident.id), \(incident.severity.rawValue))"
        let title: String
        var lines: [String]
        switch occasion {
        case .updateSoon:
            title = "\(incident.id): the next update is due by \(time)"
            lines = [
                "\(subject): customers were told to expect news by \(time). That is in \(rest.text()), and nobody has"
                    + " written it yet.",
                Self.sentence(why),
            ]
        case .updateLate:
            title = "\(incident.id): the update promised for \(time) is late"
            lines = [
                "\(subject): customers were told to expect news by \(time), and nobody has written it."
                    + " This promise is broken.",
                Self.sentence(why),
            ]
        case .reportDue:
            title = "\(incident.id): the report is due by \(company.zone.dateText(duty.dueAt)), \(time)"
            lines = [
                "\(subject) has been over for \(sinceEnd.text()). Its customers are"
                    + " owed a report, and there is none."
            ]
        case .reportLate:
            title = "Escalation: the report of \(incident.id) is late"
            lines = [
                "\(subject) has been over for \(sinceEnd.text()). The report was"
                    + " due by \(company.zone.dateText(duty.dueAt)), \(time), and there is none. This goes to all"
                    + " owners, and it is the last reminder."
            ]
        }
        lines += Self.wayOut(occasion, incident.id)
        return Reminder(
            occasion: occasion,
            about: duty.about,
            dueAt: duty.dueAt,
            title: mark?.title(title) ?? title,
            text: lines.filter { !$0.isEmpty }.joined(separator: "\n\n"),
            targets: targets
        )
    }

    private static func sentence(_ why: WhyNotAutomatic) -> String {
        switch why {
        case .off: "Automatic updates are off, so it needs a person."
        case .exhausted(1): "The last update was automatic; the next one needs a person."
        case .exhausted(let count): "The last \(count) updates were automatic; the next one needs a person."
        case .failed(let reason): "The automatic update could not be posted: \(MessageVariables.escaped(reason))"
        }
    }

    private static func wayOut(_ occasion: Reminder.Occasion, _ id: IncidentID) -> [String] {
        switch occasion {
        case .updateSoon, .updateLate:
            [
                "- There is news, or there is none: `statuscomm incident update \(id) --message \"…\"`\n"
                    + "- It is over: `statuscomm incident resolve \(id) --message \"…\"`"
            ]
        case .reportDue, .reportLate:
            [
                "- Write it: `statuscomm report draft \(id) --from postmortem.json5`\n"
                    + "- There will be none: `statuscomm report skip \(id) --reason \"…\"`"
            ]
        }
    }
}
