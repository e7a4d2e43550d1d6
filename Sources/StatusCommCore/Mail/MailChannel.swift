import JSON5

/// Mail to the subscribers as a target of deliveries.
package struct MailChannel: DeliveryChannel {
    package let name = Configuration.mailTarget
    package let kind = "mail"
    private let office: MailOffice
    private let onProgress: @Sendable (MailCounts) -> Void

    /// Sends through an office; `onProgress` hears a few times a second how far it is.
    package init(office: MailOffice, onProgress: @escaping @Sendable (MailCounts) -> Void = { _ in }) {
        self.office = office
        self.onProgress = onProgress
    }

    /// The mail that would be sent, and to how many; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview] {
        let office = office
        return try await Self.onOwnThread {
            var selection = try office.selection(
                leaves: Set(job.incident.components.map(\.id)),
                severity: job.incident.severity
            )
            var first: Subscriber?
            var told = 0
            var leftOut = 0
            while let decision = try selection.next() {
                switch decision {
                case .tell(let subscriber):
                    first = first ?? subscriber
                    told += 1
                case .leaveOut: leftOut += 1
                case .issue: break
                }
            }
            let content = try first.map {
                String(decoding: try office.preview(job.incident, to: $0).filter { $0 != 0x0D }, as: UTF8.self)
            }
            let title = "mail to \(told) recipient\(told == 1 ? "" : "s")"
            let note = DeliveryNote(.information, "\(leftOut) of the list are not concerned")
            return [DeliveryPreview(title: title, content: content, notes: leftOut == 0 ? [] : [note])]
        }
    }

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        let office = office
        let onProgress = onProgress
        let age = Duration.seconds(office.clock.wall()) - .milliseconds(job.update.at.milliseconds)
        guard age <= office.configuration.maximumAge else {
            return .refused(
                reason: "the update is older than \(office.configuration.maximumAge.components.seconds / 60) min"
            )
        }
        let deadline = office.clock.now() + Int(limit / .milliseconds(1))
        do {
            return try await Self.onOwnThread {
                let folder = try office.freeze(job.incident, seed: job.operationKey)
                let result = try office.send(
                    folder,
                    shallStop: { office.clock.now() >= deadline },
                    onProgress: onProgress
                )
                guard let result else { return .retry(reason: "another process is sending it", after: .seconds(5)) }
                return Self.outcome(result, office)
            }
        } catch {
            return .retry(reason: (error as? any Diagnostic)?.message ?? "\(error)", after: nil)
        }
    }

    /// A frozen notification goes on where it stands, whoever sent the rest.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }

    private static func outcome(_ result: MailRunResult, _ office: MailOffice) -> DeliveryOutcome {
        let counts = result.counts
        let sent = "\(counts[.accepted]) of \(counts.total) sent"
        switch result.end {
        case .finished, .superseded:
            var saved = JSONObject()
            for state in MailState.allCases where counts[state] > 0 {
                saved[state.name] = .number(JSONNumber(counts[state]))
            }
            return .done(saved: saved, notes: notes(counts))
        case .deferred(let until):
            return .retry(
                reason: "\(sent), \(counts[.deferred]) put off by the relay",
                after: .seconds(max(1, until - office.clock.wall()))
            )
        case .interrupted: return .retry(reason: "\(sent), the rest is queued", after: nil)
        case .unreachable(let reason):
            return .retry(reason: "\(sent), the relay cannot be reached: \(reason)", after: nil)
        // Not at once: a wrong password that is tried again and again locks the account.
        case .stopped(let reason): return .retry(reason: "\(sent), the relay refuses: \(reason)", after: .seconds(900))
        case .failed(let reason): return .retry(reason: "\(sent), then the disk failed: \(reason)", after: nil)
        }
    }

    private static func notes(_ counts: MailCounts) -> [DeliveryNote] {
        var notes = [DeliveryNote(.information, "\(counts[.accepted]) of \(counts.total) mails sent")]
        if counts[.refused] > 0 { notes.append(.init(.problem, "\(counts[.refused]) mails were refused")) }
        if counts[.inDoubt] > 0 { notes.append(.init(.problem, "\(counts[.inDoubt]) mails are in doubt")) }
        if counts[.superseded] > 0 {
            notes.append(.init(.information, "\(counts[.superseded]) mails gave way to a newer one"))
        }
        if counts[.skipped] > 0 { notes.append(.init(.information, "\(counts[.skipped]) were suppressed meanwhile")) }
        return notes
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
