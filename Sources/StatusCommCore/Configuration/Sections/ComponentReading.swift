import JSON5

/// Reads the tree of components and finds names in it.
struct ComponentReading {
    private(set) var tree = ComponentTree()
    private var places: [String: JSON5Node] = [:]
    let reading: ConfigurationReading

    /// Finds names in a tree that is known already.
    init(_ tree: ComponentTree, _ reading: ConfigurationReading) {
        self.tree = tree
        self.reading = reading
    }

    init(_ nodes: [JSON5Node], _ reading: ConfigurationReading) {
        self.reading = reading
        tree.roots = nodes.compactMap { component($0) }
    }

    private mutating func component(_ node: JSON5Node) -> Component? {
        var fields = Fields(node, of: "a component", reading)
        let name = fields.requiredText("name")
        let id = identifier(&fields, name: name)
        let aliases = fields.texts("aliases")
        let description = fields.text("description")
        let children = fields.list("children")
        fields.finish()
        let parts = children.compactMap { component($0) }
        guard let id, let name else { return nil }
        return Component(id: id, name: name, aliases: aliases, description: description, children: parts)
    }

    private mutating func identifier(_ fields: inout Fields, name: String?) -> String? {
        let proposal = name.flatMap(slug(of:))
        guard let node = fields.required("id", hint: proposal.map { "write id: \"\($0)\"" }),
            let id = fields.line(node, "id")
        else { return nil }
        guard isSlug(id) else {
            reading.report(
                "'id' in a component must be lower-case letters, digits and '-', not \(quoted(id))",
                hint: slug(of: id).map { "write '\($0)'" },
                at: node.location
            )
            return nil
        }
        if let earlier = places[id] {
            reading.report("component '\(id)' is already at line \(earlier.location.line)", at: node.location)
            return nil
        }
        places[id] = node
        return id
    }

    /// Texts for components: our id, name or alias as key, the provider's id as value.
    ///
    /// - Returns: The provider's id for each of our ids.
    func table(_ fields: inout Fields) -> [String: String] {
        guard let table = fields.fields("components", of: "'components' of \(fields.what)") else { return [:] }
        var found: [String: String] = [:]
        for member in table.members {
            let remote: String? =
                if case .number(let number) = member.value.content { number.text } else {
                    table.line(member.value, member.name)
                }
            guard let component = component(named: member.name, at: member.nameLocation), let remote else { continue }
            if found[component.id] != nil {
                reading.report("component '\(component.id)' is named twice here", at: member.nameLocation)
            }
            found[component.id] = remote
        }
        return found
    }

    /// Component ids under free keys: a provider's word as key, our id, name or alias as value.
    func componentValues(_ table: Fields) -> [String: String] {
        var found: [String: String] = [:]
        for member in table.members {
            guard let word = table.line(member.value, member.name) else { continue }
            found[member.name] = component(named: word, at: member.value.location)?.id
        }
        return found
    }

    /// Statuses by id of leaf, under our id, name or alias as key; a parent means its leaves.
    func statuses(_ fields: inout Fields) -> [String: ComponentStatus] {
        guard let table = fields.fields("components", of: "'components' of \(fields.what)") else { return [:] }
        var found: [String: ComponentStatus] = [:]
        for member in table.members {
            let status = table.choice(member.value, member.name, ComponentStatus.self)
            guard let component = component(named: member.name, at: member.nameLocation), let status else { continue }
            for leaf in ComponentTree.leaves(below: component) { found[leaf.id] = status }
        }
        return found
    }

    /// Our ids for a list of names; a parent means its leaves.
    func leaves(_ fields: inout Fields, _ key: String) -> [String] {
        var found: [String] = []
        for node in fields.list(key) {
            guard let word = fields.line(node, key), let component = component(named: word, at: node.location) else {
                continue
            }
            for leaf in ComponentTree.leaves(below: component) where !found.contains(leaf.id) { found.append(leaf.id) }
        }
        return found
    }

    private func component(named word: String, at location: SourceLocation) -> Component? {
        let matches = tree.components(named: word)
        if matches.count == 1 { return matches[0] }
        do throws(UnknownComponents) {
            _ = try tree.leaves(named: [word])
        } catch {
            let near = error.mistakes.flatMap(\.suggestions)
            reading.report(
                matches.isEmpty
                    ? "unknown component \(quoted(word))" : "component \(quoted(word)) means more than one",
                hint: near.isEmpty
                    ? suggestion([], among: error.known)
                    : matches.isEmpty
                        ? suggestion(near, among: []) : "write \(near.map(quoted).joined(separator: " or "))",
                at: location
            )
        }
        return nil
    }
}
