import JSON5
import StatusCommCore

extension TicketDouble {
    /// Jira Service Management Cloud for the agent `agent@acme.example` with the token `token1` and the project `SUP`.
    ///
    /// <https://developer.atlassian.com/cloud/jira/platform/rest/v2/> and
    /// <https://developer.atlassian.com/cloud/jira/service-desk/rest/>.
    package static func jiraServiceManagement() throws -> TicketDouble {
        try TicketDouble { request, desk in Jira(request: request).answer(&desk) }
    }
}

private struct Jira {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.basicCredentials == "agent@acme.example:token1" else {
            return .json(401, ["errorMessages": ["Client must be authenticated to access this resource."]])
        }
        let path = request.pathParts
        switch (request.method, path.dropFirst().first, path.dropFirst(3).first) {
        case ("GET", "api", "search"):
            guard path.last == "jql" else {
                return .json(410, ["errorMessages": ["The requested API has been removed."]])
            }
            return search(desk)
        case (_, "api", "issue") where path.count >= 5:
            guard let ticket = ticket(path[4], desk) else { return missing }
            return issue(ticket, path.count > 5 ? path[5] : "", &desk)
        case (_, "servicedeskapi", _) where path.count == 5 && path[2] == "request" && path[4] == "comment":
            guard let ticket = ticket(path[3], desk) else { return missing }
            return request.method == "GET" ? comments(of: ticket) : comment(on: ticket, &desk)
        default: return .json(404, ["errorMessages": ["null for uri"]])
        }
    }

    private var missing: LoopbackServer.Answer {
        .json(404, ["errorMessages": ["Issue does not exist or you do not have permission to see it."], "errors": [:]])
    }

    private func ticket(_ name: String, _ desk: TicketDesk) -> TicketDesk.Ticket? {
        Int(name.hasPrefix("SUP-") ? String(name.dropFirst(4)) : name).flatMap { desk[$0] }
    }

    private func search(_ desk: TicketDesk) -> LoopbackServer.Answer {
        let known = ["jql", "fields", "maxResults", "nextPageToken"]
        let jql = request.parameter("jql") ?? ""
        guard request.parameters(otherThan: known).isEmpty, jql.hasPrefix("project = \"SUP\" AND ") else {
            return .json(400, ["errorMessages": ["Unbounded JQL queries are not allowed here."], "errors": [:]])
        }
        var found = desk.tickets
        if jql.contains("statusCategory != Done") { found = found.unsolved }
        if let age = request.part(of: "jql", after: "created >= -") {
            guard age.hasSuffix("m"), let minutes = Int(age.dropLast()) else {
                return .json(400, ["errorMessages": ["Date value '\(age)' for field 'created' is invalid."]])
            }
            found = found.created(since: TicketDesk.now.advanced(by: .seconds(-60 * minutes)))
        }
        if let range = jql.firstRange(of: "labels = \"") {
            let label = String(jql[range.upperBound...].prefix { $0 != "\"" })
            found = found.filter { $0.tags.contains(label) }
        }
        // It may give less than is asked for.
        let size = min(Int(request.parameter("maxResults") ?? "") ?? 50, 80)
        let page = Int(request.parameter("nextPageToken") ?? "") ?? 1
        let fields = (request.parameter("fields") ?? "id").split(separator: ",").map(String.init)
        var answer: JSONValue = [
            "issues": .array(found.page(page, size: size).map { json($0, fields: fields) }),
            "isLast": .bool(page * size >= found.count),
        ]
        if page * size < found.count { answer = answer.setting("nextPageToken", .string("\(page + 1)")) }
        return .json(200, answer)
    }

    private func issue(
        _ ticket: TicketDesk.Ticket,
        _ part: String,
        _ desk: inout TicketDesk
    ) -> LoopbackServer.Answer {
        switch (request.method, part) {
        case ("GET", ""):
            let fields = (request.parameter("fields") ?? "").split(separator: ",").map(String.init)
            return .json(200, json(ticket, fields: fields))
        case ("PUT", ""):
            if let fault = Shape(["update": .object]).fault(in: request.json) { return invalid(fault) }
            var ticket = ticket
            for change in request.json?["update"]?["labels"]?.array ?? [] {
                if let label = change["remove"]?.string { ticket.tags.removeAll { $0 == label } }
                if let label = change["add"]?.string, !ticket.tags.contains(label) { ticket.tags.append(label) }
            }
            desk[ticket.id] = ticket
            return LoopbackServer.Answer(204)
        case ("GET", "transitions"):
            return .json(
                200,
                [
                    "transitions": [
                        ["id": "31", "name": "Cancel request", "to": ["statusCategory": ["key": "done"]]],
                        ["id": "41", "name": "Resolve this issue", "to": ["statusCategory": ["key": "done"]]],
                    ]
                ]
            )
        case ("POST", "transitions"):
            guard request.json?["transition"]?["id"] == "41" else { return invalid("transition") }
            var ticket = ticket
            ticket.status = .solved
            desk[ticket.id] = ticket
            return LoopbackServer.Answer(204)
        case ("POST", "remotelink"):
            if let fault = Shape(["globalId": .text(atMost: 255), "object": .object]).fault(in: request.json) {
                return invalid(fault)
            }
            if let fault = Shape(["url": .any, "title": .any]).fault(in: request.json?["object"]) {
                return invalid(fault)
            }
            var ticket = ticket
            let isKnown = ticket.mark == request.json?["globalId"]?.string
            ticket.mark = request.json?["globalId"]?.string ?? ""
            desk[ticket.id] = ticket
            return .json(isKnown ? 200 : 201, ["id": 10_000])
        case ("DELETE", "remotelink"):
            guard !ticket.mark.isEmpty, ticket.mark == request.parameter("globalId") else { return missing }
            var ticket = ticket
            ticket.mark = ""
            desk[ticket.id] = ticket
            return LoopbackServer.Answer(204)
        default: return LoopbackServer.Answer(405)
        }
    }

    private func comment(on ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        let shape = Shape(["body": .text(atMost: 32_767)], optional: ["public": .bool])
        if let fault = shape.fault(in: request.json) {
            return .json(400, ["errorMessage": .string(fault)])
        }
        let isPublic = request.json?["public"]?.bool ?? true
        let text = request.json?["body"]?.string ?? ""
        let id = desk.write(text, isPublic: isPublic, on: ticket.id) ?? 0
        return .json(201, ["id": .string(String(id)), "body": .string(text), "public": .bool(isPublic)])
    }

    private func comments(of ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        let start = Int(request.parameter("start") ?? "") ?? 0
        let all = ticket.messages.dropFirst()
        let rows = all.dropFirst(start).prefix(50)
        return .json(
            200,
            [
                "start": .number(JSONNumber(start)), "isLastPage": .bool(start + 50 >= all.count),
                "values": .array(
                    rows.map { message in
                        [
                            "id": .string(String(message.id)), "body": .string(message.text),
                            "public": .bool(message.isPublic),
                            "author": [
                                "accountId": .string(message.isByCustomer ? "account\(ticket.customer)" : "agent")
                            ],
                            "created": ["epochMillis": .number(JSONNumber(text: String(message.created.milliseconds)))],
                        ]
                    }
                ),
            ]
        )
    }

    private func invalid(_ words: String) -> LoopbackServer.Answer {
        .json(400, ["errorMessages": [], "errors": ["field": .string(words)]])
    }

    private func json(_ ticket: TicketDesk.Ticket, fields wanted: [String]) -> JSONValue {
        let categories: [TicketDesk.Status: JSONValue] = [
            .new: "new", .open: "indeterminate", .pending: "indeterminate", .solved: "done",
        ]
        // The offset has no colon.
        func time(_ time: Timestamp) -> JSONValue { .string(time.rfc3339.dropLast() + "+0000") }
        let all: JSONObject = [
            "summary": .string(ticket.subject),
            "description": .string(ticket.messages[0].text),
            "status": ["name": "x", "statusCategory": ["key": categories[ticket.status] ?? .null]],
            "created": time(ticket.created),
            "updated": time(ticket.updated),
            "reporter": [
                "accountId": .string("account\(ticket.customer)"), "emailAddress": .string(ticket.address),
                "displayName": .string(ticket.customerName),
            ],
            "labels": .array(ticket.tags.map { .string($0) }),
            "project": ["key": "SUP", "name": "Support"],
            "customfield_10010": ["value": .string(ticket.service), "id": "1"],
        ]
        return [
            "id": .string(String(ticket.id)),
            "key": .string("SUP-\(ticket.id)"),
            "fields": .object(JSONObject(all.members.filter { wanted.contains($0.name) })),
        ]
    }
}
