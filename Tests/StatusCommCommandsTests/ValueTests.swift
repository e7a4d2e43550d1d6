import CommandTable
import StatusCommCommands
import StatusCommCore
import Testing

struct ValueTests {
    @Test(arguments: [("90s", 90), ("15m", 900), ("1h30m", 5_400), ("2d", 172_800), ("0s", 0)])
    func `durations have units`(text: String, seconds: Int) throws {
        #expect(try ValueType.duration().parse(text) == .seconds(seconds))
    }

    @Test(arguments: ["15", "m", "", "-5m", "1.5h", "15 parsecs", "\u{1B}"])
    func `a duration without its unit is refused`(text: String) {
        #expect(throws: ValueError.self) { try ValueType.duration().parse(text) }
    }

    @Test func `durations have a range`() {
        let type = ValueType.duration(atLeast: .seconds(60), atMost: .seconds(7_200))
        #expect(throws: ValueError("takes at least 1m, not '59s'")) { try type.parse("59s") }
        #expect(throws: ValueError("takes at most 2h, not '3h'")) { try type.parse("3h") }
        #expect(
            throws: ValueError("takes a duration with its unit, not '15'", hint: "write it like 90s, 15m, 1h30m or 2d")
        ) {
            try type.parse("15")
        }
    }

    @Test(arguments: [
        "2026-11-23T14:05:00Z", "2026-11-23T14:05:00+01:00", "2026-11-23 14:05", "14:05", "14:05 Europe/Berlin",
        "20m ago",
        "now",
    ])
    func `times are kept as typed`(text: String) throws {
        #expect(try ValueType.time().parse(text) == TimeText(text))
    }

    @Test(arguments: ["yesterday", "25:00", "2026-02-30T14:05:00Z", "", "14:05\n"])
    func `what is no time is refused`(text: String) {
        #expect(throws: ValueError.self) { try ValueType.time().parse(text) }
    }

    @Test func `a time means an instant once the zone is known`() throws {
        let now = try #require(Timestamp(rfc3339: "2026-11-23T15:00:00Z"))
        let input = TimeInput(zone: .utc, database: ZoneDatabase(directories: []), now: now)
        #expect(try TimeText("14:05").instant(by: input).description == "2026-11-23T14:05:00Z")
    }

    // MARK: - Places

    @Test func `the option for the configuration wins`() throws {
        var context = Recorder().context(environment: ["STATUSCOMM_CONFIG": "c", "HOME": "/h"])
        #expect(try context.configurationLoader().candidates == ["c"])
        context.globals.configurationPath = "o"
        #expect(try context.configurationLoader().candidates == ["o"])
    }

    @Test func `the state directory has a place of its own`() throws {
        #expect(try Recorder().context(environment: ["HOME": "/h"]).stateDirectory() == "/h/.local/state/statuscomm")
        #expect(try Recorder().context(environment: ["XDG_STATE_HOME": "/x"]).stateDirectory() == "/x/statuscomm")
        #expect(try Recorder().context(environment: ["STATUSCOMM_STATE_DIR": "s"]).stateDirectory() == "s")
        #expect(throws: MissingStateDirectory.self) { try Recorder().context().stateDirectory() }
    }

    // MARK: - Standard input

    @Test func `standard input has a limit`() throws {
        let context = Recorder().context(input: "12345")
        #expect(try context.input.readAll(limit: 5) == Array("12345".utf8))
        #expect(throws: InputError.tooLong(limit: 4)) { try Recorder().context(input: "12345").input.readAll(limit: 4) }
    }

    @Test func `a text comes from where it was given`() throws {
        let context = Recorder().context(input: "one\r\ntwo\n")
        #expect(try context.text(.text("here")) == "here")
        #expect(try context.text(.standardInput) == "one\ntwo")
        #expect(throws: (any Error).self) { try Recorder().context(input: "a\u{1B}b").text(.standardInput) }
        #expect(throws: (any Error).self) { try Recorder().context(input: "\n").text(.standardInput) }
    }
}
