extension MailRun {
    /// Takes what a link has for us, and acts on it.
    func receive(_ link: RelayLink, _ now: Int) {
        while !link.isClosed {
            var count: Int?
            do throws(RelayFailure) {
                count = try receiveOnce(link)
            } catch {
                return lose(link, error.reason, now)
            }
            guard let count else { return }
            guard count > 0 else { return lose(link, "the relay closed the connection", now) }
            steps.removeAll(keepingCapacity: true)
            buffer.withUnsafeBytes { bytes in
                let received = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                link.dialogue.receive(received, output: &link.output, steps: &steps)
            }
            takeSteps(link, now)
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

    private func takeSteps(_ link: RelayLink, _ now: Int) {
        let due = steps
        // An answer starts every clock anew, also where the same one is awaited again.
        if !due.isEmpty { link.since = now }
        for step in due where !link.isClosed { take(step, link, now) }
        guard !link.isClosed else { return }
        if link.index == nil {
            if isWornOut(link) { return quit(link, now) }
            assign(link, now)
        }
        flush(link, now)
    }

    private func take(_ step: SMTPDialogue.Step, _ link: RelayLink, _ now: Int) {
        switch step {
        case .wait: break
        case .sendBody:
            guard let index = link.index else { return }
            if link.cameBehindDot { grouping = .works }
            // The intent is in the map before the first byte of the message can be in the relay.
            map[index] = .inFlight
            link.appendBody()
            assignNext(link, now)
        case .done(let outcome):
            // Only a relay that takes mails or refuses them is one that can be reached.
            connectFailures = 0
            unreachableSince = nil
            finish(link, outcome, now)
            if link.index != nil, isEnding { abandon(link) }
        case .close(let outcome, let reason, let reply, let doubtsPrevious):
            link.isClosed = true
            lastFailure = reason
            giveBackNext(link)
            let mails = link.dialogue.mailCount
            let previous = link.previousIndex
            if let outcome { finish(link, outcome, now) }
            if doubtsPrevious, let index = previous, map[index] == .accepted {
                accepted -= 1
                apply(schedule.doubtAccepted(index, reason: reason), to: index)
            }
            // A relay that turns away a fresh connection wants fewer of them; one that ends an old one wants a new one.
            if mails <= 1, reply?.code == 421 {
                allowedLinks = max(1, links.count { !$0.isClosed })
                allowedChangedAt = now
                backOff(now)
            }
        }
    }

    // Nothing more is to leave: what has only its commands out is not in flight yet.
    private func abandon(_ link: RelayLink) {
        link.isClosed = true
        guard let index = link.index else { return }
        link.index = nil
        giveBack(link.slot, wasSent: true)
        schedule.giveBack(index)
    }

    // Commands behind a dot whose answer did not come say nothing about their mail.
    private func giveBackNext(_ link: RelayLink) {
        if grouping == .onTrial, link.next != nil || link.cameBehindDot { grouping = .fails }
        guard let next = link.takeNext() else { return }
        giveBack(next.slot, wasSent: true)
        schedule.giveBack(next.index)
    }

    /// Sends what a link takes.
    func flush(_ link: RelayLink, _ now: Int) {
        do throws(RelayFailure) {
            try link.flush(now: now)
            link.noteWait(now: now)
        } catch {
            // What the relay said before it closed counts more than that it closed.
            receive(link, now)
            if !link.isClosed { lose(link, error.reason, now) }
        }
    }

    /// A connection has ended, or is of no more use.
    func lose(_ link: RelayLink, _ reason: String, _ now: Int) {
        guard !link.isClosed else { return }
        link.isClosed = true
        lastFailure = reason
        let mails = link.dialogue.mailCount
        let outcome = link.dialogue.connectionLost(reason, isOutputSent: link.isDotSent)
        giveBackNext(link)
        if let outcome { finish(link, outcome, now) }
        // A relay that ends an old idle connection wants a new one; one that ends a fresh one wants rest.
        if mails == 0 || mails == 1 && outcome != nil { backOff(now) }
    }

    private func finish(_ link: RelayLink, _ outcome: SMTPDialogue.Outcome, _ now: Int) {
        guard let index = link.index else { return }
        if link.cameBehindDot, case .refused = outcome { grouping = .works }
        // A relay counts what it has seen of a mail, whatever it said to it.
        giveBack(link.slot, wasSent: true)
        link.turnToNext()
        switch outcome {
        case .accepted: accepted += 1
        case .refused: link.refusals += 1
        // A relay that hangs up before it has answered anything is like one that cannot be reached: nobody's attempt.
        case .notSent where !link.dialogue.hasAnswered: return schedule.giveBack(index)
        case .notSent, .inDoubt: break
        }
        apply(schedule.record(index, outcome, now: now), to: index)
    }

    /// Puts on record what became of a recipient's mail.
    func apply(_ effect: MailSchedule.Effect, to index: Int) {
        if let event = effect.event { note(event) }
        map[index] = effect.state
        if effect.state == .inDoubt { doubts.insert(index) }
        for other in effect.reopened { map[other] = .pending }
        if effect.suppresses { suppress(index, effect.event) }
    }

    /// Adds to the journal.
    func note(_ event: MailEvent) {
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
