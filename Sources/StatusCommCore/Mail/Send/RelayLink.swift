/// One connection of a run: its socket, its dialogue and the mail it carries.
final class RelayLink {
    let connection: RelayConnection
    var dialogue: SMTPDialogue
    /// Place of the recipient whose mail it carries; nil when it is idle.
    var index: Int?
    /// Place of the one before, whose acceptance may still come into question.
    var previousIndex: Int?
    /// Slot of the rate window.
    var slot: Int?
    var message: [UInt8] = []
    /// The mail whose commands are out behind the dot of this one.
    private(set) var next: (index: Int, slot: Int)?
    var nextMessage: [UInt8] = []
    /// Whether the mail's commands went out behind the dot of the one before.
    private(set) var cameBehindDot = false
    // Bytes of output behind the last dot.
    private var behindDot = 0
    /// Refusals in this session; relays end sessions that have too many.
    var refusals = 0
    /// Since when the present reply, or the next piece of output, is awaited.
    var since: Int
    var isClosed = false
    private var waitsFor: SMTPDialogue.Verb?
    // What is being sent must stay where it is until it is sent; what comes up meanwhile waits.
    private var sending: [UInt8] = []
    private var sent = 0
    var output: [UInt8] = []

    init(_ connection: RelayConnection, now: Int) {
        self.connection = connection
        dialogue = SMTPDialogue(capabilities: SMTPCapabilities(replyLines: connection.replyLines))
        since = now
    }

    /// Whether bytes wait to be sent.
    var hasOutput: Bool { sent < sending.count || !output.isEmpty }

    /// Whether the dot, if there is one, has left.
    var isDotSent: Bool { sending.count - sent + output.count <= behindDot }

    /// Begins a mail, whose message is in `message`.
    func begin(_ index: Int, slot: Int, _ envelope: MailEnvelope) {
        self.index = index
        self.slot = slot
        cameBehindDot = false
        dialogue.begin(envelope, size: message.count, output: &output)
    }

    /// Hands the message to the connection.
    func appendBody() {
        behindDot = 0
        dialogue.appendBody(message, to: &output)
    }

    /// Begins the next mail, whose message is in `nextMessage`, behind the dot.
    func beginNext(_ index: Int, slot: Int, _ envelope: MailEnvelope) {
        next = (index, slot)
        let before = output.count
        dialogue.beginNext(envelope, size: nextMessage.count, output: &output)
        behindDot = output.count - before
    }

    /// The mail has come to its end: the one behind it has its turn.
    func turnToNext() {
        previousIndex = index
        index = next?.index
        slot = next?.slot
        cameBehindDot = next != nil
        next = nil
        swap(&message, &nextMessage)
    }

    /// Takes back what was begun behind the dot; the connection is of no more use.
    func takeNext() -> (index: Int, slot: Int)? {
        defer { next = nil }
        return next
    }

    /// Sends what the connection takes.
    func flush(now: Int) throws(RelayFailure) {
        while hasOutput {
            if sent == sending.count {
                swap(&sending, &output)
                output.removeAll(keepingCapacity: true)
                sent = 0
            }
            var count: Int?
            var failure: RelayFailure?
            sending.withUnsafeBytes { bytes in
                do throws(RelayFailure) {
                    count = try connection.send(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            guard let count, count > 0 else { return }
            sent += count
            since = now
        }
    }

    /// Starts the clock of the reply that is due now.
    func noteWait(now: Int) {
        guard dialogue.waitsFor != waitsFor else { return }
        waitsFor = dialogue.waitsFor
        since = now
    }

    /// When the wait is over; nil while nothing is awaited.
    func deadline(_ timeouts: MailPolicy.Timeouts) -> Int? {
        if hasOutput { return since + timeouts.block }
        switch dialogue.waitsFor {
        case nil: return nil
        case .mail, .reset: return since + timeouts.mail
        case .recipient: return since + timeouts.recipient
        case .data: return since + timeouts.data
        case .end: return since + timeouts.end
        }
    }
}
