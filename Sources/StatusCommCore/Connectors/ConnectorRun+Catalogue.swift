import JSON5
import Spelling

extension ConnectorRun {
    /// Ids of a catalogue's picks.
    ///
    /// - Throws: a refusal when nothing answers to the needed one.
    mutating func picks(of name: String, needed: String) async throws(ConnectorStop) -> JSONObject {
        guard let catalogue = connector.catalogues.first(where: { $0.name == name }) else {
            throw .refused("the connector has no catalogue '\(name)'")
        }
        guard var content = try await content(of: catalogue) else {
            var placeholders = JSONObject()
            for pick in catalogue.picks.keys.sorted() { placeholders[pick] = .string("<\(pick) of \(name)>") }
            return placeholders
        }
        if content.picked[needed] == nil, let fresh = try await self.content(of: catalogue, isFresh: true) {
            content = fresh
        }
        guard content.picked[needed] != nil else {
            let names = content.entries.map { "'\(runner.shown($0.name))'" }.joined(separator: ", ")
            throw .refused("none of the provider's \(name) is the \(needed) one; there is \(names)")
        }
        return content.picked
    }

    /// Id of a component by its name; nil, and a report, when there is none.
    ///
    /// - Throws: a refusal when several have the name.
    mutating func componentID(named name: String) async throws(ConnectorStop) -> String? {
        guard let catalogue = connector.catalogues.first(where: { $0.name == Catalogue.components }) else { return nil }
        guard var content = try await content(of: catalogue) else { return "<id of \(name)>" }
        if content.ids(named: name).isEmpty, let fresh = try await self.content(of: catalogue, isFresh: true) {
            content = fresh
        }
        let ids = content.ids(named: name)
        if ids.count > 1 {
            throw .refused("\(ids.count) components are named '\(name)'; give the id of the one that is meant")
        }
        if ids.isEmpty {
            let near = nearest(to: name, in: content.entries.map(\.name)).map(runner.shown)
            reports.append(.unknownComponent(name: name, nearest: near))
        }
        return ids.first
    }

    /// A catalogue, from the cache if it is young enough; nil in a preview that finds none there.
    mutating func content(
        of catalogue: Catalogue,
        isFresh: Bool = false
    ) async throws(ConnectorStop) -> CatalogueContent? {
        if let content = contents[catalogue.name], !isFresh || content.fetchedAt == runner.now() { return content }
        let key = "\(runner.target)/\(catalogue.name)"
        if !isFresh, let bytes = runner.cache.load(key),
            let json = try? JSONValue(parsing: bytes, path: key, options: .store),
            let content = CatalogueContent(json: json),
            runner.now().duration(since: content.fetchedAt) < CatalogueContent.lifetime
        {
            contents[catalogue.name] = content
            return content
        }
        if isPreview { return nil }
        let content = CatalogueContent(fetchedAt: runner.now(), entries: try await entries(of: catalogue))
        runner.cache.save(key, JSONWriter.bytes(content.json))
        contents[catalogue.name] = content
        return content
    }

    private mutating func entries(of catalogue: Catalogue) async throws(ConnectorStop) -> [CatalogueEntry] {
        let settings = JSONObject([.init(name: "settings", value: .object(runner.settings))])
        var entries: [CatalogueEntry] = []
        try await pages(of: catalogue.step, in: try await context(for: catalogue.step)) {
            run,
            elements,
            _ throws(ConnectorStop) in
            for element in elements {
                let entry = try run.rendering { () throws(RenderError) in
                    try catalogue.entry(element, settings: settings)
                }
                if let entry { entries.append(entry) }
            }
            return true
        }
        return entries
    }

    /// Goes through the pages of a list until the visitor says false.
    mutating func pages(
        of step: ConnectorStep,
        in context: ConnectorContext,
        visit: (inout ConnectorRun, [JSONValue], ConnectorAnswer) throws(ConnectorStop) -> Bool
    ) async throws(ConnectorStop) {
        let first = try rendering { () throws(RenderError) in try step.request(of: connector, in: context) }
        var request = first
        if case .number(let query, let start, _) = step.page { request.url = first.url.adding(query, String(start)) }
        for page in 0..<Paging.limit {
            let answer = try await exchange(request, step: step)
            try check(answer, step: step, in: context)
            guard let json = answer.json else { throw notJSON(answer, step: step) }
            guard let elements = step.list.elements(in: json) else {
                let places = step.list.pointers.map { "'\($0)'" }.joined(separator: " or ")
                throw runner.stop(unreadable: "answered without a list at \(places)", step: step)
            }
            guard try visit(&self, elements, answer) else { return }
            guard
                let next = try step.next(after: page, elements: elements.count, json: json, answer: answer, from: first)
            else { return }
            if next == request.url { return }
            request.url = next
        }
        throw .refused("the provider's list does not end after \(Paging.limit) pages")
    }
}

extension Catalogue {
    /// An element of the answer as an entry, nil when it is skipped or has no id.
    fileprivate func entry(_ element: JSONValue, settings: JSONObject) throws(RenderError) -> CatalogueEntry? {
        if let skip, try skip.holds(of: element, in: settings) { return nil }
        guard let id = element[id]?.scalarText, let name = element[title]?.scalarText else { return nil }
        var matching: [String] = []
        for pick in picks.keys.sorted() {
            if let condition = picks[pick], try condition.holds(of: element, in: settings) { matching.append(pick) }
        }
        return CatalogueEntry(id: id, name: name, picks: matching)
    }
}

extension ConnectorStep {
    /// URL of the page after this one, nil when this was the last.
    fileprivate func next(
        after page: Int,
        elements: Int,
        json: JSONValue,
        answer: ConnectorAnswer,
        from first: HTTPRequest
    ) throws(ConnectorStop) -> String? {
        switch self.page {
        case nil: return nil
        case .number(let query, let start, let size):
            return elements == 0 || elements < size ?? 1 ? nil : first.url.adding(query, String(start + page + 1))
        case .token(let pointer, let query):
            guard let token = json[pointer]?.scalarText, !token.isEmpty else { return nil }
            return first.url.adding(query, token)
        case .next(let pointer):
            guard let reference = json[pointer]?.string, !reference.isEmpty else { return nil }
            return try sameOrigin(reference, as: first)
        case .link:
            guard let reference = answer.response.nextLink else { return nil }
            return try sameOrigin(reference, as: first)
        }
    }

    private func sameOrigin(_ reference: String, as first: HTTPRequest) throws(ConnectorStop) -> String {
        guard let url = first.url(sameOrigin: reference) else {
            throw .refused("the next page is at another host, which is never followed")
        }
        return url
    }
}

extension String {
    /// The URL with one more query parameter.
    fileprivate func adding(_ name: String, _ value: String) -> String {
        self + (utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + PercentEncoding.encode(name) + "="
            + PercentEncoding.encode(value)
    }
}
