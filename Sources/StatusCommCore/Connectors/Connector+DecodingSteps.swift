import JSON5
import Spelling

extension ConnectorDecoder {
    private static let stepKeys = [
        "get", "post", "put", "patch", "delete", "send", "method", "query", "headers", "body", "form", "raw", "each",
        "when", "success",
        "save", "repeatable", "values", "list", "page", "match", "expect", "components", "goOn",
        "done",
    ]

    private static let methods: [(key: String, method: HTTPMethod)] = [
        ("get", .get), ("post", .post), ("put", .put), ("patch", .patch), ("delete", .delete), ("send", .post),
    ]

    mutating func step(
        _ node: JSON5Node,
        _ what: String,
        also: [String] = [],
        of action: ConnectorAction? = nil
    ) -> ConnectorStep? {
        let ticketKeys = action.map { ticketStepKeys(of: $0) } ?? []
        let parts = members(node, known: Self.stepKeys + ticketKeys + also, of: what)
        let methods = Self.methods.filter { parts[$0.key] != nil }
        guard node.object != nil else { return nil }
        guard let method = methods.first, methods.count == 1 else {
            report(
                methods.isEmpty ? "\(what) has no method" : "\(what) has more than one method",
                at: node.location,
                hint: "write one of get, post, put, patch, delete with the path"
            )
            return nil
        }
        guard let path = text(parts[method.key], "'\(method.key)'") else { return nil }
        let isInItem = parts["each"] != nil
        if (method.key == "send") != (parts["method"] != nil) {
            report("'send' and 'method' go together", at: node.location)
        }
        let headers = headers(parts["headers"])
        let (body, encoding) = content(parts, what, isInItem: isInItem)
        return ConnectorStep(
            method: method.method,
            chosenMethod: method.key == "send" ? text(parts["method"], "'method'") : nil,
            path: path,
            query: fields(parts["query"], "'query'"),
            headers: headers.fields,
            headersFrom: headers.from,
            body: body,
            encoding: encoding,
            each: list(parts["each"]),
            when: condition(parts["when"], "'when'", places: .names),
            success: condition(parts["success"], "'success'", places: .answer),
            save: saves(parts["save"]),
            doneStatuses: statuses(parts["done"], "'done'"),
            isRepeatable: bool(parts["repeatable"], "'repeatable'")
                ?? (action?.isReading == true || method.method.isIdempotent && parts["visibility"] == nil),
            values: values(parts["values"]),
            // There is one report, and no list of them.
            list: listPath(parts["list"]) ?? (action == .findReport ? .whole : .root),
            page: paging(parts["page"]),
            match: condition(parts["match"], "'match'", places: .answer),
            expect: condition(parts["expect"], "'expect'", places: .answer),
            components: components(parts["components"]),
            goesOn: bool(parts["goOn"], "'goOn'") ?? false,
            visibility: visibility(parts["visibility"], body: body),
            ticket: parts["ticket"].map { ticket($0, of: .part) },
            earlier: duration(parts["earlier"], "'earlier'") ?? .zero,
            location: node.location
        )
    }

    private mutating func headers(_ node: JSON5Node?) -> (fields: [ConnectorStep.Field], from: [String]?) {
        if let template = node?["$template"] {
            return ([], name(template, "'$template'", isInItem: false))
        }
        return (fields(node, "'headers'"), nil)
    }

    private mutating func content(
        _ parts: [String: JSON5Node],
        _ what: String,
        isInItem: Bool
    ) -> (BodyTemplate?, ConnectorStep.Encoding) {
        let kinds = ["body", "form", "raw"].filter { parts[$0] != nil }
        if kinds.count > 1, let second = parts[kinds[1]] {
            report("\(what) has both '\(kinds[0])' and '\(kinds[1])'", at: second.location)
        }
        if let node = parts["body"] { return (body(node, isInItem: isInItem), .json) }
        if let node = parts["form"] { return (body(node, isInItem: isInItem), .form) }
        guard let node = parts["raw"] else { return (nil, .json) }
        let raw = members(node, known: ["type", "text"], of: "'raw'")
        for key in ["type", "text"] { required(key, raw, of: node, "'raw'") }
        guard let type = text(raw["type"], "'type'"),
            let content = raw["text"].flatMap({ body($0, isInItem: isInItem) })
        else { return (nil, .json) }
        return (content, .raw(contentType: type))
    }

    private mutating func saves(_ node: JSON5Node?) -> [ConnectorStep.Save] {
        guard let node else { return [] }
        guard let object = node.object else {
            report("'save' is \(node.kind), not an object", at: node.location)
            return []
        }
        var saves: [ConnectorStep.Save] = []
        for member in object.members {
            let isOptional = member.name.hasSuffix("?")
            let name = isOptional ? String(member.name.dropLast()) : member.name
            guard let source = valueSource(member.value, "'\(escapingControls(name))' in 'save'") else { continue }
            saves.append(ConnectorStep.Save(name: name, source: source, isOptional: isOptional))
        }
        // A text is made of what the pointers found.
        return saves.filter { !$0.isText } + saves.filter(\.isText)
    }

