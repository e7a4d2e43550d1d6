import JSON5

extension ConnectorDecoder {
    private static let topLevel = [
        "connector", "format", "kind", "title", "reference", "settings", "base", "headers", "basic", "login", "timeout",
        "rate",
        "retry",
        "time", "markup", "limits", "values", "catalogues", "success", "errors", "ticket", "actions",
    ]

    /// Reads the whole file; nil when the parts that nothing works without are wrong.
    mutating func connector(_ node: JSON5Node) -> Connector? {
        let members = members(node, known: Self.topLevel, of: "the connector")
        for key in ["connector", "format", "kind", "actions"] { required(key, members, of: node, "the connector") }
        let name = string(members["connector"], "'connector'")
        if let format = members["format"], format.value.int != Connector.format {
            report(
                "format '\(format.value.scalarText ?? format.kind)' is not known",
                at: format.location,
                hint: "this version reads format \(Connector.format)"
            )
        }
        let kind = word(members["kind"], "'kind'", Connector.Kind.self)
        self.kind = kind
        let settings = settings(members["settings"])
        let catalogues = catalogues(members["catalogues"])
        let limits = self.members(members["limits"], known: ["title", "message"], of: "'limits'")
        let connector = Connector(
            name: name ?? "",
            kind: kind ?? .statusPage,
            title: string(members["title"], "'title'") ?? name ?? "",
            reference: string(members["reference"], "'reference'"),
            settings: settings,
            base: text(members["base"], "'base'", isInItem: false),
            headers: fields(members["headers"], "'headers'"),
            basic: basic(members["basic"]),
            login: login(members["login"]),
            timeout: .seconds(int(members["timeout"], "'timeout'", in: 1...600) ?? 30),
            rates: rates(members["rate"]),
            retry: retry(members["retry"]),
            time: word(members["time"], "'time'", TimeFormat.self) ?? .rfc3339,
            markup: word(members["markup"], "'markup'", Markup.self) ?? .plain,
            titleLimit: limit(limits["title"], "the title's limit"),
            messageLimit: limit(limits["message"], "the message's limit"),
            values: values(members["values"]),
            catalogues: catalogues,
            success: condition(members["success"], "'success'", places: .answer),
            errorWords: errorWords(members["errors"]),
            actions: actions(members["actions"], kind: kind),
            ticket: members["ticket"].map { ticket($0, of: .whole) }
        )
        checkNames(of: connector)
        checkTickets(of: connector, members, at: node)
        return kind == nil || name == nil ? nil : connector
    }

    private mutating func settings(_ node: JSON5Node?) -> [Connector.Setting] {
        guard let node else { return [] }
        guard let object = node.object else {
            report("'settings' is \(node.kind), not an object", at: node.location)
            return []
        }
        return object.members.map { member in
            let what = "setting '\(escapingControls(member.name))'"
            let parts = members(member.value, known: ["required", "secret", "default", "help"], of: what)
            let isRequired = bool(parts["required"], "'required'") ?? false
            if isRequired, let value = parts["default"] {
                report("\(what) is required and has a default", at: value.location)
            }
            return Connector.Setting(
                name: member.name,
                isRequired: isRequired,
                isSecret: bool(parts["secret"], "'secret'") ?? false,
                defaultValue: parts["default"]?.value,
                help: string(parts["help"], "'help'")
            )
        }
    }

    private mutating func basic(_ node: JSON5Node?) -> Connector.BasicAuthentication? {
        guard let node else { return nil }
        let parts = members(node, known: ["user", "password"], of: "'basic'")
        for key in ["user", "password"] { required(key, parts, of: node, "'basic'") }
        guard let user = text(parts["user"], "'user'", isInItem: false),
            let password = text(parts["password"], "'password'", isInItem: false)
        else { return nil }
        return Connector.BasicAuthentication(user: user, password: password)
    }

    private mutating func login(_ node: JSON5Node?) -> ConnectorLogin? {
        guard let node, var step = step(node, "'login'", also: ["token"]) else { return nil }
        // Another token does no harm.
        step.isRepeatable = true
        guard let token = pointer(node["token"], "'token'") else {
            report("'login' has no 'token'", at: node.location)
            return nil
        }
        return ConnectorLogin(step: step, token: token)
    }

    private mutating func rates(_ node: JSON5Node?) -> [Connector.Rate] {
        guard let node else { return [] }
        return (node.array ?? [node]).compactMap { node in
            let parts = members(node, known: ["requests", "seconds", "of"], of: "'rate'")
            for key in ["requests", "seconds"] { required(key, parts, of: node, "'rate'") }
            let scope = word(parts["of"], "'of'", Connector.Rate.Scope.self)
            guard let requests = int(parts["requests"], "'requests'", in: 1...1_000_000),
                let seconds = int(parts["seconds"], "'seconds'", in: 1...86_400)
            else { return nil }
            return Connector.Rate(requests: requests, seconds: seconds, scope: scope ?? .all)
        }
    }

    private mutating func retry(_ node: JSON5Node?) -> Connector.Retry {
        let parts = members(node, known: ["statuses", "whenHinted", "after", "remaining"], of: "'retry'")
        var retry = Connector.Retry()
        retry.statuses = statuses(parts["statuses"], "'statuses'")
        retry.whenHinted = statuses(parts["whenHinted"], "'whenHinted'")
        if let after = parts["after"] { retry.after = strings(after, "'after'") }
        retry.remaining = string(parts["remaining"], "'remaining'")
        return retry
    }

