/// What ties a ticket to an incident, in the ticket system itself, for agents to see, to set and to take away.
///
/// A system keeps the `text` (a tag, a label, a value of a field) or the `url` (a link), and can search for what it keeps.
/// The text is made from the incident's public name: it tells a reader of the ticket no more than the status page does,
/// and two state directories that both have an `INC-7` do not take each other's tickets.
package struct TicketMark: Hashable, Sendable {
    /// One word of `[a-z0-9-]`, at most 30 characters, such as `incident-k3x9q2m7a1b4`.
    package let text: String
    /// Address of the incident on the status page; every incident has one of its own.
    package let url: String
    /// The incident's title, for systems that show one beside a link.
    package let title: String

    /// The mark of an incident.
    package init(publicID: String, url: String, title: String) {
        text = "incident-\(publicID)"
        self.url = url
        self.title = title
    }

    /// Whether a value found on a ticket is this mark, in whatever case a system or an agent wrote it.
    package func isWritten(as value: String) -> Bool {
        value == url || value.lowercased() == text
    }
}
