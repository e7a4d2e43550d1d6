#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension MailRun {
    func openConnections(_ opener: ConnectionOpener, _ now: Int) {
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

    func takeConnections(_ opener: ConnectionOpener, _ now: Int) {
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

    func backOff(_ now: Int) {
        if unreachableSince == nil, links.allSatisfy(\.isClosed) { unreachableSince = now }
        let pause = min(policy.reconnectPause << min(connectFailures, 16), policy.longestReconnect)
        connectFailures += 1
        // Somewhere in the second half, so that several machines do not come back together.
        nextConnectAt = now + pause / 2 + Int.random(in: 0...max(1, pause / 2))
    }

    func wait(_ opener: ConnectionOpener, _ now: Int) {
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

    func expire(_ now: Int) {
        for link in links {
            guard let deadline = link.deadline(policy.timeouts), now >= deadline else { continue }
            lose(link, "no reply to \(link.dialogue.waitsFor?.rawValue ?? "the message") in time", now)
        }
    }

    func close(_ now: Int) {
        for link in links { quit(link, now) }
        links = []
    }

    // The relay's answer to QUIT is nothing to wait for.
    func quit(_ link: RelayLink, _ now: Int) {
        link.output.append(contentsOf: "QUIT\r\n".utf8)
        try? link.flush(now: now)
        link.isClosed = true
    }
}
