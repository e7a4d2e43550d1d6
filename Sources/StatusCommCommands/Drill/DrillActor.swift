import JSON5
import StatusCommCore

/// Carries out decisions in an exercise, and keeps its log.
struct DrillActor {
    let stage: DrillStage
    private(set) var log = DrillLog()
    /// Id of the incident of the exercise; nil before it is opened.
    private(set) var incident: String?
    private(set) var isResolved = false
    private(set) var isReported = false

    init(_ stage: DrillStage) {
        self.stage = stage
    }

    private var clock: ExerciseClock { stage.exercise.clock }

    /// When `tick` last ran, as time since the beginning.
    private var tickedAt = Duration.zero

    /// When the next update is promised, as time since the beginning; nil when none is.
    private(set) var promisedAt: Duration?

    /// Lets time pass, at the speed of the exercise or at once, with `tick` as cron would run it.
    mutating func letTimePass(until time: Duration, skipping: Bool = false) async throws {
        repeat {
            // While it is open promises are short; afterwards only the report is owed.
            let step = incident != nil && !isResolved ? Duration.seconds(60) : .seconds(3_600)
            let next = min(time, tickedAt + step)
            if skipping {
                clock.skip(to: ExerciseClock.Instant(offset: next))
            } else {
                try await stage.wait(until: next)
            }
            if next >= tickedAt + step { try await tick() }
        } while clock.now.offset < time
    }

    /// Runs `tick`, unless it ran within a minute.
    mutating func tickIfDue() async throws {
        if clock.now.offset >= tickedAt + .seconds(60) { try await tick() }
    }

    private mutating func tick() async throws {
        tickedAt = clock.now.offset
        guard incident != nil else { return }
        let at = clock.timestamp
        let outcome = try await stage.run(["tick"])
        let duties = outcome.result["duties"]?.array ?? []
        for duty in duties {
            let text = duty["text"]?.string ?? ""
            let isPost = duty["duty"]?.string == "post"
            stage.say(isPost ? "tick posted an automatic update\n\(text)" : "tick reminded the owners\n\(text)")
            if isPost { promisedAt = try await stage.promise() }
        }
        guard !duties.isEmpty else { return }
        log.entries.append(
            DrillLog.Entry(at: at, command: ["tick"], status: outcome.status, problems: outcome.problems)
        )
    }

    mutating func tell(_ news: String) {
        stage.say("> \(news)")
        log.entries.append(DrillLog.Entry(at: clock.timestamp, happens: news))
    }

    mutating func breakOff() { log.isBrokenOff = true }

    /// Notes findings that kept a text from being sent.
    mutating func note(refusals: [String]) { log.refusals += refusals }

    mutating func carryOut(_ action: DrillScenario.Action) async throws {
        stage.say(action.line)
        if case .report(let report) = action { return try await carryOut(report) }
        let first = stage.exercise.configuration.components.leaves.first?.id
        guard let words = action.words(incident: incident ?? "1", start: clock.start, fallback: first) else { return }
        let outcome = try await run(words)
        guard let id = outcome.result["id"]?.string else { return }
        incident = id
        isResolved = outcome.result["phase"]?.string == IncidentPhase.resolved.rawValue
        promisedAt = outcome.result["nextUpdateAt"]?.string.flatMap { Timestamp(rfc3339: $0) }
            .map { $0.duration(since: clock.start) }
    }

    private mutating func carryOut(_ report: DrillScenario.Report) async throws {
        let id = incident ?? "1"
        let file = "\(stage.exercise.folder)/report.md"
        var drafting = ["report", "draft", id, "--output=\(file)"]
        if report.postmortem.object?.members.isEmpty == false {
            drafting.append("--from=\(try stage.write(JSONWriter.text(report.postmortem), as: "postmortem.json"))")
        }
        guard try await run(drafting).status == .done else { return }
        let check = try await run(["report", "check", file, "--incident=\(id)"])
        let findings = check.result["findings"]?.array ?? []
        if check.result["refused"] == .bool(true) {
            let words = findings.filter { $0["severity"]?.string == "error" }.map { finding in
                "\(finding["message"]?.string ?? "") '\(finding["excerpt"]?.string ?? "")'"
            }
            for word in words { stage.say("! \(word)") }
            log.refusals += words
            return
        }
        isReported = try await run(["report", "publish", id, file]).result["id"] != nil
    }

    private mutating func run(_ words: [String]) async throws -> DrillStage.Outcome {
        let at = clock.timestamp
        let outcome = try await stage.run(words)
        let deliveries = outcome.result["deliveries"]?.array ?? []
        if !deliveries.isEmpty {
            let done = deliveries.filter { $0["status"]?.string == "done" }
            let others = deliveries.filter { $0["status"]?.string != "done" }
                .map { "\($0["target"]?.string ?? "?") \($0["status"]?.string ?? "?")" }
            let names = done.compactMap { $0["target"]?.string } + others
            stage.say("= \(names.joined(separator: ", "))")
        }
        for problem in outcome.problems { stage.say("! \(problem)") }
        if outcome.status == .refusedByCheck { log.refusals += outcome.problems }
        log.entries.append(
            DrillLog.Entry(at: at, command: words, status: outcome.status, problems: outcome.problems)
        )
        return outcome
    }
}
