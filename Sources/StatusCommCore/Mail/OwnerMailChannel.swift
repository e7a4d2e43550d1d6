import JSON5

/// Mail to the owners as a target of reminders.
package struct OwnerMailChannel: DeliveryChannel {
    package let name = OwnerTarget.mail
    package let kind = "mail"
    private let office: MailOffice
    private let addresses: [MailAddress]

    /// Sends through an office to the owners' addresses.
    package init(office: MailOffice, addresses: [MailAddress]) {
        self.office = office
        self.addresses = addresses
    }

    /// What would be sent; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async -> [DeliveryPreview] {
        [
            DeliveryPreview(
                title: "mail to \(addresses.map(\.text).joined(separator: ", "))",
                content: job.reminder.map { "\(office.subject(of: $0))\n\n\(LightMarkdown($0.text).plainText())" }
            )
        ]
    }

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        guard let reminder = job.reminder else { return .refused(reason: "there is nothing to remind of") }
        let office = office
        let addresses = addresses
        let deadline = office.clock.now() + Int(limit / .milliseconds(1))
        do {
            return try await MailChannel.onOwnThread {
                let folder = try office.freeze(reminder, job, to: addresses)
                let result = try office.send(
                    folder,
                    shallStop: { job.shallStop() || office.clock.now() >= deadline }
                )
                guard let result else { return .retry(reason: "another process is sending it", after: .seconds(5)) }
                return Self.outcome(result, now: office.clock.wall())
            }
        } catch {
            return .retry(reason: (error as? any Diagnostic)?.message ?? "\(error)", after: .seconds(60))
        }
    }

    private static func outcome(_ result: MailRunResult, now: Int) -> DeliveryOutcome {
        let words = result.counts.words
        switch result.end {
        case .finished, .superseded:
            guard result.counts[.accepted] > 0 else { return .refused(reason: words) }
            return .done(saved: JSONObject(), notes: [DeliveryNote(.information, words)])
        case .deferred(let until): return .retry(reason: words, after: .seconds(max(1, until - now)))
        case .interrupted: return .retry(reason: words, after: nil)
        case .unreachable(let reason): return .retry(reason: "no way to the relay: \(reason)", after: nil)
        // Not at once: a wrong password that is tried again and again locks the account.
        case .stopped(let reason): return .retry(reason: "the relay refuses: \(reason)", after: .seconds(900))
        case .failed(let reason): return .retry(reason: "the disk failed: \(reason)", after: .seconds(60))
        }
    }

    /// A frozen mail goes on where it stands, whoever sent the rest.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }
}

extension MailOffice {
    /// Subject of a reminder, which says at once that no customer has it.
    fileprivate func subject(of reminder: Reminder) -> String { "[\(company.name) status, internal] \(reminder.title)" }

    /// Freezes a reminder unless it is frozen already.
    fileprivate func freeze(
        _ reminder: Reminder,
        _ job: DeliveryJob,
        to addresses: [MailAddress]
    ) throws -> MailFolder {
        // No change of the incident has such a name, so that customers' notifications pass it over.
        func changeKey(_ sequence: Int) -> String { "owner-\(sequence)" }
        let entry = job.key.change
        let folder = MailFolder(path: "\(root)/\(incidentKey(job.incident))/\(changeKey(entry))")
        guard !folder.exists else { return folder }
        let recorded = job.incident.reminders.first { $0.sequence == entry }
        let date = Int((recorded?.at ?? job.update.at).milliseconds / 1_000)
        let subject = subject(of: reminder)
        let markdown = LightMarkdown(reminder.text)
        _ = try folder.make { writer in
            for address in addresses { try writer.append(MailRecipient(address: address)) }
            let html = MessageWriter.document(markdown, title: subject, language: company.language)
            return MailManifest(
                identity: MailIdentity(
                    fromName: configuration.from.name,
                    from: configuration.from.address,
                    incidentKey: incidentKey(job.incident),
                    changeKey: changeKey(entry),
                    date: date,
                    replyTo: configuration.replyTo,
                    earlierChangeKeys: job.incident.reminders.map(\.sequence).filter { $0 < entry }.map(changeKey),
                    returnPath: .fixed(configuration.returnPath ?? configuration.from.address),
                    importance: "high",
                    seed: job.operationKey
                ),
                // Before everything that waits for the relay's rate: it is one mail, and somebody has to act on it.
                severity: .critical,
                phase: job.update.phase,
                createdAt: date,
                variants: [MailManifest.Variant(language: "", timeZone: "")],
                contents: [
                    MailContent(
                        subject: SlottedText(pieces: [.literal(subject)]),
                        text: SlottedText(pieces: [.literal(markdown.plainText() + "\n")]),
                        html: SlottedText(pieces: [.literal(html)])
                    )
                ]
            )
        }
        return folder
    }
}
