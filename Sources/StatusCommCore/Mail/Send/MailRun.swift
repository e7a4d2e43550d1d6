#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How a run ended.
package struct MailRunResult: Hashable, Sendable {
    /// How a run ended.
    package enum End: Hashable, Sendable {
        /// Everybody has a final state, but for those in doubt.
        case finished
        /// Some are deferred; nothing can be done before this time, in seconds since 1970.
        case deferred(until: Int)
        /// Asked to stop.
        case interrupted
        /// A newer mail of the incident takes the place of the rest.
        case superseded
        /// The relay could not be reached; another run may have more luck.
        case unreachable(String)
        /// The relay or the configuration must change first.
        case stopped(String)
        /// The disk failed; what is recorded is true, nothing more was sent.
        case failed(String)
    }

    package var end: End
    package var counts: MailCounts
    /// Mails accepted in this run.
    package var accepted: Int
    /// Places that were in doubt at any time of this run.
    package var doubts: [Int]
}

/// Sends one notification over one relay, from where it stands to as far as it goes.
///
/// One thread, one poll loop: a slow answer to one mail holds up no other. A class, because it holds what must not be copied
/// while a run goes on: connections and the progress map.
package final class MailRun {
    private let composer: MailComposer
    private var list: RecipientList
    private var map: ProgressMap
    private let journal: MailJournal?
    private let policy: MailPolicy
    private let rate: RateWindow?
    private let rateLimit: Int?
    private let clock: MailClock
    private var suppressions: SuppressionList?
    private var schedule: MailSchedule

    private var links: [RelayLink] = []
    private var connecting = 0
    private var hasConnected = false
    private var allowedLinks: Int
    private var allowedChangedAt = 0
    private var connectFailures = 0
    private var nextConnectAt = 0
    private var unreachableSince: Int?
    private var rateWaitUntil = 0
    private var pacedUntil = 0
    private var paceBase = 0
    private var workWaitsUntil: Int?
    private var isOutOfWork = false
    private var accepted = 0
    private var startedAt = 0
    private var synchronizedAt = 0
    private var reportedAt = 0
    private var watchedAt = 0
    private var doubts: Set<Int> = []
    private var end: MailRunResult.End?
    private var endedAt = 0
    private var lastFailure = ""
    private var buffer = [UInt8](repeating: 0, count: 16 << 10)

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
        self.rate = rate?.window
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

    /// Hands every mail that is left to `write`, with a name of its own, in place of sending it.
    func writeFiles(_ write: (String, [UInt8]) throws(ErrorNumber) -> Void) -> MailRunResult {
        while end == nil {
            let now = clock.now()
            watch(now)
            guard end == nil else { break }
            switch schedule.next(map, now: now) {
            case .send(let index): writeFile(index, write)
            case .wait(let until): return result(.deferred(until: clock.wall() + max(0, until - now + 999) / 1000))
            case .waitForReplies, .finished: return result(.finished)
            }
        }
        if end == .superseded { supersede() }
        return result(end ?? .finished)
    }

    private func writeFile(_ index: Int, _ write: (String, [UInt8]) throws(ErrorNumber) -> Void) {
        do {
            let recipient = try list.recipient(at: index)
            guard !isSuppressed(recipient.address) else {
                schedule.settle(index)
                map[index] = .skipped
                return
            }
            var bytes: [UInt8] = []
            _ = try composer.compose(recipient, into: &bytes)
            let id = composer.messageID(of: recipient.address).dropFirst().prefix { $0 != "@" }
            try write("\(id).eml", bytes)
            accepted += 1
            apply(schedule.record(index, .accepted(SMTPReply(code: 250)), now: 0), to: index)
        } catch let error as MailRefused {
            apply(schedule.unsendable(index, SMTPReply(code: 0, text: error.reason)), to: index)
        } catch {
            schedule.giveBack(index)
            end = .failed((error as? ErrorNumber)?.text ?? "\(error)")
        }
    }

    private func result(_ end: MailRunResult.End) -> MailRunResult {
        var end = end
        do throws(ErrorNumber) { try map.synchronize() } catch { end = .failed(error.text) }
        onProgress(map.counts)
        return MailRunResult(end: end, counts: map.counts, accepted: accepted, doubts: doubts.sorted())
    }

    // MARK: - What to do next

    private func watch(_ now: Int) {
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

    // A pause for all is waited for: it is short, and the relay is there.
    private func isPausedBySlowDown(_ until: Int) -> Bool { until <= schedule.pausedUntil }

    private func supersede() {
        for state in [MailState.pending, .deferred] {
            var place = 0
            while let index = map.first(state, from: place) {
                map[index] = .superseded
                place = index + 1
            }
        }
    }

    // Whether a connection is worth while.
    private func lookForWork(_ now: Int) {
        workWaitsUntil = nil
        isOutOfWork = false
        switch schedule.next(map, now: now) {
        case .send(let index): schedule.giveBack(index)
        case .wait(let until): workWaitsUntil = until
        case .waitForReplies: break
        case .finished: isOutOfWork = true
        }
    }

    private func assign(_ link: RelayLink, _ now: Int) {
        workWaitsUntil = nil
        isOutOfWork = false
        while end == nil, now >= rateWaitUntil, now >= pacedUntil {
            guard let slot = takeSlot(now) else { return }
            switch schedule.next(map, now: now) {
            case .send(let index):
                if begin(index, on: link, slot: slot, now) { return }
            case .wait(let until):
                workWaitsUntil = until
                giveBack(slot, wasSent: false)
                return
            case .waitForReplies:
                giveBack(slot, wasSent: false)
                return
            case .finished:
                isOutOfWork = true
                giveBack(slot, wasSent: false)
                return
            }
        }
    }

    // nil when the rate allows none now; -1 when nothing limits it.
    private func takeSlot(_ now: Int) -> Int? {
        guard let rate else { return -1 }
        do throws(ErrorNumber) {
            switch try rate.take() {
            case .slot(let slot): return slot
            case .wait(let milliseconds):
                rateWaitUntil = now + milliseconds
                return nil
            }
        } catch {
            end = .failed("the rate limit's file: \(error.text)")
            return nil
        }
    }

    private func giveBack(_ slot: Int?, wasSent: Bool) {
        guard let rate, let slot, slot >= 0 else { return }
        rate.giveBack(slot, wasSent: wasSent)
    }

    // False when the recipient got no mail and the link is free for the next one.
    private func begin(_ index: Int, on link: RelayLink, slot: Int, _ now: Int) -> Bool {
        let recipient: MailRecipient
        do throws(ErrorNumber) { recipient = try list.recipient(at: index) } catch {
            schedule.settle(index)
            end = .failed("the recipient list: \(error.text)")
            return false
        }
        if isSuppressed(recipient.address) {
            giveBack(slot, wasSent: false)
            schedule.settle(index)
            note(MailEvent(index: index, kind: .skipped, time: 0, code: 0, text: "suppressed"))
            map[index] = .skipped
            return false
        }
        link.message.removeAll(keepingCapacity: true)
        let envelope: MailEnvelope
        do throws(MailRefused) {
            envelope = try composer.compose(recipient, into: &link.message)
        } catch {
            giveBack(slot, wasSent: false)
            apply(schedule.unsendable(index, SMTPReply(code: 0, text: error.reason)), to: index)
            return false
        }
        if let objection = link.dialogue.objection(to: envelope, size: link.message.count) {
            giveBack(slot, wasSent: false)
            apply(schedule.unsendable(index, objection.reply), to: index)
            return false
        }
        link.index = index
        link.slot = slot
        link.dialogue.begin(envelope, size: link.message.count, output: &link.output)
        pace(now)
        flush(link, now)
        return true
    }

    private func isSuppressed(_ address: MailAddress) -> Bool {
        do throws(SubscriberFileError) {
            return try suppressions?.contains(address) ?? false
        } catch {
            end = .failed(error.message)
            return true
        }
    }

    // While the relay bears less than usual, mails leave one by one.
    private func pace(_ now: Int) {
        guard schedule.pace < 1000 else { return }
        if paceBase == 0 {
            let minutes = max(1, now - startedAt)
            paceBase = rateLimit ?? max(60, accepted * 60_000 / minutes)
        }
        pacedUntil = now + 60_000 * 1000 / max(1, paceBase * schedule.pace)
    }

    // MARK: - Connections

    private func openConnections(_ opener: ConnectionOpener, _ now: Int) {
        guard end == nil, schedule.stopReason == nil, now >= nextConnectAt, !isOutOfWork else { return }
        if let until = workWaitsUntil, until - now > 1000 { return }
        if allowedLinks < policy.connections, now - allowedChangedAt >= 5 * 60_000 {
            allowedLinks += 1
            allowedChangedAt = now
        }
        // The first connection goes alone: a wrong password must not be tried by all at once.
        let wanted = hasConnected ? min(allowedLinks, map.counts.open) : 1
        while links.count + connecting < wanted {
            connecting += 1
            opener.open(timeoutMilliseconds: policy.timeouts.connect)
        }
    }

    private func takeConnections(_ opener: ConnectionOpener, _ now: Int) {
        guard connecting > 0 else { return }
        for result in opener.takeResults() {
            connecting -= 1
            switch result {
            case .success(let connection):
                hasConnected = true
                links.append(RelayLink(connection, now: now))
            case .failure(let failure): connectionFailed(failure, now)
            }
        }
    }

    private func connectionFailed(_ failure: RelayFailure, _ now: Int) {
        lastFailure = failure.reason
        switch failure.kind {
        case .configuration: schedule.stop(failure.reason)
        case .tooMany:
            allowedLinks = max(1, links.count)
            allowedChangedAt = now
        case .temporary: break
        }
        backOff(now)
    }

    private func backOff(_ now: Int) {
        if unreachableSince == nil, links.allSatisfy(\.isClosed) { unreachableSince = now }
        let pause = min(policy.reconnectPause << min(connectFailures, 16), policy.longestReconnect)
        connectFailures += 1
        // Somewhere in the second half, so that several machines do not come back together.
        nextConnectAt = now + pause / 2 + Int.random(in: 0...max(1, pause / 2))
    }

    private func wait(_ opener: ConnectionOpener, _ now: Int) {
        var polled = [pollfd(fd: opener.descriptor, events: Int16(POLLIN), revents: 0)]
        polled.reserveCapacity(links.count + 1)
        var until = now + 250
        if connecting == 0, !links.contains(where: { $0.index != nil }) {
            until = min(until, max(now, nextConnectAt))
            if let work = workWaitsUntil { until = min(until, max(now, work)) }
        }
        if rateWaitUntil > now { until = min(until, rateWaitUntil) }
        if pacedUntil > now { until = min(until, pacedUntil) }
        for link in links {
            let events = POLLIN | (link.hasOutput ? POLLOUT : 0)
            polled.append(pollfd(fd: link.connection.socket, events: Int16(events), revents: 0))
            if let deadline = link.deadline(policy.timeouts) { until = min(until, deadline) }
        }
        guard poll(&polled, nfds_t(polled.count), Int32(max(1, until - now))) > 0 else { return }
        let time = clock.now()
        for (link, poll) in zip(links, polled.dropFirst()) where poll.revents != 0 {
            if poll.revents & ~Int16(POLLOUT) != 0 {
                receive(link, time)
            } else {
                flush(link, time)
            }
        }
    }

    private func expire(_ now: Int) {
        for link in links {
            guard let deadline = link.deadline(policy.timeouts), now >= deadline else { continue }
            lose(link, "no reply to \(link.dialogue.waitsFor?.rawValue ?? "the message") in time", now)
        }
    }

    private func close(_ now: Int) {
        for link in links { quit(link, now) }
        links = []
    }

    // The relay's answer to QUIT is nothing to wait for.
    private func quit(_ link: RelayLink, _ now: Int) {
        link.output.append(contentsOf: "QUIT\r\n".utf8)
        try? link.flush(now: now)
        link.isClosed = true
    }

    // MARK: - The dialogue

    private func receive(_ link: RelayLink, _ now: Int) {
        while !link.isClosed {
            var count: Int?
            do throws(RelayFailure) {
                count = try receiveOnce(link)
            } catch {
                return lose(link, error.reason, now)
            }
            guard let count else { return }
            guard count > 0 else { return lose(link, "the relay closed the connection", now) }
            let step = buffer.withUnsafeBytes { bytes in
                link.dialogue.receive(UnsafeRawBufferPointer(rebasing: bytes[..<count]), output: &link.output)
            }
            take(step, link, now)
            // Without TLS a short read has emptied the socket.
            if !link.connection.isEncrypted, count < buffer.count { return }
        }
    }

    private func receiveOnce(_ link: RelayLink) throws(RelayFailure) -> Int? {
        var result: Result<Int?, RelayFailure> = .success(nil)
        buffer.withUnsafeMutableBytes { bytes in
            result = Result { () throws(RelayFailure) in try link.connection.receive(into: bytes) }
        }
        return try result.get()
    }

    private func take(_ step: SMTPDialogue.Step, _ link: RelayLink, _ now: Int) {
        switch step {
        case .wait: flush(link, now)
        case .sendBody:
            guard let index = link.index else { return }
            // The intent is in the map before the first byte of the message can be in the relay.
            map[index] = .inFlight
            link.dialogue.appendBody(link.message, to: &link.output)
            flush(link, now)
        case .done(let outcome):
            // Only a relay that takes mails or refuses them is one that can be reached.
            connectFailures = 0
            unreachableSince = nil
            finish(link, outcome, now)
            if link.dialogue.mailCount >= policy.mailsPerConnection || link.refusals >= 15 {
                quit(link, now)
            } else if end == nil {
                assign(link, now)
            }
        case .close(let outcome, let reason, let reply, let doubtsPrevious):
            link.isClosed = true
            let mails = link.dialogue.mailCount
            let previous = link.previousIndex
            if let outcome { finish(link, outcome, now) }
            if doubtsPrevious, let index = previous, map[index] == .accepted {
                accepted -= 1
                apply(schedule.doubtAccepted(index, reason: reason), to: index)
            }
            lastFailure = reason
            // A relay that turns away a fresh connection wants fewer of them; one that ends an old one wants a new one.
            if mails <= 1, reply?.code == 421 {
                allowedLinks = max(1, links.count { !$0.isClosed })
                allowedChangedAt = now
                backOff(now)
            }
        }
        link.noteWait(now: now)
    }

    private func flush(_ link: RelayLink, _ now: Int) {
        do throws(RelayFailure) {
            try link.flush(now: now)
            link.noteWait(now: now)
        } catch {
            // What the relay said before it closed counts more than that it closed.
            receive(link, now)
            if !link.isClosed { lose(link, error.reason, now) }
        }
    }

    private func lose(_ link: RelayLink, _ reason: String, _ now: Int) {
        guard !link.isClosed else { return }
        link.isClosed = true
        lastFailure = reason
        let mails = link.dialogue.mailCount
        let outcome = link.dialogue.connectionLost(reason, isOutputSent: !link.hasOutput)
        if let outcome { finish(link, outcome, now) }
        // A relay that ends an old idle connection wants a new one; one that ends a fresh one wants rest.
        if mails == 0 || mails == 1 && outcome != nil { backOff(now) }
    }

    private func finish(_ link: RelayLink, _ outcome: SMTPDialogue.Outcome, _ now: Int) {
        guard let index = link.index else { return }
        link.index = nil
        link.previousIndex = index
        // A relay counts what it has seen of a mail, whatever it said to it.
        giveBack(link.slot, wasSent: true)
        link.slot = nil
        switch outcome {
        case .accepted: accepted += 1
        case .refused: link.refusals += 1
        // A relay that hangs up before it has answered anything is like one that cannot be reached: nobody's attempt.
        case .notSent where !link.dialogue.hasAnswered: return schedule.giveBack(index)
        case .notSent, .inDoubt: break
        }
        apply(schedule.record(index, outcome, now: now), to: index)
    }

    private func apply(_ effect: MailSchedule.Effect, to index: Int) {
        if let event = effect.event { note(event) }
        map[index] = effect.state
        if effect.state == .inDoubt { doubts.insert(index) }
        for other in effect.reopened { map[other] = .pending }
        if effect.suppresses { suppress(index, effect.event) }
    }

    private func note(_ event: MailEvent) {
        var event = event
        event.time = clock.wall()
        do throws(ErrorNumber) { try journal?.append(event) } catch {
            end = .failed("the journal: \(error.text)")
        }
    }

    private func suppress(_ index: Int, _ event: MailEvent?) {
        guard let path = suppressions?.path, let recipient = try? list.recipient(at: index) else { return }
        let time = Timestamp(milliseconds: Int64(clock.wall()) * 1000).rfc3339(secondsAheadOfUTC: 0)
        let reason = "\(event?.code ?? 0) \(event?.text ?? "")"
        do throws(SubscriberFileError) {
            try SuppressionList.append(recipient.address, reason: reason, time: time, to: path)
        } catch {
            end = .failed(error.message)
        }
    }
}
