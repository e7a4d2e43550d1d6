/// What is to be done now about a promise of an incident.
package struct Duty: Hashable, Sendable {
    /// What is to be done.
    package enum Act: Hashable, Sendable {
        /// Post that work goes on, in the place of a person who has no time to.
        case post
        /// Tell the owners.
        case remind(Reminder.Occasion)
    }

    package var act: Act
    /// Sequence number of the public update that made the promise.
    package var about: Int
    /// When what was promised falls due.
    package var dueAt: Timestamp

    /// Describes what is to be done.
    package init(_ act: Act, about: Int, dueAt: Timestamp) {
        self.act = act
        self.about = about
        self.dueAt = dueAt
    }
}

extension Incident {
    /// What is to be done about this incident now, at most one thing; nil when nothing is.
    ///
    /// Looks at nothing but the newest promise, so that any number of missed calls comes to one update or one reminder.
    package func duty(at now: Timestamp, by rules: PromiseRules) -> Duty? {
        isOpen ? updateDuty(at: now, by: rules) : reportDuty(at: now, by: rules)
    }

    /// How many of the newest updates nobody typed.
    package var automaticInARow: Int { updates.reversed().prefix(while: \.isAutomatic).count }

    /// Whether a reminder, which is an entry of this incident, would tell the owners nothing they can use.
    package func isMoot(_ reminder: Reminder, entry: Int) -> Bool {
        if reminders.contains(where: { $0.sequence > entry }) { return true }
        switch reminder.occasion {
        case .updateSoon, .updateLate: return !isOpen || latestUpdate.sequence != reminder.about
        case .reportDue, .reportLate: return !owesReport
        }
    }

    private func updateDuty(at now: Timestamp, by rules: PromiseRules) -> Duty? {
        guard let promised = nextUpdateAt else { return nil }
        let about = latestUpdate.sequence
        let length = max(.zero, promised.duration(since: latestUpdate.at))
        // A promise that is about to break soon after it was made would be warned of at once.
        func lead(_ time: Duration) -> Duration { min(time, length / 2) }
        let rest = promised.duration(since: now)
        if automaticInARow < rules.maximumAutomatic {
            // A rest of more than twice the promise's length is no time that was promised: the clock was set back.
            guard rest <= lead(rules.postBefore) || rest > length * 2 else { return nil }
            return Duty(.post, about: about, dueAt: promised)
        }
        if rest <= .zero {
            let isTold = isReminded(of: about, [.updateLate])
            return isTold ? nil : Duty(.remind(.updateLate), about: about, dueAt: promised)
        }
        guard rest <= lead(rules.warnBefore), !isReminded(of: about, [.updateSoon, .updateLate]) else { return nil }
        return Duty(.remind(.updateSoon), about: about, dueAt: promised)
    }

    private func reportDuty(at now: Timestamp, by rules: PromiseRules) -> Duty? {
        guard owesReport, let resolvedAt, let end = updates.last(where: { $0.phase == .resolved }) else { return nil }
        let dueAt = resolvedAt.advanced(by: rules.escalateAfter)
        let age = now.duration(since: resolvedAt)
        if age >= rules.escalateAfter {
            let isTold = isReminded(of: end.sequence, [.reportLate])
            return isTold ? nil : Duty(.remind(.reportLate), about: end.sequence, dueAt: dueAt)
        }
        guard age >= rules.remindAfter, !isReminded(of: end.sequence, [.reportDue, .reportLate]) else { return nil }
        return Duty(.remind(.reportDue), about: end.sequence, dueAt: dueAt)
    }

    private func isReminded(of about: Int, _ occasions: Set<Reminder.Occasion>) -> Bool {
        reminders.contains { $0.reminder.about == about && occasions.contains($0.reminder.occasion) }
    }
}
