import CommandTable
import Foundation
import TestSupport
import Testing

struct HelpTests {
    @Test func `long help of a command says everything`() {
        #expect(
            helpText(house.info, path: ["lamp", "switch"], length: .long, width: 80) == """
                house lamp switch: switch a lamp

                Usage: house lamp switch --level LEVEL [OPTION]... [LAMP]

                Tells the lamp its new level.

                Nothing is sent with --dry-run.

                Arguments:
                  [LAMP]  Lamp to switch, the only one if left out

                Options:
                  -N, --name NAME          Name shown beside it
                  -l, --level LEVEL        How bright it becomes: full-beam, dim or off
                                           (required)
                      --color COLOR        Color of the light
                  -r, --room ROOM          Room it stands in (repeatable)
                      --preset LAMP=LEVEL  Level that another lamp gets (repeatable)
                      --label KEY=TEXT     Label to put on it (repeatable)
                      --note TEXT          Text for the log, - for standard input
                  -w, --watts WATTS        Power (default: 40)
                                           The power is limited by the lamp's own fuse.
                  -n, --dry-run            Show what would be sent, and stop
                  -V, --verbose-wiring     Show the wiring

                Options of every command:
                      --config FILE  Configuration file (else $HOUSE_CONFIG)
                      --json         Print one JSON document
                  -q, --quiet        Print errors only
                  -h, --help         Show help; -h shows less

                Examples:
                  Dim the lamp in the hall:
                    house lamp switch --level dim --room 'Entrance hall' L-1
                  See what would happen:
                    house lamp switch -nl off

                Exit statuses:
                  0  the lamp has its level
                  2  usage

                """
        )
    }

    @Test func `short help of a command fits a screen`() {
        let text = helpText(house.info, path: ["lamp", "switch"], length: .short, width: 80)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 50)
        #expect(!text.contains("fuse"))
        #expect(text.contains("house lamp switch --level dim"))
        #expect(text.contains("0  the lamp has its level"))
    }

    @Test func `help of a group lists its commands`() {
        #expect(
            helpText(house.info, path: ["lamp"], length: .long, width: 80) == """
                house lamp: switch and list lamps

                Usage: house lamp COMMAND [OPTION]...

                Commands:
                  switch  switch a lamp
                  list    list the lamps

                'house help lamp COMMAND' says more about a command.

                """
        )
    }

    @Test(arguments: [40, 60, 80, 100])
    func `no line but an example is wider than asked`(width: Int) {
        for path in [[], ["lamp"], ["lamp", "switch"], ["inspect"]] {
            for line in helpText(house.info, path: path, length: .long, width: width).split(separator: "\n") {
                #expect(line.count <= width || line.hasPrefix("    house ") || !line.contains(" "), "\(line)")
            }
        }
    }

    @Test func `the table of the example has no mistakes`() {
        #expect(house.info.mistakes == [])
    }

    @Test func `every example parses`() throws {
        for command in house.info.commands {
            for example in command.examples {
                let words = try #require(shellWords(of: example.line, calling: "house"))
                #expect(throws: Never.self) { try house.parse(words) }
            }
        }
    }

    @Test(.enabled(if: Shell.groff.isInstalled))
    func `the manual page satisfies groff`() throws {
        let (status, text) = try Shell.groff.run(["-man", "-ww", "-z", "-K", "utf8"], input: manPage(house.info))
        #expect(status == 0 && text.isEmpty, "\(text)")
    }

    @Test func `nothing in the manual page is taken for a request`() {
        var info = house.info
        info.discussion = ".TH evil\n\n'so /etc/passwd\n\nback\\slash - \u{201C}quoted\u{201D}"
        let lines = manPage(info).split(separator: "\n")
        #expect(lines.contains("\\&.TH evil"))
        #expect(lines.contains("\\(aqso /etc/passwd"))
        #expect(lines.contains("back\\eslash \\- \\[u201C]quoted\\[u201D]"))
    }
}