    private mutating func paging(_ node: JSON5Node?) -> Paging? {
        guard let node else { return nil }
        let known = ["query", "start", "size", "offset", "next", "token", "body", "link", "most", "while", "total"]
        let parts = members(node, known: known, of: "'page'")
        guard let way = way(node, parts) else { return nil }
        return Paging(
            way: way,
            most: int(parts["most"], "'most'", in: 1...100_000) ?? Paging.defaultMost,
            isGoingOn: condition(parts["while"], "'while'", places: .answer),
            total: pointer(parts["total"], "'total'")
        )
    }

    private mutating func way(_ node: JSON5Node, _ parts: [String: JSON5Node]) -> Paging.Way? {
        if bool(parts["link"], "'link'") == true { return .link }
        if parts["next"] != nil { return pointer(parts["next"], "'next'").map { .next($0) } }
        let query = string(parts["query"], "'query'")
        if parts["token"] != nil {
            let token = pointer(parts["token"], "'token'")
            if let place = pointer(parts["body"], "'body'") { return token.map { .bodyToken($0, place: place) } }
            if let query { return token.map { .token($0, query: query) } }
            report("'token' needs 'query' or 'body', where it goes", at: node.location)
            return nil
        }
        let size = int(parts["size"], "'size'", in: 1...10_000)
        if let offset = string(parts["offset"], "'offset'") {
            required("size", parts, of: node, "'page'")
            return .offset(query: offset, size: size ?? 1)
        }
        guard let query else {
            report("'page' has none of query, offset, next, token and link", at: node.location)
            return nil
        }
        return .number(query: query, start: int(parts["start"], "'start'", in: 0...1) ?? 1, size: size)
    }

    mutating func listPath(_ node: JSON5Node?) -> ListPath? {
        guard let node else { return nil }
        return ListPath(pointers: (node.array ?? [node]).compactMap { pointer($0, "'list'") })
    }

    private mutating func components(_ node: JSON5Node?) -> ConnectorStep.ComponentExpectation? {
        guard let node else { return nil }
        let parts = members(node, known: ["list", "id", "expect"], of: "'components'")
        for key in ["list", "id", "expect"] { required(key, parts, of: node, "'components'") }
        guard let list = listPath(parts["list"]), let id = pointer(parts["id"], "'id'") else { return nil }
        return ConnectorStep.ComponentExpectation(
            list: list,
            id: id,
            expect: condition(parts["expect"], "'expect'", places: .answer)
        )
    }

    // MARK: - Names

    /// Reports every tag that names what no input has.
    mutating func checkNames(of connector: Connector) {
        let steps = connector.actions.values.flatMap { $0 } + connector.catalogues.map(\.step)
        var inner = ConnectorContext.names(of: connector.kind)
        inner["settings"] = connector.settings.map(\.name)
        inner["saved"] = Set(steps.flatMap { $0.save.map(\.name) }).sorted()
        if connector.login != nil { inner["login"] = ["token"] }
        inner["catalogue"] = connector.catalogues.map(\.name)
        for (text, isInItem) in texts {
            for path in text.certainPaths {
                check(path, of: text, isInItem: isInItem, inner: inner, connector: connector)
            }
        }
    }

    private mutating func check(
        _ path: [String],
        of text: ConnectorText,
        isInItem: Bool,
        inner: [String: [String]?],
        connector: Connector
    ) {
        let first = path[0]
        guard let known = inner[first] else {
            return reportUnknown("name", first, known: inner.keys.sorted(), of: "a template", at: text.location)
        }
        if first == "item", !isInItem {
            return report("'item' has no meaning outside of 'each'", at: text.location)
        }
        guard let known else {
            if path.count > 1 { report("'\(first)' has nothing inside", at: text.location) }
            return
        }
        guard path.count > 1 else {
            if first != "item" {
                report(
                    "'\(first)' is not one value",
                    at: text.location,
                    hint: "known: \(known.joined(separator: ", "))"
                )
            }
            return
        }
        guard known.contains(path[1]) else {
            return reportUnknown("name", path[1], known: known, of: "'\(first)'", at: text.location)
        }
        if first == "catalogue" {
            let picks = connector.catalogues.first { $0.name == path[1] }?.picks.keys.sorted() ?? []
            if path.count != 3 || !picks.contains(path[2]) {
                reportUnknown(
                    "name",
                    path.dropFirst(2).first ?? "",
                    known: picks,
                    of: "'catalogue.\(path[1])'",
                    at: text.location
                )
            }
        }
    }
}

extension ConnectorStep.Save {
    fileprivate var isText: Bool {
        switch source {
        case .pointer, .header, .firstOf, .allOf, .base64, .picked: false
        case .text: true
        }
    }
}

extension HTTPMethod {
    /// Whether a second request of the method changes nothing more (RFC 9110 section 9.2.2).
    fileprivate var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete: true
        case .post, .patch: false
        }
    }
}
