/// What became of one recipient of a notification, when that was not simply that the relay took the mail.
package struct MailException: Hashable, Sendable {
    package var address: MailAddress
    package var state: MailState
    /// When it happened, in seconds since 1970; 0 when nothing was written down.
    package var time: Int
    /// The relay's reply code; 0 when none came.
    package var code: Int
    /// The relay's words or ours, printable.
    package var text: String
}

extension MailOffice {
    /// How many recipients of a change are in each state; nil when its list is not made yet.
    ///
    /// - Throws: when the notification's folder cannot be read.
    package func counts(of incident: Incident, change: Int) throws -> MailCounts? {
        let folder = folder(of: incident, change: change)
        guard folder.exists else { return nil }
        var counts = try folder.states(try folder.manifest()).counts
        if !folder.isBeingSent {
            // Whoever sent them is gone: what a run would find out first.
            counts[.inDoubt] += counts[.inFlight]
            counts[.inFlight] = 0
        }
        return counts
    }

    /// Everybody whom the relay refused or put off, who was in doubt, or who was left out, in the order of the list.
    ///
    /// - Throws: when the notification's folder cannot be read.
    package func exceptions(of folder: MailFolder) throws -> [MailException] {
        let manifest = try folder.manifest()
        let states = try folder.states(manifest)
        var list = try folder.list(manifest)
        let isBeingSent = folder.isBeingSent
        var events: [Int: MailEvent] = [:]
        var doubts: [Int: MailEvent] = [:]
        do throws(ErrorNumber) {
            try MailJournal.readEvents(folder.eventsPath) { event in
                guard (0..<states.count).contains(event.index) else { return }
                if event.kind == .inDoubt { doubts[event.index] = event }
                events[event.index] = event
            }
        } catch {
            throw folder.failure(error)
        }
        var found: [MailException] = []
        for place in 0..<states.count {
            var event = events[place]
            var state = states[place]
            switch state {
            case .refused, .deferred, .inDoubt, .skipped, .expired: break
            case .inFlight:
                // Whoever sent it is gone: what a run would find out first.
                guard !isBeingSent else { continue }
                state = .inDoubt
                event = nil
            case .accepted:
                // Sent again: the relay may have taken both.
                guard let doubt = doubts[place] else { continue }
                event = doubt
            case .pending, .superseded: continue
            }
            found.append(
                MailException(
                    address: try list.recipient(at: place).address,
                    state: state,
                    time: event?.time ?? 0,
                    code: event?.code ?? 0,
                    text: event?.text ?? Self.words(state)
                )
            )
        }
        return found
    }

    private static func words(_ state: MailState) -> String {
        switch state {
        case .inDoubt: "the program ended while the relay's answer was due"
        case .expired: "the update was too old by then"
        case .skipped: "suppressed"
        case .pending, .accepted, .refused, .deferred, .inFlight, .superseded: ""
        }
    }

    /// The addresses at some places of a notification's list.
    ///
    /// - Throws: when the notification's folder cannot be read.
    func addresses(at places: some Sequence<Int>, in folder: MailFolder) throws -> [MailAddress] {
        var list = try folder.list(try folder.manifest())
        var addresses: [MailAddress] = []
        for place in places { addresses.append(try list.recipient(at: place).address) }
        return addresses
    }

    /// Leaves out everybody who still waits; nil when another process is sending.
    ///
    /// `state` tells why: superseded or expired.
    ///
    /// - Throws: when the notification's folder cannot be used.
    func leaveOutRest(of folder: MailFolder, as state: MailState) throws -> MailCounts? {
        guard let lock = try folder.lock() else { return nil }
        defer { withExtendedLifetime(lock) {} }
        var map = try folder.map(try folder.manifest())
        let journal = try folder.journal()
        do throws(ErrorNumber) {
            for (old, new) in [(MailState.pending, state), (.deferred, state), (.inFlight, .inDoubt)] {
                var place = 0
                while let index = map.first(old, from: place) {
                    if new == .inDoubt {
                        let text = Self.words(.inDoubt)
                        try journal.append(
                            MailEvent(index: index, kind: .inDoubt, time: clock.wall(), code: 0, text: text)
                        )
                    }
                    map[index] = new
                    place = index + 1
                }
            }
            try map.synchronize()
        } catch {
            throw folder.failure(error)
        }
        return map.counts
    }
}

extension DeliveryProgress {
    init(_ counts: MailCounts, perMinute: Double) {
        self.init(
            total: counts.total,
            sent: counts[.accepted],
            refused: counts[.refused],
            waiting: counts.waiting,
            perMinute: perMinute
        )
    }
}
