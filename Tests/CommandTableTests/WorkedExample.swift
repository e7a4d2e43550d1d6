import CommandTable

/// A command file as it should look: arguments, their options, the command, its work.
struct LampSwitch: Hashable, Sendable {
    enum Level: String, CaseIterable, Sendable {
        case fullBeam = "full_beam"
        case dim
        case off
    }

    var name: String?
    var level: Level = .off
    var color: String?
    var rooms: [String] = []
    var labels: [Assignment<String>] = []
    var presets: [Assignment<Level>] = []
    var note: TextSource?
    var watts = 40
    var dryRun = false
    var verboseWiring = false
    var lamp: String?

    static let command = Command<Self, LampContext, Int32>(
        "switch a lamp",
        discussion: "Tells the lamp its new level.\n\nNothing is sent with --dry-run.",
        arguments: Self(),
        options: [
            .value(
                "name",
                "N",
                as: .line("NAME", completion: .dynamic(.lamps)),
                to: \.name,
                help: "Name shown beside it"
            ),
            .value("level", "l", as: .choice("LEVEL"), to: \.level, required: true, help: "How bright it becomes"),
            .value("color", as: .line("COLOR", limit: 16), to: \.color, help: "Color of the light"),
            .values(
                "room",
                "r",
                as: .line("ROOM", completion: .dynamic(.rooms)),
                to: \.rooms,
                help: "Room it stands in"
            ),
            .values(
                "preset",
                as: .assignment(.line("LAMP", completion: .dynamic(.lamps)), .choice("LEVEL")),
                to: \.presets,
                help: "Level that another lamp gets"
            ),
            .values("label", as: .assignment(.line("KEY"), .line("TEXT")), to: \.labels, help: "Label to put on it"),
            .value("note", as: .text(), to: \.note, help: "Text for the log, - for standard input"),
            .value(
                "watts",
                "w",
                as: .number("WATTS", in: 1...100),
                to: \.watts,
                default: "40",
                help: "Power",
                details: "The power is limited by the lamp's own fuse."
            ),
            .flag("dry-run", "n", to: \.dryRun, help: "Show what would be sent, and stop"),
            .flag("verbose-wiring", "V", to: \.verboseWiring, help: "Show the wiring"),
        ],
        positionals: [
            .optional(
                .line("LAMP", completion: .dynamic(.lamps)),
                to: \.lamp,
                help: "Lamp to switch, the only one if left out"
            )
        ],
        rules: [.conflict(["dry-run", "note"]), .requires("verbose-wiring", "dry-run")],
        examples: [
            CommandExample("Dim the lamp in the hall", "house lamp switch --level dim --room 'Entrance hall' L-1"),
            CommandExample("See what would happen", "house lamp switch -nl off"),
        ],
        exitStatuses: [ExitStatusInfo(0, "the lamp has its level"), ExitStatusInfo(2, "usage")],
        output: .object([.field("lamp", .string, "the lamp")]),
        run: { arguments, context in
            context.record(arguments)
            return 0
        }
    )
}

extension DynamicCompletion {
    static let lamps = DynamicCompletion("lamps")
    static let rooms = DynamicCompletion("rooms")
}

/// A second command, without arguments.
struct LampList: Hashable, Sendable {
    static let command = Command<Self, LampContext, Int32>(
        "list the lamps",
        arguments: Self(),
        examples: [CommandExample("List all lamps", "house lamp list --json")],
        exitStatuses: [ExitStatusInfo(0, "listed")],
        output: .list(.string),
        run: { _, _ in 0 }
    )
}

/// A command of one word that takes any number of files.
struct Inspect: Hashable, Sendable {
    var files: [FileSource] = []

    static let command = Command<Self, LampContext, Int32>(
        "inspect wiring plans",
        arguments: Self(),
        positionals: [.rest(.input(endings: ["plan"]), to: \.files, required: true, help: "Plans to inspect")],
        examples: [CommandExample("Inspect two plans", "house inspect a.plan b.plan")],
        exitStatuses: [ExitStatusInfo(0, "no fault"), ExitStatusInfo(1, "a fault")],
        output: .anything,
        run: { _, _ in 0 }
    )
}

struct LampContext: Sendable {
    var record: @Sendable (LampSwitch) -> Void = { _ in }
}

struct HouseGlobals: Hashable, Sendable {
    var config: String?
    var json = false
    var quiet = false
}

let house = Program<HouseGlobals, LampContext, Int32>(
    ProgramDescription(name: "house", version: "1.2.3", abstract: "look after a house"),
    globals: HouseGlobals(),
    options: [
        .value(
            "config",
            as: .file(endings: ["json5"]),
            to: \.config,
            help: "Configuration file",
            environment: "HOUSE_CONFIG"
        ),
        .flag("json", to: \.json, help: "Print one JSON document"),
        .flag("quiet", "q", to: \.quiet, help: "Print errors only"),
    ],
    groups: [GroupInfo("lamp", "switch and list lamps")],
    commands: [
        CommandEntry("lamp switch", LampSwitch.command),
        CommandEntry("lamp list", LampList.command),
        CommandEntry("inspect", Inspect.command),
    ]
)
