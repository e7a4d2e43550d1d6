import StatusCommCore
import Testing

private let database = ZoneDatabase(environment: [:])

@Test func `messages tell a time with its zone and in UTC`() throws {
    let berlin = try database.zone(named: "Europe/Berlin")
    let instant = try #require(Timestamp(rfc3339: "2026-11-23T13:05:09Z"))
    let late = try #require(Timestamp(rfc3339: "2026-11-23T23:30:00Z"))
    #expect(berlin.longText(instant) == "23 November 2026, 14:05 CET (13:05 UTC)")
    #expect(berlin.longText(late) == "24 November 2026, 00:30 CET (23 November 2026, 23:30 UTC)")
    #expect(berlin.longText(instant, style: TimeStyle(language: "de-AT")) == "2026-11-23, 14:05 CET (13:05 UTC)")
    #expect(berlin.shortText(instant) == "14:05 CET (13:05 UTC)")
    #expect(ZoneRules.utc.longText(instant) == "23 November 2026, 13:05 UTC")
    #expect(ZoneRules.utc.shortText(instant) == "13:05 UTC")
    #expect(try database.zone(named: "America/Sao_Paulo").shortText(instant) == "10:05 UTC-3 (13:05 UTC)")
}

@Test func `feeds and mail headers have their own dates`() throws {
    let berlin = try database.zone(named: "Europe/Berlin")
    let instant = try #require(Timestamp(rfc3339: "2026-11-03T13:05:09.250Z"))
    #expect(berlin.rfc5322(instant) == "Tue, 3 Nov 2026 14:05:09 +0100")
    #expect(ZoneRules.utc.rfc5322(instant) == "Tue, 3 Nov 2026 13:05:09 +0000")
    #expect(berlin.rfc3339(instant) == "2026-11-03T14:05:09+01:00")
    #expect(ZoneRules.utc.rfc3339(instant) == "2026-11-03T13:05:09Z")
}

struct DurationCase: CustomTestStringConvertible {
    var seconds: Int64
    var words: String
    var digits: String
    var testDescription: String { words }
}

@Test(arguments: [
    DurationCase(seconds: 4_800, words: "1 hour 20 minutes", digits: "1 h 20 min"),
    DurationCase(seconds: 59, words: "less than a minute", digits: "< 1 min"),
    DurationCase(seconds: -5, words: "less than a minute", digits: "< 1 min"),
    DurationCase(seconds: 60, words: "1 minute", digits: "1 min"),
    DurationCase(seconds: 7_200, words: "2 hours", digits: "2 h"),
    DurationCase(seconds: 86_400, words: "1 day", digits: "1 d"),
    DurationCase(seconds: 183_599, words: "2 days 2 hours", digits: "2 d 2 h"),
])
func `durations read as plain words`(_ example: DurationCase) {
    #expect(Duration.seconds(example.seconds).text() == example.words)
    #expect(Duration.seconds(example.seconds).text(.digits) == example.digits)
}

struct DurationInputCase: CustomTestStringConvertible {
    var text: String
    var seconds: Int64?
    var testDescription: String { text }
}

@Test(arguments: [
    DurationInputCase(text: "15m", seconds: 900),
    DurationInputCase(text: "1h30m", seconds: 5_400),
    DurationInputCase(text: "1 hour 20 minutes", seconds: 4_800),
    DurationInputCase(text: "90s", seconds: 90),
    DurationInputCase(text: "2 Days", seconds: 172_800),
    DurationInputCase(text: "0m", seconds: 0),
    DurationInputCase(text: "15"),
    DurationInputCase(text: "m"),
    DurationInputCase(text: ""),
    DurationInputCase(text: "-5m"),
    DurationInputCase(text: "5m1h"),
    DurationInputCase(text: "1h1h"),
    DurationInputCase(text: "1.5h"),
    DurationInputCase(text: "９m"),
    DurationInputCase(text: "99999999999999999999h"),
])
func `durations are read with their units`(_ example: DurationInputCase) {
    #expect(Duration(text: example.text) == example.seconds.map { .seconds($0) })
}

