package import JSON5

/// The incidents of a store.
///
/// `opened/<n>` is the first entry of incident n, so that opening is one create that also decides between two people
/// who open at the same moment: the loser reads what the winner wrote and decides anew. Later entries are
/// `inc/<n>/e/<sequence>`, from 2 on. The active incidents are found by `IncidentMarks`, without reading the rest.
package struct IncidentRepository: Sendable {
    /// Who writes, and with what.
    package struct Author: Sendable {
        /// `user@host`, or the name of the CI job.
        package var name: String
        /// Names this process to others that wait for it.
        package var holder: LockHolder
        package var now: @Sendable () -> Timestamp
        /// Sixteen random bytes, different on every call.
        package var nonce: @Sendable () -> [UInt8]

        /// Describes the writer of entries.
        package init(
            name: String,
            holder: LockHolder,
            now: @escaping @Sendable () -> Timestamp,
            nonce: @escaping @Sendable () -> [UInt8]
        ) {
            self.name = name
            self.holder = holder
            self.now = now
            self.nonce = nonce
        }
    }

    package let store: any Store
    package let author: Author

    /// Opens the incidents of a store to a writer.
    package init(store: any Store, author: Author) {
        self.store = store
        self.author = author
    }

    /// The time by which entries are stamped.
    package func now() -> Timestamp { author.now() }

    /// Ids of all incidents, oldest first.
    package func ids() async throws -> [IncidentID] {
        try await numbers(in: "opened")
    }

    /// Every incident, oldest first.
    package func all() async throws -> [Incident] {
        try await incidents(ids())
    }

    /// Incidents that are open, or that a delivery is still left for, oldest first.
    package func active() async throws -> [Incident] {
        try await active(among: ids())
    }

    /// The active incidents, and the id that the next one gets if nobody is faster.
    ///
    /// Both come from one list: an incident that is opened after it was read takes that very id, so that whoever decides
    /// without having seen it cannot also create it.
    package func beforeOpening() async throws -> (active: [Incident], next: IncidentID) {
        let ids = try await ids()
        guard let next = IncidentID(number: (ids.last?.number ?? 0) + 1) else {
            throw StoreError.contended(folder: "opened", tries: 0)
        }
        return (try await active(among: ids), next)
    }

    /// Incidents that are over and whose report is neither published nor waived, oldest first.
    package func owingReports() async throws -> [Incident] {
        let marks = try await marks()
        return try await incidents(ids().filter { marks.isActive($0) || marks.owesReport($0) }).filter(\.owesReport)
    }

    private func active(among ids: [IncidentID]) async throws -> [Incident] {
        let marks = try await marks()
        return try await incidents(ids.filter(marks.isActive))
    }

    /// The incident of an id, nil when there is none.
    package func incident(_ id: IncidentID) async throws -> Incident? {
        try fold(try await log(of: id).read(), id: id)
    }

    /// The incident's entries as they were written, oldest first.
    package func entries(of id: IncidentID) async throws -> [LogEntry] {
        try await log(of: id).read()
    }

    /// The incident that a person means.
    ///
    /// - Parameter text: An id or the beginning of one; nil when exactly one incident is open.
    /// - Returns: The newest state of the one incident that is meant.
    /// - Throws: `IncidentLookup` when nothing or more than one fits: it is never guessed.
    package func incident(named text: String?) async throws -> Incident {
        guard let text else {
            let open = try await active().filter(\.isOpen)
            guard open.count == 1 else {
                throw open.isEmpty ? IncidentLookup.noneOpen : .severalOpen(open.map(Self.line))
            }
            return open[0]
        }
        if let id = IncidentID(text), let exact = try await incident(id) { return exact }
        let fitting = try await ids().filter { $0.hasPrefix(text) }
        guard fitting.count == 1, let found = try await incident(fitting[0]) else {
            throw fitting.isEmpty
                ? IncidentLookup.unknown(text)
                : .ambiguous(text, try await incidents(fitting.suffix(5)).map(Self.line))
        }
        return found
    }

    /// Opens an incident, unless `decide` finds that it is open already.
    ///
    /// `decide` is called with every active incident and the id that the new one would have; again each time somebody
    /// else was first. Durable when this returns.
    package func open(
        _ decide: ([Incident], IncidentID) throws -> Incident.OpeningDecision
    ) async throws -> (incident: Incident, isNew: Bool) {
        for _ in 0..<50 {
            let (active, id) = try await beforeOpening()
            switch try decide(active, id) {
            case .alreadyOpen(let incident):
                return (incident, false)
            case .new(let opening):
                let change = IncidentChange.opened(opening)
                let draft = LogDraft(type: change.entryType, data: change.entryData)
                let append = try await log(of: id).append(as: logAuthor, to: []) { $0.isEmpty ? draft : nil }
                guard append.isAppended, let incident = try fold(append.history, id: id) else { continue }
                return (incident, true)
            }
        }
        throw StoreError.contended(folder: "opened", tries: 50)
    }

    /// Adds an entry to an incident.
    ///
    /// `decide` is called with the incident's newest state; again each time somebody else was first. Durable when this
    /// returns.
    package func append(
        to id: IncidentID,
        _ decide: (Incident) throws -> IncidentChange
    ) async throws -> Incident {
        try await append(to: id, unlessDone: decide).incident
    }

    /// Adds an entry to an incident unless its newest state shows that there is nothing to add.
    ///
    /// `decide` is called as in `append(to:_:)` and answers nil when somebody else has done what was wanted. Durable when
    /// this returns.
    package func append(
        to id: IncidentID,
        unlessDone decide: (Incident) throws -> IncidentChange?
    ) async throws -> (incident: Incident, isAppended: Bool) {
        let log = try log(of: id)
        for _ in 0..<50 {
            let history = try await log.read()
            guard let incident = try fold(history, id: id) else { throw IncidentLookup.unknown("\(id)") }
            guard let change = try decide(incident) else { return (incident, false) }
            var next = incident
            // Refuses a change that cannot follow, whatever the caller made of it.
            try next.apply(change, at: now(), by: author.name)
            if !incident.isOpen, change.isDelivered {
                // Before the entry, so that it is found whoever dies in between.
                _ = try await store.create(IncidentMarks.laterKey(id, next.sequence), Self.mark)
            }
            let draft = LogDraft(type: change.entryType, data: change.entryData)
            let append = try await log.append(as: logAuthor, to: history) { $0.count == history.count ? draft : nil }
            if append.isAppended, let incident = try fold(append.history, id: id) { return (incident, true) }
        }
        throw StoreError.contended(folder: "inc/\(id.keyPart)", tries: 50)
    }

    /// What is known without reading incidents.
    package func marks() async throws -> IncidentMarks {
        try await IncidentMarks(store: store)
    }

    /// Marks those of the incidents that are over and have nothing left to deliver; a second time does nothing.
    package func settle(_ incidents: [Incident]) async throws {
        let over = incidents.filter { !$0.isOpen }
        guard !over.isEmpty else { return }
        let marks = try await marks()
        for incident in over {
            let keys = try marks.missingKeys(for: incident)
            guard !keys.isEmpty, try await isDelivered(incident) else { continue }
            for key in keys { _ = try await store.create(key, Self.mark) }
        }
    }

    private static let mark = Array("{}".utf8)

    /// The log of one delivery, read.
    package func deliveryLog(_ key: DeliveryKey) async throws -> DeliveryLog {
        try await DeliveryLog(Log(store: store, folder: deliveryFolder(key)), author: logAuthor)
    }

    /// Puts a step of a delivery on record, durable when this returns; of what is there, only the last entry is read.
    package func record(_ step: JSONValue, of key: DeliveryKey) async throws {
        let record = DeliveryRecord.step(step)
        let draft = LogDraft(type: record.entryType, data: record.entryData)
        _ = try await Log(store: store, folder: deliveryFolder(key)).append(draft, as: logAuthor)
    }

    private func deliveryFolder(_ key: DeliveryKey) throws -> StoreKey {
        try StoreKey("inc/\(key.incident.keyPart)/d/\(key.target)-\(key.change)")
    }

    /// Makes this process the only one that works on a target of an incident.
    package func lockLane(
        of key: DeliveryKey,
        patience: Duration,
        clock: any Clock<Duration>
    ) async throws -> LockAttempt {
        let name = try StoreKey("deliver-\(key.incident.number)-\(key.target)")
        return try await store.lock(name, for: author.holder, patience: patience, clock: clock)
    }

    /// Makes the state directory if it is not there, before anything but the store puts files into it.
    ///
    /// - Throws: `StoreError`.
    package func makeStateDirectory() async throws {
        // Taking a lock makes it, and leaves no entry.
        _ = try await store.lock(try StoreKey("state"), for: author.holder)
    }

    /// Key by which a target recognises an operation: 32 hexadecimal digits that tell nothing about us.
    package func operationKey(of key: DeliveryKey, in incident: Incident) -> String {
        String(SHA256.hex(Array("\(incident.publicID)/\(key.target)/\(key.change)".utf8)).prefix(32))
    }

    /// A new name for public addresses: twelve characters of `[a-z0-9]`, as Statuspage has them.
    package func makePublicID() -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        return String(decoding: author.nonce().prefix(12).map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
    }

    private func log(of id: IncidentID) throws -> Log {
        Log(
            store: store,
            keys: .beginning(at: try StoreKey("opened/\(id.keyPart)"), then: try StoreKey("inc/\(id.keyPart)/e"))
        )
    }

    var logAuthor: LogAuthor {
        LogAuthor(name: author.name, now: author.now, nonce: { [nonce = author.nonce] in hexadecimal(nonce()) })
    }

    private func numbers(in folder: String) async throws -> [IncidentID] {
        try await store.list(try StoreKey(folder)).map { key in
            guard let number = key.number, let id = IncidentID(number: number) else {
                throw StoreError.damaged(path: key.text, reason: "it is no incident's number")
            }
            return id
        }
    }

    private func incidents(_ ids: some Sequence<IncidentID>) async throws -> [Incident] {
        var incidents: [Incident] = []
        for id in ids {
            if let incident = try await incident(id) { incidents.append(incident) }
        }
        return incidents
    }

    private func fold(_ history: [LogEntry], id: IncidentID) throws -> Incident? {
        var incident: Incident?
        for entry in history {
            let key = "\(id), entry \(entry.number)"
            let change: IncidentChange?
            do {
                change = try IncidentChange(entryType: entry.type, data: entry.data)
            } catch {
                throw StoreError.damaged(path: key, reason: "its '\(error.name)' is not \(error.expected)")
            }
            guard let change else { throw StoreError.newerEntry(path: key, version: "with a '\(entry.type)'") }
            switch (incident, change) {
            case (nil, .opened(let opening)):
                incident = Incident(id: id, opening: opening, at: entry.at, by: entry.by)
            case (nil, .updated), (nil, .resolved), (nil, .noted), (nil, .reminded), (nil, .reportPublished),
                (nil, .reportSkipped):
                throw StoreError.damaged(path: key, reason: "the incident does not begin with an opening")
            case (.some(var known), let change):
                try known.apply(change, at: entry.at, by: entry.by)
                incident = known
            }
        }
        return incident
    }

    private static func line(_ incident: Incident) -> String { "\(incident.id) '\(incident.title)'" }
}
