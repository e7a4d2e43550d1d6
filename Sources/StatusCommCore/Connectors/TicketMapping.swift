import JSON5

/// Where an answer has the parts of a ticket.
///
/// A part without a place is one that the answer does not tell.
struct TicketMapping: Hashable, Sendable {
    /// A list of fields, or an object of them.
    struct Fields: Hashable, Sendable {
        enum Form: Hashable, Sendable {
            /// Elements with a name and a value.
            case list(name: JSONPointer, value: JSONPointer)
            /// Members, by the name of the field.
            case members
        }

        var place: JSONPointer
        var form: Form
    }

    /// Where a ticket stands, from the provider's words.
    struct Status: Hashable, Sendable {
        var source: ValueSource
        var words: [Ticket.Status: [ConnectorText]]
        /// What a word that nobody lists means.
        var otherwise: Ticket.Status
    }

    var id: ValueSource?
    var reference: ValueSource?
    var url: ValueSource?
    var subject: ValueSource?
    var text: ValueSource?
    /// Holds when the text is HTML; nil when it never is.
    var isHTML: Condition?
    var status: Status?
    var created: ValueSource?
    var updated: ValueSource?
    var requesterID: ValueSource?
    var requesterAddress: ValueSource?
    var requesterName: ValueSource?
    var tags: ValueSource?
    var queue: ValueSource?
    var fields: [Fields]
    /// Each says on its own that the ticket came from automatic mail.
    var automatic: [Condition]
    var lastCustomerMessage: ValueSource?
    var version: ValueSource?
    var marks: ValueSource?

    /// Every template in it.
    var texts: [ConnectorText] {
        let sources = [
            id, reference, url, subject, text, status?.source, created, updated, requesterID, requesterAddress,
            requesterName, tags, queue, lastCustomerMessage, version, marks,
        ]
        return sources.flatMap { $0?.texts ?? [] } + (isHTML?.texts ?? []) + automatic.flatMap(\.texts)
            + (status?.words.values.flatMap { $0 } ?? [])
    }
}

extension TicketMapping {
    /// The mapping with what another one says in the place of its own.
    func overridden(by other: TicketMapping?) -> TicketMapping {
        guard let other else { return self }
        var mapping = self
        func replace<Part>(_ path: WritableKeyPath<TicketMapping, Part?>) {
            if let part = other[keyPath: path] { mapping[keyPath: path] = part }
        }
        let sources: [WritableKeyPath<TicketMapping, ValueSource?>] = [
            \.id, \.reference, \.url, \.subject, \.text, \.created, \.updated, \.requesterID, \.requesterAddress,
            \.requesterName, \.tags, \.queue, \.lastCustomerMessage, \.version, \.marks,
        ]
        for path in sources { replace(path) }
        replace(\.isHTML)
        replace(\.status)
        if !other.fields.isEmpty { mapping.fields = other.fields }
        if !other.automatic.isEmpty { mapping.automatic = other.automatic }
        return mapping
    }
}
