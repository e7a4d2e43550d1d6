import JSON5
import StatusCommCore

extension TicketDouble {
    /// Zammad's API with the token `token1`, as <https://docs.zammad.org/en/latest/api/> has it.
    package static func zammad() throws -> TicketDouble {
        try TicketDouble { request, desk in Zammad(request: request).answer(&desk) }
    }
}

private struct Zammad {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.header("authorization") == "Token token=token1" else {
            return .json(403, ["error": "Invalid token!"])
        }
        let path = Array(request.pathParts.dropFirst(2))
        switch (request.method, path.first, path.count) {
        case ("GET", "tickets", 2) where path[1] == "search": return search(desk)
        case ("GET", "tickets", 2), ("PUT", "tickets", 2):
            guard let ticket = Int(path[1]).flatMap({ desk[$0] }) else { return missing }
            return request.method == "GET" ? .json(200, json(ticket)) : update(ticket, &desk)
        case ("GET", "ticket_articles", 3) where path[1] == "by_ticket":
            guard let ticket = Int(path[2]).flatMap({ desk[$0] }) else { return missing }
            return .json(200, .array(ticket.messages.map { article($0, of: ticket) }))
        case ("POST", "ticket_articles", 1):
            guard let ticket = request.json?["ticket_id"]?.int.flatMap({ desk[$0] }) else { return missing }
            return write(request.json, on: ticket, &desk)
        case ("GET", "tags", 1):
            guard request.parameter("object") == "Ticket",
                let ticket = Int(request.parameter("o_id") ?? "").flatMap({ desk[$0] })
            else { return missing }
            return .json(200, ["tags": .array(ticket.tags.map { .string($0) })])
        case ("POST", "tags", 2) where path[1] == "add", ("DELETE", "tags", 2) where path[1] == "remove":
            return tag(&desk)
        default: return .json(404, ["error": "No route matches"])
        }
    }

    private var missing: LoopbackServer.Answer { .json(404, ["error": "Couldn't find Ticket"]) }

    private func search(_ desk: TicketDesk) -> LoopbackServer.Answer {
        guard request.parameter("expand") == "true" else { return .json(200, ["tickets": [], "assets": [:]]) }
        let query = request.parameter("query") ?? ""
        var found = desk.tickets
        if query.hasPrefix("state.name:(new OR open OR") { found = found.unsolved }
        if let age = request.part(of: "query", after: "created_at:>now-") {
            guard age.hasSuffix("m"), let minutes = Int(age.dropLast()) else { return .json(422, ["error": "query"]) }
            found = found.created(since: TicketDesk.now.advanced(by: .seconds(-60 * minutes)))
        }
        if let range = query.firstRange(of: "tags:\"") {
            let tag = String(query[range.upperBound...].prefix { $0 != "\"" })
            found = found.filter { $0.tags.contains(tag) }
        }
        let size = min(Int(request.parameter("per_page") ?? "") ?? 10, 50)
        let page = Int(request.parameter("page") ?? "") ?? 1
        guard page * size <= 10_000 else { return .json(500, ["error": "Result window is too large"]) }
        return .json(200, .array(found.page(page, size: size).map(json)))
    }

    private func update(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        if let fault = Shape(["state": .word(["closed"])], optional: ["article": .object]).fault(in: request.json) {
            return .json(422, ["error": .string(fault)])
        }
        if let sent = request.json?["article"] {
            let answer = write(sent, on: ticket, &desk, inTicket: true)
            guard answer.status == 201 else { return answer }
        }
        guard var changed = desk[ticket.id] else { return missing }
        changed.status = .solved
        desk[ticket.id] = changed
        return .json(200, json(changed))
    }

    private func write(
        _ sent: JSONValue?,
        on ticket: TicketDesk.Ticket,
        _ desk: inout TicketDesk,
        inTicket: Bool = false
    ) -> LoopbackServer.Answer {
        var required: [String: Shape.Field] = ["body": .text(atMost: 100_000), "type": .word(["note", "email"])]
        if !inTicket { required["ticket_id"] = .number(1...1_000_000) }
        let optional: [String: Shape.Field] = [
            "content_type": .word(["text/html", "text/plain"]), "internal": .bool, "to": .any, "subject": .any,
        ]
        if let fault = Shape(required, optional: optional).fault(in: sent) {
            return .json(422, ["error": .string(fault)])
        }
        if sent?["type"] == "email", sent?["to"]?.string?.contains("@") != true {
            return .json(422, ["error": "Missing recipient"])
        }
        // Whatever 'internal' says, an article of the type email is mailed.
        let isPublic = sent?["type"] == "email" || sent?["internal"]?.bool != true
        let id = desk.write(sent?["body"]?.string ?? "", isPublic: isPublic, on: ticket.id)
        return .json(201, ["id": .number(JSONNumber(id ?? 0)), "internal": .bool(!isPublic)])
    }

    private func tag(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        let shape = Shape(["item": .text(atMost: 100), "object": .word(["Ticket"]), "o_id": .number(1...1_000_000)])
        if let fault = shape.fault(in: request.json) { return .json(422, ["error": .string(fault)]) }
        guard var ticket = request.json?["o_id"]?.int.flatMap({ desk[$0] }) else { return missing }
        let item = request.json?["item"]?.string ?? ""
        ticket.tags.removeAll { $0 == item }
        if request.method == "POST" { ticket.tags.append(item) }
        desk[ticket.id] = ticket
        return .json(request.method == "POST" ? 201 : 200, "true")
    }

    private func article(_ message: TicketDesk.Message, of ticket: TicketDesk.Ticket) -> JSONValue {
        [
            "id": .number(JSONNumber(message.id)), "body": .string(message.text),
            "content_type": .string(message.isByCustomer ? "text/plain" : "text/html"),
            "internal": .bool(!message.isPublic),
            "preferences": ticket.id == 40 ? ["is-auto-response": true] : [:],
        ]
    }

    private func json(_ ticket: TicketDesk.Ticket) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [
            .new: "new", .open: "open", .pending: "pending reminder", .solved: "closed",
        ]
        return [
            "id": .number(JSONNumber(ticket.id)),
            "number": .string("22\(ticket.id)"),
            "title": .string(ticket.subject),
            "state": words[ticket.status] ?? .null,
            "group": "Users",
            "customer_id": .number(JSONNumber(10_000 + ticket.customer)),
            "customer": .string(ticket.address),
            "created_at": .string(ticket.created.rfc3339),
            "updated_at": .string(ticket.updated.rfc3339),
            "last_contact_customer_at": .string(ticket.lastCustomerMessage.rfc3339),
            "service": .string(ticket.service),
        ]
    }
}
