import JSON5
import StatusCommCore

extension TicketDouble {
    /// Freshdesk's API v2 for the key `key1`, as <https://developers.freshdesk.com/api/> has it.
    package static func freshdesk() throws -> TicketDouble {
        try TicketDouble { request, desk in Freshdesk(request: request).answer(&desk) }
    }
}

private struct Freshdesk {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.basicCredentials == "key1:X" else {
            return .json(401, ["code": "invalid_credentials", "message": "You have to be logged in."])
        }
        let path = Array(request.pathParts.dropFirst(2))
        guard request.path.hasPrefix("/api/v2/") else { return .json(404, [:]) }
        switch (request.method, path.first, path.count) {
        case ("GET", "tickets", 1): return list(desk)
        case ("GET", "search", 2): return search(desk)
        case (_, "tickets", 2...3):
            guard let id = Int(path[1]), let ticket = desk[id] else { return LoopbackServer.Answer(404) }
            switch (request.method, path.count == 3 ? path[2] : "") {
            case ("GET", ""): return .json(200, json(ticket, include: request.parameter("include") ?? ""))
            case ("PUT", ""): return update(ticket, &desk)
            case ("GET", "conversations"): return conversations(of: ticket)
            case ("POST", "notes"): return write(["body": .text(atMost: 100_000)], ["private": .bool], ticket, &desk)
            case ("POST", "reply"): return write(["body": .text(atMost: 100_000)], [:], ticket, &desk)
            default: return .json(405, ["code": "method_not_allowed", "message": "not allowed"])
            }
        default: return .json(404, [:])
        }
    }

    private func list(_ desk: TicketDesk) -> LoopbackServer.Answer {
        let known = ["updated_since", "include", "order_by", "order_type", "per_page", "page"]
        if let name = request.parameters(otherThan: known).first { return invalid(name, "unexpected") }
        let size = Int(request.parameter("per_page") ?? "30") ?? 0
        let page = Int(request.parameter("page") ?? "1") ?? 0
        guard (1...100).contains(size) else { return invalid("per_page", "It should be a Positive Integer ≤ 100") }
        guard (1...300).contains(page) else {
            return invalid("page", "You cannot access tickets beyond the 300th page")
        }
        guard let since = Timestamp(rfc3339: request.parameter("updated_since") ?? "") else {
            return invalid("updated_since", "It should be a valid date")
        }
        let found = desk.tickets.filter { $0.updated >= since }
        let rows = found.page(page, size: size).map { json($0, include: request.parameter("include") ?? "") }
        return .json(200, .array(rows), headers: link(page, isLast: page * size >= found.count))
    }

    private func search(_ desk: TicketDesk) -> LoopbackServer.Answer {
        guard let query = request.parameter("query"), query.hasPrefix("\"tag:'"), query.hasSuffix("'\"") else {
            return invalid("query", "Given query is invalid")
        }
        let page = Int(request.parameter("page") ?? "1") ?? 0
        guard (1...10).contains(page) else { return invalid("page", "It should be a Positive Integer ≤ 10") }
        let tag = String(query.dropFirst(6).dropLast(2))
        let found = desk.tickets.filter { $0.tags.contains(tag) }
        let rows = found.page(page, size: 30).map { json($0, include: "") }
        return .json(200, ["total": .number(JSONNumber(found.count)), "results": .array(rows)])
    }

    private func update(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        if let fault = Shape([:], optional: ["tags": .array, "status": .number(2...7)]).fault(in: request.json) {
            return invalid("body", fault)
        }
        var ticket = ticket
        if let tags = request.json?["tags"]?.array { ticket.tags = tags.compactMap(\.string) }
        if let status = request.json?["status"]?.int { ticket.status = status == 4 ? .solved : .open }
        desk[ticket.id] = ticket
        return .json(200, json(ticket, include: ""))
    }

    private func write(
        _ required: [String: Shape.Field],
        _ optional: [String: Shape.Field],
        _ ticket: TicketDesk.Ticket,
        _ desk: inout TicketDesk
    ) -> LoopbackServer.Answer {
        if let fault = Shape(required, optional: optional).fault(in: request.json) { return invalid("body", fault) }
        // A note is private unless it says otherwise; a reply never is.
        let isPublic = optional.isEmpty || request.json?["private"] == false
        let text = request.json?["body"]?.string ?? ""
        let id = desk.write(text, isPublic: isPublic, on: ticket.id) ?? 0
        return .json(201, ["id": .number(JSONNumber(id)), "body": .string(text)])
    }

    private func conversations(of ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        // The first message is the ticket's description; one to a page, so that a thread has several.
        let all = ticket.messages.dropFirst()
        let page = Int(request.parameter("page") ?? "1") ?? 1
        let rows = all.dropFirst(page - 1).prefix(1).map { message -> JSONValue in
            [
                "id": .number(JSONNumber(message.id)), "body": .string(message.text),
                "private": .bool(!message.isPublic), "incoming": .bool(message.isByCustomer),
                "created_at": .string(message.created.description),
            ]
        }
        return .json(200, .array(rows), headers: link(page, isLast: page >= all.count))
    }

    private func link(_ page: Int, isLast: Bool) -> [(name: String, value: String)] {
        guard !isLast else { return [] }
        let rest = request.query.split(separator: "&").filter { !$0.hasPrefix("page=") }.joined(separator: "&")
        return [("link", "<\(request.url)\(request.path)?\(rest)&page=\(page + 1)>; rel=\"next\"")]
    }

    private func invalid(_ field: String, _ words: String) -> LoopbackServer.Answer {
        .json(
            400,
            [
                "description": "Validation failed",
                "errors": [["field": .string(field), "message": .string(words), "code": "invalid_value"]],
            ]
        )
    }

    private func json(_ ticket: TicketDesk.Ticket, include: String) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [.new: 2, .open: 2, .pending: 6, .solved: 4]
        var json: JSONValue = [
            "id": .number(JSONNumber(ticket.id)),
            "subject": .string(ticket.subject),
            "status": words[ticket.status] ?? .null,
            "created_at": .string(ticket.created.description),
            "updated_at": .string(ticket.updated.description),
            "requester_id": .number(JSONNumber(10_000 + ticket.customer)),
            "tags": .array(ticket.tags.map { .string($0) }),
            "group_id": .null,
            "custom_fields": ["cf_service": .string(ticket.service), "cf_none": .null],
        ]
        let parts = include.split(separator: ",")
        // A single ticket has its text, a list has not.
        if parts.contains("description") || request.pathParts.count == 4 {
            json = json.setting("description_text", .string(ticket.messages[0].text))
        }
        if parts.contains("requester") {
            json = json.setting(
                "requester",
                ["email": .string(ticket.address), "name": .string(ticket.customerName)]
            )
        }
        if parts.contains("stats") {
            let time = ticket.messages.dropFirst().filter(\.isByCustomer).last?.created.description
            json = json.setting("stats", ["requester_responded_at": time.map { .string($0) } ?? .null])
        }
        return json
    }
}
