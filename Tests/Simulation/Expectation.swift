import StatusCommCore

/// What the rules of promises come to for an incident, written down a second time.
struct Expectation {
    private let incident: Incident
    private let rules: PromiseRules

    init(_ incident: Incident, _ rules: PromiseRules) {
        self.incident = incident
        self.rules = rules
    }

    private var automaticRun: Int {
        incident.updates.count - 1 - (incident.updates.lastIndex { !$0.isAutomatic } ?? -1)
    }

    private var isAutomatic: Bool { automaticRun < rules.maximumAutomatic }

    private func before(_ promised: Timestamp, _ seconds: Int) -> Timestamp {
        let length = promised.duration(since: incident.latestUpdate.at)
        return promised.advanced(by: .zero - min(.seconds(seconds), length / 2))
    }

    /// Times on the wall at which something begins to be due.
    var times: [Timestamp] {
        if incident.isOpen {
            guard let promised = incident.nextUpdateAt else { return [] }
            return isAutomatic ? [before(promised, 60)] : [before(promised, 300), promised]
        }
        guard incident.owesReport, let end = incident.resolvedAt else { return [] }
        return [end.advanced(by: .seconds(86_400)), end.advanced(by: .seconds(2 * 86_400))]
    }

    /// What is wrong when a call that began at a time has come to its end.
    func mistakes(afterCallAt now: Timestamp) -> [String] {
        let told = incident.reminders.map(\.reminder)
        if incident.isOpen {
            guard let promised = incident.nextUpdateAt else { return ["\(incident.id): promises nothing"] }
            let about = told.filter { $0.about == incident.latestUpdate.sequence }
            if isAutomatic {
                let length = promised.duration(since: incident.latestUpdate.at)
                let isFarBack = promised.duration(since: now) > length * 2
                return now >= before(promised, 60) || isFarBack ? ["\(incident.id): no update was posted"] : []
            }
            if now >= promised, !about.contains(where: { $0.occasion == .updateLate }) {
                return ["\(incident.id): nobody was told of a broken promise"]
            }
            if now >= before(promised, 300), about.isEmpty {
                return ["\(incident.id): nobody was warned of a promise"]
            }
            return []
        }
        guard incident.owesReport, let end = incident.resolvedAt else { return [] }
        let age = now.duration(since: end)
        if age >= .seconds(2 * 86_400), !told.contains(where: { $0.occasion == .reportLate }) {
            return ["\(incident.id): no escalation of its report"]
        }
        if age >= .seconds(86_400), !told.contains(where: { [.reportDue, .reportLate].contains($0.occasion) }) {
            return ["\(incident.id): nobody was reminded of its report"]
        }
        return []
    }
}

extension Incident {
    /// What is wrong with an incident whose month is over.
    func mistakesAtEnd(_ rules: PromiseRules) -> [String] {
        var mistakes: [String] = []
        if isOpen { mistakes.append("\(id): never resolved") }
        if owesReport { mistakes.append("\(id): neither a report nor a reason") }
        var run = 0
        for (before, update) in zip(updates, updates.dropFirst()) {
            run = update.isAutomatic ? run + 1 : 0
            if run > rules.maximumAutomatic { mistakes.append("\(id): \(run) automatic updates in a row") }
            guard update.isAutomatic, let promised = before.publication.nextUpdateAt else { continue }
            if before.publication.message == update.publication.message {
                mistakes.append("\(id): the same words twice")
            }
            let early = promised.duration(since: update.at)
            let length = promised.duration(since: before.at)
            if early > .seconds(60), early <= length * 2 { mistakes.append("\(id): posted \(early) too early") }
        }
        let words = updates.filter { !$0.isAutomatic }.map(\.publication.message)
        if Set(words).count != words.count { mistakes.append("\(id): a person's words twice") }
        let told = reminders.map { "\($0.reminder.occasion) of \($0.reminder.about)" }
        if Set(told).count != told.count { mistakes.append("\(id): reminded twice: \(told)") }
        return mistakes
    }
}

extension Month.Result {
    /// Counts an incident in.
    mutating func add(_ incident: Incident) {
        incidents += 1
        updates += incident.updates.count
        automatic += incident.updates.count(where: \.isAutomatic)
        reminders += incident.reminders.count
        if incident.report != nil { published += 1 } else if incident.reportSkip != nil { skipped += 1 }
        for (update, next) in zip(incident.updates, incident.updates.dropFirst()) {
            guard let promised = update.publication.nextUpdateAt else { continue }
            if next.at <= promised {
                kept += 1
            } else if incident.reminders.contains(where: {
                $0.reminder.about == update.sequence && $0.at <= promised
            }) {
                warned += 1
            } else {
                missed += 1
            }
        }
    }
}
