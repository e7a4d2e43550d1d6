import CommandTable
import JSON5
import StatusCommCore

/// What `tick` found and did, as a command's result.
struct TickReport: Sendable {
    let agenda: Agenda
    let now: Timestamp
    var outcome = PromiseKeeper.Outcome()
    /// Files that killed runs had left behind.
    var swept = 0

    init(agenda: Agenda, now: Timestamp) {
        self.agenda = agenda
        self.now = now
    }

    /// Shape of the document.
    static let schema = OutputSchema.object([
        .field("mode", .word(["run", "check", "dry_run"]), "whether it did anything, or only looked"),
        .field(
            "duties",
            .list(
                .object([
                    .field("incident", .string, "such as INC-7"),
                    .field(
                        "duty",
                        .word(["post"] + Reminder.Occasion.allCases.map(\.rawValue)),
                        "an automatic update, or what the owners are reminded of"
                    ),
                    .field("dueAt", .time, "when what was promised falls due"),
                    .field("done", .boolean, "whether it is on record now"),
                    .field("text", .nullable(.string), "what is said; null after --check"),
                ])
            ),
            "what is due, or was done"
        ),
        .field(
            "overdue",
            .list(
                .object([
                    .field("incident", .string, "such as INC-7"),
                    .field("promise", .word(Agenda.Overdue.Promise.allCases.map(\.rawValue)), "what was promised"),
                    .field("dueAt", .time, "when it was due"),
                ])
            ),
            "promises that were broken when it began"
        ),
        .field("deliveries", .list(.delivery), "what was not delivered when it began, or came to be delivered"),
        .field("swept", .integer, "files that killed runs had left behind and that were removed"),
    ])

    // MARK: - Results

    /// The result of `--check`.
    var checked: CommandResult {
        var status = ExitStatus.done
        if !agenda.items.isEmpty || !agenda.unfinished.isEmpty { status = .partlyDelivered }
        if !agenda.overdue.isEmpty || !agenda.problems.isEmpty { status = .failed }
        if ExitStatus(agenda.unfinished) == .outcomeUnknown { status = .outcomeUnknown }
        var table = Table("INCIDENT", "WHAT", "SINCE OR BY", "STATE")
        for overdue in agenda.overdue {
            let late = now.duration(since: overdue.dueAt).text()
            table.append(["\(overdue.incident)", overdue.promise.rawValue, "\(overdue.dueAt)", "\(late) late"])
        }
        for item in agenda.items {
            table.append(["\(item.incident.id)", item.duty.words, "\(item.duty.dueAt)", "due"])
        }
        for result in agenda.unfinished {
            let reason = result.standing.reason.map { ": \($0)" } ?? ""
            table.append(["\(result.key.incident)", "\(result.key)", "-", "\(result.standing.word)\(reason)"])
        }
        let duties = agenda.items.map { duty($0.incident.id, $0.duty, isDone: false, text: nil) }
        return CommandResult(
            status,
            text: .lines(table.rows.isEmpty ? "nothing is due\n" : table.text()),
            document: document("check", duties: duties, deliveries: agenda.unfinished),
            problems: agenda.problems
        )
    }

    /// The result of `--dry-run`, with the rehearsal of each update in words.
    func rehearsed(_ rehearsals: [String]) -> CommandResult {
        var text = "dry run: nothing was sent, and nothing was put on record\n"
        for deed in outcome.deeds { text += "\n\(deed.incident.id) \(deed.duty.words):\n\(deed.text)\n" }
        for rehearsal in rehearsals { text += "\n\(rehearsal)" }
        for result in agenda.unfinished { text += "\n\(result.key) \(result.standing.word): it would go on\n" }
        if agenda.isEmpty { text += "nothing is due\n" }
        let duties = outcome.deeds.map { duty($0.incident.id, $0.duty, isDone: false, text: $0.text) }
        return CommandResult(
            text: .lines(text),
            document: document("dry_run", duties: duties, deliveries: agenda.unfinished),
            problems: agenda.problems
        )
    }

