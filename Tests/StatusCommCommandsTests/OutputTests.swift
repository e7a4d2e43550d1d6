import StatusCommCommands
import StatusCommCore
import Testing

struct OutputTests {
    struct Shown: CustomTestStringConvertible, Sendable {
        var text: String
        var shown: String
        var testDescription: String { shown }
    }

    @Test(arguments: [
        Shown(text: "plain\ttext\n", shown: "plain\ttext\n"),
        Shown(text: "\u{1B}]0;title\u{7}", shown: "\\u001b]0;title\\u0007"),
        Shown(text: "over\rwritten", shown: "over\\u000dwritten"),
        Shown(text: "line\r\nend", shown: "line\\u000d\nend"),
        Shown(text: "\u{0}\u{7F}\u{9B}31m", shown: "\\u0000\\u007f\\u009b31m"),
        Shown(text: "a\u{202E}b\u{2066}c\u{2069}", shown: "a\\u202eb\\u2066c\\u2069"),
        Shown(text: "Störung 障害 🙂 e\u{301}", shown: "Störung 障害 🙂 e\u{301}"),
    ])
    func `text cannot steer a terminal`(_ test: Shown) {
        #expect(terminalText(test.text) == test.shown)
    }

    @Test func `long text is cut`() {
        #expect(terminalText(String(repeating: "é", count: 30), limit: 10) == String(repeating: "é", count: 10) + "…")
        #expect(terminalText("1234567890", limit: 10) == "1234567890")
    }

    @Test func `a line stays a line`() {
        #expect(terminalLine("a\nb\tc") == "a\\nb c")
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("Störung", 7), ("e\u{301}", 1), ("障害", 4), ("🙂", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("한국", 4),
        ("a\u{200B}b", 2), ("❤\u{FE0F}", 2),
    ])
    func `width is counted in columns`(text: String, columns: Int) {
        #expect(displayWidth(text) == columns)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("障害障害", 5, "障害…"), ("障害障害", 4, "障…"), ("ab", 0, ""),
    ])
    func `text is cut at a column`(text: String, columns: Int, expected: String) {
        #expect(cut(text, toColumns: columns) == expected)
    }

    @Test func `columns of a table are aligned by what is seen`() {
        var table = Table("ID", "TITLE", "SINCE")
        table.append(["INC-1", "障害", "14:05"])
        table.append(["INC-12", "API\u{1B}[2J is slow", "15:10"])
        table.append(["INC-3"])
        #expect(
            table.text() == """
                ID      TITLE                 SINCE
                INC-1   障害                  14:05
                INC-12  API\\u001b[2J is slow  15:10
                INC-3

                """
        )
    }

    @Test func `the last column of a table is cut to the width`() {
        var table = Table("ID", "TITLE")
        table.append(["INC-1", "a title that is too long for it"])
        #expect(table.text(width: 20) == "ID     TITLE\nINC-1  a title that…\n")
    }

    @Test(arguments: [
        (["TERM": "xterm"], false, true, true), (["TERM": "xterm"], true, true, false),
        (["TERM": "dumb"], false, true, false),
        ([:], false, true, false), (["TERM": "xterm", "NO_COLOR": "1"], false, true, false),
        (["TERM": "xterm", "NO_COLOR": ""], false, true, true), (["TERM": "xterm"], false, false, false),
    ])
    func `colors are for terminals that want them`(
        environment: [String: String],
        noColor: Bool,
        isTerminal: Bool,
        expected: Bool
    ) {
        #expect(Style(isTerminal: isTerminal, noColor: noColor, environment: environment).isColored == expected)
    }

    // MARK: - Progress

    @Test func `progress elsewhere is a line for each finished target`() {
        let recorder = Recorder()
        let display = ProgressDisplay(["page", "mail"], on: recorder.context())
        display.set("page", .working)
        display.set("page", .done, "https://status.example/1")
        display.set("mail", .failed, "421 \u{1B}[5mtry later\nplease")
        #expect(display.mode == .plain)
        #expect(
            recorder.errors == """
                statuscomm: page: done, https://status.example/1
                statuscomm: mail: failed, 421 \\u001b[5mtry later\\nplease

                """
        )
    }

    @Test func `progress on a terminal is redrawn in place`() {
        let recorder = Recorder(isTerminal: true)
        let display = ProgressDisplay(
            ["page", "mail"],
            on: recorder.context(environment: ["TERM": "xterm", "NO_COLOR": "1"])
        )
        display.set("page", .working)
        display.set("page", .working)
        display.set("page", .done, "INC-1")
        let clear = "\u{1B}[K\n"
        #expect(
            recorder.errors == "  page  waiting\(clear)  mail  waiting\(clear)"
                + "\u{1B}[2A\r  page  sending\(clear)  mail  waiting\(clear)"
                + "\u{1B}[2A\r  page  done     INC-1\(clear)  mail  waiting\(clear)"
        )
        #expect(recorder.output.isEmpty)
    }

    @Test func `a row never fills the terminal`() {
        var board = ProgressBoard(["page"])
        board.set("page", .failed, String(repeating: "障", count: 200))
        let style = Style(isTerminal: false, noColor: true, environment: [:])
        for row in board.rows(columns: 40, style: style) { #expect(displayWidth(row) < 40) }
    }

    @Test func `what is said stands above the live lines`() {
        let recorder = Recorder(isTerminal: true)
        let display = ProgressDisplay(["page"], on: recorder.context(environment: ["TERM": "xterm", "NO_COLOR": "1"]))
        display.say("careful\u{7}")
        #expect(
            recorder.errors == "  page  waiting\u{1B}[K\n\u{1B}[1A\r\u{1B}[Jcareful\\u0007\n  page  waiting\u{1B}[K\n"
        )
    }

    @Test func `quiet means no progress`() {
        let recorder = Recorder(isTerminal: true)
        var context = recorder.context(environment: ["TERM": "xterm"])
        context.globals.quiet = true
        ProgressDisplay(["page"], on: context).set("page", .done)
        #expect(recorder.errors.isEmpty)
    }
}

