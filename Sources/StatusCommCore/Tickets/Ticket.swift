/// A ticket in our words, whatever system it comes from.
///
/// What a listing does not bring (many give no text, no requester's address, no times of messages) is nil until
/// `TicketSystem.read(_:)` is asked; nil never means "none".
package struct Ticket: Hashable, Sendable {
    /// Where a ticket stands, in the three words that matter here.
    package enum Status: String, CaseIterable, Sendable {
        /// New or open: somebody is expected to work on it.
        case open
        /// Waits for the customer or a third party; not solved.
        case pending
        /// Solved, closed, rejected, deleted or merged away: nothing more is written on it.
        case solved
    }

    /// What the customer wrote, as the system gives it.
    package struct Body: Hashable, Sendable {
        /// All of the customer's words; the first message alone where the system keeps messages apart.
        package var text: String
        /// Whether `text` is HTML; plain text otherwise.
        package var isHTML: Bool

        /// Holds a text and what it is written in.
        package init(_ text: String, isHTML: Bool = false) {
            self.text = text
            self.isHTML = isHTML
        }
    }

    /// Who wrote in.
    package struct Requester: Hashable, Sendable {
        /// The system's id of the person.
        package var id: String?
        /// Mail address, in the writing of the system.
        package var address: String?
        /// Name as people read it; only ever put into the greeting of a reply.
        package var name: String?

        /// Describes a person by what the system tells.
        package init(id: String? = nil, address: String? = nil, name: String? = nil) {
            self.id = id
            self.address = address
            self.name = name
        }
    }

    /// What requests name it by; unique within the system, never shown where there is a `reference`.
    package var id: String
    /// What people call it, as `4711` or `SUP-12`.
    package var reference: String
    /// Page of the ticket for agents.
    package var url: String?
    package var subject: String
    /// Nil when a listing came without it: then `read` brings it.
    package var body: Body?
    package var status: Status
    package var createdAt: Timestamp
    package var updatedAt: Timestamp?
    package var requester: Requester?
    package var tags: [String]
    /// Queue, group, project or mailbox, by the name that people read.
    package var queue: String?
    /// Values of the fields that the system has besides, by field name; a field without a value is left out.
    package var fields: [String: [String]]
    /// Whether it came from automatic mail: a monitor, a bounce, an out-of-office note.
    package var isAutomatic: Bool
    /// When the customer last wrote, the first message included; nil when the system does not tell.
    package var lastCustomerMessageAt: Timestamp?
    /// ETag, version number or whatever else a conditional write needs; the system's own business.
    package var version: String?
    /// Marks of incidents that it carries: values that may be the `text` or `url` of a `TicketMark`.
    ///
    /// May hold more than ours, such as every tag. Nil when a listing came without them.
    package var marks: [String]?

    /// Describes a ticket; what is left out can be set afterwards.
    package init(
        id: String,
        reference: String? = nil,
        subject: String,
        body: Body? = nil,
        status: Status = .open,
        createdAt: Timestamp
    ) {
        self.id = id
        self.reference = reference ?? id
        self.subject = subject
        self.body = body
        self.status = status
        self.createdAt = createdAt
        tags = []
        fields = [:]
        isAutomatic = false
    }

    /// Whether it carries the mark; nil when nobody knows before `read`.
    package func carries(_ mark: TicketMark) -> Bool? {
        marks.map { $0.contains(where: mark.isWritten) }
    }
}
