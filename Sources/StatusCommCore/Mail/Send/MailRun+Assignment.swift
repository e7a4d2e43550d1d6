extension MailRun {
    /// A mail that is made and has its slot of the rate.
    private struct Ready {
        let index: Int
        let slot: Int
        let envelope: MailEnvelope
    }

    /// Gives a free link the next mail, if there is one to send now.
    func assign(_ link: RelayLink, _ now: Int) {
        guard let mail = nextMail(for: link.dialogue, into: &link.message, now) else { return }
        link.begin(mail.index, slot: mail.slot, mail.envelope)
        pace(now)
        flush(link, now)
    }

    /// Begins the next mail behind the dot that a link is about to send, so that the relay need not wait for it.
    func assignNext(_ link: RelayLink, _ now: Int) {
        guard mayGroup(link), let mail = nextMail(for: link.dialogue, into: &link.nextMessage, now) else { return }
        link.beginNext(mail.index, slot: mail.slot, mail.envelope)
        if grouping == .untried { grouping = .onTrial }
    }

    private func mayGroup(_ link: RelayLink) -> Bool {
        switch grouping {
        case .untried, .works: break
        case .onTrial, .fails: return false
        }
        // While the relay bears less than usual, mails leave one by one; the last ones go to whoever is free first.
        return link.dialogue.canBeginNext && !isEnding && schedule.pace == 1000 && !isWornOut(link)
            && map.counts[.pending] > policy.groupsFrom * allowedLinks
    }

    /// Whether a link has carried as much as a relay likes to see on one connection.
    func isWornOut(_ link: RelayLink) -> Bool {
        link.dialogue.mailCount >= policy.mailsPerConnection || link.refusals >= 15
    }

    // nil when there is nothing to send now.
    private func nextMail(for dialogue: SMTPDialogue, into message: inout [UInt8], _ now: Int) -> Ready? {
        workWaitsUntil = nil
        isOutOfWork = false
        while end == nil, now >= rateWaitUntil, now >= pacedUntil {
            guard let slot = takeSlot(now) else { return nil }
            switch schedule.next(map, now: now) {
            case .send(let index):
                if let envelope = compose(index, for: dialogue, into: &message) {
                    return Ready(index: index, slot: slot, envelope: envelope)
                }
                giveBack(slot, wasSent: false)
            case .wait(let until):
                workWaitsUntil = until
                giveBack(slot, wasSent: false)
                return nil
            case .waitForReplies:
                giveBack(slot, wasSent: false)
                return nil
            case .finished:
                isOutOfWork = true
                giveBack(slot, wasSent: false)
                return nil
            }
        }
        return nil
    }

    /// The slot that stands for any number of mails: nothing limits the rate.
    private static let unlimited = -1

    /// Takes a slot of the rate; nil when it allows none now.
    private func takeSlot(_ now: Int) -> Int? {
        do throws(ErrorNumber) {
            switch try rate?.take() {
            case .slot(let slot): return slot
            case .wait(let milliseconds):
                rateWaitUntil = now + milliseconds
                return nil
            case nil: return Self.unlimited
            }
        } catch {
            end = .failed("the rate limit's file: \(error.text)")
            return nil
        }
    }

    /// Gives a slot of the rate back; `wasSent` tells whether the relay may have seen any of its mail.
    func giveBack(_ slot: Int?, wasSent: Bool) {
        guard let slot, slot != Self.unlimited else { return }
        rate?.giveBack(slot, wasSent: wasSent)
    }

    // nil when the recipient gets no mail over this link.
    private func compose(_ index: Int, for dialogue: SMTPDialogue, into message: inout [UInt8]) -> MailEnvelope? {
        let recipient: MailRecipient
        do throws(ErrorNumber) { recipient = try list.recipient(at: index) } catch {
            schedule.settle(index)
            end = .failed("the recipient list: \(error.text)")
            return nil
        }
        if isSuppressed(recipient.address) {
            schedule.settle(index)
            note(MailEvent(index: index, kind: .skipped, time: 0, code: 0, text: "suppressed"))
            map[index] = .skipped
            return nil
        }
        message.removeAll(keepingCapacity: true)
        let envelope: MailEnvelope
        do throws(MailRefused) { envelope = try composer.compose(recipient, into: &message) } catch {
            apply(schedule.unsendable(index, SMTPReply(code: 0, text: error.reason)), to: index)
            return nil
        }
        if let objection = dialogue.objection(to: envelope, size: message.count) {
            apply(schedule.unsendable(index, objection.reply), to: index)
            return nil
        }
        return envelope
    }

    /// Whether an address gets nothing any more.
    func isSuppressed(_ address: MailAddress) -> Bool {
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
}
