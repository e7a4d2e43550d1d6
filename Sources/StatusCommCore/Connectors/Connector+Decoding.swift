import JSON5
import Spelling

extension Connector {
    /// Version of the format that this program reads.
    static let format = 1

    /// Reads a connector file.
    ///
    /// - Parameters:
    ///   - bytes: The file, JSON5.
    ///   - path: What messages call the file.
    /// - Throws: `ConnectorFileError` with every mistake, or the first one that keeps the text from being JSON5.
    package init(parsing bytes: [UInt8], path: String) throws(ConnectorFileError) {
        let node: JSON5Node
        do throws(JSON5Error) {
            node = try JSON5Node(parsing: bytes, path: path)
        } catch {
            throw ConnectorFileError(
                problems: [ConnectorProblem(error.message, hint: error.hint, at: error.location)]
            )
        }
        var decoder = ConnectorDecoder()
        let connector = decoder.connector(node)
        let problems = decoder.problems.sorted { first, second in
            (first.location?.line ?? 0, first.location?.column ?? 0)
                < (second.location?.line ?? 0, second.location?.column ?? 0)
        }
        guard problems.isEmpty, let connector else { throw ConnectorFileError(problems: problems) }
        self = connector
    }
}

/// Reads the parts of a connector file and collects what is wrong with them.
struct ConnectorDecoder {
    var problems: [ConnectorProblem] = []
    /// Templates and conditions read so far, whose names are checked once all are known.
    var texts: [(text: ConnectorText, isInItem: Bool)] = []
    /// The kind as far as it is known; it decides which names and keys there are.
    var kind: Connector.Kind?

    mutating func report(_ message: String, at location: SourceLocation, hint: String? = nil) {
        problems.append(ConnectorProblem(message, hint: hint, at: location))
    }

    // MARK: - Plain values

    /// Members by name; a name that is not known is reported with the nearest one.
    mutating func members(_ node: JSON5Node?, known: [String], of what: String) -> [String: JSON5Node] {
        guard let node else { return [:] }
        guard let object = node.object else {
            report("\(what) is \(node.kind), not an object", at: node.location)
            return [:]
        }
        var members: [String: JSON5Node] = [:]
        for member in object.members {
            if known.contains(member.name) {
                members[member.name] = member.value
            } else {
                reportUnknown("key", member.name, known: known, of: what, at: member.nameLocation)
            }
        }
        return members
    }

    mutating func reportUnknown(
        _ kind: String,
        _ name: String,
        known: [String],
        of what: String,
        at location: SourceLocation
    ) {
        let near = nearest(to: name, in: known)
        report(
            "unknown \(kind) '\(escapingControls(name))' in \(what)",
            at: location,
            hint: near.isEmpty
                ? "known: \(known.joined(separator: ", "))" : "did you mean '\(near.joined(separator: "' or '"))'?"
        )
    }

    mutating func string(_ node: JSON5Node?, _ what: String) -> String? {
        guard let node else { return nil }
        if let text = node.string { return text }
        report("\(what) is \(node.kind), not a string", at: node.location)
        return nil
    }

    mutating func bool(_ node: JSON5Node?, _ what: String) -> Bool? {
        guard let node else { return nil }
        if let value = node.value.bool { return value }
        report("\(what) is \(node.kind), not true or false", at: node.location)
        return nil
    }

    mutating func int(_ node: JSON5Node?, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let node else { return nil }
        if let value = node.value.int, range.contains(value) { return value }
        report("\(what) is not a whole number from \(range.lowerBound) to \(range.upperBound)", at: node.location)
        return nil
    }

    mutating func strings(_ node: JSON5Node?, _ what: String) -> [String] {
        guard let node else { return [] }
        guard let elements = node.array else {
            report("\(what) is \(node.kind), not a list", at: node.location)
            return []
        }
        return elements.compactMap { string($0, "an element of \(what)") }
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: JSON5Node?,
        _ what: String,
        _ type: Word.Type
    ) -> Word? where Word.RawValue == String {
        guard let node, let text = string(node, what) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        reportUnknown("value", text, known: known, of: what, at: node.location)
        return nil
    }

