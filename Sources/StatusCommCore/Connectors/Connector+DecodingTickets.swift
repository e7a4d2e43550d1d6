import JSON5

extension ConnectorDecoder {
    /// Which parts a mapping has to have.
    enum MappingExtent {
        /// The connector's own: everything that makes a ticket.
        case whole
        /// What one more answer tells.
        case part
    }

    /// Keys that the steps of an action have besides those of every step.
    func ticketStepKeys(of action: ConnectorAction) -> [String] {
        guard kind == .ticket else { return [] }
        switch action {
        case .search: return ["ticket", "earlier"]
        case .marked, .read: return ["ticket"]
        case .note, .reply, .replyAndClose: return ["visibility"]
        case .link, .unlink, .close, .find: return []
        case .open, .update, .resolve, .findUpdate, .verify, .report, .findReport, .publish: return []
        }
    }

    mutating func duration(_ node: JSON5Node?, _ what: String) -> Duration? {
        guard let node, let text = string(node, what) else { return nil }
        if let duration = Duration(text: text) { return duration }
        report("\(what) '\(escapingControls(text))' is no duration", at: node.location, hint: "write '90m' or '15h'")
        return nil
    }

    // MARK: - Visibility

    mutating func visibility(_ node: JSON5Node?, body: BodyTemplate?) -> Visibility? {
        guard let node else { return nil }
        let audiences = Visibility.Audience.allCases.map(\.rawValue)
        let parts = members(node, known: audiences, of: "'visibility'")
        guard let (name, means) = parts.first, parts.count == 1, let audience = Visibility.Audience(rawValue: name)
        else {
            report("'visibility' is one of \(audiences.joined(separator: " and "))", at: node.location)
            return nil
        }
        if let word = means.string {
            if word == "path" { return Visibility(audience: audience, means: .path) }
            if let place = JSONPointer(word), !place.tokens.isEmpty {
                if body?.part(at: place.tokens[...])?.texts.contains(where: { $0.paths.contains(["message"]) }) != true
                {
                    report("the text is not at '\(place)' of the body", at: means.location)
                }
                return Visibility(audience: audience, means: .member(place))
            }
            let hint = "write 'path', the place of the text, or the constants of the body: whichever decides"
            report("'\(escapingControls(word))' does not say what makes it \(name)", at: means.location, hint: hint)
            return nil
        }
        guard let object = means.object, !object.members.isEmpty else {
            report("'\(name)' names nothing in the request that makes it so", at: means.location)
            return nil
        }
        var constants: [Visibility.Constant] = []
        for member in object.members {
            guard let place = JSONPointer(member.name) else {
                report("'\(escapingControls(member.name))' is no JSON pointer", at: member.nameLocation)
                continue
            }
            let value = member.value.value
            if body?.constant(at: place.tokens[...]) != value {
                let shown = escapingControls(value.scalarText ?? value.kind)
                report(
                    "the body has not always '\(shown)' at '\(place)', so nothing makes it \(name)",
                    at: member.nameLocation
                )
            }
            constants.append(Visibility.Constant(place: place, value: value))
        }
        return Visibility(audience: audience, means: .body(constants))
    }

    // MARK: - The ticket

    private static let mappingKeys = [
        "id", "reference", "url", "subject", "text", "html", "status", "created", "updated", "requester", "tags",
        "queue", "fields", "automatic", "lastCustomerMessage", "version", "marks",
    ]

    mutating func ticket(_ node: JSON5Node, of extent: MappingExtent) -> TicketMapping {
        let parts = members(node, known: Self.mappingKeys, of: "'ticket'")
        switch extent {
        case .whole: for key in ["id", "subject", "status", "created"] { required(key, parts, of: node, "'ticket'") }
        case .part: break
        }
        let requester = members(parts["requester"], known: ["id", "address", "name"], of: "'requester'")
        let automatic = parts["automatic"]
        return TicketMapping(
            id: valueSource(parts["id"], "'id'"),
            reference: valueSource(parts["reference"], "'reference'"),
            url: valueSource(parts["url"], "'url'"),
            subject: valueSource(parts["subject"], "'subject'"),
            text: valueSource(parts["text"], "'text'"),
            isHTML: isHTML(parts["html"]),
            status: parts["status"].flatMap { status($0) },
            created: valueSource(parts["created"], "'created'"),
            updated: valueSource(parts["updated"], "'updated'"),
            requesterID: valueSource(requester["id"], "'id' of the requester"),
            requesterAddress: valueSource(requester["address"], "'address'"),
            requesterName: valueSource(requester["name"], "'name'"),
            tags: listSource(parts["tags"], "'tags'"),
            queue: valueSource(parts["queue"], "'queue'"),
            fields: ticketFields(parts["fields"]),
            automatic: (automatic?.array ?? [automatic].compactMap(\.self)).map {
                condition($0, "'automatic'", places: .answer)
            },
            lastCustomerMessage: valueSource(parts["lastCustomerMessage"], "'lastCustomerMessage'"),
            version: valueSource(parts["version"], "'version'"),
            marks: listSource(parts["marks"], "'marks'")
        )
    }

    /// Where a list is found: of several places, all count.
    private mutating func listSource(_ node: JSON5Node?, _ what: String) -> ValueSource? {
        guard let elements = node?.array else { return valueSource(node, what) }
        return .allOf(elements.compactMap { valueSource($0, what) })
    }

