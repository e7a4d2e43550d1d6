import StatusCommCore
import TestSupport

/// Incidents and deliveries to take figures of.
enum StatisticsSamples {
    static let start = Timestamp(rfc3339: "2026-03-02T08:00:00Z") ?? .earliest

    /// An incident of one target, told by its times in seconds after `start`.
    struct Story {
        var id = 1
        var title = "Some requests fail"
        var severity = Severity.high
        /// When customers began to notice.
        var began = 0
        /// When it was opened, and by when the next update was promised.
        var opening: (at: Int, next: Int?) = (60, 60 + 900)
        var updates: [(at: Int, next: Int?)] = []
        var resolved: Int?
        var notes: [(type: TimelineNoteType, happened: Int)] = []
        var targets = ["page"]
        /// When the report was published; zero for one that was left out.
        var report: Int?

        var incident: Incident {
            get throws {
                func publication(_ next: Int?) -> Publication {
                    Publication(message: "m", targets: targets, nextUpdateAt: next.map(StatisticsSamples.after))
                }
                let id = IncidentID(number: id) ?? { preconditionFailure("a number from 1") }()
                var incident = Incident(
                    id: id,
                    opening: IncidentChange.Opening(
                        publicID: "p\(id.number)",
                        title: title,
                        severity: severity,
                        startedAt: StatisticsSamples.after(began),
                        publication: publication(opening.next)
                    ),
                    at: StatisticsSamples.after(opening.at),
                    by: "ada@ops1"
                )
                for note in notes {
                    let noted = IncidentChange.TimelineNote(
                        type: note.type,
                        happenedAt: StatisticsSamples.after(note.happened),
                        text: "n"
                    )
                    try incident.apply(.noted(noted), at: StatisticsSamples.after(opening.at), by: "ada@ops1")
                }
                for update in updates {
                    let change = IncidentChange.Update(phase: .investigating, publication: publication(update.next))
                    try incident.apply(.updated(change), at: StatisticsSamples.after(update.at), by: "ada@ops1")
                }
                if let resolved {
                    let end = IncidentChange.Resolution(publication: publication(nil))
                    try incident.apply(.resolved(end), at: StatisticsSamples.after(resolved), by: "ada@ops1")
                }
                switch report {
                case nil: break
                case 0:
                    let skip = IncidentChange.ReportSkip(reason: "a false alarm")
                    try incident.apply(.reportSkipped(skip), at: StatisticsSamples.after(0), by: "ada@ops1")
                case let report?:
                    let published = IncidentChange.Report(digest: "d", publication: publication(nil))
                    try incident.apply(.reportPublished(published), at: StatisticsSamples.after(report), by: "ada@ops1")
                }
                return incident
            }
        }

        /// Deliveries that each arrive so many seconds after their change.
        func deliveries(after lag: Int) throws -> [DeliveryFacts] {
            try incident.deliveries.map { key in
                let at = try incident.publicChanges.first { $0.sequence == key.change }?.at
                return DeliveryFacts(
                    target: key.target,
                    change: key.change,
                    arrivedAt: at?.advanced(by: .seconds(lag))
                )
            }
        }
    }

    static func after(_ seconds: Int) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    /// Forty incidents over eight months, most of them handled well; the last one is open.
    static func months(seed: UInt64 = 7, count: Int = 40) throws -> Statistics {
        var random = SplitMix(seed: seed)
        let titles = [
            "Some requests to the API fail", "Dashboards load slowly", "Sign-in does not work for some users",
            "Notification e-mails arrive late", "Exports are delayed", "Webhooks are sent twice",
        ]
        var figures: [IncidentFigures] = []
        let now = after(240 * 86_400)
        for number in 1...count {
            let began =
                number == count
                ? 240 * 86_400 - 7_000 : (number * 6 - 3) * 86_400 - Int.random(in: 0..<400_000, using: &random)
            let lag = [20, 35, 45, 60, 80, 95, 110, 130, 400, 2_400].randomElement(using: &random) ?? 60
            var story = Story(id: number, title: titles[number % 6], severity: Severity.allCases[number % 4])
            story.began = began
            story.opening = (began + lag, began + lag + 900)
            story.targets = ["local", "public", "team-chat", "mail"]
            var at = began + lag
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                at += Int.random(in: 0..<10, using: &random) == 0 ? 1_400 : Int.random(in: 500...900, using: &random)
                story.updates.append((at, at + 900))
            }
            if number < count {
                let end = at + Int.random(in: 100...20_000, using: &random)
                story.resolved = end
                let hours = Int.random(in: 6...60, using: &random)
                story.report = number % 13 == 12 ? nil : number % 13 == 5 ? 0 : end + hours * 3_600
            }
            let incident = try story.incident
            var deliveries: [DeliveryFacts] = []
            for (index, key) in incident.deliveries.enumerated() {
                let change = incident.publicChanges.first { $0.sequence == key.change }
                let wait = ["local": 0, "public": 2, "team-chat": 1, "mail": 50][key.target] ?? 0
                let isRefused = index % 97 == 41
                deliveries.append(
                    DeliveryFacts(
                        target: key.target,
                        change: key.change,
                        arrivedAt: isRefused
                            ? nil : change?.at.advanced(by: .seconds(wait + Int.random(in: 0...wait, using: &random))),
                        failedAttempts: index % 23 == 5 ? 1 : 0,
                        standing: isRefused ? .refused(reason: "422") : .done
                    )
                )
            }
            figures.append(IncidentFigures(incident, deliveries: deliveries, now: now))
        }
        return Statistics(figures, goals: .standard, zone: PageSamples.berlin)
    }
}