    mutating func statuses(_ node: JSON5Node?, _ what: String) -> [Int] {
        guard let node else { return [] }
        guard let elements = node.array else {
            report("\(what) is \(node.kind), not a list", at: node.location)
            return []
        }
        return elements.compactMap { int($0, "a status", in: 400...599) }
    }

    private mutating func limit(_ node: JSON5Node?, _ what: String) -> Connector.Limit? {
        guard let node else { return nil }
        if node.object == nil {
            return int(node, what, in: 1...10_000_000).map { Connector.Limit(length: $0, excess: .refuse) }
        }
        let parts = members(node, known: ["length", "over"], of: what)
        required("length", parts, of: node, what)
        let excess = word(parts["over"], "'over'", Connector.Limit.Excess.self) ?? .refuse
        return int(parts["length"], "'length'", in: 1...10_000_000).map {
            Connector.Limit(length: $0, excess: excess)
        }
    }

    private mutating func errorWords(_ node: JSON5Node?) -> [JSONPointer] {
        let common = ["/message", "/error/message", "/error", "/detail", "/errors"].compactMap { JSONPointer($0) }
        guard let node else { return common }
        return strings(node, "'errors'").compactMap { text in
            if let pointer = JSONPointer(text) { return pointer }
            report("'\(escapingControls(text))' in 'errors' is no JSON pointer", at: node.location)
            return nil
        }
    }

    // MARK: - Values

    /// Our words of the tables whose words are ours to say.
    private static let words: [String: [String]] = [
        "phase": IncidentPhase.allCases.map(\.rawValue),
        "componentStatus": ComponentStatus.allCases.map(\.rawValue),
        "severity": Severity.allCases.map(\.rawValue),
    ]

    mutating func values(_ node: JSON5Node?) -> [String: Connector.ValueMap] {
        let tables = members(node, known: Self.words.keys.sorted(), of: "'values'")
        var maps: [String: Connector.ValueMap] = [:]
        for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
            let words = Self.words[name] ?? []
            let cells = members(table, known: words, of: "'\(name)'")
            let missing = words.filter { cells[$0] == nil }
            if table.object != nil, !missing.isEmpty {
                report("'\(name)' has nothing for '\(missing.joined(separator: "', '"))'", at: table.location)
            }
            var entries: [String: Connector.ValueMap.Entry] = [:]
            for (word, cell) in cells { entries[word] = entry(cell, "'\(word)'") }
            maps[name] = Connector.ValueMap(entries: entries)
        }
        return maps
    }

    private mutating func entry(_ node: JSON5Node, _ what: String) -> Connector.ValueMap.Entry? {
        guard node.object != nil else {
            return body(node, isInItem: false).map { Connector.ValueMap.Entry(value: $0, loss: nil) }
        }
        let parts = members(node, known: ["to", "loses"], of: what)
        for key in ["to", "loses"] { required(key, parts, of: node, what) }
        let loss = string(parts["loses"], "'loses'")
        return parts["to"].flatMap { body($0, isInItem: false) }.map { .init(value: $0, loss: loss) }
    }

    // MARK: - Catalogues and actions

    private mutating func catalogues(_ node: JSON5Node?) -> [Catalogue] {
        guard let node else { return [] }
        guard let object = node.object else {
            report("'catalogues' is \(node.kind), not an object", at: node.location)
            return []
        }
        return object.members.compactMap { member in
            let what = "catalogue '\(escapingControls(member.name))'"
            let own = ["id", "name", "skip", "pick"]
            guard let step = step(member.value, what, also: own) else { return nil }
            required("id", names(member.value), of: member.value, what)
            required("name", names(member.value), of: member.value, what)
            guard let id = pointer(member.value["id"], "'id'"), let title = pointer(member.value["name"], "'name'")
            else { return nil }
            var picks: [String: Condition] = [:]
            for pick in member.value["pick"]?.object?.members ?? [] {
                picks[pick.name] = condition(pick.value, "pick '\(escapingControls(pick.name))'", places: .answer)
            }
            let skip = member.value["skip"].map { condition($0, "'skip'", places: .answer) }
            return Catalogue(name: member.name, step: step, id: id, title: title, skip: skip, picks: picks)
        }
    }

    private func names(_ node: JSON5Node) -> [String: JSON5Node] {
        Dictionary((node.object?.members ?? []).map { ($0.name, $0.value) }) { first, _ in first }
    }

    private mutating func actions(_ node: JSON5Node?, kind: Connector.Kind?) -> [ConnectorAction: [ConnectorStep]] {
        guard let node else { return [:] }
        let known = (kind?.allowed ?? ConnectorAction.allCases).map(\.rawValue)
        var actions: [ConnectorAction: [ConnectorStep]] = [:]
        let parts = members(node, known: known, of: "'actions'")
        for (name, steps) in parts.sorted(by: { $0.key < $1.key }) {
            guard let action = ConnectorAction(rawValue: name) else { continue }
            guard let elements = steps.array, !elements.isEmpty else {
                report("action '\(name)' is not a list of steps", at: steps.location)
                continue
            }
            actions[action] = elements.compactMap { step($0, "a step of '\(name)'", of: action) }
        }
        for action in kind?.required ?? [] where parts[action.rawValue] == nil {
            report("'actions' has no '\(action.rawValue)'", at: node.location)
        }
        return actions
    }
}
