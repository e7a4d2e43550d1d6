#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Sends one notification over one relay, from where it stands to as far as it goes.
///
/// One thread, one poll loop: a slow answer to one mail holds up no other. A class, because it holds what must not be copied
/// while a run goes on: connections and the progress map.
package final class MailRun {
    /// What is known of how the relay takes commands behind a dot: one mail finds it out.
    enum Grouping { case untried, onTrial, works, fails }

    let composer: MailComposer
    var list: RecipientList
    var map: ProgressMap
    let journal: MailJournal?
    let policy: MailPolicy
    var rate: RateLease?
    let rateLimit: Int?
    let clock: MailClock
    var suppressions: SuppressionList?
    var schedule: MailSchedule

    var links: [RelayLink] = []
    var connecting = 0
    var hasConnected = false
    var allowedLinks: Int
    var allowedChangedAt = 0
    var connectFailures = 0
    var nextConnectAt = 0
    var unreachableSince: Int?
    var rateWaitUntil = 0
    var pacedUntil = 0
    var paceBase = 0
    var workWaitsUntil: Int?
    var isOutOfWork = false
    var grouping = Grouping.untried
    var accepted = 0
    var startedAt = 0
    var synchronizedAt = 0
    var reportedAt = 0
    var watchedAt = 0
    var doubts: Set<Int> = []
    var end: MailRunResult.End?
    var endedAt = 0
    var lastFailure = ""
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    var steps: [SMTPDialogue.Step] = []

    /// Tells the caller how far the run is, a few times a second.
    package var onProgress: (MailCounts) -> Void = { _ in }
    /// Whether to stop taking on more.
    package var shallStop: () -> Bool = { false }
    /// Whether a newer mail of the incident has been made.
    package var isOvertaken: () -> Bool = { false }

    /// Takes a notification as it stands on disk.
    ///
    /// Recipients that were in flight when an earlier run ended become those in doubt. `madeAt` is when the notification was
    /// made, in seconds since 1970; `rate` the window that limits it, with its limit in mails a minute.
    ///
    /// - Throws: the error number when the journal cannot be read or written.
    package init(
        composer: MailComposer,
        list: RecipientList,
        map: consuming ProgressMap,
        journal: MailJournal?,
        policy: MailPolicy,
        rate: (window: RateWindow, limit: Int)?,
        suppressions: consuming SuppressionList?,
        clock: MailClock,
        madeAt: Int
    ) throws(ErrorNumber) {
        self.composer = composer
        self.list = list
        self.journal = journal
        self.policy = policy
        self.rate = rate.map { RateLease($0.window) }
        rateLimit = rate?.limit
        self.suppressions = suppressions
        self.clock = clock
        allowedLinks = max(1, policy.connections)
        let offset = clock.now() - clock.wall() * 1000
        var deferrals = DeferralHistory(count: list.count)
        try journal?.readEvents { event in
            var event = event
            // A clock that was set back would put it into the future.
            event.time = min(event.time * 1000 + offset, clock.now())
            deferrals.take(event)
        }
        // A power cut may have kept the state and taken the event: such a recipient is due at once.
        var place = 0
        while let index = map.first(.deferred, from: place) {
            if !deferrals.has(index) {
                let time = clock.now() - policy.longestRetry
                deferrals.take(MailEvent(index: index, kind: .deferred, time: time, code: 0, text: ""))
            }
            place = index + 1
        }
        self.map = map
        schedule = MailSchedule(policy: policy, madeAt: madeAt * 1000 + offset, deferrals: deferrals)
        try findDoubts()
    }

    /// Milliseconds for which the relay wants to be left alone from now on; 0 when it does not.
    package var pauseLeft: Int { max(0, schedule.pausedUntil - clock.now()) }

    /// Whether the rate limit keeps mails back right now.
    package var isAtRateLimit: Bool { rateWaitUntil > clock.now() }

    private func findDoubts() throws(ErrorNumber) {
        var found: [Int] = []
        var place = 0
        while let index = map.first(.inFlight, from: place) {
            let event = MailEvent(
                index: index,
                kind: .inDoubt,
                time: clock.wall(),
                code: 0,
                text: "the program ended while the relay's answer was due"
            )
            try journal?.append(event)
            map[index] = .inDoubt
            doubts.insert(index)
            place = index + 1
        }
        place = 0
        while let index = map.first(.inDoubt, from: place) {
            found.append(index)
            place = index + 1
        }
        if policy.inDoubt == .resend { schedule.addDoubts(found) }
    }

    /// Sends until there is nothing more to do.
    package func run(over relay: Relay) -> MailRunResult {
        RelayThread.blockBrokenPipeSignal()
        guard let opener = ConnectionOpener(relay: relay) else {
            return result(.failed("the system gives no pipe"))
        }
        startedAt = clock.now()
        while true {
            var now = clock.now()
            watch(now)
            takeConnections(opener, now)
            links.removeAll { $0.isClosed }
            for link in links where link.index == nil { assign(link, now) }
            if links.isEmpty { lookForWork(now) }
            if let end = ending(now) {
                close(now)
                return result(end)
            }
            openConnections(opener, now)
            wait(opener, now)
            now = clock.now()
            expire(now)
        }
    }

    func result(_ end: MailRunResult.End) -> MailRunResult {
        rate?.release()
        var end = end
        do throws(ErrorNumber) { try map.synchronize() } catch { end = .failed(error.text) }
        onProgress(map.counts)
        return MailRunResult(end: end, counts: map.counts, accepted: accepted, doubts: doubts.sorted())
    }

    // MARK: - What to do next

    func watch(_ now: Int) {
        if now - reportedAt >= 100 {
            reportedAt = now
            onProgress(map.counts)
            if end == nil, shallStop() {
                end = .interrupted
                endedAt = now
            }
        }
        if now - synchronizedAt >= 500 {
            synchronizedAt = now
            do throws(ErrorNumber) { try map.synchronize() } catch { end = .failed(error.text) }
        }
        guard now - watchedAt >= 1000 else { return }
        watchedAt = now
        if end == nil, isOvertaken() { end = .superseded }
        do throws(SubscriberFileError) { _ = try suppressions?.refresh() } catch { end = .failed(error.message) }
    }

    private func ending(_ now: Int) -> MailRunResult.End? {
        guard links.allSatisfy({ $0.index == nil }) else {
            // Who asked to stop does not wait ten minutes for a relay that hangs: what is in flight is in doubt then.
            guard case .interrupted = end, now - endedAt >= 30_000 else { return nil }
            return end
        }
        if let end {
            if end == .superseded { supersede() }
            return end
        }
        if let reason = schedule.stopReason { return .stopped(reason) }
        if isOutOfWork { return .finished }
        if let until = workWaitsUntil, until - now > policy.patience, until - now > 1000, !isPausedBySlowDown(until) {
            return .deferred(until: clock.wall() + (until - now + 999) / 1000)
        }
        let patience = hasConnected ? policy.unreachableAfter : min(policy.reachWithin, policy.unreachableAfter)
        if let since = unreachableSince, now - since >= patience, links.isEmpty, connecting == 0 {
            return .unreachable(lastFailure)
        }
        return nil
    }

    /// Whether nothing more is to leave.
    var isEnding: Bool { end != nil || schedule.stopReason != nil }

    // A pause for all is waited for: it is short, and the relay is there.
    private func isPausedBySlowDown(_ until: Int) -> Bool { until <= schedule.pausedUntil }

    func supersede() {
        for state in [MailState.pending, .deferred] {
            var place = 0
            while let index = map.first(state, from: place) {
                map[index] = .superseded
                place = index + 1
            }
        }
    }

    // Whether a connection is worth while.
    func lookForWork(_ now: Int) {
        workWaitsUntil = nil
        isOutOfWork = false
        switch schedule.next(map, now: now) {
        case .send(let index): schedule.giveBack(index)
        case .wait(let until): workWaitsUntil = until
        case .waitForReplies: break
        case .finished: isOutOfWork = true
        }
    }
}
