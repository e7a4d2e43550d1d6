package import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm drill`.
package struct Drill: Hashable, Sendable {
    package var scenario: FileSource?
    package var isInteractive = false
    package var speed: Int?
    package var keep: String?
    package var shows = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "practise an incident; nothing leaves this machine",
        discussion: """
            Plays a scripted incident through your configuration and templates by the very commands you would use, with \
            every target replaced by a local one: status pages and mails are written to a folder, and so is what would \
            be sent to anybody else. No secret is fetched and no network is touched. Every title and text says that it \
            is an exercise.

            Without a file the built-in scenario is played; --show prints it, as a start for your own. With \
            --interactive you hear the news and decide what to do, with the message check at your side; your time runs \
            until you say 'wait', which skips to the next news.

            At the end there is a score card. Exit status 0 means that every goal is met: a first message within 2 \
            minutes, every promised update on time, every target reached, nothing found by the message check, a \
            resolution notice, and a report in time.
            """,
        arguments: Self(),
        options: [
            .flag("interactive", "i", to: \.isInteractive, help: "Decide yourself what is said and when"),
            .value(
                "speed",
                as: .number("N", in: 1...3_600),
                to: \.speed,
                help: "Seconds of the exercise that pass in one of yours",
                details: "Without it a scenario is played at once, and with --interactive time is as long as yours."
            ),
            .value(
                "keep",
                as: .directory("DIR"),
                to: \.keep,
                help: "Keep pages, mails and requests in this new folder",
                details: "Without it everything is removed at the end."
            ),
            .flag("show", to: \.shows, help: "Print the scenario instead of playing it"),
        ],
        positionals: [
            .optional(
                .input("SCENARIO", endings: ["json5", "json"]),
                to: \.scenario,
                help: "Scenario; without it, the built-in one"
            )
        ],
        rules: [.conflict(["interactive", "show"]), .conflict(["keep", "show"]), .conflict(["speed", "show"])],
        examples: [
            CommandExample("The built-in scenario", "statuscomm drill"),
            CommandExample(
                "Decide yourself, and look at the pages afterwards",
                "statuscomm drill -i --keep drill-friday"
            ),
            CommandExample("A scenario of your own", "statuscomm drill --show > mine.json5"),
        ],
        exitStatuses: [
            .status(.done, "every goal is met"), .status(.failed, "a goal is missed"), .status(.usage),
            .status(.configuration, "the configuration or the scenario is wrong"),
            .status(.conflict, "the folder to keep is not empty"),
        ],
        output: DrillReport.schema,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        if shows { return try show(context) }
        let configuration = try context.loadConfiguration()
        let mistakes = try ConnectorLibrary(paths: configuration.connectors).mistakes(in: configuration)
        guard mistakes.isEmpty else {
            throw DiagnosticList(all: InvalidConfiguration(mistakes: mistakes).mistakes)
        }
        let scenario = try scenario(context, configuration.components)
        // From here on Ctrl-C ends the exercise in good order: its folder goes, its score card comes.
        context.interruption?.listen()
        let folder = try DrillFolder(keeping: keep, context)
        defer { folder.removeUnlessKept() }
        let clock = ExerciseClock(
            start: context.now(),
            speed: speed ?? (isInteractive ? 1 : nil),
            real: context.clock
        )
        let exercise = try Exercise(configuration, in: folder.path, clock: clock)
        let stage = DrillStage(exercise, context)
        let log: DrillLog
        if isInteractive {
            log = try await DrillTalk(scenario, on: stage).hold()
        } else {
            log = try await DrillPlay(scenario, on: stage).play()
        }
        return DrillReport(
            scenario: scenario.name,
            log: log,
            figures: try await stage.figures(),
            goals: StatisticsGoals(configuration.reports),
            start: clock.start,
            end: clock.timestamp,
            folder: keep == nil ? nil : folder.path
        ).result
    }

    private func show(_ context: CommandContext) throws -> CommandResult {
        let text = try scenario.map { String(decoding: try context.bytes(of: $0, limit: 1 << 20), as: UTF8.self) }
        let shown = text ?? DrillScenario.builtInText
        return CommandResult(text: .exact(shown), document: ["text": .string(shown)])
    }

    private func scenario(_ context: CommandContext, _ components: ComponentTree) throws -> DrillScenario {
        guard let scenario else { return try .builtIn(components: components) }
        let bytes = try context.bytes(of: scenario, limit: 1 << 20)
        do throws(InvalidConfiguration) {
            return try DrillScenario(parsing: bytes, path: scenario.name, components: components)
        } catch {
            throw DiagnosticList(all: error.mistakes)
        }
    }
}
