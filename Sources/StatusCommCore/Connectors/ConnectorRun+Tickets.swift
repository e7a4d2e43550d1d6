import JSON5

extension ConnectorRun {
    /// Goes through a listing of tickets, page by page, as the provider has it.
    ///
    /// - Throws: a stop after which nothing that was handed over counts.
    mutating func list(_ action: ConnectorAction, _ take: ([Ticket]) -> Void) async throws(ConnectorStop) {
        for step in try prepare(action) {
            let context = try await context(for: step)
            guard try isWanted(step, in: context) else { continue }
            let reader = try reader(connector.ticket?.overridden(by: step.ticket), in: context)
            try await pages(of: step, in: context) { run, elements, answer throws(ConnectorStop) in
                var tickets: [Ticket] = []
                tickets.reserveCapacity(elements.count)
                for element in elements {
                    let isTicket = try run.rendering { () throws(RenderError) in
                        try step.match.holds(of: element, in: context.theirs)
                    }
                    guard isTicket else { continue }
                    tickets.append(
                        try run.unwrapping { () throws(RenderError) in
                            try reader.ticket(element, answer: answer)
                        }
                    )
                }
                take(tickets)
                return true
            }
        }
    }

    /// Reads the ticket of the input, every step adding what it tells.
    mutating func readTicket() async throws(ConnectorStop) -> Ticket {
        var ticket: Ticket?
        for step in try prepare(.read) {
            let context = try await context(for: step)
            guard try isWanted(step, in: context) else { continue }
            let (json, answer) = try await content(of: step, in: context)
            if let answer { try keep(step.save, of: json, answer: answer, step: step, in: context) }
            let mapping = ticket == nil ? connector.ticket?.overridden(by: step.ticket) : step.ticket
            guard let mapping else { continue }
            let reader = try reader(mapping, in: try await self.context(for: step))
            ticket = try unwrapping { () throws(RenderError) in
                guard var known = ticket else { return try reader.ticket(json, answer: answer) }
                try reader.complete(&known, json, answer: answer)
                return known
            }
            input.ticket?.ticket = ticket
        }
        guard let ticket else { throw .refused("the connector reads nothing of a ticket") }
        return ticket
    }

    /// The ticket's version as it is now.
    mutating func currentVersion() async throws(ConnectorStop) -> String {
        guard let step = try prepare(.read).first else { throw .refused("the connector reads nothing of a ticket") }
        let context = try await context(for: step)
        let (json, answer) = try await content(of: step, in: context)
        let reader = try reader(connector.ticket?.overridden(by: step.ticket), in: context)
        let ticket = try unwrapping { () throws(RenderError) in try reader.ticket(json, answer: answer) }
        guard let version = ticket.version else { throw .refused("the provider does not tell the ticket's version") }
        input.ticket?.ticket?.version = version
        return version
    }

    /// What a reading step gets: one answer's object, or the list of all pages, or of the answers for each item.
    private mutating func content(
        of step: ConnectorStep,
        in context: ConnectorContext
    ) async throws(ConnectorStop) -> (JSONValue, ConnectorAnswer?) {
        var last: ConnectorAnswer?
        if step.page != nil {
            var all: [JSONValue] = []
            try await pages(of: step, in: context) { _, elements, answer in
                all += elements
                last = answer
                return true
            }
            return (.array(all), last)
        }
        var found: [JSONValue] = []
        for (_, context) in try items(of: step, index: 0, in: context) {
            let request = try rendering { () throws(RenderError) in try step.request(of: connector, in: context) }
            let answer = try await exchange(request, step: step)
            try check(answer, step: step, in: context)
            guard let json = answer.json else { throw notJSON(answer, step: step) }
            guard let value = step.list.pointers.lazy.compactMap({ json[$0] }).first(where: { !$0.isNull }) else {
                throw runner.stop(unreadable: "answered without a ticket", step: step)
            }
            guard step.each != nil else { return (value, answer) }
            found.append(value)
            last = answer
        }
        return (.array(found), last)
    }

    private func isWanted(_ step: ConnectorStep, in context: ConnectorContext) throws(ConnectorStop) -> Bool {
        try rendering { () throws(RenderError) in
            try step.when.holds(of: .object(context.ours), in: context.theirs)
        }
    }

    private func reader(
        _ mapping: TicketMapping?,
        in context: ConnectorContext
    ) throws(ConnectorStop) -> TicketReader {
        guard let mapping else { throw .refused("the connector knows no tickets") }
        return try rendering { () throws(RenderError) in try TicketReader(mapping, context: context.theirs) }
    }

    /// A ticket that cannot be read is an answer that cannot be read.
    private func unwrapping<Value>(_ body: () throws(RenderError) -> Value) throws(ConnectorStop) -> Value {
        do throws(RenderError) {
            return try body()
        } catch {
            throw .refused("answered with \(runner.shown(error.message))")
        }
    }
}

extension ConnectorContext {
    /// Puts a newer version of the ticket in the place of the one that was read.
    mutating func set(version: String) {
        for words in [\ConnectorContext.theirs, \.ours] {
            guard var ticket = self[keyPath: words]["ticket"]?.object else { continue }
            ticket["version"] = .string(version)
            self[keyPath: words]["ticket"] = .object(ticket)
        }
    }
}
