import JSON5

/// Who sees a text that a step writes on a ticket, and what in the request makes it so.
///
/// Nothing is left to a provider's default: at one a comment is public unless it says otherwise, at the next internal.
struct Visibility: Hashable, Sendable {
    enum Audience: String, CaseIterable, Sendable {
        /// Agents alone; no mail goes out.
        case `internal`
        /// The customer, whom the provider mails.
        case `public`
    }

    enum Means: Hashable, Sendable {
        /// The path leads to a place that knows no other audience.
        case path
        /// Constants of the body, by place.
        case body([Constant])
        /// The name of the body's member that holds the text.
        case member(JSONPointer)
    }

    struct Constant: Hashable, Sendable {
        var place: JSONPointer
        var value: JSONValue
    }

    var audience: Audience
    var means: Means
}

extension ConnectorAction {
    /// Who sees the text that the action writes, nil for an action that writes none.
    var audience: Visibility.Audience? {
        switch self {
        case .note: .internal
        case .reply, .replyAndClose: .public
        case .open, .update, .resolve, .find, .findUpdate, .verify, .report, .findReport, .publish: nil
        case .search, .marked, .read, .link, .unlink, .close: nil
        }
    }

    /// Whether the action only reads, so that each of its requests may be sent twice.
    var isReading: Bool {
        switch self {
        case .find, .findUpdate, .findReport, .verify, .search, .marked, .read: true
        case .open, .update, .resolve, .report, .publish: false
        case .link, .unlink, .note, .reply, .replyAndClose, .close: false
        }
    }
}

extension BodyTemplate {
    /// The template at a place, nil when there is none for certain.
    func part(at tokens: ArraySlice<String>) -> BodyTemplate? {
        guard let name = tokens.first else { return self }
        switch self {
        case .object(let members):
            return members.first { $0.name == name }?.value.part(at: tokens.dropFirst())
        case .literal, .text, .array, .each, .eachMember, .when, .template, .list, .number: return nil
        }
    }

    /// The value that a place of the body has whatever the input; nil when it depends, or is not there.
    func constant(at tokens: ArraySlice<String>) -> JSONValue? {
        guard let name = tokens.first else {
            switch self {
            case .literal(let value): return value
            case .text(let text):
                if text.source.isEmpty { return "" }
                guard text.parts.count == 1, case .literal(let value) = text.parts[0] else { return nil }
                return .string(value)
            case .array, .object, .each, .eachMember, .when, .template, .list, .number: return nil
            }
        }
        switch self {
        case .object(let members):
            let member = members.first { $0.name == name && !$0.isOptional }
            return member?.value.constant(at: tokens.dropFirst())
        case .array(let elements):
            guard let index = Int(name), elements.indices.contains(index) else { return nil }
            return elements[index].constant(at: tokens.dropFirst())
        case .literal, .text, .each, .eachMember, .when, .template, .list, .number: return nil
        }
    }
}
