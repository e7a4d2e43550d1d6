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
