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
