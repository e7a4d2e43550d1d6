/// Decides who is next and what a relay's answer means; it has neither a socket nor a clock nor a file.
///
/// Times are milliseconds of a clock that never steps.
package struct MailSchedule: Sendable {
    /// What to do now.
    package enum Next: Hashable, Sendable {
        /// Send to the recipient at this place.
        case send(Int)
        /// Nothing before this time.
        case wait(until: Int)
        /// Nothing until an answer of the relay comes.
        case waitForReplies
        /// Everybody has a final state, or a state that this run does not change any more.
        case finished
    }

    /// What an outcome means for the recipient.
    package struct Effect: Hashable, Sendable {
        package var state: MailState
        /// What to write down; time is left to the caller.
        package var event: MailEvent?
        /// Whether no mail goes to the address any more.
        package var suppresses = false
        /// Recipients whose refusal is taken back.
        package var reopened: [Int] = []
    }

    private let policy: MailPolicy
    /// When the notification was made, on the same clock.
    private let madeAt: Int
    private var cursor = 0
    private var urgent: [Int] = []
    private var retries = RetryQueue()
    private var doubts: [Int] = []
    private var deferrals: DeferralHistory
    private var drops: [Int: Int] = [:]
    private var doubtsOf: [Int: Int] = [:]
    private var inFlight = 0
    /// End of the pause for all.
    package private(set) var pausedUntil = 0
    private var slowDowns = 0
    private var refusedInARow: [Int] = []
    private var refusalCode = ""
    private var refusalPauses = 0
    /// Why the run ends before its time; nil while it goes on.
    package private(set) var stopReason: String?
    /// Share of the usual pace that the relay bears, in thousandths.
    package private(set) var pace = 1000
    private var paceRaisedAt = 0

    /// Begins, or begins again behind what the journal tells.
    ///
    /// `deferrals`: those of earlier runs.
    package init(policy: MailPolicy, madeAt: Int, deferrals: DeferralHistory) {
        self.policy = policy
        self.madeAt = madeAt
        self.deferrals = deferrals
        self.deferrals.takeTimes { index, attempts, time in
            retries.insert(.init(time: time + Self.pause(behind: attempts, policy), index: index))
        }
    }

    /// Who or what is next; a recipient that is given counts as in flight.
    package mutating func next(_ map: borrowing ProgressMap, now: Int) -> Next {
        guard stopReason == nil else { return inFlight > 0 ? .waitForReplies : .finished }
        guard now >= pausedUntil else { return .wait(until: pausedUntil) }
        raisePace(now)
        while let index = urgent.popLast() {
            if isOpen(map[index]) { return send(index) }
        }
        while let retry = retries.first, retry.time <= now {
            _ = retries.popFirst()
            if map[retry.index] == .deferred { return send(retry.index) }
        }
        if let index = map.first(.pending, from: cursor) {
            cursor = index + 1
            return send(index)
        }
        cursor = map.count
        // Those in doubt come last: until then a late answer of the relay's own may settle the matter for a person.
        while inFlight == 0, let index = doubts.popLast() {
            if map[index] == .inDoubt { return send(index) }
        }
        if inFlight > 0 { return .waitForReplies }
        // Somebody may have been tried before the time that was set.
        while let retry = retries.first, map[retry.index] != .deferred { _ = retries.popFirst() }
        guard let retry = retries.first else { return .finished }
        return .wait(until: retry.time)
    }

    /// Puts recipients whose fate is unknown behind all others.
    package mutating func addDoubts(_ indices: [Int]) { doubts.insert(contentsOf: indices.reversed(), at: 0) }

    /// Gives a recipient back that was taken and not sent to.
    package mutating func giveBack(_ index: Int) {
        inFlight -= 1
        urgent.append(index)
    }

    /// Settles a recipient without asking the relay.
    package mutating func settle(_ index: Int) { inFlight -= 1 }

    /// Ends the run; the rest stays queued.
    package mutating func stop(_ reason: String) { if stopReason == nil { stopReason = reason } }

    /// Learns what became of a mail.
    package mutating func record(_ index: Int, _ outcome: SMTPDialogue.Outcome, now: Int) -> Effect {
        inFlight -= 1
        switch outcome {
        case .accepted:
            slowDowns = 0
            refusedInARow = []
            refusalPauses = 0
            return Effect(state: .accepted)
        case .notSent(let reason): return dropped(index, reason, now: now)
        case .inDoubt(let reason): return doubted(index, reason)
        case .refused(let reply, let verb): return refused(index, reply, verb, now: now)
        }
    }

    /// The answer that was taken for a mail's acceptance may have been another's.
    package mutating func doubtAccepted(_ index: Int, reason: String) -> Effect {
        inFlight += 1
        return record(index, .inDoubt(reason), now: 0)
    }

    /// A mail that this relay cannot take, known before it is sent.
    package mutating func unsendable(_ index: Int, _ reply: SMTPReply) -> Effect {
        inFlight -= 1
        return Effect(state: .refused, event: event(index, .refused, reply))
    }

    private mutating func send(_ index: Int) -> Next {
        inFlight += 1
        return .send(index)
    }

    private func isOpen(_ state: MailState) -> Bool {
        switch state {
        case .pending, .deferred, .inDoubt: true
        case .accepted, .refused, .inFlight, .superseded, .skipped, .expired: false
        }
    }

    // At once on another connection, but a mail that costs connection after connection has to wait like a deferred one.
    private mutating func dropped(_ index: Int, _ reason: String, now: Int) -> Effect {
        drops[index, default: 0] += 1
        guard drops[index, default: 0] > 2 else {
            urgent.append(index)
            return Effect(state: .pending)
        }
        drops[index] = 0
        return deferred(index, SMTPReply(code: 0, text: reason), now: now)
    }

    private mutating func doubted(_ index: Int, _ reason: String) -> Effect {
        doubtsOf[index, default: 0] += 1
        if policy.inDoubt == .resend, doubtsOf[index, default: 0] < 2 { doubts.insert(index, at: 0) }
        return Effect(state: .inDoubt, event: event(index, .inDoubt, SMTPReply(code: 0, text: reason)))
    }

    private mutating func refused(
        _ index: Int,
        _ reply: SMTPReply,
        _ verb: SMTPDialogue.Verb,
        now: Int
    ) -> Effect {
        switch ReplyVerdict(reply, at: verb) {
        case .addressFailed:
            return Effect(state: .refused, event: event(index, .refused, reply), suppresses: true)
        case .recipientFailed: return Effect(state: .refused, event: event(index, .refused, reply))
        case .messageFailed: return messageRefused(index, reply, now: now)
        case .deferRecipient: return deferred(index, reply, now: now)
        case .slowDown:
            slowDown(now)
            urgent.append(index)
            return Effect(state: .pending)
        case .reconnect: return dropped(index, reply.line, now: now)
        case .stopRun:
            stop(reply.line)
            return Effect(state: .pending)
        }
    }

    private mutating func deferred(_ index: Int, _ reply: SMTPReply, now: Int) -> Effect {
        let attempts = deferrals.addAttempt(index)
        guard now - madeAt < policy.giveUpAfter else {
            return Effect(state: .refused, event: event(index, .refused, reply))
        }
        retries.insert(.init(time: now + Self.pause(behind: attempts, policy), index: index))
        return Effect(state: .deferred, event: event(index, .deferred, reply))
    }

    private static func pause(behind attempts: Int, _ policy: MailPolicy) -> Int {
        min(policy.firstRetry << min(attempts - 1, 20), policy.longestRetry)
    }

    // Those that made the row are tried again behind the pause: the relay's mood is not theirs.
    private mutating func messageRefused(_ index: Int, _ reply: SMTPReply, now: Int) -> Effect {
        let code = "\(reply.code) \(reply.enhanced ?? "")"
        if code != refusalCode { refusedInARow = [] }
        refusalCode = code
        refusedInARow.append(index)
        guard refusedInARow.count >= policy.refusalsInARow else {
            return Effect(state: .refused, event: event(index, .refused, reply))
        }
        let reopened = refusedInARow.dropLast()
        urgent.append(contentsOf: refusedInARow)
        refusedInARow = []
        refusalPauses += 1
        if refusalPauses >= policy.refusalPauses { stop(reply.line) } else { slowDown(now) }
        return Effect(state: .pending, reopened: Array(reopened))
    }

    // Several connections hear of one slow-down at about the same time: it counts once.
    private mutating func slowDown(_ now: Int) {
        guard now >= pausedUntil else { return }
        pausedUntil = now + min(policy.slowDownPause << min(slowDowns, 20), policy.longestSlowDown)
        slowDowns += 1
        pace = max(10, pace / 2)
        paceRaisedAt = pausedUntil
    }

    private mutating func raisePace(_ now: Int) {
        guard pace < 1000, now - paceRaisedAt >= policy.slowDownPause else { return }
        pace = min(1000, pace + 100)
        paceRaisedAt = now
    }

    private func event(_ index: Int, _ kind: MailEvent.Kind, _ reply: SMTPReply) -> MailEvent {
        let text = [reply.enhanced ?? "", reply.text].filter { !$0.isEmpty }.joined(separator: " ")
        return MailEvent(index: index, kind: kind, time: 0, code: reply.code, text: text)
    }
}
