import CommandTable
import Testing

struct ParserTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var words: [String]
        var expected: LampSwitch
        var testDescription: String { quoted(words.joined(separator: " ")) }

        init(_ words: [String], _ change: (inout LampSwitch) -> Void) {
            self.words = words
            expected = LampSwitch()
            expected.level = .dim
            change(&expected)
        }
    }

    static let dim = ["--level", "dim"]

    @Test(arguments: [
        Case(dim) { _ in },
        Case(["--level=dim"]) { _ in },
        Case(["-l", "dim"]) { _ in },
        Case(["-ldim"]) { _ in },
        Case(["-l=dim"]) { _ in },
        Case(["-nldim"]) { $0.dryRun = true },
        Case(["-nl", "dim"]) { $0.dryRun = true },
        Case(["--level", "off", "--level", "dim"]) { _ in },
        Case(["--level", "full-beam"]) { $0.level = .fullBeam },
        Case(["--level", "Full_Beam"]) { $0.level = .fullBeam },
        Case(dim + ["--room", "a", "-r", "b,c"]) { $0.rooms = ["a", "b,c"] },
        Case(dim + ["--label", "k=v", "--label=w=x=y"]) {
            $0.labels = [Assignment(name: "k", value: "v"), Assignment(name: "w", value: "x=y")]
        },
        Case(dim + ["--note", "-"]) { $0.note = .standardInput },
        Case(dim + ["--note", "one\r\ntwo\rthree\u{2028}four"]) { $0.note = .text("one\ntwo\nthree\nfour") },
        Case(dim + ["--note", "- a list"]) { $0.note = .text("- a list") },
        Case(dim + ["--name=--json"]) { $0.name = "--json" },
        Case(dim + ["--name=Büro 🙂"]) { $0.name = "Büro 🙂" },
        Case(dim + ["L-1"]) { $0.lamp = "L-1" },
        Case(["L-1"] + dim) { $0.lamp = "L-1" },
        Case(dim + ["--", "--level"]) { $0.lamp = "--level" },
        Case(dim + ["-"]) { $0.lamp = "-" },
        Case(dim + ["-w", "7"]) { $0.watts = 7 },
    ])
    func `words become arguments`(_ test: Case) throws {
        #expect(try LampSwitch.command.parse(test.words) == test.expected)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        var words: [String]
        var message: String
        var hint: String?
        var testDescription: String { quoted(words.joined(separator: " ")) }

        init(_ words: [String], _ message: String, _ hint: String? = nil) {
            self.words = words
            self.message = message
            self.hint = hint
        }
    }

    @Test(arguments: [
        Refusal([], "'--level' is required", "add --level LEVEL"),
        Refusal(["--level"], "option '--level' needs a value: --level LEVEL"),
        Refusal(
            ["--name", "--level", "dim"],
            "option '--name' needs a value, and '--level' looks like an option",
            "write '--name=--level' if that is the value"
        ),
        Refusal(
            ["--name", "-l", "dim"],
            "option '--name' needs a value, and '-l' looks like an option",
            "write '--name=-l' if that is the value"
        ),
        Refusal(["--levle", "dim"], "unknown option '--levle'", "did you mean '--level'?"),
        Refusal(["--lev", "dim"], "unknown option '--lev'", "did you mean '--level'?"),
        Refusal(["--zzzzzz"], "unknown option '--zzzzzz'"),
        Refusal(["--\u{1B}[31m\u{202E}"], "unknown option '--\\u{1b}[31m\\u{202e}'"),
        Refusal(["-x"], "unknown option '-x'"),
        Refusal(["-level", "dim"], "unknown option '-level'", "did you mean '--level'?"),
        Refusal(["--dry-run=yes"], "option '--dry-run' takes no value, and was given 'yes'"),
        Refusal(
            ["--level", "dimm"],
            "option '--level' does not know 'dimm'",
            "did you mean 'dim'? use full-beam, dim or off"
        ),
        Refusal(["--level", "bright"], "option '--level' does not know 'bright'", "use full-beam, dim or off"),
        Refusal(dim + ["--watts", "x"], "option '--watts' takes a whole number, not 'x'"),
        Refusal(dim + ["--watts", "101"], "option '--watts' takes a number from 1 to 100, not 101"),
        Refusal(dim + ["--label", "k"], "option '--label' takes KEY=TEXT, and 'k' has no '='"),
        Refusal(dim + ["--label", "=v"], "option '--label' takes KEY=TEXT, and the name is empty"),
        Refusal(dim + ["--name="], "option '--name' needs a value that is not empty"),
        Refusal(dim + ["--name= \t\u{A0}"], "option '--name' needs a value that is not empty"),
        Refusal(
            dim + ["--color", "a very long color name"],
            "option '--color' takes at most 16 bytes, and the value has 22"
        ),
        Refusal(
            dim + ["--name", String(repeating: "x", count: 1_000_000)],
            "option '--name' takes at most 65536 bytes, and the value has 1000000"
        ),
        Refusal(dim + ["--name", "a\r\nb"], "option '--name' takes one line, and the value has a line end (U+000D)"),
        Refusal(
            dim + ["--name", "a\u{1B}[2J"],
            "option '--name' takes no control characters, and the value has U+001B"
        ),
        Refusal(dim + ["--name", "a\u{0}"], "option '--name' takes no control characters, and the value has U+0000"),
        Refusal(dim + ["--note", "a\u{9B}b"], "option '--note' takes no control characters, and the value has U+009B"),
        Refusal(
            dim + ["--name", "a\u{FFFD}"],
            "option '--name' takes UTF-8 text, and the value has bytes that are not"
        ),
        Refusal(dim + ["L-1", "L-2"], "unexpected argument 'L-2'", "put quotation marks around text with blanks"),
        Refusal(dim + ["-n", "--note", "x"], "'--dry-run' and '--note' exclude each other"),
        Refusal(dim + ["-V"], "'--verbose-wiring' needs '--dry-run' beside it"),
        Refusal(dim + ["\u{7}"], "argument LAMP takes no control characters, and the value has U+0007"),
    ])
    func `what cannot be understood is named`(_ test: Refusal) {
        #expect(throws: UsageError(message: test.message, hint: test.hint)) {
            try LampSwitch.command.parse(test.words)
        }
    }

    @Test func `standard input is read once`() {
        #expect(
            throws: UsageError(message: "standard input can be read once, and FILE and FILE ask for it")
        ) {
            try Inspect.command.parse(["-", "-"])
        }
    }
}
