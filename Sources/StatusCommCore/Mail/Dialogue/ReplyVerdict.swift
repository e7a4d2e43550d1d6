/// What a refusal means, and for whom.
package enum ReplyVerdict: Hashable, Sendable {
    /// The address does not work: final, and no mail goes there again.
    case addressFailed
    /// Final for this mail.
    case recipientFailed
    /// Final for this mail; many in a row mean that the relay does not want the message.
    case messageFailed
    /// Later, counted as an attempt.
    case deferRecipient
    /// The relay is too busy: slower, for all, and nobody's attempt.
    case slowDown
    /// This connection is over: another one, and nobody's attempt.
    case reconnect
    /// The relay wants none of this run's mail until somebody changes the configuration.
    case stopRun

    /// Judges a reply that is not 2xx.
    ///
    /// Codes: RFC 5321 section 4.2.3, RFC 3463, RFC 4954 section 4 and 6, and what relays say when they throttle.
    package init(_ reply: SMTPReply, at verb: SMTPDialogue.Verb) {
        self = reply.kind == 4 ? Self.transient(reply, at: verb) : Self.permanent(reply, at: verb)
    }

    private static func transient(_ reply: SMTPReply, at verb: SMTPDialogue.Verb) -> ReplyVerdict {
        switch (reply.code, reply.enhanced) {
        case (421, _): verb == .end ? .deferRecipient : .reconnect
        case (432, _), (_, "4.3.2"): .reconnect
        case (454, _), (452, "4.3.1"): .slowDown
        default: verb == .mail || isThrottling(reply) ? .slowDown : .deferRecipient
        }
    }

    private static func isThrottling(_ reply: SMTPReply) -> Bool {
        let text = reply.text.lowercased()
        guard !text.contains("grey"), !text.contains("gray") else { return false }
        return ["too much mail", "too many messages", "rate limit", "throttl", "sending rate", "slow down"].contains {
            text.contains($0)
        }
    }

    private static func permanent(_ reply: SMTPReply, at verb: SMTPDialogue.Verb) -> ReplyVerdict {
        switch (reply.code, reply.enhanced) {
        case (530, _), (534, _), (535, _), (538, _): return .stopRun
        case (_, "5.3.4"), (_, "5.6.7"), (_, "5.6.9"): return verb == .mail ? .recipientFailed : .messageFailed
        case (552, nil) where verb == .recipient: return .deferRecipient
        default: break
        }
        switch verb {
        case .mail, .reset: return .stopRun
        case .data, .end: return .messageFailed
        case .recipient: break
        }
        switch (reply.code, reply.enhanced) {
        case (_, "5.1.1"), (_, "5.1.2"), (_, "5.1.3"), (_, "5.1.6"), (_, "5.1.10"): return .addressFailed
        case (551, _), (553, nil), (553, "5.1.0"), (556, _): return .addressFailed
        default: break
        }
        return reply.enhanced?.hasPrefix("5.7.") == true || reply.code == 554 ? .messageFailed : .recipientFailed
    }
}
