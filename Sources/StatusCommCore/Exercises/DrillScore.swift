/// How an exercise went, goal by goal.
package struct DrillScore: Hashable, Sendable {
    /// What is looked at.
    package enum Goal: String, CaseIterable, Sendable {
        case firstMessage = "first_message"
        case updates
        case targets
        case messageCheck = "message_check"
        case resolution
        case report
    }

    /// One goal.
    package struct Line: Hashable, Sendable {
        package var goal: Goal
        package var isMet: Bool
        /// What came of it, in a few words.
        package var result: String
    }

    /// In the order of the goals.
    package var lines: [Line]

    /// Whether every goal is met.
    package var isMet: Bool { lines.allSatisfy(\.isMet) }

    /// Holds an exercise against the goals.
    ///
    /// - Parameters:
    ///   - figures: Of the incident of the exercise; nil when none was opened.
    ///   - refusals: Findings that kept a text from going out, as the check words them.
    ///   - goals: What the figures are held against.
    package init(_ figures: IncidentFigures?, refusals: [String], goals: StatisticsGoals) {
        lines = Goal.allCases.map { goal in
            switch goal {
            case .firstMessage: Self.firstMessage(figures, goals)
            case .updates: Self.updates(figures)
            case .targets: Self.targets(figures)
            case .messageCheck:
                Line(
                    goal: goal,
                    isMet: refusals.isEmpty,
                    result: refusals.isEmpty ? "nothing found" : "\(refusals.count) found: \(refusals[0])"
                )
            case .resolution: Self.resolution(figures)
            case .report: Self.report(figures, goals)
            }
        }
    }

    private static func firstMessage(_ figures: IncidentFigures?, _ goals: StatisticsGoals) -> Line {
        guard let after = figures?.firstMessageAfter else {
            return Line(goal: .firstMessage, isMet: false, result: "nobody was told")
        }
        return Line(goal: .firstMessage, isMet: after <= goals.firstMessage, result: "after \(after.figure())")
    }

    private static func updates(_ figures: IncidentFigures?) -> Line {
        let promises = StatisticsSummary.Promises(figures?.promises ?? [])
        let late = promises.lateness.maximum.map { ", late by \($0.figure())" } ?? ""
        return Line(
            goal: .updates,
            isMet: figures != nil && promises.kept == promises.due,
            result: promises.due == 0 ? "none promised" : "\(promises.kept) of \(promises.due) on time\(late)"
        )
    }

    private static func targets(_ figures: IncidentFigures?) -> Line {
        let channels = figures?.channels ?? []
        let missed = channels.filter {
            $0.firstMessageAfter == nil || $0.refused > 0 || $0.unknown > 0 || $0.queued > 0
        }
        let names = missed.isEmpty ? "" : ", not \(missed.map(\.target).joined(separator: ", "))"
        return Line(
            goal: .targets,
            isMet: !channels.isEmpty && missed.isEmpty,
            result: "\(channels.count - missed.count) of \(channels.count) reached\(names)"
        )
    }

    private static func resolution(_ figures: IncidentFigures?) -> Line {
        guard let after = figures?.resolvedAfter else {
            return Line(goal: .resolution, isMet: false, result: "not sent")
        }
        return Line(goal: .resolution, isMet: true, result: "after \(after.figure())")
    }

    private static func report(_ figures: IncidentFigures?, _ goals: StatisticsGoals) -> Line {
        switch figures?.report {
        case .published(let after)?:
            Line(goal: .report, isMet: after <= goals.reportLimit, result: "after \(after.figure())")
        case .skipped?: Line(goal: .report, isMet: false, result: "skipped")
        case .awaited?, .notDue?, nil: Line(goal: .report, isMet: false, result: "none")
        }
    }
}
