import JSON5

/// Carries deliveries out: every target in parallel, one target's deliveries in the order of the changes.
///
/// The only place that decides when to send, when to look, when to wait and when to leave the rest for later. What it
/// knows about a delivery comes from the delivery's log, so that any process can go on where another one died.
package struct DeliveryRun: Sendable {
    /// The limits of a run.
    package struct Limits: Hashable, Sendable {
        /// Time for the whole run; what is left then is queued.
        package var deadline: Duration
        /// Whether the deadline also ends a delivery to many recipients that makes progress.
        package var endsBulk = false
        /// Longest time for one attempt.
        package var attempt: Duration
        /// Time between two looks that both have to find nothing before a request is sent again.
        package var recheckAfter: Duration
        /// Longest wait for another process that is at the same target; nil for the whole run.
        package var patience: Duration?

        /// A minute in all, half a minute an attempt, half a minute between looks.
        package static let standard = Limits(
            deadline: .seconds(60),
            attempt: .seconds(30),
            recheckAfter: .seconds(30)
        )

        /// Sets the limits.
        package init(deadline: Duration, attempt: Duration, recheckAfter: Duration, patience: Duration? = nil) {
            self.deadline = deadline
            self.attempt = attempt
            self.recheckAfter = recheckAfter
            self.patience = patience
        }
    }

    package let repository: IncidentRepository
    package let channels: [any DeliveryChannel]
    package var limits: Limits
    package var retryPolicy: RetryPolicy
    package let clock: any Clock<Duration>
    /// Evenly distributed in `0..<1`.
    package let random: @Sendable () -> Double
    /// Whether somebody wants the program to end: nothing more is begun then, and the rest is queued; nil when nobody can.
    package let shallStop: (@Sendable () -> Bool)?
    package let report: @Sendable (DeliveryEvent) -> Void

    /// Prepares a run; nothing happens before `carryOut`.
    package init(
        repository: IncidentRepository,
        channels: [any DeliveryChannel],
        limits: Limits = .standard,
        retryPolicy: RetryPolicy = .standard,
        clock: any Clock<Duration>,
        random: @escaping @Sendable () -> Double,
        shallStop: (@Sendable () -> Bool)? = nil,
        report: @escaping @Sendable (DeliveryEvent) -> Void = { _ in }
    ) {
        self.repository = repository
        self.channels = channels
        self.limits = limits
        self.retryPolicy = retryPolicy
        self.clock = clock
        self.random = random
        self.shallStop = shallStop
        self.report = report
    }

    /// Carries out what is not finished yet.
    ///
    /// - Parameters:
    ///   - incidents: Newest states of the incidents to go through.
    ///   - wanted: Which deliveries to touch; those of the same target that come first are touched too.
    /// - Returns: One result for each delivery that was unfinished, in the order of incident, change and target.
    package func carryOut(
        _ incidents: [Incident],
        where wanted: @Sendable (DeliveryKey) -> Bool = { _ in true }
    ) async -> [DeliveryResult] {
        let deadline = Deadline(clock: clock, after: limits.deadline)
        let lanes = incidents.flatMap { incident in
            incident.deliveryTargets.map { Lane(incident: incident, target: $0) }
        }
        return await withTaskGroup(of: [DeliveryResult].self) { group in
            for lane in lanes where lane.keys.contains(where: wanted) {
                group.addTask { await carryOut(lane, until: deadline) }
            }
            var results: [DeliveryResult] = []
            for await lane in group { results += lane }
            return results.sorted {
                ($0.key.incident, $0.key.change, $0.key.target) < ($1.key.incident, $1.key.change, $1.key.target)
            }
        }
    }

    /// What the unsent deliveries of an incident would send, target by target.
    ///
    /// The very jobs that `carryOut` would hand to the channels; nothing is sent and nothing is written.
    package func preview(
        _ incident: Incident
    ) async throws -> [(key: DeliveryKey, kind: String, steps: [DeliveryPreview])] {
        var previews: [(DeliveryKey, String, [DeliveryPreview])] = []
        let latest = incident.latestChange
        for target in latest.publication.targets {
            guard let channel = channels.first(where: { $0.name == target }) else { continue }
            let key = DeliveryKey(incident: incident.id, target: target, change: latest.sequence)
            var saved = JSONObject()
            for update in incident.publicChanges.dropLast() where update.publication.targets.contains(target) {
                let earlier = DeliveryKey(incident: incident.id, target: target, change: update.sequence)
                saved.merge(try await repository.deliveryLog(earlier).state.saved)
            }
            let dispatch = Dispatch(sequence: latest.sequence, targets: [target], update: latest)
            let job = self.job(for: dispatch, of: incident, key: key, saved: saved, log: nil)
            previews.append((key, channel.kind, try await channel.preview(job)))
        }
        return previews
    }

    /// One target of one incident.
    private struct Lane: Sendable {
        let incident: Incident
        let target: String

        var dispatches: [Dispatch] {
            incident.dispatches.filter { $0.targets.contains(target) }
        }

        var keys: [DeliveryKey] {
            dispatches.map { DeliveryKey(incident: incident.id, target: target, change: $0.sequence) }
        }
    }

    private func carryOut(_ lane: Lane, until deadline: Deadline) async -> [DeliveryResult] {
        let channel = channels.first { $0.name == lane.target }
        var results: [DeliveryResult] = []
        var saved = JSONObject()
        var blocker: DeliveryKey?
        func end(_ result: DeliveryResult) {
            report(.ended(result))
            results.append(result)
        }
        do {
            var lock: StoreLock?
            for dispatch in lane.dispatches {
                let key = DeliveryKey(incident: lane.incident.id, target: lane.target, change: dispatch.sequence)
                var log = try await repository.deliveryLog(key)
                if log.state.isFinal {
                    saved.merge(log.state.saved)
                    continue
                }
                // Only an owner's way takes what only owners may hear, whatever a log says.
                guard let channel, dispatch.reminder == nil || channel is OwnerChannel else {
                    let reason = "the configuration no longer has a target '\(lane.target)'"
                    end(DeliveryResult(key: key, kind: "", standing: .queued(reason: reason, notBefore: nil)))
                    continue
                }
                if let blocker {
                    end(DeliveryResult(key: key, kind: channel.kind, standing: .waiting(blocker)))
                    continue
                }
                report(.started(key, kind: channel.kind))
                if lock == nil {
                    switch try await lockLane(of: key, until: deadline) {
                    case .taken(let taken):
                        lock = taken
                        // Whoever held it may have finished this very delivery.
                        log = try await repository.deliveryLog(key)
                    case .busy(let holder):
                        let who = holder.map { "\($0)" } ?? "another process"
                        end(DeliveryResult(key: key, kind: channel.kind, standing: .busy(reason: "\(who) is at it")))
                        blocker = key
                        continue
                    }
                }
                let job = self.job(for: dispatch, of: lane.incident, key: key, saved: saved, log: log)
                let result = await drive(channel, job, log, until: deadline)
                saved.merge(result.log.state.saved)
                end(result.result)
                if !result.log.state.isFinal { blocker = key }
            }
        } catch {
            let key = lane.keys.last ?? DeliveryKey(incident: lane.incident.id, target: lane.target, change: 1)
            end(DeliveryResult(key: key, kind: channel?.kind ?? "", standing: .unrecorded(reason: describe(error))))
        }
        return results
    }

    /// Takes one delivery as far as it goes.
    private func drive(
        _ channel: any DeliveryChannel,
        _ job: DeliveryJob,
        _ start: DeliveryLog,
        until deadline: Deadline
    ) async -> (log: DeliveryLog, result: DeliveryResult) {
        var log = start
        func result(_ standing: DeliveryResult.Standing) -> (log: DeliveryLog, result: DeliveryResult) {
            let result = DeliveryResult(
                key: job.key,
                kind: channel.kind,
                standing: standing,
                url: log.state.saved["url"].flatMap { if case .string(let url) = $0 { url } else { nil } },
                notes: log.state.notes,
                attempts: log.state.attempts
            )
            return (log, result)
        }
        let bulk = channel as? any BulkDeliveryChannel
        var isFirst = true
        do {
            while true {
                switch log.state.standing {
                case .done: return result(.done)
                case .dropped: return result(.dropped)
                case .refused(let reason): return result(.refused(reason: reason))
                case .unknown(let reason):
                    if let standing = try await lookOnce(channel, job, &log, reason, until: deadline) {
                        return result(standing)
                    }
                case .pending:
                    if let bulk, await job.isOvertaken() {
                        let outcome = await bulk.giveWay(job)
                        log = try await log.appending(outcome.record(at: repository.now()))
                        guard case .retry = outcome else { continue }
                    }
                    if let wait = try await waitBeforeAttempt(job.key, log.state, isFirst: isFirst, until: deadline) {
                        return result(wait)
                    }
                    isFirst = false
                    if bulk != nil, await job.isOvertaken() { continue }
                    log = try await log.appending(.attempt)
                    report(.sending(job.key, attempt: log.state.attempts))
                    let limit = bulk == nil ? min(limits.attempt, deadline.remaining) : bulkLimit(deadline)
                    var job = job
                    // An earlier attempt of this very run may have got a part of it done.
                    job.steps = log.state.steps
                    let outcome = await channel.send(job, within: limit)
                    log = try await log.appending(outcome.record(at: repository.now()))
                    if case .blocked(let reason) = outcome {
                        return result(.queued(reason: reason, notBefore: nil))
                    }
                }
            }
        } catch {
            return result(.unrecorded(reason: describe(error)))
        }
    }

    /// Makes this process the only one at a target of an incident, or tells who is.
    private func lockLane(of key: DeliveryKey, until deadline: Deadline) async throws -> LockAttempt {
        let limit = Deadline(clock: clock, after: min(limits.patience ?? deadline.remaining, deadline.remaining))
        while true {
            let patience = shallStop == nil ? limit.remaining : min(limit.remaining, Self.watchInterval)
            let attempt = try await repository.lockLane(of: key, patience: patience, clock: clock)
            switch attempt {
            case .taken: return attempt
            case .busy: if limit.remaining <= .zero || shallStop?() ?? false { return attempt }
            }
        }
    }

    /// Waits until the next attempt is due; a standing when that is beyond the deadline.
    ///
    /// `isFirst`: whether this run has made no attempt yet. The pause behind an earlier process's attempt is over, unless the
    /// target named a time.
    private func waitBeforeAttempt(
        _ key: DeliveryKey,
        _ state: DeliveryState,
        isFirst: Bool,
        until deadline: Deadline
    ) async throws -> DeliveryResult.Standing? {
        let reason = state.lastReason ?? "not sent yet"
        let queued = DeliveryResult.Standing.queued(reason: reason, notBefore: state.notBefore)
        guard deadline.remaining > .zero, !(shallStop?() ?? false) else { return queued }
        guard state.attempts > 0, state.lastReason != nil else { return nil }
        let hint = state.notBefore.map { max(.zero, $0.duration(since: repository.now())) }
        if isFirst, hint ?? .zero == .zero { return nil }
        let wait = retryPolicy.wait(afterAttempt: state.attempts, hint: hint, random: random())
        guard wait < deadline.remaining else { return queued }
        report(.pausing(key, reason: reason, wait: wait))
        return try await pause(wait) ? nil : queued
    }

    /// How long a wish to end may go unnoticed.
    private static let watchInterval = Duration.milliseconds(200)

    /// Sleeps; false when somebody wants the program to end meanwhile.
    private func pause(_ wait: Duration) async throws -> Bool {
        guard let shallStop else {
            try await clock.sleep(for: wait)
            return true
        }
        let end = Deadline(clock: clock, after: wait)
        while end.remaining > .zero {
            if shallStop() { return false }
            try await clock.sleep(for: min(end.remaining, Self.watchInterval))
        }
        return !shallStop()
    }

    /// A delivery to many recipients goes on as long as it makes progress, unless a person has set a limit.
    private func bulkLimit(_ deadline: Deadline) -> Duration {
        limits.endsBulk ? deadline.remaining : .seconds(30 * 86_400)
    }

    /// Looks at the target once; a standing when nothing more can be found out in this run.
    private func lookOnce(
        _ channel: any DeliveryChannel,
        _ job: DeliveryJob,
        _ log: inout DeliveryLog,
        _ reason: String,
        until deadline: Deadline
    ) async throws -> DeliveryResult.Standing? {
        guard deadline.remaining > .zero, !(shallStop?() ?? false) else { return .unknown(reason: reason) }
        report(.looking(job.key))
        switch await channel.look(for: job, within: min(limits.attempt, deadline.remaining)) {
        case .found(let saved, let notes):
            log = try await log.appending(.done(saved: saved, notes: notes))
        case .repeatable:
            log = try await log.appending(.failed(reason: reason, notBefore: nil))
        case .unrecognisable:
            if log.state.attempts > 0, log.endsWithAttempt {
                log = try await log.appending(.unknown(reason: reason))
            }
            return .unknown(reason: reason)
        case .absent:
            log = try await log.appending(.absent)
            if log.state.isAbsent(forAtLeast: limits.recheckAfter) {
                log = try await log.appending(.failed(reason: reason, notBefore: nil))
                return nil
            }
            guard limits.recheckAfter < deadline.remaining else { return .unknown(reason: reason) }
            report(.pausing(job.key, reason: "not there yet, looking again", wait: limits.recheckAfter))
            guard try await pause(limits.recheckAfter) else { return .unknown(reason: reason) }
        case .failed(let cause, let after):
            let wait = retryPolicy.wait(afterAttempt: log.state.attempts + 2, hint: after, random: random())
            guard wait < deadline.remaining else {
                return .unknown(reason: "\(reason); and the look at the target failed: \(cause)")
            }
            report(.pausing(job.key, reason: cause, wait: wait))
            guard try await pause(wait) else { return .unknown(reason: reason) }
        case .blocked(let cause):
            return .unknown(reason: "\(reason); and nobody can look at the target: \(cause)")
        }
        return nil
    }

    private func describe(_ error: any Error) -> String {
        (error as? any Diagnostic)?.message ?? "\(error)"
    }
}

extension DeliveryOutcome {
    fileprivate func record(at now: Timestamp) -> DeliveryRecord {
        switch self {
        case .done(let saved, let notes): .done(saved: saved, notes: notes)
        case .refused(let reason): .refused(reason: reason)
        case .retry(let reason, let after):
            .failed(reason: reason, notBefore: after.map { now.advanced(by: $0) })
        case .blocked(let reason): .failed(reason: reason, notBefore: nil)
        case .unknown(let reason): .unknown(reason: reason)
        }
    }
}

extension JSONObject {
    fileprivate mutating func merge(_ other: JSONObject) {
        for member in other.members { self[member.name] = member.value }
    }
}
