import JSON5
import StatusCommCore

extension TicketDouble {
    /// Intercom's tickets, API 2.14, with the token `token1`, the teammate `780` and the attribute `Incident` of the
    /// id `55`, as <https://developers.intercom.com/docs/references/2.14/rest-api/api.intercom.io/tickets> has them.
    package static func intercom() throws -> TicketDouble {
        try TicketDouble { request, desk in Intercom(request: request).answer(&desk) }
    }
}

private struct Intercom {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.header("authorization") == "Bearer token1", request.header("intercom-version") == "2.14" else {
            return error(401, "unauthorized", "Access Token Invalid")
        }
        let path = request.pathParts
        switch (request.method, path.first, path.count) {
        case ("POST", "tickets", 2) where path[1] == "search": return search(desk)
        case ("GET", "contacts", 2):
            guard path[1].hasPrefix("contact"), let customer = Int(path[1].dropFirst(7)) else { break }
            return .json(
                200,
                ["email": .string("customer\(customer)@customers.example"), "name": .string("Customer \(customer)")]
            )
        case (_, "tickets", 2...3):
            guard let ticket = Int(path[1]).flatMap({ desk[$0] }) else { break }
            switch (request.method, path.count == 3 ? path[2] : "") {
            case ("GET", ""): return .json(200, json(ticket))
            case ("PUT", ""): return update(ticket, &desk)
            case ("POST", "reply"): return reply(to: ticket, &desk)
            default: break
            }
        default: break
        }
        return error(404, "ticket_not_found", "Ticket not found")
    }

    private func error(_ status: Int, _ code: String, _ words: String) -> LoopbackServer.Answer {
        .json(status, ["type": "error.list", "errors": [["code": .string(code), "message": .string(words)]]])
    }

    private func search(_ desk: TicketDesk) -> LoopbackServer.Answer {
        if let fault = Shape(["query": .object, "pagination": .object]).fault(in: request.json) {
            return error(400, "parameter_invalid", fault)
        }
        let filters = request.json?["query"]?["value"]?.array ?? []
        guard request.json?["query"]?["operator"] == "AND", (1...15).contains(filters.count) else {
            return error(400, "parameter_invalid", "query")
        }
        var found = desk.tickets
        for filter in filters {
            switch (filter["field"]?.string, filter["operator"]?.string) {
            case ("open"?, "="?): found = found.unsolved
            case ("created_at"?, ">"?):
                guard let seconds = filter["value"]?.int else { return error(400, "parameter_invalid", "created_at") }
                found = found.created(since: Timestamp(seconds: Int64(seconds)))
            case ("ticket_attribute.55"?, "="?): found = found.filter { $0.mark == filter["value"]?.string }
            default: return error(400, "parameter_invalid", "field")
            }
        }
        let size = request.json?["pagination"]?["per_page"]?.int ?? 20
        guard (1...150).contains(size) else { return error(400, "parameter_invalid", "per_page") }
        let page = Int(request.json?["pagination"]?["starting_after"]?.string ?? "") ?? 1
        let hasMore = page * size < found.count
        return .json(
            200,
            [
                "type": "ticket.list",
                "tickets": .array(found.page(page, size: size).map(json)),
                "total_count": .number(JSONNumber(found.count)),
                "pages": [
                    "type": "pages",
                    "next": hasMore ? ["starting_after": .string("\(page + 1)")] : .null,
                ],
            ]
        )
    }

    private func update(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        let fields: [String: Shape.Field] = [
            "ticket_attributes": .object, "open": .bool, "admin_id": .number(780...780),
        ]
        if let fault = Shape([:], optional: fields).fault(in: request.json) {
            return error(400, "parameter_invalid", fault)
        }
        var ticket = ticket
        if let mark = request.json?["ticket_attributes"]?["Incident"]?.string { ticket.mark = mark }
        if request.json?["open"] == false { ticket.status = .solved }
        desk[ticket.id] = ticket
        return .json(200, json(ticket))
    }

    private func reply(to ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        let shape = Shape([
            "message_type": .word(["comment", "note"]), "type": .word(["admin"]), "admin_id": .word(["780"]),
            "body": .text(atMost: 100_000),
        ])
        if let fault = shape.fault(in: request.json) { return error(400, "parameter_invalid", fault) }
        let kind = request.json?["message_type"]?.string ?? ""
        let id = desk.write(request.json?["body"]?.string ?? "", isPublic: kind == "comment", on: ticket.id)
        return .json(200, ["type": "ticket_part", "id": .string("\(id ?? 0)"), "part_type": .string(kind)])
    }

    private func json(_ ticket: TicketDesk.Ticket) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [
            .new: "submitted", .open: "in_progress", .pending: "waiting_on_customer", .solved: "resolved",
        ]
        let parts = ticket.messages.dropFirst().map { message -> JSONValue in
            [
                "id": .string("\(message.id)"),
                "part_type": .string(message.isPublic ? "comment" : "note"),
                "body": .string(message.text),
                "created_at": .number(JSONNumber(text: "\(message.created.seconds)")),
                "author": ["type": message.isByCustomer ? "user" : "admin", "id": "1"],
            ]
        }
        return [
            "type": "ticket",
            "id": .string(String(ticket.id)),
            "ticket_id": .string("9\(ticket.id)"),
            "ticket_attributes": [
                "_default_title_": .string(ticket.subject),
                "_default_description_": .string(ticket.messages[0].text),
                "Service": .string(ticket.service),
                "Incident": ticket.mark.isEmpty ? .null : .string(ticket.mark),
            ],
            "ticket_state": ["type": "ticket_state", "category": words[ticket.status] ?? .null],
            "ticket_type": ["name": "Support"],
            "contacts": ["type": "contact.list", "contacts": [["id": .string("contact\(ticket.customer)")]]],
            "created_at": .number(JSONNumber(text: "\(ticket.created.seconds)")),
            "updated_at": .number(JSONNumber(text: "\(ticket.updated.seconds)")),
            "open": .bool(ticket.status != .solved),
            "ticket_parts": ["type": "ticket_part.list", "ticket_parts": .array(parts)],
        ]
    }
}
