import StatusCommCore

/// Plays a scenario step by step.
struct DrillPlay {
    private let scenario: DrillScenario
    private let stage: DrillStage

    init(_ scenario: DrillScenario, on stage: DrillStage) {
        self.scenario = scenario
        self.stage = stage
    }

    func play() async throws -> DrillLog {
        var actor = DrillActor(stage)
        stage.say("exercise: \(scenario.name)" + (scenario.about.map { "\n\($0)" } ?? ""))
        do {
            for step in scenario.steps {
                try await actor.letTimePass(until: step.at)
                if let news = step.happens { actor.tell(news) }
                if let action = step.action { try await actor.carryOut(action) }
            }
        } catch is DrillEnd {
            actor.breakOff()
        }
        return actor.log
    }
}
