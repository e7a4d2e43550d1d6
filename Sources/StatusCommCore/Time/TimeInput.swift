/// Reads the times that people give on a command line or in a file.
///
/// Accepted are RFC 3339 with a zone, a date and time or a time alone with an optional zone after it
/// (`2026-11-23 14:05`, `14:05 Europe/Berlin`), `now`, and `20m ago` or `in 20m`. Without a zone the company's is meant.
/// A time alone is the last such time before now, or the next one after it, as the caller says.
package struct TimeInput: Sendable {
    /// On which side of now a time without a date lies.
    package enum Side: Hashable, Sendable {
        case past
        case future
    }

    /// Zone of times that name none.
    package var zone: ZoneRules
    package var database: ZoneDatabase
    package var now: Timestamp

    /// Gives the zone of times that name none, and what else the meaning of a time hangs on.
    package init(zone: ZoneRules, database: ZoneDatabase, now: Timestamp) {
        self.zone = zone
        self.database = database
        self.now = now
    }

    /// The instant that a text means.
    ///
    /// - Throws: `InvalidTime` when the text is not a time, names an unknown zone, or a local time that the change of
    ///   clocks leaves out or repeats.
    package func instant(_ text: String, _ side: Side = .past) throws(InvalidTime) -> Timestamp {
        let words = text.split(separator: " ").map(String.init)
        if let instant = Timestamp(rfc3339: words.joined(separator: " ")) { return instant }
        if let instant = relative(words) { return instant }
        guard var local = LocalTime(words.joined(separator: " ")) else { throw InvalidTime(text: text, cause: .form) }
        let zone = try zone(of: local, in: text)
        guard local.date == nil else { return try resolve(local, in: zone, text) }
        let today = zone.civilTime(at: now)
        // The nearest such time may be a day off, and where clocks have just changed, two.
        for days in side == .past ? [0, -1, -2] : [0, 1, 2] {
            local.date = CivilDate(daysSince1970: today.dayNumber + days)
            let instant = try resolve(local, in: zone, text)
            if side == .past ? instant <= now : instant >= now { return instant }
        }
        throw InvalidTime(text: text, cause: .form)
    }

    private func relative(_ words: [String]) -> Timestamp? {
        let lowered = words.map { $0.lowercased() }
        if lowered == ["now"] { return now }
        if lowered.last == "ago", let duration = Duration(text: lowered.dropLast().joined(separator: " ")) {
            return now.advanced(by: .zero - duration)
        }
        if lowered.first == "in", let duration = Duration(text: lowered.dropFirst().joined(separator: " ")) {
            return now.advanced(by: duration)
        }
        return nil
    }

    private func zone(of local: LocalTime, in text: String) throws(InvalidTime) -> ZoneRules {
        switch local.zone {
        case nil: return zone
        case .offset(let seconds):
            return ZoneRules(name: "", initial: .init(secondsAheadOfUTC: seconds, abbreviation: "+"))
        case .name(let name):
            do {
                return try database.zone(named: name)
            } catch {
                throw InvalidTime(text: text, cause: .zone(error))
            }
        }
    }

    private func resolve(
        _ local: LocalTime,
        in zone: ZoneRules,
        _ text: String
    ) throws(InvalidTime) -> Timestamp {
        guard let time = local.civilTime, time.isValid else { throw InvalidTime(text: text, cause: .noSuchDay) }
        let found = zone.instants(showing: time)
        if found.count == 1 { return found[0] }
        if let first = found.first, let last = found.last {
            throw InvalidTime(
                text: text,
                cause: .twice(zone: zone.name, first: zone.rfc3339(first), second: zone.rfc3339(last))
            )
        }
        throw InvalidTime(text: text, cause: .never(zone: zone.name))
    }
}

/// A time of day, perhaps with a date and a zone, as it was typed.
private struct LocalTime {
    enum Zone {
        case offset(Int)
        case name(String)
    }

    var date: CivilDate?
    var hour: Int
    var minute: Int
    var second: Int
    var zone: Zone?

    var civilTime: CivilTime? {
        date.map {
            CivilTime(year: $0.year, month: $0.month, day: $0.day, hour: hour, minute: minute, second: second)
        }
    }

    init?(_ text: String) {
        var scanner = DigitScanner(text)
        if let year = scanner.number(digits: 4) {
            guard scanner.skip("-"), let month = scanner.number(digits: 2), scanner.skip("-"),
                let day = scanner.number(digits: 2), scanner.skip(anyOf: "Tt ")
            else { return nil }
            date = CivilDate(year: year, month: month, day: day)
        }
        guard let hour = scanner.number(atMost: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            hour < 24, minute < 60
        else { return nil }
        self.hour = hour
        self.minute = minute
        second = 0
        if scanner.skip(":") {
            guard let read = scanner.number(digits: 2), read < 60 else { return nil }
            second = read
        }
        if scanner.isAtEnd { return }
        if let offset = scanner.zoneOffset() {
            guard scanner.isAtEnd else { return nil }
            zone = .offset(offset)
            return
        }
        guard scanner.skip(" "), !scanner.isAtEnd else { return nil }
        if let offset = scanner.zoneOffset() {
            guard scanner.isAtEnd else { return nil }
            zone = .offset(offset)
        } else {
            zone = .name(scanner.rest)
        }
    }
}
