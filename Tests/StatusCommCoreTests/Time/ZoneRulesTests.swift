import Foundation
import StatusCommCore
import TestSupport
import Testing

private let database = ZoneDatabase(environment: [:])

struct OffsetCase: CustomTestStringConvertible {
    var zone: String
    var instant: String
    var local: String
    var testDescription: String { "\(zone) at \(instant)" }
}

@Test(arguments: [
    OffsetCase(zone: "Europe/Berlin", instant: "2026-11-23T13:05:00Z", local: "2026-11-23T14:05:00+01:00 CET"),
    OffsetCase(zone: "Europe/Berlin", instant: "2026-10-25T00:59:59Z", local: "2026-10-25T02:59:59+02:00 CEST"),
    OffsetCase(zone: "Europe/Berlin", instant: "2026-10-25T01:00:00Z", local: "2026-10-25T02:00:00+01:00 CET"),
    OffsetCase(zone: "Europe/Berlin", instant: "2150-07-01T12:00:00Z", local: "2150-07-01T14:00:00+02:00 CEST"),
    OffsetCase(zone: "America/New_York", instant: "2026-03-08T07:00:00Z", local: "2026-03-08T03:00:00-04:00 EDT"),
    OffsetCase(zone: "America/Sao_Paulo", instant: "2026-01-01T00:00:00Z", local: "2025-12-31T21:00:00-03:00 UTC-3"),
    OffsetCase(zone: "Asia/Kolkata", instant: "2026-01-01T00:00:00Z", local: "2026-01-01T05:30:00+05:30 IST"),
    OffsetCase(zone: "Asia/Kathmandu", instant: "2026-01-01T00:00:00Z", local: "2026-01-01T05:45:00+05:45 UTC+5:45"),
    OffsetCase(zone: "Australia/Sydney", instant: "2090-01-01T00:00:00Z", local: "2090-01-01T11:00:00+11:00 AEDT"),
    OffsetCase(zone: "Pacific/Kiritimati", instant: "2026-01-01T00:00:00Z", local: "2026-01-01T14:00:00+14:00 UTC+14"),
    OffsetCase(zone: "Z", instant: "2026-01-01T00:00:00Z", local: "2026-01-01T00:00:00Z UTC"),
])
func `zone rules tell the local time of an instant`(_ example: OffsetCase) throws {
    let zone = try database.zone(named: example.zone)
    let instant = try #require(Timestamp(rfc3339: example.instant))
    #expect("\(zone.rfc3339(instant)) \(zone.label(at: instant))" == example.local)
}

