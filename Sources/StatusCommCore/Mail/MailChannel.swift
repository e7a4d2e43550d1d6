import JSON5
import Synchronization

/// Mail to the subscribers as a target of deliveries.
package struct MailChannel: BulkDeliveryChannel {
    package let name = Configuration.mailTarget
    package let kind = "mail"
    package let takesReports = true
    private let office: MailOffice
    /// Puts what became of a notification on record, once.
    private let audit: @Sendable (AuditRecord, DeliveryKey) async throws -> Void

    /// Sends through an office; `audit` is called once for each notification that has come to its end, and may be called again
    /// after a crash.
    package init(
        office: MailOffice,
        audit: @escaping @Sendable (AuditRecord, DeliveryKey) async throws -> Void
    ) {
        self.office = office
        self.audit = audit
    }

    /// The mail that would be sent, and to how many; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview] {
        let office = office
        return try await Self.onOwnThread {
            var audience = try office.audience(of: job.incident)
            var first: Subscriber?
            var told = 0
            var leftOut: [SubscriberExclusion: Int] = [:]
            var notes: [DeliveryNote] = []
            while let decision = try audience.next() {
                switch decision {
                case .tell(let subscriber):
                    first = first ?? subscriber
                    told += 1
                case .leaveOut(_, let reason): leftOut[reason, default: 0] += 1
                case .issue(let issue): if notes.count < 20 { notes.append(.init(.problem, issue.text)) }
                }
            }
            for reason in SubscriberExclusion.allCases {
                guard let count = leftOut[reason] else { continue }
                notes.append(.init(.information, "\(count) left out: \(reason.title)"))
            }
            let content = try first.map {
                String(decoding: try office.preview(job.incident, to: $0).filter { $0 != 0x0D }, as: UTF8.self)
            }
            let title = "mail to \(told) recipient\(told == 1 ? "" : "s")"
            return [DeliveryPreview(title: title, content: content, notes: notes)]
        }
    }

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        if isTooOld(job) { return await expire(job) }
        let overtaken = Flag()
        let watch = Task {
            while !Task.isCancelled, !overtaken.isSet {
                // In our own time, also in an exercise: its clock would jump with every look.
                try await Task.sleep(for: .seconds(1))
                if await job.isOvertaken() { overtaken.set() }
            }
        }
        defer { watch.cancel() }
        let office = office
        let deadline = office.clock.now() + Int(limit / .milliseconds(1))
        do {
            let folder = try await Self.onOwnThread { try Self.freeze(job, office) }
            let result = try await Self.onOwnThread {
                try office.send(
                    folder,
                    inDoubt: office.inDoubt,
                    shallStop: { job.shallStop() || office.clock.now() >= deadline },
                    isOvertaken: { overtaken.isSet },
                    onProgress: job.progress
                )
            }
            guard let result else { return .retry(reason: "another process is sending it", after: .seconds(5)) }
            name(result.doubts, folder, job)
            return try await outcome(result, folder, job)
        } catch let error as SecretError {
            return .blocked(reason: error.reason)
        } catch {
            // Nothing that mends itself within a minute; who has mended it names the delivery.
            return .retry(reason: Self.describe(error), after: .seconds(300))
        }
    }

    /// A frozen notification goes on where it stands, whoever sent the rest.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }

    /// Leaves out those who still wait for a mail that a newer one has overtaken; see `BulkDeliveryChannel`.
    package func giveWay(_ job: DeliveryJob) async -> DeliveryOutcome { await leaveOutRest(job, as: .superseded) }

    // MARK: - The ends of a notification

    private func expire(_ job: DeliveryJob) async -> DeliveryOutcome {
        let minutes = office.configuration.maximumAge.components.seconds / 60
        let outcome = await leaveOutRest(job, as: .expired)
        guard case .done(_, let notes) = outcome else { return outcome }
        let sent = notes.first.map { "; \($0.text)" } ?? ""
        return .refused(reason: "the update is older than \(minutes) min\(sent)")
    }

    // An end is never too old: somebody still believes in the trouble.
    private func isTooOld(_ job: DeliveryJob) -> Bool {
        guard job.action != .resolve else { return false }
        let age = Duration.seconds(office.clock.wall()) - .milliseconds(job.update.at.milliseconds)
        return age > office.configuration.maximumAge
    }

    private func leaveOutRest(_ job: DeliveryJob, as state: MailState) async -> DeliveryOutcome {
        let office = office
        let folder = office.folder(of: job.incident, change: job.key.change)
        do {
            guard folder.exists else {
                let cause = state == .superseded ? "a newer message came first" : "it is too old"
                return .done(saved: JSONObject(), notes: [.init(.information, "nobody was told of it: \(cause)")])
            }
            let counts = try await Self.onOwnThread { try office.leaveOutRest(of: folder, as: state) }
            guard let counts else { return .retry(reason: "another process is sending it", after: .seconds(5)) }
            return try await ended(counts, folder, job)
        } catch {
            return .retry(reason: Self.describe(error), after: .seconds(300))
        }
    }

    private func outcome(
        _ result: MailRunResult,
        _ folder: MailFolder,
        _ job: DeliveryJob
    ) async throws -> DeliveryOutcome {
        let words = result.counts.words
        switch result.end {
        case .finished, .superseded: return try await ended(result.counts, folder, job)
        case .deferred(let until):
            return .retry(reason: words, after: .seconds(max(1, until - office.clock.wall())))
        case .interrupted: return .retry(reason: words, after: nil)
        case .unreachable(let reason): return .retry(reason: "\(words); no way to the relay: \(reason)", after: nil)
        case .stopped(let reason):
            // Not at once: a wrong password that is tried again and again locks the account.
            return .retry(reason: "\(words); the relay refuses: \(reason)", after: .seconds(900))
        case .failed(let reason):
            return .retry(reason: "\(words); then the disk failed: \(reason)", after: .seconds(60))
        }
    }

    private func ended(_ counts: MailCounts, _ folder: MailFolder, _ job: DeliveryJob) async throws -> DeliveryOutcome {
        let manifest = try folder.manifest()
        let end = MailAudit(job, counts, begunAt: manifest.frozenAt, endedAt: office.clock.wall())
        try await audit(end.record, job.key)
        var saved = JSONObject()
        for state in MailState.allCases where counts[state] > 0 {
            saved[state.name] = .number(JSONNumber(counts[state]))
        }
        return .done(saved: saved, notes: notes(counts, manifest))
    }

    private func notes(_ counts: MailCounts, _ manifest: MailManifest) -> [DeliveryNote] {
        // A mail or two that an address does not take are daily life; none at all that arrives is not.
        let isProblem = counts[.accepted] == 0 && counts[.refused] > 0
        var notes = [DeliveryNote(isProblem ? .problem : .information, "\(counts.words), of \(counts.total)")]
        if counts[.inDoubt] > 0 {
            let weight: DeliveryNote.Weight = office.inDoubt == .resend ? .problem : .information
            notes.append(.init(weight, "'delivery list --mail' names the \(counts[.inDoubt]) in doubt"))
        }
        if manifest.unusableLines > 0, let first = manifest.lineIssues.first {
            notes.append(
                .init(.information, "\(manifest.unusableLines) lines of the lists could not be used, such as \(first)")
            )
        }
        return notes
    }

    // MARK: - The beginning

    private static func freeze(_ job: DeliveryJob, _ office: MailOffice) throws -> MailFolder {
        let isNew = !office.folder(of: job.incident, change: job.key.change).exists
        let folder = try office.freeze(job.incident, seed: job.operationKey)
        let manifest = isNew ? try folder.manifest() : nil
        for issue in manifest?.lineIssues.prefix(5) ?? [] { job.notice(issue) }
        if let manifest, manifest.unusableLines > 5 {
            job.notice("\(manifest.unusableLines) lines are no use: 'statuscomm subscriber check' shows all of them")
        }
        return folder
    }

    private func name(_ doubts: [Int], _ folder: MailFolder, _ job: DeliveryJob) {
        guard !doubts.isEmpty, let addresses = try? office.addresses(at: doubts, in: folder) else { return }
        let done = office.inDoubt == .resend ? "sent again with the same Message-ID" : "not sent again"
        let names = addresses.map(\.text).joined(separator: ", ")
        job.notice("in doubt, since the relay's answer did not come, and \(done): \(names)")
    }

    private static func describe(_ error: any Error) -> String {
        guard let diagnostic = error as? any Diagnostic else {
            return (error as? RelayFailure)?.reason ?? (error as? ErrorNumber)?.text ?? "\(error)"
        }
        let place = diagnostic.location.map { "\($0.path):\($0.line): " } ?? ""
        return place + diagnostic.message
    }

    // Never on the cooperative pool: a send may take hours.
    static func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isStarted = RelayThread.start { continuation.resume(with: Result { try body() }) }
            if !isStarted {
                continuation.resume(
                    throwing: RelayFailure(kind: .temporary, reason: "the system gives no more threads")
                )
            }
        }
    }
}

/// A flag that one task sets and another thread reads.
private final class Flag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