    /// The result of a run: what is new, and nothing when nothing is.
    var done: CommandResult {
        var problems: [any Diagnostic] = outcome.problems
        var text = ""
        for deed in outcome.deeds {
            switch deed.duty.act {
            case .post:
                text += "\(deed.incident.id) posted: \(deed.text)\n"
                if let next = deed.incident.nextUpdateAt { text += "next update promised for \(next)\n" }
            case .remind:
                let reminder = deed.incident.reminders.last?.reminder
                let title = reminder?.title ?? deed.duty.words
                if reminder?.targets.isEmpty ?? true {
                    problems.append(NobodyToRemind(title: title))
                } else {
                    text += "owners reminded: \(title)\n"
                }
            }
            if let failure = deed.failure { problems.append(failure) }
        }
        if !outcome.news.isEmpty {
            var table = Table("DELIVERY", "KIND", "STATUS", "WHERE OR WHY")
            for result in outcome.news {
                table.append([
                    "\(result.key)", result.kind, result.standing.word, result.standing.reason ?? result.url ?? "",
                ])
            }
            text += table.text()
        }
        problems += outcome.news.filter(\.needsPerson).compactMap(DeliveryProblem.init)
        let duties = outcome.deeds.map { duty($0.incident.id, $0.duty, isDone: true, text: $0.text) }
        return CommandResult(
            status(problems),
            text: .lines(text),
            document: document("run", duties: duties, deliveries: outcome.deliveries),
            problems: problems
        )
    }

    private func status(_ problems: [any Diagnostic]) -> ExitStatus {
        let status = ExitStatus(outcome.deliveries.filter { !$0.isElsewhere })
        switch status {
        case .outcomeUnknown, .failed: return status
        case .done, .usage, .partlyDelivered, .refusedByCheck, .configuration, .conflict, .bug:
            return problems.first?.exitStatus ?? status
        }
    }

    // MARK: - The document

    private func document(_ mode: String, duties: [JSONValue], deliveries: [DeliveryResult]) -> JSONValue {
        [
            "mode": .string(mode),
            "duties": .array(duties),
            "overdue": .array(
                agenda.overdue.map { overdue in
                    [
                        "incident": .string("\(overdue.incident)"), "promise": .string(overdue.promise.rawValue),
                        "dueAt": .string(overdue.dueAt.rfc3339),
                    ]
                }
            ),
            "deliveries": .array(deliveries.map(\.document)),
            "swept": .number(JSONNumber(swept)),
        ]
    }

    private func duty(_ id: IncidentID, _ duty: Duty, isDone: Bool, text: String?) -> JSONValue {
        [
            "incident": .string("\(id)"), "duty": .string(duty.word), "dueAt": .string(duty.dueAt.rfc3339),
            "done": .bool(isDone), "text": text.map { .string($0) } ?? .null,
        ]
    }
}

extension Duty {
    fileprivate var word: String {
        switch act {
        case .post: "post"
        case .remind(let occasion): occasion.rawValue
        }
    }

    fileprivate var words: String {
        switch act {
        case .post: "automatic update"
        case .remind(.updateSoon): "reminder: the update is due soon"
        case .remind(.updateLate): "reminder: the update is late"
        case .remind(.reportDue): "reminder: the report is due"
        case .remind(.reportLate): "escalation: the report is late"
        }
    }
}

extension DeliveryResult {
    /// Whether nothing but a person can take it further.
    fileprivate var needsPerson: Bool {
        switch standing {
        case .refused, .unknown, .unrecorded: true
        case .done: !isGood
        case .queued, .busy, .waiting, .dropped: false
        }
    }
}

/// A reminder that nobody gets.
struct NobodyToRemind: Diagnostic, Hashable {
    let title: String

    var message: String { "\(title): nobody else was told" }
    var hint: String? { "name 'owners' in the configuration: addresses, or names of announcements" }
}
