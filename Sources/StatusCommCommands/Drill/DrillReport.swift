import CommandTable
import JSON5
import StatusCommCore

/// The score card of an exercise.
struct DrillReport {
    let scenario: String
    let log: DrillLog
    let figures: IncidentFigures?
    let goals: StatisticsGoals
    let start: Timestamp
    let end: Timestamp
    /// Folder that was kept.
    let folder: String?

    private var score: DrillScore { DrillScore(figures, refusals: log.refusals, goals: goals) }

    var result: CommandResult {
        let score = score
        var table = Table("GOAL", "WANTED", "RESULT", "MET")
        for line in score.lines {
            table.append([line.goal.title, line.goal.wanted(goals), line.result, line.isMet ? "yes" : "no"])
        }
        let missed = score.lines.count { !$0.isMet }
        var text = "\(scenario), an exercise of \(end.duration(since: start).figure())\n\n\(table.text())\n"
        if log.isBrokenOff { text += "left before its end\n" }
        text +=
            missed == 0 ? "every goal is met\n" : missed == 1 ? "1 goal is missed\n" : "\(missed) goals are missed\n"
        if let folder { text += "pages, mails and requests are in \(folder)\n" }
        return CommandResult(score.isMet ? .done : .failed, text: .lines(text), document: document(score))
    }

    private func document(_ score: DrillScore) -> JSONValue {
        [
            "scenario": .string(scenario),
            "incident": figures.map { .string("\($0.id)") } ?? .null,
            "start": .string(start.rfc3339),
            "end": .string(end.rfc3339),
            "brokenOff": .bool(log.isBrokenOff),
            "met": .bool(score.isMet),
            "goals": .array(
                score.lines.map { line in
                    [
                        "goal": .string(line.goal.rawValue), "wanted": .string(line.goal.wanted(goals)),
                        "result": .string(line.result), "met": .bool(line.isMet),
                    ]
                }
            ),
            "findings": .array(log.refusals.map { .string($0) }),
            "steps": .array(
                log.entries.map { entry in
                    [
                        "at": .string(entry.at.rfc3339),
                        "happens": entry.happens.map { .string($0) } ?? .null,
                        "command": entry.command.map { .array($0.map { .string($0) }) } ?? .null,
                        "status": entry.status.map { .string($0.word) } ?? .null,
                        "problems": .array(entry.problems.map { .string($0) }),
                    ]
                }
            ),
            "folder": folder.map { .string($0) } ?? .null,
        ]
    }

    /// Shape of the document.
    static let schema = OutputSchema.object([
        .optional("text", .string, "the scenario, with --show, and then nothing else"),
        .optional("scenario", .string, "its name"),
        .optional("incident", .nullable(.string), "id in the exercise; null when none was opened"),
        .optional("start", .time, "when customers began to notice, in the exercise"),
        .optional("end", .time, "when it ended, in the exercise"),
        .optional("brokenOff", .boolean, "whether it was left before its end"),
        .optional("met", .boolean, "whether every goal is met"),
        .optional(
            "goals",
            .list(
                .object([
                    .field("goal", .word(DrillScore.Goal.allCases.map(\.rawValue)), "what is looked at"),
                    .field("wanted", .string, "the goal in words"),
                    .field("result", .string, "what came of it, in words"),
                    .field("met", .boolean, "whether it is met"),
                ])
            ),
            "the score card"
        ),
        .optional("findings", .list(.string), "what kept a text from being sent"),
        .optional(
            "steps",
            .list(
                .object([
                    .field("at", .time, "when, in the exercise"),
                    .field("happens", .nullable(.string), "news for those who take part"),
                    .field("command", .nullable(.list(.string)), "words of a command, without the program's name"),
                    .field("status", .nullable(.string), "how it ended"),
                    .field("problems", .list(.string), "its errors"),
                ])
            ),
            "what happened, in the order of time"
        ),
        .optional("folder", .nullable(.string), "folder with pages, mails and requests, with --keep"),
    ])
}

extension DrillScore.Goal {
    /// What it is called on the card.
    fileprivate var title: String {
        switch self {
        case .firstMessage: "first message"
        case .updates: "promised updates"
        case .targets: "targets"
        case .messageCheck: "message check"
        case .resolution: "resolution notice"
        case .report: "report"
        }
    }

    /// What is wanted, in words.
    fileprivate func wanted(_ goals: StatisticsGoals) -> String {
        switch self {
        case .firstMessage: "within \(goals.firstMessage.figure())"
        case .updates: "every one on time"
        case .targets: "all reached"
        case .messageCheck: "nothing found"
        case .resolution: "sent"
        case .report: "within \(goals.reportLimit.figure())"
        }
    }
}
