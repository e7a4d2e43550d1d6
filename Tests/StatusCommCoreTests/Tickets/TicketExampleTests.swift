import JSON5
import StatusCommCore
import TestSupport
import Testing

/// The help counter of `Examples/connectors/help-counter.json5`.
private func counter() throws -> ProviderDouble {
    try ProviderDouble(state: ["labels": ["vip"], "state": "new", "letters": []]) { request, state in
        guard request.basicCredentials == "status:p1" else { return .json(401, ["why": "who are you"]) }
        func ticket(_ number: Int) -> JSONValue {
            [
                "number": .number(JSONNumber(number)), "code": .string("AC-\(number)"), "title": "Cannot pay",
                "state": number == 3 ? "binned" : number == 1 ? state["state"] ?? .null : "waiting",
                "made": .number(JSONNumber(text: "\(connectorTestTime.seconds - Int64(600 * number))")),
                "from": ["id": "c1", "work_mail": "c1@customers.example"],
                "labels": number == 1 ? state["labels"] ?? .null : [],
                "topics": [["name": "billing"]],
                "desk": ["name": "First floor"],
                "extra": ["floor": 1],
                "answers": [["question": "Service", "answer": ["payments", "cards"]]],
                "kind": number == 2 ? "appointment" : "question",
                "letters": number == 1 ? ["l1", "l2"] : [],
            ]
        }
        switch (request.method, request.pathParts.first, request.pathParts.count) {
        case ("POST", "search", 1):
            let after = request.json?["after"]?.int ?? 0
            let rows = after == 0 ? [ticket(1), ticket(2)] : [ticket(3), ticket(4)]
            return .json(
                200,
                ["tickets": .array(rows), "more": 2, "last": .bool(after != 0), "count": 4]
            )
        case ("GET", "tickets", 1):
            let isMarked =
                state["labels"]?.array?.contains(request.parameter("label").map { .string($0) } ?? .null) == true
            return .json(200, ["tickets": isMarked ? [ticket(1)] : []])
        case ("GET", "tickets", 2): return .json(200, ticket(1), headers: [("ETag", "\"7\"")])
        case ("GET", "letters", 2):
            let isFirst = request.pathParts[1] == "l1"
            return .json(
                200,
                [
                    "text": isFirst ? "<p>I cannot pay.</p>" : "Hello?", "type": isFirst ? "text/html" : "text/plain",
                    "by": isFirst ? "c1" : "agent", "at": isFirst ? "2026-11-23 12:55:00" : "2026-11-23T13:00:00+0000",
                ]
            )
        case ("PUT", "tickets", 3):
            state["labels"] = request.json?["labels"]
            return .json(200, ["labels": state["labels"] ?? .null])
        case ("DELETE", "tickets", 4):
            let labels = state["labels"]?.array ?? []
            state["labels"] = .array(labels.filter { $0.string != request.pathParts[3] })
            return .json(state["labels"]?.array?.count == labels.count ? 404 : 200, [:])
        case ("POST", "tickets", 3):
            if request.json?["desk_only"] == false, request.json?["state"] == nil, request.header("if-match") != "\"7\""
            {
                return .json(412, ["why": "changed"])
            }
            state["letters"] = .array((state["letters"]?.array ?? []) + [request.json ?? .null])
            if let word = request.json?["state"] { state["state"] = word }
            return .json(201, [:])
        case ("GET", "tickets", 3): return .json(200, ["letters": state["letters"] ?? .null])
        case ("PATCH", "tickets", 2):
            state["state"] = request.json?["state"]
            return .json(200, ticket(1))
        default: return .json(404, ["why": "no such place"])
        }
    }
}

@Suite struct TicketExampleTests {
    @Test func `a ticket connector of one's own does everything a shipped one does`() async throws {
        let double = try counter()
        let system = ConnectorTicketSystem(
            try ConnectorExampleTests.connector("help-counter.json5"),
            settings: ["url": .string(double.url), "user": "status", "password": "p1"]
        )
        let found = try #require(await system.found(createdSince: connectorTestTime.advanced(by: .seconds(-86_400))))
        // The second is an appointment, the third binned.
        #expect(found.map(\.id) == ["1", "4"])
        #expect(
            double.requests.map(\.text) == [
                #"{"since":\#(connectorTestTime.seconds - 140_400),"states":["new","waiting"],"size":2}"#,
                #"{"since":\#(connectorTestTime.seconds - 140_400),"states":["new","waiting"],"size":2,"after":2}"#,
            ]
        )
        let ticket = try await system.ticket("1")
        #expect(ticket.reference == "AC-1")
        #expect(ticket.url == "\(double.url)/t/1")
        #expect(ticket.body == Ticket.Body("<p>I cannot pay.</p>", isHTML: true))
        #expect(ticket.requester == Ticket.Requester(id: "c1", address: "c1@customers.example"))
        #expect(ticket.tags == ["vip", "billing"])
        #expect(ticket.queue == "First floor")
        #expect(ticket.fields == ["floor": ["1"], "Service": ["payments", "cards"]])
        #expect(ticket.version == "\"7\"")
        #expect(ticket.lastCustomerMessageAt == Timestamp(rfc3339: "2026-11-23T12:55:00Z"))
        #expect(found[1].status == .pending)

        for _ in 0..<2 { #expect(try await system.carryOut(.link, on: "1").outcome == .done) }
        #expect(double.state["labels"] == ["vip", .string(ticketMark.text)])
        #expect(await system.marked() == ["1"])
        for _ in 0..<2 { #expect(try await system.carryOut(.unlink, on: "1").outcome == .done) }
        #expect(double.state["labels"] == ["vip"])

        #expect(try await system.carryOut(.note(text: "Look."), on: "1").outcome == .done)
        #expect(try await system.carryOut(.reply(text: "Sorry."), on: "1").outcome == .done)
        let call = TicketCall(.reply(text: "Sorry."), on: ticket, mark: ticketMark, key: ticketKey)
        #expect(await system.find(call).isFound)
        #expect(try await system.carryOut(.replyAndClose(text: "Done."), on: "1").outcome == .done)
        #expect(try await system.ticket("1").status == .solved)
        #expect(try await system.carryOut(.close, on: "1").outcome == .done)
        let letters = try #require(double.state["letters"]?.array)
        #expect(letters.map { $0["desk_only"] } == [true, false, false])
        #expect(letters[0]["author"] == 7)
    }
}
