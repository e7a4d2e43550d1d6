/// One connection's dialogue from MAIL to the reply to the final dot, as a function of bytes.
///
/// It has no socket and no clock: what is to be sent is appended to a buffer, what came is taken byte by byte.
/// Source: RFC 5321 section 4.1, RFC 2920 for command groups.
package struct SMTPDialogue: Sendable {
    /// A command whose reply is due.
    package enum Verb: String, CaseIterable, Sendable {
        case reset = "RSET"
        case mail = "MAIL"
        case recipient = "RCPT"
        case data = "DATA"
        /// The dot behind the message.
        case end = "end of DATA"
    }

    /// What became of a mail.
    package enum Outcome: Hashable, Sendable {
        case accepted(SMTPReply)
        case refused(SMTPReply, at: Verb)
        /// The connection failed before the relay had the whole message: it cannot have accepted it.
        case notSent(String)
        /// The whole message was sent and no reply came: only the relay knows.
        case inDoubt(String)
    }

    /// Why a mail is not even begun.
    package enum Unsendable: Hashable, Sendable {
        case tooLarge(limit: Int)
        case needsSMTPUTF8

        /// The reason in a reply's words.
        package var reply: SMTPReply {
            switch self {
            case .tooLarge(let limit):
                SMTPReply(
                    code: 552,
                    enhanced: "5.3.4",
                    text: "the mail is larger than the relay's limit of \(limit) bytes"
                )
            case .needsSMTPUTF8:
                SMTPReply(code: 553, enhanced: "5.6.7", text: "the relay does not support addresses beyond ASCII")
            }
        }
    }

    /// What the caller does next.
    package enum Step: Hashable, Sendable {
        /// Wait for more.
        case wait
        /// Send the message now: record the intent, then call `appendBody`.
        case sendBody
        /// The mail is done and the connection can take another.
        case done(Outcome)
        /// The connection is over. `doubtsPrevious`: replies were out of step, so that the reply of the mail before may have
        /// been another's.
        case close(Outcome?, reason: String, reply: SMTPReply?, doubtsPrevious: Bool)
    }

    private enum Phase: Hashable, Sendable {
        case idle
        /// Commands are out, their replies due.
        case envelope
        /// 354 came.
        case bodyDue
        case bodySent
        /// The recipient was refused and DATA accepted all the same: a lone dot is out (RFC 2920 section 3.1).
        case emptyBodySent
    }

    package let capabilities: SMTPCapabilities
    private var parser = SMTPReplyParser()
    private var phase = Phase.idle
    private var due: [Verb] = []
    private var unsent: [Verb] = []
    private var refusal: (reply: SMTPReply, verb: Verb)?
    private var needsReset = false
    private var envelope: MailEnvelope?
    private var size = 0
    // Whether the next mail's commands are out behind the dot.
    private var isNextBegun = false
    /// Mails whose turn has come on the connection.
    package private(set) var mailCount = 0
    /// Whether the relay has answered a command of ours, other than by going away.
    package private(set) var hasAnswered = false

    /// Begins behind EHLO, STARTTLS and AUTH.
    package init(capabilities: SMTPCapabilities) {
        self.capabilities = capabilities
    }

    /// Whether a mail can be begun.
    package var isIdle: Bool { phase == .idle }

    /// The command whose reply is due next; nil when none is.
    package var waitsFor: Verb? { due.first }

    /// Whether the next mail's commands may go out behind the dot of this one.
    package var canBeginNext: Bool { capabilities.pipelining && phase == .bodySent && !isNextBegun }

    /// Whether this connection can carry a mail.
    package func objection(to envelope: MailEnvelope, size: Int) -> Unsendable? {
        if let limit = capabilities.sizeLimit, size > limit { return .tooLarge(limit: limit) }
        if envelope.recipient.needsSMTPUTF8 || !envelope.sender.utf8.allSatisfy({ $0 < 0x80 }), !capabilities.smtputf8 {
            return .needsSMTPUTF8
        }
        return nil
    }

    /// Begins a mail: appends its commands, all of them where the relay takes groups.
    ///
    /// `size`: bytes of the message. The caller has asked `objection` before.
    package mutating func begin(_ envelope: MailEnvelope, size: Int, output: inout [UInt8]) {
        self.envelope = envelope
        self.size = size
        refusal = nil
        phase = .envelope
        mailCount += 1
        unsent = needsReset ? [.reset, .mail, .recipient, .data] : [.mail, .recipient, .data]
        needsReset = false
        sendCommands(&output)
    }

    /// Appends the commands of the next mail behind the dot of this one, where `canBeginNext`.
    ///
    /// RFC 2920 section 3.1 lets a group begin with a message's last bytes. Replies come in order: the next message is due only
    /// after the relay's answer to this one, so that one mail a connection is in doubt at most, as without.
    package mutating func beginNext(_ envelope: MailEnvelope, size: Int, output: inout [UInt8]) {
        isNextBegun = true
        self.envelope = envelope
        self.size = size
        unsent = [.mail, .recipient, .data]
        sendCommands(&output)
    }

    /// Appends the message with its dots doubled and the final dot.
    package mutating func appendBody(_ message: [UInt8], to output: inout [UInt8]) {
        Self.appendStuffed(message, to: &output)
        phase = .bodySent
        due = [.end]
    }

    /// Takes what came, and adds what is to be done about it to `steps`, in order.
    ///
    /// When a message is due, the rest of `bytes` is looked at first: a reply that comes before our dot belongs to nothing.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer, output: inout [UInt8], steps: inout [Step]) {
        let bytes = bytes.bindMemory(to: UInt8.self)
        var position = 0
        while position < bytes.count {
            let reply: SMTPReply?
            do throws(SMTPReplyParser.Fault) {
                reply = try parser.take(bytes, from: &position)
            } catch {
                return Self.add(fault(error.rawValue), to: &steps)
            }
            guard let reply else { return }
            let step = take(reply, &output)
            Self.add(step, to: &steps)
            if case .close = step { return }
        }
    }

    private static func add(_ step: Step, to steps: inout [Step]) {
        switch step {
        case .wait: break
        case .sendBody, .done: steps.append(step)
        case .close(let outcome, let reason, let reply, let doubtsPrevious):
            switch steps.last {
            // A close before our message: there is no message to send any more.
            case .sendBody:
                steps.removeLast()
                steps.append(step)
            // A close in the same bytes as the end of a mail keeps what became of it, unless that reply is now in question.
            case .done(let ended) where outcome == nil:
                var ended = ended
                if doubtsPrevious, case .accepted = ended { ended = .inDoubt(reason) }
                steps.removeLast()
                steps.append(.close(ended, reason: reason, reply: reply, doubtsPrevious: false))
            case nil, .wait, .done, .close: steps.append(step)
            }
        }
    }

    /// The connection ended or ran into a time limit; `isOutputSent` tells whether all output had left.
    package mutating func connectionLost(_ reason: String, isOutputSent: Bool) -> Outcome? {
        defer { phase = .idle }
        switch phase {
        case .idle: return nil
        case .bodySent: return isOutputSent ? .inDoubt(reason) : .notSent(reason)
        case .envelope, .emptyBodySent, .bodyDue:
            if let refusal { return .refused(refusal.reply, at: refusal.verb) }
            return .notSent(reason)
        }
    }

    private mutating func take(_ reply: SMTPReply, _ output: inout [UInt8]) -> Step {
        if reply.code != 421 { hasAnswered = true }
        guard phase != .bodyDue else {
            // RFC 5321 section 4.2.5 knows no reply here; a refusal is believed, anything else is out of step.
            phase = .idle
            if reply.kind >= 4 {
                return .close(.refused(reply, at: .data), reason: reply.line, reply: reply, doubtsPrevious: false)
            }
            return .close(.notSent(Self.outOfStep), reason: Self.outOfStep, reply: reply, doubtsPrevious: true)
        }
        guard let verb = due.first else {
            if reply.code == 421 { return .close(nil, reason: reply.line, reply: reply, doubtsPrevious: false) }
            return .close(nil, reason: Self.outOfStep, reply: reply, doubtsPrevious: true)
        }
        due.removeFirst()
        if reply.code == 421 { return lost(to: reply, at: verb) }
        switch verb {
        case .reset:
            guard reply.kind == 2 else { return fault("RSET was refused: \(reply.line)", reply) }
        case .mail, .recipient:
            guard reply.kind != 3 else { return fault(Self.outOfStep, reply) }
            if reply.kind != 2, refusal == nil { refusal = (reply, verb) }
        case .data: return takeData(reply, &output)
        case .end: return takeEnd(reply)
        }
        return advance(&output)
    }

    private mutating func takeData(_ reply: SMTPReply, _ output: inout [UInt8]) -> Step {
        if reply.kind == 3 {
            guard refusal == nil else {
                output.append(contentsOf: [UInt8(ascii: "."), 0x0D, 0x0A])
                due = [.end]
                phase = .emptyBodySent
                return .wait
            }
            phase = .bodyDue
            return .sendBody
        }
        guard reply.kind >= 4 else { return fault(Self.outOfStep, reply) }
        if refusal == nil { refusal = (reply, .data) }
        return refused()
    }

    private mutating func takeEnd(_ reply: SMTPReply) -> Step {
        if phase == .emptyBodySent { return refused() }
        guard reply.kind != 3 else { return fault(Self.outOfStep, reply) }
        if isNextBegun {
            turnToNext()
        } else {
            phase = .idle
            needsReset = reply.kind != 2
        }
        return .done(reply.kind == 2 ? .accepted(reply) : .refused(reply, at: .end))
    }

    private mutating func turnToNext() {
        isNextBegun = false
        refusal = nil
        phase = .envelope
        mailCount += 1
    }

    private mutating func advance(_ output: inout [UInt8]) -> Step {
        guard !capabilities.pipelining else { return .wait }
        if refusal != nil { return refused() }
        sendCommands(&output)
        return .wait
    }

    private mutating func refused() -> Step {
        phase = .idle
        needsReset = true
        due.removeAll(keepingCapacity: true)
        unsent.removeAll(keepingCapacity: true)
        guard let refusal else { return .wait }
        return .done(.refused(refusal.reply, at: refusal.verb))
    }

    private mutating func lost(to reply: SMTPReply, at verb: Verb) -> Step {
        let wasSent = phase == .bodySent
        phase = .idle
        // After the dot 421 is a refusal like any other 4xx: the relay did not take the mail.
        let outcome: Outcome =
            if let refusal { .refused(refusal.reply, at: refusal.verb) } else if wasSent {
                .refused(reply, at: .end)
            } else {
                .notSent(reply.line)
            }
        return .close(outcome, reason: reply.line, reply: reply, doubtsPrevious: false)
    }

    private mutating func fault(_ reason: String, _ reply: SMTPReply? = nil) -> Step {
        let outcome: Outcome? =
            switch phase {
            case .idle: nil
            case .bodySent: .inDoubt(reason)
            case .envelope, .bodyDue, .emptyBodySent: .notSent(reason)
            }
        // A refusal is not acted on: it may be the answer to something else.
        let isOutOfStep = reason == Self.outOfStep && phase == .envelope
        phase = .idle
        return .close(outcome, reason: reason, reply: reply, doubtsPrevious: isOutOfStep)
    }

    private static let outOfStep = "the relay's replies are out of step"

    private mutating func sendCommands(_ output: inout [UInt8]) {
        guard let envelope else { return }
        repeat {
            guard !unsent.isEmpty else { return }
            let verb = unsent.removeFirst()
            switch verb {
            case .reset: output.append(contentsOf: Self.resetLine)
            case .mail: appendMail(envelope, to: &output)
            case .recipient: appendRecipient(envelope, to: &output)
            case .data: output.append(contentsOf: Self.dataLine)
            case .end: break
            }
            due.append(verb)
        } while capabilities.pipelining
    }

    private func appendMail(_ envelope: MailEnvelope, to output: inout [UInt8]) {
        output.append(contentsOf: Self.mailStart)
        output.append(contentsOf: envelope.sender.utf8)
        output.append(UInt8(ascii: ">"))
        if capabilities.sizeLimit != nil { output.append(contentsOf: " SIZE=\(size)".utf8) }
        if envelope.recipient.needsSMTPUTF8 { output.append(contentsOf: " SMTPUTF8".utf8) }
        if let id = envelope.envelopeID, capabilities.deliveryReports {
            output.append(contentsOf: " RET=HDRS ENVID=\(Self.xtext(id))".utf8)
        }
        output.append(contentsOf: Self.lineEnd)
    }

    private func appendRecipient(_ envelope: MailEnvelope, to output: inout [UInt8]) {
        output.append(contentsOf: Self.recipientStart)
        output.append(contentsOf: envelope.recipient.text.utf8)
        output.append(UInt8(ascii: ">"))
        // RFC 6533 has another address type for what is beyond ASCII; without ORCPT the report still names the recipient.
        if envelope.envelopeID != nil, capabilities.deliveryReports {
            output.append(contentsOf: " NOTIFY=FAILURE".utf8)
            if !envelope.recipient.needsSMTPUTF8 {
                output.append(contentsOf: " ORCPT=rfc822;\(Self.xtext(envelope.recipient.text))".utf8)
            }
        }
        output.append(contentsOf: Self.lineEnd)
    }

    // RFC 3461 section 4.
    private static func xtext(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "+"), byte != UInt8(ascii: "=") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "+"), upperHexDigit(byte >> 4), upperHexDigit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // RFC 5321 section 4.5.2. A message that does not end with a line end gets one.
    private static func appendStuffed(_ message: [UInt8], to output: inout [UInt8]) {
        output.reserveCapacity(output.count + message.count + 16)
        var start = 0
        var position = 0
        message.withUnsafeBufferPointer { bytes in
            while position < bytes.count {
                if bytes[position] == UInt8(ascii: ".") {
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<position]))
                    output.append(UInt8(ascii: "."))
                    start = position
                }
                guard let end = lineEndIndex(bytes, from: position) else { break }
                position = end + 1
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        if !message.isEmpty, message.last != 0x0A { output.append(contentsOf: lineEnd) }
        output.append(contentsOf: [UInt8(ascii: "."), 0x0D, 0x0A])
    }

    private static let lineEnd = Array("\r\n".utf8)
    private static let mailStart = Array("MAIL FROM:<".utf8)
    private static let recipientStart = Array("RCPT TO:<".utf8)
    private static let dataLine = Array("DATA\r\n".utf8)
    private static let resetLine = Array("RSET\r\n".utf8)
}