#if os(Linux)
/// All zones with `STATUSCOMM_ALL_ZONES`, else some that have unusual rules.
@Test func `offsets agree with those of the C library`() throws {
    let some = [
        "Africa/Casablanca", "America/Godthab", "America/St_Johns", "Antarctica/Troll", "Asia/Gaza", "Asia/Tehran",
        "Australia/Lord_Howe", "Europe/Dublin", "Europe/Lisbon", "Pacific/Apia", "Pacific/Chatham", "EST5EDT",
    ]
    let all = ProcessInfo.processInfo.environment["STATUSCOMM_ALL_ZONES"] != nil
    for name in all ? database.names : some {
        let zone = try database.zone(named: name)
        var generator = SplitMix(seed: 11)
        let times = (0..<300).map { _ in Int64.random(in: -3_000_000_000...6_000_000_000, using: &generator) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["TZ=\(name)", "date", "-f", "-", "+%Y-%m-%d %H:%M:%S %z %Z"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(times.map { "@\($0)\n" }.joined().utf8))
        try input.fileHandleForWriting.close()
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let expected = lines.split(separator: "\n").map(String.init)
        try #require(expected.count == times.count)
        for (time, line) in zip(times, expected) {
            let instant = Timestamp(seconds: time)
            let civil = zone.civilTime(at: instant)
            let clock = String(format: "%02d:%02d:%02d", civil.hour, civil.minute, civil.second)
            let date = String(format: "%04d-%02d-%02d", civil.year, civil.month, civil.day)
            let offset = zone.offset(at: instant)
            let minutes = abs(offset.secondsAheadOfUTC) / 60
            let sign = offset.secondsAheadOfUTC < 0 ? "-" : "+"
            let digits = String(format: "%@%02d%02d", sign, minutes / 60, minutes % 60)
            // A negative offset below a minute prints as +0000.
            let text = "\(date) \(clock) \(minutes == 0 ? "+0000" : digits) \(offset.abbreviation)"
            #expect(text == line.replacingOccurrences(of: "-0000", with: "+0000"), "\(name) at \(time)")
        }
    }
}
#endif

@Test func `a local time has one instant, none or two`() throws {
    let berlin = try database.zone(named: "Europe/Berlin")
    func instants(_ month: Int, _ day: Int, _ hour: Int) -> [String] {
        berlin.instants(showing: CivilTime(year: 2026, month: month, day: day, hour: hour, minute: 30))
            .map { "\($0)" }
    }
    #expect(instants(11, 23, 14) == ["2026-11-23T13:30:00Z"])
    #expect(instants(3, 29, 2) == [])
    #expect(instants(10, 25, 2) == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
}

@Test func `a whole day that was left out has no instants`() throws {
    let apia = try database.zone(named: "Pacific/Apia")
    #expect(apia.instants(showing: CivilTime(year: 2011, month: 12, day: 30, hour: 12)).isEmpty)
    #expect(apia.instants(showing: CivilTime(year: 2011, month: 12, day: 31, hour: 12)).count == 1)
}

@Test(arguments: [
    "../../etc/passwd", "/etc/passwd", "Europe//Berlin", "Europe/./Berlin", "", "a\0b", "Europe/Bérlin", ".",
])
func `a name that could leave the folder is no name`(_ name: String) {
    #expect(throws: UnknownTimeZone(name: name, cause: .notAName)) { try database.zone(named: name) }
}

@Test func `an unknown zone names the nearest ones`() {
    func message(_ name: String) -> String {
        do throws(UnknownTimeZone) {
            _ = try database.zone(named: name)
            return ""
        } catch {
            return error.message
        }
    }
    #expect(message("Europe/Berlim") == "unknown time zone 'Europe/Berlim': did you mean 'Europe/Berlin'?")
    #expect(message("berlin") == "unknown time zone 'berlin': did you mean 'Europe/Berlin'?")
    #expect(message("Europe").hasPrefix("unknown time zone 'Europe': did you mean 'Europe/"))
    #expect(message("zone.tab") == "unknown time zone 'zone.tab'")
}

@Test func `a machine without zones still has UTC`() throws {
    let none = ZoneDatabase(directories: ["/nonexistent"])
    #expect(try none.zone(named: "UTC") == .utc)
    #expect(throws: UnknownTimeZone(name: "Europe/Berlin", cause: .noDatabase)) {
        try none.zone(named: "Europe/Berlin")
    }
    #expect(ZoneDatabase(environment: ["TZDIR": "/own"]).directories.first == "/own")
}

@Test func `no damage to a zone file traps`() throws {
    let path = try #require(
        database.directories.map { "\($0)/Europe/Berlin" }.first { FileManager.default.fileExists(atPath: $0) }
    )
    let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
    #expect(throws: Never.self) { try ZoneRules(name: "x", tzif: bytes) }
    #expect(throws: TZifError.notTZif) { try ZoneRules(name: "x", tzif: []) }
    for length in stride(from: 0, to: bytes.count, by: 7) {
        #expect(throws: TZifError.self) { try ZoneRules(name: "x", tzif: Array(bytes[..<length])) }
    }
    var generator = SplitMix(seed: 3)
    for _ in 0..<2_000 {
        var damaged = bytes
        for _ in 0..<3 {
            damaged[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        guard let zone = try? ZoneRules(name: "x", tzif: damaged) else { continue }
        for time in [Timestamp.earliest, Timestamp(seconds: 0), Timestamp(seconds: 1_795_439_100), .latest] {
            _ = zone.longText(time)
        }
    }
}
