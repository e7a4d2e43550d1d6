import Foundation
import StatusCommCore
import TestSupport
import Testing

struct TimestampCase: CustomTestStringConvertible {
    let text: String
    let milliseconds: Int64?
    var testDescription: String { text }
}

@Test(arguments: [
    TimestampCase(text: "1970-01-01T00:00:00Z", milliseconds: 0),
    TimestampCase(text: "2026-11-23T14:05:00+01:00", milliseconds: 1_795_439_100_000),
    TimestampCase(text: "2026-11-23T13:05:00.25Z", milliseconds: 1_795_439_100_250),
    TimestampCase(text: "2026-11-23 13:05:00.2509z", milliseconds: 1_795_439_100_250),
    TimestampCase(text: "1969-12-31T23:59:59.999Z", milliseconds: -1),
    TimestampCase(text: "2024-02-29T00:00:00Z", milliseconds: 1_709_164_800_000),
    TimestampCase(text: "2023-02-29T00:00:00Z", milliseconds: nil),
    TimestampCase(text: "2026-11-23T24:00:00Z", milliseconds: nil),
    TimestampCase(text: "2026-11-23T14:05:00", milliseconds: nil),
    TimestampCase(text: "2026-11-23T14:05Z", milliseconds: nil),
    TimestampCase(text: "2026-11-23T14:05:00.Z", milliseconds: nil),
    TimestampCase(text: "2026-11-23T14:05:00Zz", milliseconds: nil),
    TimestampCase(text: "٢٠٢٦-11-23T14:05:00Z", milliseconds: nil),
    TimestampCase(text: "", milliseconds: nil),
    TimestampCase(text: "1990-12-31T15:59:60-08:00", milliseconds: 662_688_000_000),
    TimestampCase(text: "2026-11-23T13:05:60.500Z", milliseconds: nil),
    TimestampCase(text: "0000-01-01T00:00:00Z", milliseconds: -62_167_219_200_000),
    TimestampCase(text: "9999-12-31T23:59:59.999Z", milliseconds: 253_402_300_799_999),
    TimestampCase(text: "2026-11-23T13:05:00+0100", milliseconds: nil),
    TimestampCase(text: "2026-11-23T13:05:00+24:00", milliseconds: nil),
])
func `an RFC 3339 time is read to the millisecond, or not at all`(example: TimestampCase) {
    #expect(Timestamp(rfc3339: example.text)?.milliseconds == example.milliseconds)
}

@Test func `times print as the calendar of Foundation prints them, and read back`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    var generator = SplitMix(seed: 7)
    for _ in 0..<2_000 {
        let timestamp = Timestamp(
            milliseconds: Int64.random(in: -2_000_000_000_000...9_000_000_000_000, using: &generator)
        )
        let date = Date(timeIntervalSince1970: Double(timestamp.milliseconds) / 1_000)
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let expected = String(
            format: "%04d-%02d-%02dT%02d:%02d:%02dZ",
            parts.year ?? 0,
            parts.month ?? 0,
            parts.day ?? 0,
            parts.hour ?? 0,
            parts.minute ?? 0,
            parts.second ?? 0
        )
        #expect(timestamp.description == expected)
        #expect(Timestamp(rfc3339: timestamp.rfc3339) == timestamp)
    }
}

@Test func `a time is written in UTC and at an offset`() throws {
    let instant = try #require(Timestamp(rfc3339: "2026-11-23T14:05:00+01:00"))
    #expect(instant.rfc3339 == "2026-11-23T13:05:00.000Z")
    #expect("\(instant)" == "2026-11-23T13:05:00Z")
    #expect(instant.rfc3339(secondsAheadOfUTC: -12_600) == "2026-11-23T09:35:00-03:30")
    #expect("\(Timestamp.earliest)" == "0000-01-01T00:00:00Z")
}

@Test func `days over eight hundred years read as they were written`() {
    for day in stride(from: -146_097, through: 146_097, by: 5) {
        let instant = Timestamp(seconds: Int64(day) * 86_400 + 86_399)
        guard Timestamp(rfc3339: instant.rfc3339) == instant else {
            Issue.record("\(instant.rfc3339) does not read back")
            return
        }
    }
}

@Test func `arithmetic stops at the ends of the calendar`() {
    let start = Timestamp(milliseconds: 0)
    #expect(start.advanced(by: .seconds(90)) == Timestamp(seconds: 90))
    #expect(start.advanced(by: .seconds(-90)) == Timestamp(milliseconds: -90_000))
    #expect(start.duration(since: Timestamp(seconds: 60)) == .seconds(-60))
    #expect(start.advanced(by: .seconds(Int64.max)) == .latest)
    #expect(start.advanced(by: .seconds(Int64.min)) == .earliest)
    #expect(Timestamp(seconds: .min) == .earliest)
    #expect(Timestamp(milliseconds: -1).seconds == -1)
}

@Test func `a time is stored as text`() throws {
    let instant = Timestamp(milliseconds: 1_795_439_100_250)
    let data = try JSONEncoder().encode([instant])
    #expect(String(decoding: data, as: UTF8.self) == #"["2026-11-23T13:05:00.250Z"]"#)
    #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [instant])
    #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([Timestamp].self, from: Data(#"["yesterday"]"#.utf8))
    }
}