    /// Where one value is found: of several places, the first that has any.
    mutating func valueSource(_ node: JSON5Node?, _ what: String) -> ValueSource? {
        guard let node else { return nil }
        if let elements = node.array { return .firstOf(elements.compactMap { valueSource($0, what) }) }
        if node.object != nil {
            let parts = members(node, known: ["from", "where", "value", "take", "base64"], of: what)
            if parts["base64"] != nil { return pointer(parts["base64"], "'base64'").map { .base64($0) } }
            for key in ["from", "value"] { required(key, parts, of: node, what) }
            let condition = condition(parts["where"], "'where'", places: .answer)
            let order = word(parts["take"], "'take'", ValueSource.Order.self) ?? .first
            guard let list = pointer(parts["from"], "'from'"), let value = pointer(parts["value"], "'value'")
            else { return nil }
            return .picked(from: list, where: condition, value: value, order: order)
        }
        guard let written = string(node, what) else { return nil }
        if written.hasPrefix("header:") { return .header(String(written.dropFirst(7))) }
        if written.hasPrefix("/") || written.isEmpty { return pointer(node, what).map { .pointer($0) } }
        return text(node, what).map { .text($0) }
    }

    private mutating func isHTML(_ node: JSON5Node?) -> Condition? {
        guard let node else { return nil }
        if let value = node.value.bool { return value ? .always : nil }
        return condition(node, "'html'", places: .answer)
    }

    private mutating func status(_ node: JSON5Node) -> TicketMapping.Status? {
        let ours = Ticket.Status.allCases.map(\.rawValue)
        let parts = members(node, known: ["at", "otherwise"] + ours, of: "'status'")
        for key in ["at", "open", "solved"] { required(key, parts, of: node, "'status'") }
        var words: [Ticket.Status: [ConnectorText]] = [:]
        for status in Ticket.Status.allCases {
            guard let list = parts[status.rawValue] else { continue }
            words[status] = (list.array ?? [list]).compactMap { node in
                // A number or a truth value is as good a word as a text.
                guard let word = node.value.scalarText, node.string == nil else {
                    return text(node, "'\(status.rawValue)'")
                }
                return try? ConnectorText(word, at: node.location)
            }
        }
        guard let source = valueSource(parts["at"], "'at'") else { return nil }
        return TicketMapping.Status(
            source: source,
            words: words,
            otherwise: word(parts["otherwise"], "'otherwise'", Ticket.Status.self) ?? .open
        )
    }

    private mutating func ticketFields(_ node: JSON5Node?) -> [TicketMapping.Fields] {
        guard let node else { return [] }
        return (node.array ?? [node]).compactMap { node in
            if node.string != nil {
                return pointer(node, "'fields'").map { TicketMapping.Fields(place: $0, form: .members) }
            }
            let parts = members(node, known: ["from", "name", "value"], of: "'fields'")
            for key in ["from", "name", "value"] { required(key, parts, of: node, "'fields'") }
            guard let list = pointer(parts["from"], "'from'"), let name = pointer(parts["name"], "'name'"),
                let value = pointer(parts["value"], "'value'")
            else { return nil }
            return TicketMapping.Fields(place: list, form: .list(name: name, value: value))
        }
    }

    // MARK: - What belongs together

    /// Reports what a ticket connector lacks: who sees its texts, how its lists go on, and marks kept halfway.
    mutating func checkTickets(of connector: Connector, _ members: [String: JSON5Node], at node: JSON5Node) {
        guard let kind else { return }
        guard kind == .ticket else {
            if let ticket = members["ticket"] { report("'ticket' is for the kind 'ticket'", at: ticket.location) }
            return
        }
        if connector.ticket == nil { report("the connector has no 'ticket'", at: node.location) }
        for (action, steps) in connector.actions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            checkAudience(of: action, steps)
            guard action == .search || action == .marked else { continue }
            for step in steps where step.page == nil {
                let words = "a step of '\(action.rawValue)' does not say with 'page' how its list goes on"
                report(words, at: step.location)
            }
        }
        let marking = [ConnectorAction.marked, .link, .unlink]
        let kept = marking.filter { connector.supports($0) }
        if !kept.isEmpty, kept.count < marking.count {
            let all = marking.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            report("\(all) go together", at: members["actions"]?.location ?? node.location)
        }
    }

    private mutating func checkAudience(of action: ConnectorAction, _ steps: [ConnectorStep]) {
        let name = action.rawValue
        for step in steps {
            if step.body?.usesSetting == true {
                report("'$template' hides from this check what is written on a ticket", at: step.location)
            }
            let hasText = step.paths.contains(["message"])
            switch (step.visibility?.audience, action.audience) {
            case (nil, nil) where !hasText: break
            case (nil, nil): report("'\(name)' writes no text, so 'message' has no meaning in it", at: step.location)
            case (nil, _) where !hasText: break
            case (nil, let wanted?):
                report(
                    "a step of '\(name)' writes a text and does not say who sees it",
                    at: step.location,
                    hint: "write visibility: { \(wanted.rawValue): … } with what in the request makes it so"
                )
            case (let audience?, let wanted):
                guard audience != wanted else { continue }
                report("a text of '\(name)' must not be \(audience.rawValue)", at: step.location)
            }
        }
        if action.audience != nil, !steps.isEmpty, !steps.contains(where: { $0.visibility != nil }) {
            let isReported = steps.contains { $0.paths.contains(["message"]) }
            if !isReported { report("'\(name)' writes no text", at: steps[0].location) }
        }
    }
}