    mutating func pointer(_ node: JSON5Node?, _ what: String) -> JSONPointer? {
        guard let node, let text = string(node, what) else { return nil }
        if let pointer = JSONPointer(text) { return pointer }
        report("\(what) '\(escapingControls(text))' is no JSON pointer", at: node.location, hint: "begin it with '/'")
        return nil
    }

    mutating func required(_ key: String, _ members: [String: JSON5Node], of node: JSON5Node, _ what: String) {
        if members[key] == nil { report("\(what) has no '\(key)'", at: node.location) }
    }

    // MARK: - Templates

    mutating func text(_ node: JSON5Node?, _ what: String, isInItem: Bool = true) -> ConnectorText? {
        guard let node, let source = string(node, what) else { return nil }
        do throws(ConnectorText.SyntaxError) {
            let text = try ConnectorText(source, at: node.location)
            texts.append((text, isInItem))
            return text
        } catch {
            report(error.message, at: node.location)
            return nil
        }
    }

    mutating func fields(_ node: JSON5Node?, _ what: String) -> [ConnectorStep.Field] {
        guard let node else { return [] }
        guard let object = node.object else {
            report("\(what) is \(node.kind), not an object", at: node.location)
            return []
        }
        return object.members.compactMap { member in
            let isOptional = member.name.hasSuffix("?")
            let name = isOptional ? String(member.name.dropLast()) : member.name
            let value: ConnectorText?
            switch member.value.content {
            case .number, .bool:
                value = try? ConnectorText(member.value.value.scalarText ?? "", at: member.value.location)
            case .string, .null, .array, .object: value = text(member.value, "'\(name)' in \(what)")
            }
            return value.map { ConnectorStep.Field(name: name, value: $0, isOptional: isOptional) }
        }
    }

    mutating func body(_ node: JSON5Node, isInItem: Bool) -> BodyTemplate? {
        switch node.content {
        case .null, .bool, .number: return .literal(node.value)
        case .string: return text(node, "the body", isInItem: isInItem).map { .text($0) }
        case .array(let elements): return .array(elements.compactMap { body($0, isInItem: isInItem) })
        case .object(let object):
            if object.members.contains(where: { Self.directives.contains($0.name) }) {
                return directive(node, isInItem: isInItem)
            }
            var members: [BodyTemplate.Member] = []
            for member in object.members {
                guard let value = body(member.value, isInItem: isInItem) else { continue }
                var template = BodyTemplate.Member(member.name, value: value)
                if template.name.contains("{{") {
                    template.nameText = nameText(template.name, at: member.nameLocation, isInItem: isInItem)
                }
                members.append(template)
            }
            return .object(members)
        }
    }

    private mutating func nameText(_ name: String, at location: SourceLocation, isInItem: Bool) -> ConnectorText? {
        do throws(ConnectorText.SyntaxError) {
            let text = try ConnectorText(name, at: location)
            texts.append((text, isInItem))
            return text
        } catch {
            report(error.message, at: location)
            return nil
        }
    }

    private static let directives = [
        "$each", "$item", "$key", "$value", "$when", "$template", "$list", "$add", "$remove",
        "$number",
    ]

