package import JSON5

/// One write to one ticket: the unit that is put on record, repeated, looked for and shown.
package struct TicketCall: Hashable, Sendable {
    /// What a call does.
    package enum Action: Hashable, Sendable {
        /// Puts the mark on the ticket; a second time changes nothing.
        case link
        /// Takes the mark off; a second time changes nothing.
        case unlink
        /// Writes a note that only agents see. No mail goes to the customer.
        case note(text: String)
        /// Writes to the customer, who gets the system's mail.
        case reply(text: String)
        /// Writes to the customer and solves the ticket, in one request.
        ///
        /// Asked only where `TicketCapabilities.repliesAndCloses`.
        case replyAndClose(text: String)
        /// Solves the ticket.
        case close

        /// One word for records and people.
        package var name: String {
            switch self {
            case .link: "link"
            case .unlink: "unlink"
            case .note: "note"
            case .reply: "reply"
            case .replyAndClose: "reply-and-close"
            case .close: "close"
            }
        }
    }

    /// What it does; texts are light Markdown, which a system takes as Markdown, plain text or HTML.
    package var action: Action
    /// The ticket as it was read last, with the version that a conditional write needs.
    package var ticket: Ticket
    /// The incident's mark; every call has it, whatever it does.
    package var mark: TicketMark
    /// Key of this very call, 32 hexadecimal digits: the same on every attempt, on every machine.
    ///
    /// A system puts it where `find` finds it again: an idempotency header, the subject of a comment, an external id, a
    /// line of the text.
    package var key: String
    /// What an earlier attempt of this call got done, as `TicketResult.progress` gave it.
    package var progress: JSONValue?

    /// Describes a call.
    package init(
        _ action: Action,
        on ticket: Ticket,
        mark: TicketMark,
        key: String,
        progress: JSONValue? = nil
    ) {
        self.action = action
        self.ticket = ticket
        self.mark = mark
        self.key = key
        self.progress = progress
    }
}

/// How one attempt of one call ended.
package struct TicketResult: Hashable, Sendable {
    /// As with every connector: done, refused, certainly not applied, or unknown.
    package var outcome: ConnectorOutcome
    /// For a call of several requests that did not get to its end: what the next attempt has to be told.
    package var progress: JSONValue?
    /// What a person has to be told though it stopped nothing, such as a text that was cut.
    package var reports: [ConnectorReport]

    /// Holds an outcome.
    package init(_ outcome: ConnectorOutcome, progress: JSONValue? = nil, reports: [ConnectorReport] = []) {
        self.outcome = outcome
        self.progress = progress
        self.reports = reports
    }
}
