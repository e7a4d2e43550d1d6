import JSON5
import StatusCommCore

extension TicketDouble {
    /// ServiceNow's Table API for the user `itil` with the password `token1`, as
    /// <https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html> has it.
    ///
    /// The user may not see every 50th ticket and may not write the fields of the 44th.
    package static func serviceNow() throws -> TicketDouble {
        try TicketDouble { request, desk in ServiceNow(request: request).answer(&desk) }
    }
}

private struct ServiceNow {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.basicCredentials == "itil:token1" else {
            return .json(401, ["error": ["message": "User Not Authenticated", "detail": "Required to provide Auth"]])
        }
        let path = request.pathParts
        guard path.prefix(3) == ["api", "now", "table"], path.count >= 4 else { return missing }
        switch (request.method, path[3], path.count) {
        case ("GET", "incident", 4): return list(desk)
        case ("GET", "sys_journal_field", 4): return journal(desk)
        case (_, "incident", 5):
            guard path[4].hasPrefix("sys"), let ticket = Int(path[4].dropFirst(3)).flatMap({ desk[$0] }) else { break }
            return request.method == "GET" ? .json(200, ["result": json(ticket)]) : patch(ticket, &desk)
        default: break
        }
        return missing
    }

    private var missing: LoopbackServer.Answer {
        .json(404, ["error": ["message": "No Record found", "detail": "Record doesn't exist or ACL restricts it"]])
    }

    private func list(_ desk: TicketDesk) -> LoopbackServer.Answer {
        let query = request.parameter("sysparm_query") ?? ""
        var found = desk.tickets
        for clause in query.split(separator: "^") {
            if clause == "active=true" { found = found.unsolved }
            if clause.hasPrefix("correlation_id=") { found = found.filter { $0.mark == clause.dropFirst(15) } }
            if clause.hasPrefix("sys_created_onRELATIVEGE@minute@ago@") {
                guard let minutes = Int(clause.dropFirst(36)) else { return invalid(String(clause)) }
                found = found.created(since: TicketDesk.now.advanced(by: .seconds(-60 * minutes)))
            }
        }
        let size = Int(request.parameter("sysparm_limit") ?? "") ?? 10_000
        let offset = Int(request.parameter("sysparm_offset") ?? "") ?? 0
        // What the user may not see is taken off the page.
        let rows = found.dropFirst(offset).prefix(size).filter { !$0.id.isMultiple(of: 50) }
        return .json(
            200,
            ["result": .array(rows.map(json))],
            headers: link(offset + size, isLast: offset + size >= found.count)
        )
    }

    private func link(_ offset: Int, isLast: Bool) -> [(name: String, value: String)] {
        guard !isLast else { return [] }
        let rest = request.query.split(separator: "&").filter { !$0.hasPrefix("sysparm_offset=") }.joined(
            separator: "&"
        )
        return [("Link", "<\(request.url)\(request.path)?\(rest)&sysparm_offset=\(offset)>;rel=\"next\"")]
    }

    private func journal(_ desk: TicketDesk) -> LoopbackServer.Answer {
        let query = request.parameter("sysparm_query") ?? ""
        let clauses = query.split(separator: "^").map(String.init)
        guard let element = clauses.first(where: { $0.hasPrefix("element_id=sys") }).flatMap({ Int($0.dropFirst(14)) }),
            let ticket = desk[element]
        else { return invalid("element_id") }
        var messages = ticket.messages.dropFirst().map(\.self)
        if clauses.contains("element=comments") { messages = messages.filter(\.isPublic) }
        if clauses.contains("element=work_notes") { messages = messages.filter { !$0.isPublic } }
        if let part = clauses.first(where: { $0.hasPrefix("valueLIKE") })?.dropFirst(9) {
            messages = messages.filter { $0.text.contains(part) }
        }
        return .json(
            200,
            [
                "result": .array(
                    messages.map { message in
                        [
                            "value": .string(message.text),
                            "element": .string(message.isPublic ? "comments" : "work_notes"),
                            "sys_created_on": time(message.created),
                            "sys_created_by": .string(message.isByCustomer ? "customer\(ticket.customer)" : "itil"),
                        ]
                    }
                )
            ]
        )
    }

    private func patch(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.method == "PATCH" else { return LoopbackServer.Answer(405) }
        let fields: [String: Shape.Field] = [
            "work_notes": .text(atMost: 100_000), "comments": .text(atMost: 100_000), "state": .any,
            "close_code": .text(atMost: 40), "close_notes": .text(atMost: 4_000), "correlation_id": .any,
        ]
        if let fault = Shape([:], optional: fields).fault(in: request.json) { return invalid(fault) }
        let sent = request.json
        // A field that may not be written is left as it is, and that is no error.
        guard ticket.id != 44 else { return .json(200, ["result": json(ticket)]) }
        if let text = sent?["work_notes"]?.string { _ = desk.write(text, isPublic: false, on: ticket.id) }
        if let text = sent?["comments"]?.string { _ = desk.write(text, isPublic: true, on: ticket.id) }
        guard var changed = desk[ticket.id] else { return missing }
        if let mark = sent?["correlation_id"]?.string { changed.mark = mark }
        if sent?["state"]?.int == 6 || sent?["state"]?.string == "6" {
            guard sent?["close_code"] != nil, sent?["close_notes"] != nil else {
                return .json(403, ["error": ["message": "Operation Failed", "detail": "Data Policy Exception"]])
            }
            changed.status = .solved
        }
        desk[ticket.id] = changed
        return .json(200, ["result": json(changed)])
    }

    private func invalid(_ words: String) -> LoopbackServer.Answer {
        .json(400, ["error": ["message": "Invalid query detected", "detail": .string(words)]])
    }

    private func time(_ time: Timestamp) -> JSONValue {
        .string(String(time.rfc3339.prefix(10)) + " " + String(time.rfc3339.dropFirst(11).prefix(8)))
    }

    private func json(_ ticket: TicketDesk.Ticket) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [.new: "1", .open: "2", .pending: "3", .solved: "6"]
        return [
            "sys_id": .string("sys\(ticket.id)"),
            "number": .string("INC000\(ticket.id)"),
            "short_description": .string(ticket.subject),
            "description": .string(ticket.messages[0].text),
            "state": words[ticket.status] ?? .null,
            "sys_created_on": time(ticket.created),
            "sys_updated_on": time(ticket.updated),
            "caller_id.user_name": .string("customer\(ticket.customer)"),
            "caller_id.email": .string(ticket.address),
            "caller_id.name": .string(ticket.customerName),
            "assignment_group.name": "Service Desk",
            "cmdb_ci.name": .string(ticket.service),
            "correlation_id": .string(ticket.mark),
        ]
    }
}