    private mutating func directive(_ node: JSON5Node, isInItem: Bool) -> BodyTemplate? {
        let members = members(node, known: Self.directives, of: "a directive")
        let names = Set(members.keys)
        switch names {
        case ["$each", "$item"]:
            guard let path = list(members["$each"]), let item = members["$item"].flatMap({ body($0, isInItem: true) })
            else { return nil }
            return .each(path, item: item)
        case ["$each", "$key", "$value"]:
            guard let path = list(members["$each"]), let key = text(members["$key"], "'$key'"),
                let value = members["$value"].flatMap({ body($0, isInItem: true) })
            else { return nil }
            return .eachMember(path, key: key, value: value)
        case ["$when", "$value"]:
            guard let value = members["$value"].flatMap({ body($0, isInItem: isInItem) }) else { return nil }
            return .when(condition(members["$when"], "'$when'", places: .names, isInItem: isInItem), value)
        case ["$template"]:
            return name(members["$template"], "'$template'", isInItem: isInItem).map { .template($0) }
        case ["$number"]:
            return text(members["$number"], "'$number'", isInItem: isInItem).map { .number($0) }
        case ["$list", "$add"], ["$list", "$remove"]:
            guard let path = name(members["$list"], "'$list'", isInItem: isInItem),
                let element = text(members["$add"] ?? members["$remove"], "an element", isInItem: isInItem)
            else { return nil }
            return .list(path, members["$add"] == nil ? .without(element) : .with(element))
        default:
            report(
                "the directives \(names.sorted().joined(separator: ", ")) do not go together",
                at: node.location,
                hint:
                    "use $each with $item, $each with $key and $value, $when with $value, $list with $add or $remove, "
                    + "or $number or $template alone"
            )
            return nil
        }
    }

    /// A dotted name in the context, as one that is checked like a tag.
    mutating func name(_ node: JSON5Node?, _ what: String, isInItem: Bool = true) -> [String]? {
        guard let node, let source = string(node, what) else { return nil }
        guard let text = try? ConnectorText("{{\(source)}}", at: node.location), let path = text.singleTag else {
            report("\(what) '\(escapingControls(source))' is no name", at: node.location)
            return nil
        }
        texts.append((text, isInItem))
        return path
    }

    mutating func list(_ node: JSON5Node?) -> [String]? {
        name(node, "'each'", isInItem: false)
    }

    // MARK: - Conditions

    enum Places {
        case names
        case answer
    }

    mutating func condition(
        _ node: JSON5Node?,
        _ what: String,
        places: Places,
        isInItem: Bool = true
    ) -> Condition {
        guard let node else { return .always }
        guard let object = node.object else {
            report("\(what) is \(node.kind), not an object", at: node.location)
            return .always
        }
        var clauses: [Condition.Clause] = []
        for member in object.members {
            guard let place = place(member, what, places, isInItem: isInItem),
                let test = test(member.value, what, isInItem: isInItem)
            else { continue }
            clauses.append(Condition.Clause(place: place, written: member.name, test: test))
        }
        return Condition(clauses: clauses)
    }

    private mutating func place(
        _ member: JSON5Object.Member,
        _ what: String,
        _ places: Places,
        isInItem: Bool
    ) -> Condition.Clause.Place? {
        switch places {
        case .answer:
            if member.name == "text" { return .text }
            if let pointer = JSONPointer(member.name) { return .pointer(pointer) }
            report(
                "'\(escapingControls(member.name))' in \(what) is no place in an answer",
                at: member.nameLocation,
                hint: "write a JSON pointer such as '/status', or 'text' for the whole answer"
            )
            return nil
        case .names:
            guard let text = try? ConnectorText("{{\(member.name)}}", at: member.nameLocation),
                let path = text.singleTag
            else {
                report("'\(escapingControls(member.name))' in \(what) is no name", at: member.nameLocation)
                return nil
            }
            texts.append((text, isInItem))
            return .name(path)
        }
    }

    private mutating func test(_ node: JSON5Node, _ what: String, isInItem: Bool) -> Condition.Test? {
        switch node.content {
        case .null, .bool, .number: return .equals(node.value)
        case .string: return text(node, what, isInItem: isInItem).map { .equalsText($0) }
        case .array(let elements): return .oneOf(elements.compactMap { test($0, what, isInItem: isInItem) })
        case .object:
            let members = members(node, known: ["not", "present", "contains"], of: "a test in \(what)")
            if let negated = members["not"] { return test(negated, what, isInItem: isInItem).map { .not($0) } }
            if let part = members["contains"] {
                return text(part, "'contains'", isInItem: isInItem).map { .contains($0) }
            }
            return bool(members["present"], "'present'").map { .present($0) }
        }
    }
}
