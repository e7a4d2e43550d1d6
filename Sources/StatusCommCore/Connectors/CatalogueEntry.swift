import JSON5

/// One entry of a catalogue.
struct CatalogueEntry: Hashable, Sendable {
    var id: String
    var name: String
    /// Picks that the entry answers to.
    var picks: [String]
}

/// A catalogue as it is kept in the cache.
struct CatalogueContent: Hashable, Sendable {
    /// Longest time a kept catalogue is believed.
    static let lifetime = Duration.seconds(86_400)

    var fetchedAt: Timestamp
    var entries: [CatalogueEntry]

    var json: JSONValue {
        .object([
            "fetchedAt": .string(fetchedAt.rfc3339),
            "entries": .array(
                entries.map {
                    .object([
                        "id": .string($0.id), "name": .string($0.name),
                        "picks": .array($0.picks.map { .string($0) }),
                    ])
                }
            ),
        ])
    }

    init(fetchedAt: Timestamp, entries: [CatalogueEntry]) {
        self.fetchedAt = fetchedAt
        self.entries = entries
    }

    /// Reads what `json` wrote, nil when it is something else.
    init?(json: JSONValue) {
        guard let fetchedAt = json["fetchedAt"]?.string.flatMap(Timestamp.init(rfc3339:)),
            let entries = json["entries"]?.array
        else { return nil }
        self.fetchedAt = fetchedAt
        self.entries = entries.compactMap { entry in
            guard let id = entry["id"]?.string, let name = entry["name"]?.string else { return nil }
            return CatalogueEntry(id: id, name: name, picks: entry["picks"]?.array?.compactMap(\.string) ?? [])
        }
    }

    /// Ids of the entries of that name; a name in the very same letters wins over one in other capitals.
    func ids(named name: String) -> [String] {
        let same = entries.filter { $0.name == name }
        let found = same.isEmpty ? entries.filter { $0.name.lowercased() == name.lowercased() } : same
        return found.map(\.id)
    }

    /// Id of the first entry for each pick.
    var picked: JSONObject {
        var object = JSONObject()
        for entry in entries {
            for pick in entry.picks where object[pick] == nil { object[pick] = .string(entry.id) }
        }
        return object
    }
}
