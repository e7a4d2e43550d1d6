import JSON5

/// Makes tickets of answers.
struct TicketReader {
    private let mapping: TicketMapping
    private let statuses: [String: Ticket.Status]
    private var context: JSONObject

    /// Binds a mapping to what its templates see.
    init(_ mapping: TicketMapping, context: JSONObject) throws(RenderError) {
        self.mapping = mapping
        self.context = context
        var statuses: [String: Ticket.Status] = [:]
        for status in Ticket.Status.allCases {
            for text in mapping.status?.words[status] ?? [] {
                let value = try text.value(in: context)
                for word in value?.array ?? [value ?? .null] {
                    if let word = word.scalarText { statuses[word.lowercased()] = status }
                }
            }
        }
        self.statuses = statuses
    }

    /// The ticket that an answer, or an element of its list, describes.
    ///
    /// - Throws: when the answer lacks what every ticket has.
    func ticket(_ json: JSONValue, answer: ConnectorAnswer?) throws(RenderError) -> Ticket {
        guard let id = try text(mapping.id, json, answer, [:]) else {
            throw RenderError(message: "a ticket without id")
        }
        // What a template makes of a ticket is made of its id and reference.
        let reference = try text(mapping.reference, json, answer, ["id": .string(id)])
        let names: JSONObject = ["id": .string(id), "reference": .string(reference ?? id)]
        guard let created = try time(mapping.created, json, answer, names) else {
            throw RenderError(message: "ticket '\(reference ?? id)' without a time of creation")
        }
        var ticket = Ticket(id: id, reference: reference, subject: "", createdAt: created)
        ticket.url = try text(mapping.url, json, answer, names)
        try complete(&ticket, json, answer: answer)
        return ticket
    }

    /// Adds what a further answer tells; what it does not tell stays as it is.
    func complete(_ ticket: inout Ticket, _ json: JSONValue, answer: ConnectorAnswer?) throws(RenderError) {
        let names = ticket.facts
        if let subject = try text(mapping.subject, json, answer, names) { ticket.subject = subject }
        if let text = try text(mapping.text, json, answer, names, keepingEmpty: true) {
            let isHTML = try mapping.isHTML.map { condition throws(RenderError) in
                try condition.holds(of: json, in: context)
            }
            ticket.body = Ticket.Body(text, isHTML: isHTML ?? false)
        }
        if let status = mapping.status, let word = try text(status.source, json, answer, names) {
            ticket.status = statuses[word.lowercased()] ?? status.otherwise
        }
        if let time = try time(mapping.updated, json, answer, names) { ticket.updatedAt = time }
        try completeRequester(&ticket, json, answer, names)
        if let source = mapping.tags { ticket.tags += try texts(source, json, answer, names) }
        if let queue = try text(mapping.queue, json, answer, names) { ticket.queue = queue }
        for fields in mapping.fields { ticket.fields.merge(fields.texts(in: json)) { first, _ in first } }
        for condition in mapping.automatic where !ticket.isAutomatic {
            ticket.isAutomatic = try condition.holds(of: json, in: context)
        }
        if let time = try time(mapping.lastCustomerMessage, json, answer, names) {
            ticket.lastCustomerMessageAt = max(time, ticket.lastCustomerMessageAt ?? time)
        }
        if let version = try text(mapping.version, json, answer, names) { ticket.version = version }
        if let source = mapping.marks, source.isTold(in: json) {
            ticket.marks = (ticket.marks ?? []) + (try texts(source, json, answer, names))
        }
    }

    private func completeRequester(
        _ ticket: inout Ticket,
        _ json: JSONValue,
        _ answer: ConnectorAnswer?,
        _ names: JSONObject
    ) throws(RenderError) {
        let id = try text(mapping.requesterID, json, answer, names)
        let address = try text(mapping.requesterAddress, json, answer, names)
        let name = try text(mapping.requesterName, json, answer, names)
        guard id != nil || address != nil || name != nil else { return }
        var requester = ticket.requester ?? Ticket.Requester()
        if let id { requester.id = id }
        if let address { requester.address = address }
        if let name { requester.name = name }
        ticket.requester = requester
    }

    private func values(
        _ source: ValueSource?,
        _ json: JSONValue,
        _ answer: ConnectorAnswer?,
        _ names: JSONObject
    ) throws(RenderError) -> [JSONValue] {
        guard let source else { return [] }
        if case .pointer(let pointer) = source { return json.values(at: pointer) }
        var context = context
        context["ticket"] = .object(names)
        return try source.values(in: json, answer: answer, context: context)
    }

    private func text(
        _ source: ValueSource?,
        _ json: JSONValue,
        _ answer: ConnectorAnswer?,
        _ names: JSONObject,
        keepingEmpty: Bool = false
    ) throws(RenderError) -> String? {
        let texts = try values(source, json, answer, names).compactMap(\.scalarText)
        return texts.first { !$0.isEmpty } ?? (keepingEmpty ? texts.first : nil)
    }

    private func texts(
        _ source: ValueSource,
        _ json: JSONValue,
        _ answer: ConnectorAnswer?,
        _ names: JSONObject
    ) throws(RenderError) -> [String] {
        try values(source, json, answer, names).flatMap(\.leafTexts)
    }

    private func time(
        _ source: ValueSource?,
        _ json: JSONValue,
        _ answer: ConnectorAnswer?,
        _ names: JSONObject
    ) throws(RenderError) -> Timestamp? {
        try values(source, json, answer, names).lazy.compactMap(Timestamp.init(answered:)).first
    }
}

extension TicketMapping.Fields {
    /// Values by field name; a field without a value is left out.
    fileprivate func texts(in json: JSONValue) -> [String: [String]] {
        var fields: [String: [String]] = [:]
        switch form {
        case .list(let name, let value):
            for element in json.values(at: place) {
                guard let name = element[name]?.scalarText else { continue }
                fields[name, default: []] += element[value]?.leafTexts ?? []
            }
        case .members:
            for member in json[place]?.object?.members ?? [] { fields[member.name] = member.value.leafTexts }
        }
        return fields.filter { !$0.value.isEmpty }
    }
}

extension Ticket {
    /// What templates see of it.
    var facts: JSONObject {
        func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        return [
            "id": .string(id),
            "reference": .string(reference),
            "subject": .string(subject),
            "version": text(version),
            "requester": [
                "id": text(requester?.id), "address": text(requester?.address), "name": text(requester?.name),
            ],
        ]
    }
}

extension JSONValue {
    /// The texts of a value of a field: of a list each, of an object the one that people read.
    fileprivate var leafTexts: [String] {
        switch self {
        case .null: return []
        case .bool, .number, .string: return scalarText.map { $0.isEmpty ? [] : [$0] } ?? []
        case .array(let elements): return elements.flatMap(\.leafTexts)
        case .object(let object):
            let readable = ["name", "value", "title", "label", "display_value"].lazy.compactMap { object[$0] }
            return readable.map(\.leafTexts).first { !$0.isEmpty } ?? []
        }
    }
}
