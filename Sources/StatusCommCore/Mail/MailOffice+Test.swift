extension MailOffice {
    /// Sends one mail that says it is a test, to see that the relay works.
    ///
    /// - Throws: when the queue, a secret or the relay's address cannot be used.
    package func sendTest(to address: MailAddress, now: Timestamp) async throws -> (state: MailState, reply: String) {
        var office = self
        office.reachWithin = .seconds(10)
        return try await MailChannel.onOwnThread { [office] in try office.sendTestNow(to: address, now: now) }
    }

    private func sendTestNow(to address: MailAddress, now: Timestamp) throws -> (state: MailState, reply: String) {
        let name = "test-\(now.milliseconds)"
        let folder = MailFolder(path: "\(root)/\(name)/1")
        let text = "This is a test of the mail settings of statuscomm. Nothing is wrong, and nothing is to be done.\n"
        let isOurs = try folder.make { writer in
            let recipient = MailRecipient(address: address, values: [])
            try writer.append(recipient)
            let content = MailContent(
                subject: SlottedText(pieces: [.literal("[\(company.name) status] Test mail")]),
                text: SlottedText(pieces: [.literal(text)]),
                html: SlottedText(pieces: [
                    .literal("<!DOCTYPE html>\n<html lang=\"en\"><body><p>\(text)</p></body></html>\n")
                ])
            )
            return MailManifest(
                identity: MailIdentity(
                    fromName: configuration.from.name,
                    from: configuration.from.address,
                    incidentKey: name,
                    changeKey: "1",
                    date: Int(now.milliseconds / 1000),
                    replyTo: configuration.replyTo,
                    returnPath: .fixed(configuration.returnPath ?? configuration.from.address)
                ),
                severity: .critical,
                phase: .investigating,
                createdAt: Int(now.milliseconds / 1000),
                variants: [MailManifest.Variant(language: "", timeZone: "")],
                contents: [content]
            )
        }
        guard isOurs else { throw MailFolderError(path: folder.path, reason: "another test began at the same time") }
        let deadline = clock.now() + 60_000
        let result = try send(folder, inDoubt: .skip, shallStop: { clock.now() >= deadline })
        var reply = ""
        switch result?.end {
        case .stopped(let reason), .unreachable(let reason), .failed(let reason): reply = reason
        case .interrupted: reply = "not sent within a minute"
        case nil, .finished, .deferred, .superseded: break
        }
        try folder.journal().readEvents { event in
            reply = [event.code == 0 ? "" : String(event.code), event.text].filter { !$0.isEmpty }.joined(
                separator: " "
            )
        }
        let state = MailState.allCases.first { result?.counts[$0] == 1 } ?? .pending
        return (state, reply)
    }
}