/// How fast a mail goes out, and how that looks.
struct PaceTests {
    @Test func `the pace is that of the last minute`() {
        var meter = PaceMeter()
        #expect(meter.perMinute == nil)
        for second in 0...60 { meter.add(second * 10, at: .seconds(second)) }
        #expect(meter.perMinute == 600)
        for second in 61...120 { meter.add(600, at: .seconds(second)) }
        #expect(meter.perMinute == 0)
        #expect(meter.remaining(100) == nil)
        #expect(meter.remaining(0) == .zero)
    }

    @Test func `what is left never goes faster than the limit`() {
        var meter = PaceMeter()
        meter.add(0, at: .zero)
        meter.add(1_000, at: .seconds(2))
        #expect(meter.perMinute == 30_000)
        #expect(meter.remaining(9_000) == .seconds(18))
        #expect(meter.remaining(9_000, limit: 1_000) == .seconds(540))
    }

    @Test func `readings that come fast are one reading a second`() {
        var meter = PaceMeter()
        for step in 0...3_000 { meter.add(step, at: .milliseconds(step * 10)) }
        #expect(meter.perMinute == 6_000)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var progress: DeliveryProgress
        var words: String
        var testDescription: String { words }
    }

    @Test(arguments: [
        Case(
            progress: DeliveryProgress(total: 10, sent: 4, refused: 0, waiting: 6),
            words: "4 of 10 sent, 120 a minute, 3 s left"
        ),
        Case(
            progress: DeliveryProgress(total: 100, sent: 4, refused: 1, waiting: 95, perMinute: 1),
            words: "4 of 100 sent, 1 refused, 1 a minute, 1 h 35 min left"
        ),
        Case(
            progress: DeliveryProgress(total: 10, sent: 10, refused: 0, waiting: 0, perMinute: 1_000),
            words: "10 of 10 sent, 120 a minute"
        ),
        Case(
            progress: DeliveryProgress(total: 10, sent: 4, refused: 0, waiting: 6, pause: "the relay asks for a pause"),
            words: "4 of 10 sent, the relay asks for a pause"
        ),
    ])
    func `progress is told in a few words`(_ test: Case) {
        var meter = PaceMeter()
        meter.add(0, at: .zero)
        meter.add(4, at: .seconds(2))
        #expect(test.progress.words(meter) == test.words)
    }

    @Test func `at the limit the limit is the pace`() {
        var progress = DeliveryProgress(total: 2_000, sent: 600, refused: 0, waiting: 1_400, perMinute: 600)
        progress.isAtLimit = true
        #expect(progress.words(PaceMeter()) == "600 of 2000 sent, 600 a minute, 2 min 20 s left")
    }

    @Test(arguments: [40, 60, 80, 120])
    func `a bar takes the room that is left, if that is enough`(columns: Int) {
        var board = ProgressBoard([])
        board.set("mail", .working, "5 of 10 sent", share: 0.5)
        let row = board.rows(columns: columns, style: Style(isTerminal: false, noColor: true, environment: [:]))[0]
        #expect(displayWidth(row) < columns)
        switch columns {
        case 40: #expect(row == "  mail  sending  5 of 10 sent")
        case 60: #expect(row == "  mail  sending  [#############.............]  5 of 10 sent")
        default: #expect(row == "  mail  sending  [###############...............]  5 of 10 sent")
        }
    }

    @Test func `a log hears of what goes on when it is due`() {
        let recorder = Recorder()
        let display = ProgressDisplay([], on: recorder.context())
        display.set("mail", .working, "1 of 3 sent", share: 0.3)
        display.set("mail", .working, "2 of 3 sent", share: 0.6, isDue: true)
        #expect(recorder.errors == "statuscomm: mail: sending, 2 of 3 sent\n")
    }
}
