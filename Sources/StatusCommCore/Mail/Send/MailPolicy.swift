/// How a notification is sent; times in milliseconds.
package struct MailPolicy: Hashable, Sendable {
    /// What is done about a mail whose fate only the relay knows.
    package enum InDoubt: String, CaseIterable, Sendable {
        /// Once more, at the end, with the same `Message-ID`: at worst somebody has it twice.
        case resend
        /// Not again: at worst somebody misses it.
        case skip
    }

    /// Most connections at a time.
    package var connections = 8
    /// Mails after which a connection is closed for a new one.
    package var mailsPerConnection = 10_000
    /// Mails that have to wait, for each connection, so that the commands of one go out behind the dot of another; see
    /// `SMTPDialogue.beginNext`.
    package var groupsFrom = 2
    package var inDoubt = InDoubt.resend
    /// Pause after the first deferral of a recipient; it doubles with each.
    package var firstRetry = 5 * 60_000
    package var longestRetry = 60 * 60_000
    /// Age of a notification at which deferral becomes refusal.
    package var giveUpAfter = 4 * 60 * 60_000
    /// First pause when the relay asks for less; it doubles with each.
    package var slowDownPause = 60_000
    package var longestSlowDown = 10 * 60_000
    /// First pause when no connection can be made; it doubles with each.
    package var reconnectPause = 1000
    package var longestReconnect = 60_000
    /// Time in which the first connection has to be made; else the run ends with everything queued.
    package var reachWithin = 5 * 60_000
    /// Time without any connection, after there was one, at which the run ends with the rest queued.
    package var unreachableAfter = 5 * 60_000
    /// Longest wait for a recipient's next attempt before the run ends with the rest queued.
    package var patience = 0
    /// Refusals of the message in a row that pause the run.
    package var refusalsInARow = 5
    /// Such pauses after which the run stops.
    package var refusalPauses = 3
    /// Limit for the reply to each command; source: RFC 5321 section 4.5.3.2, shortened where no duplicate can follow.
    package var timeouts = Timeouts()

    /// Limits for the replies of the relay, in milliseconds.
    package struct Timeouts: Hashable, Sendable {
        /// For TCP, TLS, greeting, EHLO and AUTH together.
        package var connect = 60_000
        package var mail = 60_000
        package var recipient = 60_000
        package var data = 60_000
        /// Between two pieces of the message that the connection takes.
        package var block = 3 * 60_000
        /// Behind the final dot: too short a time makes duplicates.
        package var end = 10 * 60_000

        /// The limits of RFC 5321, some of them shortened.
        package init() {}
    }

    /// The default policy.
    package init() {}
}
