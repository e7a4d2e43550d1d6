import CommandTable
import Testing

struct ProgramParsingTests {
    /// What an invocation asks for, comparable.
    enum Asked: Hashable, Sendable {
        case run([String], HouseGlobals)
        case help([String], HelpLength)
        case version(HouseGlobals)

        init(_ invocation: Invocation<HouseGlobals, LampContext, Int32>) {
            switch invocation {
            case .run(let path, let globals, _): self = .run(path, globals)
            case .help(let path, let length): self = .help(path, length)
            case .version(let globals): self = .version(globals)
            }
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var line: String
        var asked: Asked
        var testDescription: String { line }

        init(_ line: String, _ asked: Asked) {
            self.line = line
            self.asked = asked
        }
    }

    @Test(arguments: [
        Case("lamp list", .run(["lamp", "list"], HouseGlobals())),
        Case("--json lamp list", .run(["lamp", "list"], HouseGlobals(json: true))),
        Case("lamp --json list", .run(["lamp", "list"], HouseGlobals(json: true))),
        Case("lamp list --json", .run(["lamp", "list"], HouseGlobals(json: true))),
        Case("--config a lamp list --config=b -q", .run(["lamp", "list"], HouseGlobals(config: "b", quiet: true))),
        Case("inspect x", .run(["inspect"], HouseGlobals())),
        Case("inspect lamp", .run(["inspect"], HouseGlobals())),
        Case("--version", .version(HouseGlobals())),
        Case("--json --version", .version(HouseGlobals(json: true))),
        Case("--version --json", .version(HouseGlobals(json: true))),
        Case("--help", .help([], .long)),
        Case("-h", .help([], .short)),
        Case("help", .help([], .long)),
        Case("help lamp", .help(["lamp"], .long)),
        Case("help lamp switch", .help(["lamp", "switch"], .long)),
        Case("lamp --help", .help(["lamp"], .long)),
        Case("lamp switch -h", .help(["lamp", "switch"], .short)),
        Case("--config lamp lamp switch --bogus --level --help", .help(["lamp", "switch"], .long)),
        Case("--bogus --help", .help([], .long)),
        Case("lamp switch --level dim -nh", .help(["lamp", "switch"], .short)),
        Case("inspect x --help", .help(["inspect"], .long)),
    ])
    func `a line asks for one thing`(_ test: Case) throws {
        #expect(try Asked(house.parse(test.line.split(separator: " ").map(String.init))) == test.asked)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        var line: String
        var message: String
        var hint: String?
        var testDescription: String { line }

        init(_ line: String, _ message: String, _ hint: String? = nil) {
            self.line = line
            self.message = message
            self.hint = hint
        }
    }

    @Test(arguments: [
        Refusal("", "a command is missing", "run 'house --help' for all commands"),
        Refusal("--json", "a command is missing", "run 'house --help' for all commands"),
        Refusal("lamp", "'lamp' needs a command after it", "use switch or list"),
        Refusal("lamp swich", "unknown command 'lamp swich'", "did you mean 'lamp switch'?"),
        Refusal("lamp paint", "unknown command 'lamp paint'", "use switch or list"),
        Refusal("lapm list", "unknown command 'lapm'", "did you mean 'lamp'?"),
        Refusal("switch", "unknown command 'switch'", "did you mean 'lamp switch'?"),
        Refusal("zzz", "unknown command 'zzz'", "run 'house --help' for all commands"),
        Refusal("--jsno lamp list", "unknown option '--jsno'", "did you mean '--json'?"),
        Refusal("help lapm", "unknown command 'lapm'", "did you mean 'lamp'?"),
        Refusal("lamp swich --help", "unknown command 'lamp swich'", "did you mean 'lamp switch'?"),
        Refusal("lamp list --version", "unknown option '--version'"),
    ])
    func `a line that asks for nothing known is refused`(_ test: Refusal) {
        #expect(throws: UsageError(message: test.message, hint: test.hint)) {
            try house.parse(test.line.split(separator: " ").map(String.init))
        }
    }

    @Test func `the parsed arguments reach the command`() async throws {
        let (values, continuation) = AsyncStream<LampSwitch>.makeStream()
        let invocation = try house.parse(["lamp", "switch", "--level", "dim", "--room", "hall"])
        guard case .run(_, _, let action) = invocation else {
            Issue.record("not a run")
            return
        }
        #expect(try await action(LampContext(record: { continuation.yield($0) })) == 0)
        continuation.finish()
        var expected = LampSwitch()
        expected.level = .dim
        expected.rooms = ["hall"]
        var received: [LampSwitch] = []
        for await value in values { received.append(value) }
        #expect(received == [expected])
    }
}
