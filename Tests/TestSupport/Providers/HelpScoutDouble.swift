import JSON5
import StatusCommCore

extension TicketDouble {
    /// Help Scout's Inbox API 2.0 for the app `app1` with the secret `secret1`, as
    /// <https://developer.helpscout.com/mailbox-api/> has it.
    package static func helpScout() throws -> TicketDouble {
        try TicketDouble { request, desk in HelpScout(request: request).answer(&desk) }
    }
}

private struct HelpScout {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        let path = Array(request.pathParts.dropFirst())
        if request.method == "POST", path == ["oauth2", "token"] { return token }
        guard request.header("authorization") == "Bearer access1" else {
            return .json(401, ["error": "invalid_token", "error_description": "Invalid access token"])
        }
        switch (request.method, path.first, path.count) {
        case ("GET", "conversations", 1): return list(desk)
        case (_, "conversations", 2...3):
            guard let ticket = Int(path[1]).flatMap({ desk[$0] }) else { break }
            switch (request.method, path.count == 3 ? path[2] : "") {
            case ("GET", ""): return .json(200, json(ticket))
            case ("PATCH", ""): return patch(ticket, &desk)
            case ("PUT", "tags"): return tags(of: ticket, &desk)
            case ("GET", "threads"): return threads(of: ticket)
            case ("POST", "notes"): return write(Shape(["text": .text(atMost: 100_000)]), false, ticket, &desk)
            case ("POST", "reply"):
                let status: [String: Shape.Field] = ["status": .word(["active", "closed", "pending"])]
                let shape = Shape(["text": .text(atMost: 100_000), "customer": .object], optional: status)
                return write(shape, true, ticket, &desk)
            default: break
            }
        default: break
        }
        return .json(404, ["message": "Not found", "_embedded": ["errors": []]])
    }

    private var token: LoopbackServer.Answer {
        let form = Dictionary(request.form.map { ($0.name, $0.value) }) { first, _ in first }
        guard form["grant_type"] == "client_credentials", form["client_id"] == "app1",
            form["client_secret"] == "secret1"
        else { return .json(401, ["error": "invalid_client", "error_description": "Client authentication failed"]) }
        return .json(200, ["token_type": "bearer", "access_token": "access1", "expires_in": 172_800])
    }

    private func list(_ desk: TicketDesk) -> LoopbackServer.Answer {
        let known = ["status", "mailbox", "query", "tag", "sortField", "sortOrder", "page"]
        if let name = request.parameters(otherThan: known).first { return invalid(name) }
        var found = desk.tickets
        // 'open' is active and pending; without a status only active ones come.
        switch request.parameter("status") {
        case "open"?: found = found.unsolved
        case "all"?: break
        default: found = found.filter { $0.status == .open }
        }
        if let tag = request.parameter("tag") { found = found.filter { $0.tags.contains(tag) } }
        if let since = request.part(of: "query", after: "createdAt:[") {
            guard let time = Timestamp(rfc3339: since), !since.contains(".") else { return invalid("query") }
            found = found.created(since: time)
        }
        let page = Int(request.parameter("page") ?? "") ?? 1
        return paged(found.page(page, size: 25).map(json), named: "conversations", page, total: found.count, size: 25)
    }

    private func paged(
        _ rows: [JSONValue],
        named name: String,
        _ page: Int,
        total: Int,
        size: Int
    ) -> LoopbackServer.Answer {
        let links: JSONValue =
            page * size < total ? ["next": ["href": .string("https://elsewhere.example/?page=\(page + 1)")]] : [:]
        return .json(
            200,
            [
                "_embedded": .object([name: .array(rows)]),
                "_links": links,
                "page": ["number": .number(JSONNumber(page)), "totalElements": .number(JSONNumber(total))],
            ]
        )
    }

    private func patch(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        let shape = Shape(["op": .word(["replace"]), "path": .word(["/status"]), "value": .word(["closed"])])
        if let fault = shape.fault(in: request.json) { return invalid(fault) }
        var ticket = ticket
        ticket.status = .solved
        desk[ticket.id] = ticket
        return LoopbackServer.Answer(204)
    }

    private func tags(of ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        if let fault = Shape(["tags": .array]).fault(in: request.json) { return invalid(fault) }
        var ticket = ticket
        ticket.tags = request.json?["tags"]?.array?.compactMap(\.string) ?? []
        desk[ticket.id] = ticket
        return LoopbackServer.Answer(204)
    }

    private func write(
        _ shape: Shape,
        _ isPublic: Bool,
        _ ticket: TicketDesk.Ticket,
        _ desk: inout TicketDesk
    ) -> LoopbackServer.Answer {
        if let fault = shape.fault(in: request.json) { return invalid(fault) }
        if isPublic, request.json?["customer"]?["id"]?.int == nil { return invalid("customer.id") }
        let id = desk.write(request.json?["text"]?.string ?? "", isPublic: isPublic, on: ticket.id)
        if request.json?["status"] == "closed", var changed = desk[ticket.id] {
            changed.status = .solved
            desk[ticket.id] = changed
        }
        return LoopbackServer.Answer(201, headers: [("Resource-ID", "\(id ?? 0)")])
    }

    private func threads(of ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        let rows = ticket.messages.reversed().map { message -> JSONValue in
            [
                "id": .number(JSONNumber(message.id)),
                "type": .string(message.isByCustomer ? "customer" : message.isPublic ? "message" : "note"),
                "body": .string(message.text),
                "createdAt": .string(message.created.description),
            ]
        }
        // Two to a page, so that a thread has several.
        let page = Int(request.parameter("page") ?? "") ?? 1
        let part = Array(rows.dropFirst((page - 1) * 2).prefix(2))
        return paged(part, named: "threads", page, total: rows.count, size: 2)
    }

    private func invalid(_ words: String) -> LoopbackServer.Answer {
        .json(400, ["message": "Bad request", "_embedded": ["errors": [["message": .string(words)]]]])
    }

    private func json(_ ticket: TicketDesk.Ticket) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [
            .new: "active", .open: "active", .pending: "pending", .solved: "closed",
        ]
        return [
            "id": .number(JSONNumber(ticket.id)),
            "number": .number(JSONNumber(7_000 + ticket.id)),
            "subject": .string(ticket.subject),
            "status": words[ticket.status] ?? .null,
            "mailboxId": 85,
            "createdAt": .string(ticket.created.description),
            "userUpdatedAt": .string(ticket.updated.description),
            "primaryCustomer": [
                "id": .number(JSONNumber(10_000 + ticket.customer)), "email": .string(ticket.address),
                "first": .string(ticket.customerName),
            ],
            "tags": .array(ticket.tags.map { ["id": 1, "tag": .string($0)] }),
            "customFields": [["id": 8, "name": "Service", "value": "3", "text": .string(ticket.service)]],
        ]
    }
}
