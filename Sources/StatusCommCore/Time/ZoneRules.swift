/// How a place's clocks differ from UTC, at every instant.
///
/// What a TZif file tells (RFC 8536): the transitions of the past one by one, and a rule for all that follow.
package struct ZoneRules: Hashable, Sendable {
    /// What clocks show during one stretch of time.
    package struct Offset: Hashable, Sendable {
        /// Seconds that local clocks are ahead of UTC, negative west of Greenwich.
        package var secondsAheadOfUTC: Int
        /// Abbreviation that the zone's rules give, such as `CET`, or `-03` where a place has none.
        package var abbreviation: String
        /// Whether this is daylight saving time.
        package var isDaylight: Bool

        /// Describes a stretch.
        package init(secondsAheadOfUTC: Int, abbreviation: String, isDaylight: Bool = false) {
            self.secondsAheadOfUTC = secondsAheadOfUTC
            self.abbreviation = abbreviation
            self.isDaylight = isDaylight
        }
    }

    /// An instant from which another offset holds.
    struct Transition: Hashable, Sendable {
        /// Seconds since 1970.
        var time: Int64
        var offset: Offset
    }

    /// Name in the time zone database, such as `Europe/Berlin`.
    package let name: String
    /// What held before the first transition.
    let initial: Offset
    /// In ascending order.
    let transitions: [Transition]
    /// What holds after the last transition; nil when the last one stays.
    let rule: PosixZone?

    init(name: String, initial: Offset, transitions: [Transition] = [], rule: PosixZone? = nil) {
        self.name = name
        self.initial = initial
        self.transitions = transitions
        self.rule = rule
    }

    /// Coordinated universal time, which needs no database.
    package static let utc = ZoneRules(
        name: "UTC",
        initial: Offset(secondsAheadOfUTC: 0, abbreviation: "UTC")
    )

    /// The offset that holds at an instant.
    package func offset(at instant: Timestamp) -> Offset {
        let seconds = instant.seconds
        guard let last = transitions.last else { return rule?.offset(at: seconds) ?? initial }
        if seconds >= last.time, let rule { return rule.offset(at: seconds) }
        let index = transitions.firstIndex(after: seconds)
        return index == 0 ? initial : transitions[index - 1].offset
    }

    /// What clocks show at an instant.
    package func civilTime(at instant: Timestamp) -> CivilTime {
        CivilTime(of: instant, secondsAheadOfUTC: offset(at: instant).secondsAheadOfUTC)
    }

    /// Every instant at which clocks show this, in ascending order.
    ///
    /// One as a rule; none where clocks are put forward past it, two where they are put back over it.
    package func instants(showing time: CivilTime) -> [Timestamp] {
        let asUTC = time.instant(secondsAheadOfUTC: 0)
        var found: [Timestamp] = []
        // Offsets are less than a day and a half, so what held a day before and after covers both sides of a change.
        for hours in [-24, 0, 24] {
            let near = offset(at: asUTC.advanced(by: .seconds(hours * 3_600)))
            let candidate = time.instant(secondsAheadOfUTC: near.secondsAheadOfUTC)
            guard civilTime(at: candidate) == time, !found.contains(candidate) else { continue }
            found.append(candidate)
        }
        return found.sorted()
    }
}

extension [ZoneRules.Transition] {
    /// Index of the first transition later than a time, by halving.
    fileprivate func firstIndex(after seconds: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].time <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
