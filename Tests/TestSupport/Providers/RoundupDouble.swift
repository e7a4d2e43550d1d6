import JSON5
import StatusCommCore
import Synchronization

extension TicketDouble {
    /// Roundup 2 for the user `agent` with the password `token1`, as Roundup 2.6.0 answers: `Tests/TicketServers` asks
    /// Roundup itself.
    package static func roundup() throws -> TicketDouble {
        let messages = LooseMessages()
        return try TicketDouble { request, desk in Roundup(request: request, messages: messages).answer(&desk) }
    }
}

/// Messages that were made and not put on an issue yet.
private final class LooseMessages: Sendable {
    struct Message {
        var text: String
        var isPublic: Bool
        var key: String
        /// Id of the message, once it is on one.
        var placed: Int?
    }

    let made = Mutex<[Message]>([])
}

private struct Roundup {
    let request: LoopbackServer.Request
    let messages: LooseMessages

    func answer(_ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.basicCredentials == "agent:token1" else { return error(401, "Invalid Login") }
        if request.method != "GET" {
            guard request.header("x-requested-with") != nil, request.header("origin") == request.url else {
                return error(400, "Unable to verify sufficient headers")
            }
        }
        let path = Array(request.pathParts.dropFirst(3))
        guard request.path.hasPrefix("/tracker/rest/data/") else { return error(404, "Not Found") }
        switch (request.method, path.first, path.count) {
        case ("GET", "issue", 1): return list(desk)
        case ("GET", "issue", 2), ("PATCH", "issue", 2):
            guard let ticket = Int(path[1]).flatMap({ desk[$0] }) else { return error(404, "no such issue") }
            return request.method == "GET" ? item(ticket) : patch(ticket, &desk)
        case ("POST", "msg", 1): return create()
        case ("GET", "msg", 1): return find()
        case ("GET", "msg", 2): return message(Int(path[1]) ?? 0, desk)
        default: return error(404, "Not Found")
        }
    }

    private func error(_ status: Int, _ words: String) -> LoopbackServer.Answer {
        .json(status, ["error": ["status": .number(JSONNumber(status)), "msg": .string(words)]])
    }

    private func list(_ desk: TicketDesk) -> LoopbackServer.Answer {
        var found = desk.tickets
        if let since = request.parameter("creation") {
            let text = since.dropFirst(5)
            guard since.hasPrefix("from "), let time = Timestamp(rfc3339: "\(text.prefix(10))T\(text.dropFirst(11))Z")
            else { return error(400, "Not a date spec") }
            found = found.created(since: time)
        }
        // A text is found anywhere.
        if let mark = request.parameter("incident") { found = found.filter { $0.mark.contains(mark) } }
        let size = Int(request.parameter("@page_size") ?? "") ?? 50
        let page = Int(request.parameter("@page_index") ?? "") ?? 1
        // The next page's address has blanks in it.
        let links: JSONValue =
            page * size < found.count ? ["next": [["rel": "next", "uri": "http://x/?creation=from -1d"]]] : [:]
        return .json(
            200,
            [
                "data": [
                    "collection": .array(
                        found.page(page, size: size).map { attributes($0).setting("id", .string("\($0.id)")) }
                    ),
                    "@total_size": .number(JSONNumber(found.count)),
                    "@links": links,
                ]
            ]
        )
    }

    private func item(_ ticket: TicketDesk.Ticket) -> LoopbackServer.Answer {
        .json(
            200,
            [
                "data": [
                    "id": .string("\(ticket.id)"), "attributes": attributes(ticket),
                    "@etag": .string("\"v\(ticket.version)\""),
                ]
            ],
            headers: [("ETag", "\"v\(ticket.version)\"")]
        )
    }

