import JSON5
import StatusCommCore

extension TicketDouble {
    /// Zendesk's API v2 for the agent `agent@acme.example` with the token `token1`, as
    /// <https://developer.zendesk.com/api-reference/> has it.
    package static func zendesk() throws -> TicketDouble {
        try TicketDouble { request, desk in Zendesk(request: request).answer(&desk) }
    }
}

private struct Zendesk {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.basicCredentials == "agent@acme.example/token:token1" else {
            return .json(401, ["error": "Couldn't authenticate you"])
        }
        let path = Array(request.pathParts.dropFirst(2))
        guard request.path.hasPrefix("/api/v2/") else { return .json(404, ["error": "InvalidEndpoint"]) }
        switch (request.method, path.first, path.count) {
        case ("GET", "search", 2) where path[1] == "export": return export(desk)
        case ("GET", "users", 2):
            guard let number = Int(path[1]), (10_001...10_050).contains(number) else { return missing }
            let customer = number - 10_000
            return .json(
                200,
                [
                    "user": [
                        "id": .number(JSONNumber(number)), "email": .string("customer\(customer)@customers.example"),
                        "name": .string("Customer \(customer)"),
                    ]
                ]
            )
        case (_, "tickets", 2...):
            guard let id = Int(path[1]), let ticket = desk[id] else { return missing }
            switch (request.method, path.dropFirst(2).first) {
            case ("GET", nil): return .json(200, ["ticket": json(ticket)])
            case ("PUT", nil): return update(ticket, &desk)
            case ("GET", "comments"?): return comments(of: ticket)
            case ("PUT", "tags"?), ("DELETE", "tags"?): return tags(of: ticket, &desk)
            // There is no place to post a comment to.
            default: return .json(404, ["error": "InvalidEndpoint", "description": "Not found"])
            }
        default: return .json(404, ["error": "InvalidEndpoint", "description": "Not found"])
        }
    }

    private var missing: LoopbackServer.Answer {
        .json(404, ["error": "RecordNotFound", "description": "Not found"])
    }

    private func export(_ desk: TicketDesk) -> LoopbackServer.Answer {
        let query = request.parameter("query") ?? ""
        guard request.parameter("filter[type]") == "ticket", !query.contains("type:") else {
            return .json(422, ["error": "invalid", "description": "Invalid search: type is given by filter[type]"])
        }
        guard let size = Int(request.parameter("page[size]") ?? "100"), size <= 1_000 else {
            return .json(400, ["error": "InvalidPaginationParameter"])
        }
        var found = desk.tickets
        if let tag = request.part(of: "query", after: "tags:") { found = found.filter { $0.tags.contains(tag) } }
        if query.contains("status<solved") { found = found.unsolved }
        if let since = request.part(of: "query", after: "created>=") {
            guard let time = Timestamp(rfc3339: since) else { return .json(422, ["error": "invalid"]) }
            found = found.created(since: time)
        }
        let page = Int(request.parameter("page[after]") ?? "") ?? 1
        let hasMore = page * size < found.count
        // The rows of the page before may come again.
        let rows = found.page(page, size: size) + (page > 1 ? found.page(page - 1, size: size).suffix(1) : [])
        let encoded = (request.parameter("query") ?? "").unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic ? String(scalar) : "%" + String(scalar.value, radix: 16, uppercase: true)
        }
        let next =
            "\(request.url)/api/v2/search/export?filter%5Btype%5D=ticket&page%5Bafter%5D=\(page + 1)"
            + "&page%5Bsize%5D=\(size)&query=\(encoded.joined())"
        return .json(
            200,
            [
                "results": .array(rows.map(json)),
                "meta": ["has_more": .bool(hasMore), "after_cursor": .string("\(page + 1)")],
                // It is there on the last page too.
                "links": ["next": .string(next)],
            ]
        )
    }

    private func update(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        if let fault = Shape(["ticket": .object]).fault(in: request.json) { return invalid(fault) }
        let sent = request.json?["ticket"]
        let fields: [String: Shape.Field] = [
            "comment": .object, "status": .word(["open", "pending", "hold", "solved"]),
        ]
        if let fault = Shape([:], optional: fields).fault(in: sent) { return invalid(fault) }
        if ticket.status == .solved, ticket.id.isMultiple(of: 11) {
            return invalid("Status: closed prevents ticket update")
        }
        if let comment = sent?["comment"] {
            let shape = Shape(["html_body": .text(atMost: 65_535)], optional: ["public": .bool])
            if let fault = shape.fault(in: comment) { return invalid(fault) }
            // Public is what a comment is that does not say.
            _ = desk.write(
                comment["html_body"]?.string ?? "",
                isPublic: comment["public"]?.bool ?? true,
                on: ticket.id
            )
        }
        if sent?["status"] == "solved", var changed = desk[ticket.id] {
            changed.status = .solved
            desk[ticket.id] = changed
        }
        return .json(200, ["ticket": json(desk[ticket.id] ?? ticket), "audit": ["id": 1]])
    }

    private func tags(of ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        if let fault = Shape(["tags": .array]).fault(in: request.json) { return invalid(fault) }
        let sent = request.json?["tags"]?.array?.compactMap(\.string) ?? []
        var ticket = ticket
        ticket.tags.removeAll(where: sent.contains)
        if request.method == "PUT" { ticket.tags += sent }
        desk[ticket.id] = ticket
        return .json(200, ["tags": .array(ticket.tags.map { .string($0) })])
    }

    private func comments(of ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        var messages = ticket.messages
        if request.parameter("sort") == "-created_at" { messages.reverse() }
        // Two to a page, so that a thread has several.
        let page = Int(request.parameter("page[after]") ?? "") ?? 0
        let rows = messages.dropFirst(page * 2).prefix(2)
        let sort = request.parameter("sort").map { "&sort=\($0)" } ?? ""
        return .json(
            200,
            [
                "comments": .array(
                    rows.map { message in
                        [
                            "id": .number(JSONNumber(message.id)),
                            "html_body": .string(message.text),
                            "public": .bool(message.isPublic),
                            "author_id": .number(JSONNumber(message.isByCustomer ? 10_000 + ticket.customer : 7)),
                            "created_at": .string(message.created.description),
                        ]
                    }
                ),
                "meta": ["has_more": .bool((page + 1) * 2 < messages.count)],
                "links": ["next": .string("\(request.url)\(request.path)?page%5Bafter%5D=\(page + 1)\(sort)")],
            ]
        )
    }

    private func invalid(_ words: String) -> LoopbackServer.Answer {
        .json(
            422,
            [
                "error": "RecordInvalid", "description": "Record validation errors",
                "details": ["base": [["description": .string(words)]]],
            ]
        )
    }

    private func json(_ ticket: TicketDesk.Ticket) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [
            .new: "new", .open: "open", .pending: "pending", .solved: "solved",
        ]
        return [
            "id": .number(JSONNumber(ticket.id)),
            "subject": .string(ticket.subject),
            "description": .string(ticket.messages[0].text),
            "status": words[ticket.status] ?? .null,
            "created_at": .string(ticket.created.description),
            "updated_at": .string(ticket.updated.description),
            "requester_id": .number(JSONNumber(10_000 + ticket.customer)),
            "tags": .array(ticket.tags.map { .string($0) }),
            "group_id": 20,
            "custom_fields": [["id": 360_001, "value": .string(ticket.service)], ["id": 360_002, "value": .null]],
        ]
    }
}

extension LoopbackServer.Request {
    /// `http://127.0.0.1:port`, as the client asked for it.
    package var url: String { "http://\(header("host") ?? "")" }
}
