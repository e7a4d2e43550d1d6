import JSON5
import StatusCommCore

extension TicketDouble {
    /// GitLab's issues of `acme/support` with the token `token1`, as <https://docs.gitlab.com/api/issues/> has them.
    package static func gitLabIssues() throws -> TicketDouble {
        try TicketDouble { request, desk in GitLab(request: request).answer(&desk) }
    }
}

private struct GitLab {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.header("private-token") == "token1" else { return .json(401, ["message": "401 Unauthorized"]) }
        // The project's path is one part of the URL's.
        let path = request.pathParts
        guard path.prefix(4) == ["api", "v4", "projects", "acme/support"], path.count > 4, path[4] == "issues" else {
            return .json(404, ["message": "404 Project Not Found"])
        }
        guard path.count > 5 else { return list(desk) }
        guard let ticket = Int(path[5]).flatMap({ desk[$0] }) else { return .json(404, ["message": "404 Not found"]) }
        switch (request.method, path.count > 6 ? path[6] : "") {
        case ("GET", ""): return .json(200, json(ticket))
        case ("PUT", ""): return update(ticket, &desk)
        case ("GET", "notes"): return notes(of: ticket)
        case ("POST", "notes"):
            let shape = Shape(["body": .text(atMost: 1_000_000)], optional: ["internal": .bool])
            if let fault = shape.fault(in: request.json) { return .json(400, ["error": .string(fault)]) }
            // Public is what a note is that does not say.
            let isInternal = request.json?["internal"]?.bool ?? false
            let id = desk.write(request.json?["body"]?.string ?? "", isPublic: !isInternal, on: ticket.id)
            return .json(201, ["id": .number(JSONNumber(id ?? 0)), "internal": .bool(isInternal)])
        default: return .json(405, ["message": "405 Method Not Allowed"])
        }
    }

    private func list(_ desk: TicketDesk) -> LoopbackServer.Answer {
        var found = desk.tickets
        if request.parameter("state") == "opened" { found = found.unsolved }
        if let label = request.parameter("labels") { found = found.filter { $0.tags.contains(label) } }
        if let since = request.parameter("created_after") {
            guard let time = Timestamp(rfc3339: since) else { return .json(400, ["error": "created_after is invalid"]) }
            found = found.created(since: time)
        }
        let size = min(Int(request.parameter("per_page") ?? "") ?? 20, 100)
        let page = Int(request.parameter("page") ?? "") ?? 1
        return .json(
            200,
            .array(found.page(page, size: size).map(json)),
            headers: link(page, isLast: page * size >= found.count)
        )
    }

    private func update(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        let fields: [String: Shape.Field] = [
            "add_labels": .text(atMost: 255), "remove_labels": .text(atMost: 255),
            "state_event": .word(["close", "reopen"]),
        ]
        if let fault = Shape([:], optional: fields).fault(in: request.json) {
            return .json(400, ["error": .string(fault)])
        }
        var ticket = ticket
        if let label = request.json?["add_labels"]?.string, !ticket.tags.contains(label) { ticket.tags.append(label) }
        if let label = request.json?["remove_labels"]?.string { ticket.tags.removeAll { $0 == label } }
        if request.json?["state_event"] == "close" { ticket.status = .solved }
        desk[ticket.id] = ticket
        return .json(200, json(ticket))
    }

    private func notes(of ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        var all = Array(ticket.messages.dropFirst())
        if request.parameter("sort") != "asc" { all.reverse() }
        let page = Int(request.parameter("page") ?? "") ?? 1
        let rows = all.dropFirst(page - 1).prefix(1).map { message -> JSONValue in
            [
                "id": .number(JSONNumber(message.id)), "body": .string(message.text),
                "internal": .bool(!message.isPublic),
                "author": ["username": .string(message.isByCustomer ? "customer\(ticket.customer)" : "agent")],
                "created_at": .string(message.created.rfc3339),
            ]
        }
        return .json(200, .array(rows), headers: link(page, isLast: page >= all.count))
    }

    private func link(_ page: Int, isLast: Bool) -> [(name: String, value: String)] {
        guard !isLast else { return [] }
        let rest = request.query.split(separator: "&").filter { !$0.hasPrefix("page=") }.joined(separator: "&")
        return [("Link", "<\(request.url)\(request.path)?\(rest)&page=\(page + 1)>; rel=\"next\"")]
    }

    private func json(_ ticket: TicketDesk.Ticket) -> JSONValue {
        [
            "id": .number(JSONNumber(700_000 + ticket.id)),
            "iid": .number(JSONNumber(ticket.id)),
            "web_url": .string("https://gitlab.example/acme/support/-/issues/\(ticket.id)"),
            "title": .string(ticket.subject),
            "description": .string(ticket.messages[0].text),
            "state": .string(ticket.status == .solved ? "closed" : "opened"),
            "created_at": .string(ticket.created.rfc3339),
            "updated_at": .string(ticket.updated.rfc3339),
            "author": ["username": .string("customer\(ticket.customer)"), "name": .string(ticket.customerName)],
            "service_desk_reply_to": .string(ticket.address),
            "labels": .array(ticket.tags.map { .string($0) }),
        ]
    }
}
