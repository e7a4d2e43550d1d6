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
