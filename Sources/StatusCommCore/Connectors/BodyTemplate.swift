import JSON5

/// A body, or a part of it, before its tags are filled in.
indirect enum BodyTemplate: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        var name: String
        /// The name when it has tags.
        var nameText: ConnectorText?
        /// Left out when the value is missing, null or empty; written as a name that ends in `?`.
        var isOptional: Bool
        var value: BodyTemplate
    }

    case literal(JSONValue)
    case text(ConnectorText)
    case array([BodyTemplate])
    case object([Member])
    /// `{ $each: "components", $item: … }`: a list with one element for each.
    case each([String], item: BodyTemplate)
    /// `{ $each: "components", $key: "…", $value: … }`: an object with one member for each.
    case eachMember([String], key: ConnectorText, value: BodyTemplate)
    /// `{ $when: { … }, $value: … }`: missing unless the condition holds.
    case when(Condition, BodyTemplate)
    /// `{ $template: "settings.body" }`: the value of a setting, whose strings are templates in turn.
    case template([String])
    /// `{ $list: "saved.tags", $add: "…" }` or `$remove`: for providers that take the whole list or nothing.
    case list([String], ListChange)
    /// `{ $number: "{{ticket.id}}" }`: for providers that take no text for a number.
    case number(ConnectorText)

    /// What becomes of a list that is sent back; a missing list is an empty one.
    enum ListChange: Hashable, Sendable {
        case with(ConnectorText)
        case without(ConnectorText)

        var element: ConnectorText {
            switch self {
            case .with(let text), .without(let text): text
            }
        }
    }
}

extension BodyTemplate {
    /// Every text in it.
    var texts: [ConnectorText] {
        switch self {
        case .literal, .template: []
        case .text(let text): [text]
        case .array(let elements): elements.flatMap(\.texts)
        case .object(let members): members.flatMap { [$0.nameText].compactMap(\.self) + $0.value.texts }
        case .each(_, let item): item.texts
        case .eachMember(_, let key, let value): [key] + value.texts
        case .when(let condition, let value): condition.texts + value.texts
        case .list(_, let change): [change.element]
        case .number(let text): [text]
        }
    }

    /// Whether some of it is in a setting, where no file shows it.
    var usesSetting: Bool {
        switch self {
        case .literal, .text, .list, .number: false
        case .array(let elements): elements.contains(where: \.usesSetting)
        case .object(let members): members.contains(where: \.value.usesSetting)
        case .each(_, let value), .eachMember(_, _, let value), .when(_, let value): value.usesSetting
        case .template: true
        }
    }

    /// Paths of the lists it goes through.
    var listPaths: [[String]] {
        switch self {
        case .literal, .text, .number: []
        case .template(let path), .list(let path, _): [path]
        case .array(let elements): elements.flatMap(\.listPaths)
        case .object(let members): members.flatMap(\.value.listPaths)
        case .each(let path, let item): [path] + item.listPaths
        case .eachMember(let path, _, let value): [path] + value.listPaths
        case .when(let condition, let value): condition.paths + value.listPaths
        }
    }
}

extension BodyTemplate {
    /// The value with its tags filled in; nil when it is missing.
    ///
    /// `ours` holds our words, which conditions see.
    func render(in context: JSONObject, ours: JSONObject) throws(RenderError) -> JSONValue? {
        switch self {
        case .literal(let value): return value
        case .text(let text): return try text.value(in: context)
        case .array(let elements):
            var values: [JSONValue] = []
            for element in elements {
                if let value = try element.render(in: context, ours: ours) { values.append(value) }
            }
            return .array(values)
        case .object(let members):
            var object = JSONObject()
            for member in members {
                guard let value = try member.render(in: context, ours: ours) else { continue }
                object[try member.nameText?.render(in: context, for: .value) ?? member.name] = value
            }
            return .object(object)
        case .each(let path, let item):
            var values: [JSONValue] = []
            for (context, ours) in try context.items(at: path, ours: ours) {
                if let value = try item.render(in: context, ours: ours) { values.append(value) }
            }
            return .array(values)
        case .eachMember(let path, let key, let value):
            var object = JSONObject()
            for (context, ours) in try context.items(at: path, ours: ours) {
                let name = try key.render(in: context, for: .value)
                if let value = try value.render(in: context, ours: ours) { object[name] = value }
            }
            return .object(object)
        case .when(let condition, let value):
            return try condition.holds(of: .object(ours), in: context)
                ? try value.render(in: context, ours: ours) : nil
        case .template(let path):
            guard let value = context.value(at: path) else {
                throw RenderError(message: "no value for '\(path.joined(separator: "."))'")
            }
            return try BodyTemplate(settingsValue: value).render(in: context, ours: ours)
        case .number(let text):
            let written = try text.render(in: context, for: .value)
            guard let number = try? JSONValue(parsing: written, options: .store).number else {
                throw RenderError(message: "'\(escapingControls(written))' is no number")
            }
            return .number(number)
        case .list(let path, let change):
            let element = try change.element.render(in: context, for: .value)
            let elements = context.value(at: path)?.array ?? []
            let others = elements.filter { $0.scalarText != element }
            switch change {
            case .with: return .array(others.count < elements.count ? elements : elements + [.string(element)])
            case .without: return .array(others)
            }
        }
    }

    /// A value of the configuration, which is read like a body of a connector file.
    private init(settingsValue value: JSONValue) throws(RenderError) {
        var decoder = ConnectorDecoder()
        guard let node = try? JSON5Node(parsing: JSONWriter.bytes(value), path: "settings"),
            let template = decoder.body(node, isInItem: true), decoder.problems.isEmpty
        else {
            throw RenderError(message: decoder.problems.first?.message ?? "a setting is no template")
        }
        let known = Set(Connector.Kind.allCases.flatMap { ConnectorContext.names(of: $0).keys })
            .union(["settings", "saved"])
        for path in decoder.texts.flatMap(\.text.certainPaths) {
            guard let first = path.first, !known.contains(first) else { continue }
            throw RenderError(message: "unknown name '\(first)' in a setting")
        }
        self = template
    }
}

extension BodyTemplate.Member {
    /// Reads the mark of an optional member off its name.
    init(_ name: String, value: BodyTemplate) {
        isOptional = name.hasSuffix("?")
        self.name = isOptional ? String(name.dropLast()) : name
        self.value = value
    }

    /// The value, nil when the member is left out.
    fileprivate func render(in context: JSONObject, ours: JSONObject) throws(RenderError) -> JSONValue? {
        let rendered = try value.render(in: context, ours: ours)
        switch value {
        case .when: return rendered
        case .literal, .text, .array, .object, .each, .eachMember, .template, .list, .number: break
        }
        if isOptional { return rendered.flatMap { $0.isEmpty ? nil : $0 } }
        // A tag without a value is null: a member that may be missing says so with '?'.
        return rendered ?? .null
    }
}

extension JSONObject {
    /// The context once for each element of a list, with the element as `item`.
    func items(
        at path: [String],
        ours: JSONObject
    ) throws(RenderError) -> [(context: JSONObject, ours: JSONObject)] {
        guard let elements = value(at: path)?.array else {
            throw RenderError(message: "'\(path.joined(separator: "."))' is no list")
        }
        let ourElements = ours.value(at: path)?.array ?? elements
        return elements.enumerated().map { index, element in
            var context = self
            var ours = ours
            context["item"] = element
            ours["item"] = ourElements.indices.contains(index) ? ourElements[index] : element
            return (context, ours)
        }
    }
}
