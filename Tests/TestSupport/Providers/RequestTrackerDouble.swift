import Foundation
import JSON5
import StatusCommCore

extension TicketDouble {
    /// Request Tracker 5 with the token `token1`, as RT 5.0.3 answers: `Tests/TicketServers` asks RT itself.
    ///
    /// The token may not change the 44th ticket, which RT says with a 200.
    package static func requestTracker() throws -> TicketDouble {
        try TicketDouble { request, desk in RequestTracker(request: request).answer(&desk) }
    }
}

private struct RequestTracker {
    let request: LoopbackServer.Request

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.header("authorization") == "token token1" else { return .json(401, ["message": "Unauthorized"]) }
        let path = Array(request.pathParts.dropFirst(2))
        guard request.path.hasPrefix("/REST/2.0/") else { return .json(404, ["message": "Not Found"]) }
        switch (request.method, path.first, path.count) {
        case ("GET", "tickets", 1): return list(desk)
        case ("GET", "attachment", 2):
            let message = desk.tickets.flatMap(\.messages).first { String($0.id) == path[1] }
            guard let message else { break }
            let content = Data(message.text.utf8).base64EncodedString(options: .lineLength64Characters)
            return .json(
                200,
                ["id": .number(JSONNumber(message.id)), "ContentType": "text/plain", "Content": .string(content)]
            )
        case (_, "ticket", 2...3):
            guard let ticket = Int(path[1]).flatMap({ desk[$0] }) else { break }
            switch (request.method, path.count == 3 ? path[2] : "") {
            case ("GET", ""):
                return .json(200, json(ticket, isSingle: true), headers: [("ETag", "\"\(ticket.version)\"")])
            case ("PUT", ""): return update(ticket, &desk)
            case ("GET", "attachments"): return attachments(of: ticket)
            case ("POST", "comment"): return write(isPublic: false, on: ticket, &desk)
            case ("POST", "correspond"): return write(isPublic: true, on: ticket, &desk)
            default: break
            }
        default: break
        }
        return .json(404, ["message": "Not Found"])
    }

    private func list(_ desk: TicketDesk) -> LoopbackServer.Answer {
        let query = request.parameter("query") ?? ""
        var found = desk.tickets
        if query.contains("Nonsense") { return .json(400, ["message": "Unknown field: Nonsense"]) }
        if query.contains("Status = '__Active__'") { found = found.unsolved }
        if let range = query.firstRange(of: "Created >= '") {
            let text = query[range.upperBound...].prefix { $0 != "'" }.split(separator: " ")
            guard text.count == 3, text[2] == "UTC", let time = Timestamp(rfc3339: "\(text[0])T\(text[1])Z") else {
                // What is no time to RT is the year 1970.
                return page(found)
            }
            found = found.created(since: time)
        }
        if let range = query.firstRange(of: "RefersTo = '") {
            let url = query[range.upperBound...].prefix { $0 != "'" }
            found = found.filter { $0.tags.contains(String(url)) }
        }
        if query.hasPrefix("'CF.Incident' = '") {
            let value = query.dropFirst(17).prefix { $0 != "'" }
            found = found.filter { $0.mark.split(separator: " ").contains(value) }
        }
        return page(found)
    }

    private func page(_ found: [TicketDesk.Ticket]) -> LoopbackServer.Answer {
        let size = min(Int(request.parameter("per_page") ?? "") ?? 20, 100)
        let page = Int(request.parameter("page") ?? "") ?? 1
        // What the token may not see is taken off the page.
        let rows = found.page(page, size: size).filter { !$0.id.isMultiple(of: 50) }
        var answer: JSONValue = [
            "items": .array(rows.map { json($0, isSingle: false) }), "total": .number(JSONNumber(found.count)),
            "count": .number(JSONNumber(rows.count)),
        ]
        if page * size < found.count { answer = answer.setting("next_page", "https://elsewhere.example/?page=2") }
        return .json(200, answer)
    }

    private func update(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard ticket.id != 44 else { return .json(200, ["Ticket 44: Permission Denied"]) }
        var ticket = ticket
        var words = ""
        if let url = request.json?["AddRefersTo"]?.string {
            words = ticket.tags.contains(url) ? "Link already exists" : "Ticket \(ticket.id) refers to URI \(url)."
            if !ticket.tags.contains(url) { ticket.tags.append(url) }
        }
        if let url = request.json?["DeleteRefersTo"]?.string {
            words = ticket.tags.contains(url) ? "Ticket no longer refers to URI \(url)." : "Link not found"
            ticket.tags.removeAll { $0 == url }
        }
        if let values = request.json?["CustomFields"]?["Incident"]?.array {
            ticket.mark = values.compactMap(\.string).joined(separator: " ")
            words = "added as a value for Incident"
        }
        switch request.json?["Status"]?.string {
        case nil: break
        case "resolved"?:
            words = "Status changed to 'resolved'"
            ticket.status = .solved
        case let status?: words = "Status '\(status)' isn't a valid status for this ticket."
        }
        desk[ticket.id] = ticket
        return .json(200, .array([.string(words)]))
    }

    private func write(
        isPublic: Bool,
        on ticket: TicketDesk.Ticket,
        _ desk: inout TicketDesk
    ) -> LoopbackServer.Answer {
        guard ticket.id != 44 else { return .json(400, ["message": "Permission Denied"]) }
        guard request.json?["ContentType"]?.string != nil else {
            return .json(400, ["message": "ContentType is a required field for application/json"])
        }
        let id = desk.write(request.json?["Content"]?.string ?? "", isPublic: isPublic, on: ticket.id)
        guard var changed = desk[ticket.id] else { return .json(404, ["message": "Not Found"]) }
        // A reply opens a resolved ticket again.
        if isPublic, changed.status == .solved { changed.status = .open }
        if request.json?["Status"] == "resolved" { changed.status = .solved }
        desk[ticket.id] = changed
        return .json(
            201,
            [isPublic ? "Correspondence added" : "Comments added"],
            headers: [("Location", "/REST/2.0/transaction/\(id ?? 0)")]
        )
    }

    private func attachments(of ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        let fields = (request.parameter("fields") ?? "").split(separator: ",")
        var messages = ticket.messages
        if request.parameter("order") == "DESC" { messages.reverse() }
        // Two to a page, so that a thread has several; nobody says how many there are.
        let page = Int(request.parameter("page") ?? "") ?? 1
        let rows = messages.dropFirst((page - 1) * 2).prefix(2).map { message -> JSONValue in
            var item: JSONValue = [
                "id": .string("\(message.id)"),
                "ContentType": "text/plain",
                "Created": .string(message.created.description),
                "Creator": ["id": .string(message.isByCustomer ? ticket.address : "agent")],
                "Headers": .string(ticket.id == 40 ? "Auto-Submitted: auto-generated\n" : "From: x\n"),
            ]
            if fields.contains("Content") { item = item.setting("Content", .string(message.text)) }
            return item
        }
        return .json(200, ["items": .array(rows), "total": .null, "pages": .null])
    }

    private func json(_ ticket: TicketDesk.Ticket, isSingle: Bool) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [
            .new: "new", .open: "open", .pending: "stalled", .solved: "resolved",
        ]
        let marks = ticket.mark.split(separator: " ").map { JSONValue.string(String($0)) }
        var json: JSONValue = [
            "id": isSingle ? .number(JSONNumber(ticket.id)) : .string("\(ticket.id)"),
            "Subject": .string(ticket.subject),
            "Status": words[ticket.status] ?? .null,
            "Created": .string(ticket.created.description),
            "LastUpdated": .string(ticket.updated.description),
            "Requestor": [
                [
                    "id": .string(ticket.address), "EmailAddress": .string(ticket.address),
                    "RealName": .string(ticket.customerName),
                ]
            ],
            "Queue": ["id": "3", "Name": "Support"],
            "CustomFields": [
                ["name": "Affected Service", "values": [.string(ticket.service)]],
                ["name": "Incident", "values": .array(marks)],
            ],
        ]
        if isSingle {
            let links = ticket.tags.filter { $0.hasPrefix("https://") }.map { url -> JSONValue in
                ["ref": "refers-to", "_url": .string(url)]
            }
            json = json.setting("_hyperlinks", .array([["ref": "self", "_url": "x"]] + links))
        }
        return json
    }
}