    private func patch(_ ticket: TicketDesk.Ticket, _ desk: inout TicketDesk) -> LoopbackServer.Answer {
        guard request.header("if-match") == "\"v\(ticket.version)\"" else {
            return error(412, "If-Match is missing or does not match.")
        }
        let fields: [String: Shape.Field] = [
            "incident": .any, "status": .word(["resolved", "chatting"]), "messages": .array,
        ]
        if let fault = Shape(["@op": .word(["add", "replace", "remove"])], optional: fields).fault(in: request.json) {
            return error(400, fault)
        }
        for id in request.json?["messages"]?.array?.compactMap({ $0.string.flatMap { Int($0) } }) ?? [] {
            let index = id - 5_000
            let loose = messages.made.withLock { $0.indices.contains(index) ? $0[index] : nil }
            guard let loose else { return error(400, "msg has no node \(id)") }
            guard loose.placed == nil else { continue }
            let placed = desk.write(loose.text, isPublic: loose.isPublic, on: ticket.id)
            messages.made.withLock { $0[index].placed = placed }
        }
        guard var changed = desk[ticket.id] else { return error(404, "no such issue") }
        if let mark = request.json?["incident"] {
            changed.mark = request.json?["@op"] == "remove" ? "" : mark.string ?? ""
        }
        if request.json?["status"] == "resolved" { changed.status = .solved }
        desk[ticket.id] = changed
        return .json(200, ["data": ["id": .string("\(ticket.id)")]])
    }

    private func create() -> LoopbackServer.Answer {
        let shape = Shape(
            ["content": .text(atMost: 100_000), "author": .word(["agent"])],
            optional: ["private": .word(["true"]), "messageid": .text(atMost: 200)]
        )
        if let fault = shape.fault(in: request.json) { return error(400, "Property \(fault)") }
        let message = LooseMessages.Message(
            text: request.json?["content"]?.string ?? "",
            isPublic: request.json?["private"] == nil,
            key: request.json?["messageid"]?.string ?? ""
        )
        let count = messages.made.withLock { made in
            made.append(message)
            return made.count
        }
        return .json(201, ["data": ["id": .string("\(4_999 + count)")]])
    }

    private func find() -> LoopbackServer.Answer {
        let key = request.parameter("messageid") ?? ""
        let found = messages.made.withLock { made in
            made.enumerated().filter { $0.element.key.contains(key) }.reversed()
                .map { ["id": .string("\(5_000 + $0.offset)"), "messageid": .string($0.element.key)] as JSONValue }
        }
        return .json(200, ["data": ["collection": .array(found)]])
    }

    private func message(_ name: Int, _ desk: TicketDesk) -> LoopbackServer.Answer {
        let made = messages.made.withLock { $0 }
        let id = made.indices.contains(name - 5_000) ? made[name - 5_000].placed ?? 0 : name
        for ticket in desk.tickets {
            for message in ticket.messages where message.id == id {
                return .json(
                    200,
                    [
                        "data": [
                            "attributes": [
                                "author.id": .string(message.isByCustomer ? "\(ticket.customer)" : "3"),
                                "creation": time(message.created), "content": .string(message.text),
                            ]
                        ]
                    ]
                )
            }
        }
        return error(404, "no such msg")
    }

    private func time(_ time: Timestamp) -> JSONValue {
        .string(String(time.rfc3339.prefix(10)) + "." + String(time.rfc3339.dropFirst(11).prefix(8)))
    }

    private func attributes(_ ticket: TicketDesk.Ticket) -> JSONValue {
        let words: [TicketDesk.Status: JSONValue] = [
            .new: "unread", .open: "chatting", .pending: "deferred", .solved: "resolved",
        ]
        let placed = messages.made.withLock { made in
            Dictionary(
                made.enumerated().compactMap { entry in entry.element.placed.map { ($0, 5_000 + entry.offset) } }
            ) {
                first,
                _ in first
            }
        }
        return [
            "title": .string(ticket.subject),
            "status.name": words[ticket.status] ?? .null,
            "creation": time(ticket.created),
            "activity": time(ticket.updated),
            "requestor.id": .string("\(ticket.customer)"),
            "requestor.address": .string(ticket.address),
            "requestor.realname": .string(ticket.customerName),
            "service": .string(ticket.service),
            "incident": ticket.mark.isEmpty ? .null : .string(ticket.mark),
            // A message keeps the id it was made with.
            "messages": .array(ticket.messages.map { ["id": .string("\(placed[$0.id] ?? $0.id)")] }),
        ]
    }
}
