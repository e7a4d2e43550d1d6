import CommandTable
import JSON5
import StatusCommCore

/// An exercise in which people decide: the scenario brings the news, they say what is done about it.
struct DrillTalk {
    private let scenario: DrillScenario
    private let stage: DrillStage

    init(_ scenario: DrillScenario, on stage: DrillStage) {
        self.scenario = scenario
        self.stage = stage
    }

    func hold() async throws -> DrillLog {
        let workspace = try await stage.workspace()
        let questions = DrillQuestions(stage, workspace)
        var actor = DrillActor(stage)
        var news = scenario.steps.filter { $0.happens != nil }[...]
        stage.say("exercise: \(scenario.name)" + (scenario.about.map { "\n\($0)" } ?? ""))
        do {
            while true {
                try await actor.tickIfDue()
                let now = stage.exercise.clock.now.offset
                while let next = news.first, next.at <= now, let words = next.happens {
                    actor.tell(words)
                    news.removeFirst()
                }
                let deeds = Deed.allCases.filter { $0.isPossible(for: actor) }
                let word = try questions.choice("what do you do", of: deeds.map(\.rawValue))
                guard let deed = Deed(rawValue: word), deed != .end else { break }
                try await carryOut(deed, &actor, questions, next: news.first?.at)
            }
        } catch is DrillEnd {
            actor.breakOff()
        }
        actor.note(refusals: questions.refusals)
        return actor.log
    }

    /// What can be decided.
    private enum Deed: String, CaseIterable {
        case open
        case update
        case note
        case resolve
        case report
        case wait
        case end

        func isPossible(for actor: DrillActor) -> Bool {
            switch self {
            case .open: actor.incident == nil
            case .update, .resolve: actor.incident != nil && !actor.isResolved
            case .note: actor.incident != nil
            case .report: actor.isResolved && !actor.isReported
            case .wait, .end: true
            }
        }
    }

    private func carryOut(
        _ deed: Deed,
        _ actor: inout DrillActor,
        _ questions: DrillQuestions,
        next: Duration?
    ) async throws {
        switch deed {
        case .open: try await actor.carryOut(.open(try opening(questions)))
        case .update: try await actor.carryOut(.update(try update(questions)))
        case .note: try await actor.carryOut(.note(try note(questions)))
        case .resolve: try await actor.carryOut(.resolve(try resolution(questions)))
        case .report: try await actor.carryOut(.report(postmortem))
        case .wait: try await wait(&actor, questions, next: next)
        case .end: break
        }
    }

    /// The scenario's postmortem; without one the report is made of what was noted.
    private var postmortem: DrillScenario.Report {
        for step in scenario.steps { if case .report(let report)? = step.action { return report } }
        return DrillScenario.Report(postmortem: [:])
    }

    private func wait(_ actor: inout DrillActor, _ questions: DrillQuestions, next: Duration?) async throws {
        let now = stage.exercise.clock.now.offset
        let promised = actor.promisedAt.flatMap { $0 > now ? $0 : nil }
        let until = [next, promised].compactMap { $0 }.min()
        let question = until == nil ? "how long" : "how long, Enter until something happens"
        let length = try questions.value(question, as: .duration(atLeast: .seconds(1)), isOptional: until != nil)
        // However long somebody means to wait, news comes when it comes.
        let wanted = length.map { now + $0 } ?? until ?? now
        try await actor.letTimePass(until: next.map { min($0, wanted) } ?? wanted, skipping: true)
        if let due = actor.promisedAt, !actor.isResolved, due <= stage.exercise.clock.now.offset {
            stage.say("the promised update is due")
        }
    }

    private func opening(_ questions: DrillQuestions) throws -> DrillScenario.Opening {
        DrillScenario.Opening(
            title: try questions.words("title for the public", limit: 255) ?? "",
            severity: try questions.value("severity: critical, high, medium or low", as: .choice("LEVEL")) ?? .high,
            components: try questions.components("component that is affected"),
            message: try questions.words("message to customers") ?? "",
            nextUpdate: try promise(questions)
        )
    }

    private func update(_ questions: DrillQuestions) throws -> DrillScenario.Update {
        DrillScenario.Update(
            phase: try questions.value(
                "phase: investigating, identified or monitoring, Enter to keep it",
                as: .choice("PHASE", of: IncidentPhase.open),
                isOptional: true
            ),
            message: try questions.words("message to customers") ?? "",
            finding: try questions.words("what was found out, Enter for nothing", isOptional: true),
            action: try questions.words("what is being done, Enter for nothing", isOptional: true),
            nextUpdate: try promise(questions)
        )
    }

    private func note(_ questions: DrillQuestions) throws -> DrillScenario.Note {
        let types = TimelineNoteType.allCases.map { $0.rawValue.replacing("_", with: "-") }.joined(separator: ", ")
        let type: TimelineNoteType? = try questions.value(
            "type: \(types), Enter for internal",
            as: .choice("TYPE"),
            isOptional: true
        )
        return DrillScenario.Note(
            type: type ?? .internalNote,
            text: try questions.value("words for ourselves", as: .line(limit: 2_000)) ?? "",
            customerText: try questions.words("words for customers, Enter for none", isOptional: true)
        )
    }

    private func resolution(_ questions: DrillQuestions) throws -> DrillScenario.Resolution {
        var resolution = DrillScenario.Resolution(
            message: try questions.words("message to customers") ?? "",
            rootCause: try questions.words("why it happened, Enter for nothing", isOptional: true),
            fix: try questions.words("what ended it, Enter for nothing", isOptional: true),
            preventions: []
        )
        while let prevention = try questions.words(
            "what keeps it from coming back, Enter for no more",
            isOptional: true
        ) {
            resolution.preventions.append(prevention)
        }
        return resolution
    }

    private func promise(_ questions: DrillQuestions) throws -> Duration? {
        try questions.value(
            "next update in, such as 15m, Enter for the usual time",
            as: .duration(atLeast: .seconds(60), atMost: .seconds(7 * 86_400)),
            isOptional: true
        )
    }
}
