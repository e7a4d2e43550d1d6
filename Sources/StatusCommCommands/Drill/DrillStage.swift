import JSON5
import StatusCommCore
import Synchronization

/// Runs commands of this program inside an exercise, and tells what comes of them.
struct DrillStage: Sendable {
    /// What came of a command.
    struct Outcome: Sendable {
        var status: ExitStatus
        /// Member `result` of its document.
        var result: JSONValue
        /// Its errors, as a person reads them.
        var problems: [String]
    }

    let exercise: Exercise
    /// Where those who take part are.
    let context: CommandContext
    /// Where the commands are: nothing of them reaches the screen, and none reaches the network.
    private let inner: CommandContext
    private let written: Written

    init(_ exercise: Exercise, _ context: CommandContext) {
        self.exercise = exercise
        self.context = context
        let written = Written()
        self.written = written
        var inner = CommandContext(
            environment: context.environment,
            clock: exercise.clock,
            now: { exercise.clock.timestamp },
            input: TextInput { _ throws(InputError) in [] },
            output: TextOutput { written.append($0) },
            errors: TextOutput { _ in 0 },
            makeTransport: { .none }
        )
        inner.environment["STATUSCOMM_STATE_DIR"] = exercise.stateDirectory
        inner.environment["STATUSCOMM_CONFIG"] = nil
        inner.exercise = exercise
        self.inner = inner
    }

    /// Runs a command line.
    func run(_ words: [String]) async throws -> Outcome {
        written.clear()
        let status = await Tool.run(words + ["--json", "--quiet"], inner)
        let document = try JSONValue(parsing: written.text, path: "document", options: .store)
        let problems = (document["errors"]?.array ?? []).map { error in
            let place = error["path"]?.string.map { "\($0): " } ?? ""
            return place + (error["message"]?.string ?? "")
        }
        return Outcome(status: status, result: document["result"] ?? .null, problems: problems)
    }

    /// The configuration with its store and local targets.
    func workspace() async throws -> Workspace { try await Workspace(inner, writes: true) }

    /// Writes a file into the folder of the exercise, and tells its path.
    func write(_ text: String, as name: String) throws -> String {
        let path = "\(exercise.folder)/\(name)"
        try NewFile.create(path, Array(text.utf8))
        return path
    }

    /// Figures of the incident of the exercise; nil when none was opened.
    func figures() async throws -> IncidentFigures? {
        let repository = try await Workspace(inner, writes: true).repository
        guard let incident = try await repository.all().first else { return nil }
        return IncidentFigures(
            incident,
            deliveries: try await repository.deliveryFacts(of: incident),
            detectedAt: exercise.clock.start,
            now: exercise.clock.timestamp
        )
    }

    /// When the next update of the open incident is promised, as time since the beginning; nil when none is.
    func promise() async throws -> Duration? {
        let incidents = try await Workspace(inner, writes: false).repository.active()
        return incidents.first { $0.isOpen }?.nextUpdateAt.map { $0.duration(since: exercise.clock.start) }
    }

    /// Whether somebody wishes that the exercise ends: Ctrl-C, or SIGTERM.
    var shallStop: Bool { context.interruption?.isRequested() ?? false }

    /// Lets time pass, in one go or at the speed of the exercise.
    ///
    /// - Throws: `DrillEnd` when somebody wishes that it ends.
    func wait(until time: Duration) async throws {
        // In steps, since nothing wakes a sleeper up.
        let step = exercise.clock.passing(in: .milliseconds(100)) ?? time
        repeat {
            guard !shallStop else { throw DrillEnd() }
            let next = min(time, exercise.clock.now.offset + max(step, .milliseconds(1)))
            try await exercise.clock.sleep(until: ExerciseClock.Instant(offset: next), tolerance: nil)
        } while exercise.clock.now.offset < time
    }

    /// Tells those who take part something, with the time of the exercise before it.
    func say(_ text: String) {
        guard !context.globals.quiet else { return }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let days = Int(exercise.clock.now.offset.components.seconds / 86_400)
        let time = exercise.configuration.company.zone.secondsText(exercise.clock.timestamp)
        let head = days == 0 ? time : "\(time) +\(days)d"
        let blank = String(repeating: " ", count: head.count)
        for (index, line) in lines.enumerated() {
            context.errors.write(index == 0 ? "\(head)  \(line)\n" : line.isEmpty ? "\n" : "\(blank)  \(line)\n")
        }
    }

    private final class Written: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

        func append(_ more: [UInt8]) -> Int32 {
            bytes.withLock { $0 += more }
            return 0
        }

        func clear() { bytes.withLock { $0 = [] } }
    }
}

/// The exercise is left before its end: nobody answers any more, or somebody wishes so.
struct DrillEnd: Error {}
