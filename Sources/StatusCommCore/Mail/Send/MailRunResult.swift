/// How a run ended.
package struct MailRunResult: Hashable, Sendable {
    /// How a run ended.
    package enum End: Hashable, Sendable {
        /// Everybody has a final state, but for those in doubt.
        case finished
        /// Some are deferred; nothing can be done before this time, in seconds since 1970.
        case deferred(until: Int)
        /// Asked to stop.
        case interrupted
        /// A newer mail of the incident takes the place of the rest.
        case superseded
        /// The relay could not be reached; another run may have more luck.
        case unreachable(String)
        /// The relay or the configuration must change first.
        case stopped(String)
        /// The disk failed; what is recorded is true, nothing more was sent.
        case failed(String)
    }

    package var end: End
    package var counts: MailCounts
    /// Mails accepted in this run.
    package var accepted: Int
    /// Places that were in doubt at any time of this run.
    package var doubts: [Int]
}
