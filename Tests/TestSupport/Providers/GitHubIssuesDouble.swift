import JSON5
import StatusCommCore

extension TicketDouble {
    /// GitHub's issues of `acme/support` with the token `token1`, as <https://docs.github.com/en/rest/issues> has them.
    ///
    /// Every seventh one is a pull request.
    package static func gitHubIssues() throws -> TicketDouble {
        try TicketDouble { request, desk in GitHub(request: request).answer(&desk) }
    }
}

private struct GitHub {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.header("user-agent")?.isEmpty == false else { return .json(403, ["message": "no User-Agent"]) }
        guard request.header("authorization") == "Bearer token1" else {
            return .json(401, ["message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"])
        }
        let path = request.pathParts
        guard path.prefix(4) == ["repos", "acme", "support", "issues"] else {
            return .json(404, ["message": "Not Found"])
        }
        guard path.count > 4 else { return list(desk) }
        guard let ticket = Int(path[4]).flatMap({ desk[$0] }) else { return .json(404, ["message": "Not Found"]) }
        switch (request.method, path.count > 5 ? path[5] : "", path.count) {
        case ("GET", "", 5): return .json(200, json(ticket))
        case ("PATCH", "", 5):
            let shape = Shape(["state": .word(["closed"]), "state_reason": .word(["completed", "not_planned"])])
            if let fault = shape.fault(in: request.json) { return invalid(fault) }
            var ticket = ticket
            ticket.status = .solved
            desk[ticket.id] = ticket
            return .json(200, json(ticket))
        case ("GET", "comments", 6): return comments(of: ticket)
        case ("POST", "comments", 6):
            if let fault = Shape(["body": .text(atMost: 65_536)]).fault(in: request.json) { return invalid(fault) }
            let id = desk.write(request.json?["body"]?.string ?? "", isPublic: true, on: ticket.id)
            return .json(201, ["id": .number(JSONNumber(id ?? 0))])
        case ("POST", "labels", 6):
            if let fault = Shape(["labels": .array]).fault(in: request.json) { return invalid(fault) }
            var ticket = ticket
            for label in request.json?["labels"]?.array?.compactMap(\.string) ?? [] where !ticket.tags.contains(label) {
                ticket.tags.append(label)
            }
            desk[ticket.id] = ticket
            return .json(200, json(ticket)["labels"] ?? [])
        case ("DELETE", "labels", 7):
            guard ticket.tags.contains(path[6]) else { return .json(404, ["message": "Label does not exist"]) }
            var ticket = ticket
            ticket.tags.removeAll { $0 == path[6] }
            desk[ticket.id] = ticket
            return .json(200, json(ticket)["labels"] ?? [])
        default: return .json(404, ["message": "Not Found"])
        }
    }

    private func list(_ desk: TicketDesk) -> LoopbackServer.Answer {
        var found = desk.tickets
        if request.parameter("state") != "all" { found = found.unsolved }
        if let label = request.parameter("labels") { found = found.filter { $0.tags.contains(label) } }
        // By the last change.
        if let since = request.parameter("since") {
            guard let time = Timestamp(rfc3339: since) else { return invalid("since") }
            found = found.filter { $0.updated >= time }
        }
        let size = min(Int(request.parameter("per_page") ?? "") ?? 30, 100)
        let page = Int(request.parameter("page") ?? "") ?? 1
        return .json(
            200,
            .array(found.page(page, size: size).map(json)),
            headers: link(page, isLast: page * size >= found.count)
        )
    }

    private func comments(of ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        let all = ticket.messages.dropFirst()
        let page = Int(request.parameter("page") ?? "") ?? 1
        let rows = all.dropFirst(page - 1).prefix(1).map { message -> JSONValue in
            [
                "id": .number(JSONNumber(message.id)), "body": .string(message.text),
                "user": ["login": .string(message.isByCustomer ? "customer\(ticket.customer)" : "agent")],
                "created_at": .string(message.created.description),
            ]
        }
        return .json(200, .array(rows), headers: link(page, isLast: page >= all.count))
    }

    private func link(_ page: Int, isLast: Bool) -> [(name: String, value: String)] {
        guard !isLast else { return [] }
        let rest = request.query.split(separator: "&").filter { !$0.hasPrefix("page=") }.joined(separator: "&")
        let next = "\(request.url)\(request.path)?\(rest)&page=\(page + 1)"
        return [("Link", "<\(next)>; rel=\"next\", <\(request.url)/x?page=9>; rel=\"last\"")]
    }

    private func invalid(_ words: String) -> LoopbackServer.Answer {
        .json(422, ["message": "Validation Failed", "errors": [["field": .string(words)]]])
    }

    private func json(_ ticket: TicketDesk.Ticket) -> JSONValue {
        var json: JSONValue = [
            "id": .number(JSONNumber(800_000 + ticket.id)),
            "number": .number(JSONNumber(ticket.id)),
            "html_url": .string("https://github.example/acme/support/issues/\(ticket.id)"),
            "title": .string(ticket.subject),
            "body": .string(ticket.messages[0].text),
            "state": .string(ticket.status == .solved ? "closed" : "open"),
            "created_at": .string(ticket.created.description),
            "updated_at": .string(ticket.updated.description),
            "user": [
                "login": .string("customer\(ticket.customer)"), "type": .string(ticket.id == 40 ? "Bot" : "User"),
            ],
            "labels": .array(ticket.tags.map { ["name": .string($0)] }),
        ]
        if ticket.id.isMultiple(of: 7) { json = json.setting("pull_request", ["url": "x"]) }
        return json
    }
}
