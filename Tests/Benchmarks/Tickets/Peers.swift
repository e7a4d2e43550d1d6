import Glibc

/// Other ways to the seed's score, without folding, without leaving quotations out and without saying why.
enum Peers {
    /// As one writes it at first: lower-case strings and `contains`.
    static func strings(_ ticket: Ticket, _ query: TicketQuery) -> Int {
        let text = (ticket.subject + "\n" + (ticket.body?.text ?? "")).lowercased()
        let found = query.keywords.filter { text.contains($0) }.count
        return sum(ticket, query, found)
    }

    /// With the C library's search, one pass a keyword.
    static func library(_ ticket: Ticket, _ query: TicketQuery) -> Int {
        let body = ticket.body?.text ?? ""
        let found = query.keywords.filter { keyword in
            strcasestr(ticket.subject, keyword) != nil || strcasestr(body, keyword) != nil
        }.count
        return sum(ticket, query, found)
    }

    private static func sum(_ ticket: Ticket, _ query: TicketQuery, _ found: Int) -> Int {
        let service = ticket.fields["Affected Service"]?.contains("Payments") == true ? 500 : 0
        let keywords = (300 * found + query.keywords.count - 1) / query.keywords.count
        let timing = ticket.createdAt >= query.startedAt.advanced(by: .seconds(-1_800)) ? 200 : 0
        return service + keywords + timing
    }
}