struct TimeInputCase: CustomTestStringConvertible {
    var text: String
    var side = TimeInput.Side.past
    var expected: String
    var testDescription: String { "\(text) in the \(side)" }
}

// The clock shows 14:30 in Berlin.
@Test(arguments: [
    TimeInputCase(text: "2026-11-23T14:05:00+01:00", expected: "2026-11-23T13:05:00Z"),
    TimeInputCase(text: "2026-11-23T14:05+01:00", expected: "2026-11-23T13:05:00Z"),
    TimeInputCase(text: "2026-11-23 14:05", expected: "2026-11-23T13:05:00Z"),
    TimeInputCase(text: "2026-11-23 14:05:09 UTC", expected: "2026-11-23T14:05:09Z"),
    TimeInputCase(text: "2026-11-23 14:05 America/New_York", expected: "2026-11-23T19:05:00Z"),
    TimeInputCase(text: "14:05", expected: "2026-11-23T13:05:00Z"),
    TimeInputCase(text: "9:05", expected: "2026-11-23T08:05:00Z"),
    TimeInputCase(text: "23:50", expected: "2026-11-22T22:50:00Z"),
    TimeInputCase(text: "23:50", side: .future, expected: "2026-11-23T22:50:00Z"),
    TimeInputCase(text: "14:05", side: .future, expected: "2026-11-24T13:05:00Z"),
    TimeInputCase(text: "14:05Z", expected: "2026-11-22T14:05:00Z"),
    TimeInputCase(text: "08:00 America/New_York", expected: "2026-11-23T13:00:00Z"),
    TimeInputCase(text: "now", expected: "2026-11-23T13:30:00Z"),
    TimeInputCase(text: "20m ago", expected: "2026-11-23T13:10:00Z"),
    TimeInputCase(text: "1 hour 5 minutes ago", expected: "2026-11-23T12:25:00Z"),
    TimeInputCase(text: "in 15m", side: .future, expected: "2026-11-23T13:45:00Z"),
    TimeInputCase(text: "soon", expected: "cannot read time 'soon'"),
    TimeInputCase(text: "2026-11-23", expected: "cannot read time '2026-11-23'"),
    TimeInputCase(text: "25:00", expected: "cannot read time '25:00'"),
    TimeInputCase(text: "-5m ago", expected: "cannot read time '-5m ago'"),
    TimeInputCase(
        text: "2026-02-29 14:05",
        expected: "cannot use time '2026-02-29 14:05': the calendar has no such day"
    ),
    TimeInputCase(
        text: "14:05 Europe/Berlim",
        expected: "cannot use time '14:05 Europe/Berlim': unknown time zone 'Europe/Berlim': did you mean "
            + "'Europe/Berlin'?"
    ),
    TimeInputCase(
        text: "2026-03-29 02:30",
        expected: "cannot use time '2026-03-29 02:30': clocks in 'Europe/Berlin' were put forward past it"
    ),
    TimeInputCase(
        text: "2026-10-25 02:30",
        expected: "cannot use time '2026-10-25 02:30': it came twice in 'Europe/Berlin', as clocks were put back"
    ),
])
func `times are read as people write them`(_ example: TimeInputCase) throws {
    let now = try #require(Timestamp(rfc3339: "2026-11-23T13:30:00Z"))
    let input = TimeInput(zone: try database.zone(named: "Europe/Berlin"), database: database, now: now)
    do throws(InvalidTime) {
        #expect(try input.instant(example.text, example.side).description == example.expected)
    } catch {
        #expect(error.message == example.expected)
    }
}

@Test func `a time that came twice is answered with both`() throws {
    let now = try #require(Timestamp(rfc3339: "2026-11-23T13:30:00Z"))
    let input = TimeInput(zone: try database.zone(named: "Europe/Berlin"), database: database, now: now)
    do throws(InvalidTime) {
        _ = try input.instant("2026-10-25 02:30")
        Issue.record("an ambiguous time was taken")
    } catch {
        #expect(error.hint == "write '2026-10-25T02:30:00+02:00' or '2026-10-25T02:30:00+01:00'")
    }
}
