import Spelling

/// All components, as products with their parts.
///
/// Only leaves have a status of their own: naming a parent means every leaf below it.
package struct ComponentTree: Hashable, Sendable {
    /// The products, in the order of the configuration.
    package var roots: [Component]

    /// Holds the products; that ids are unique is checked by the configuration.
    package init(roots: [Component] = []) {
        self.roots = roots
    }

    /// Every leaf, in the order of the configuration.
    package var leaves: [Component] { roots.flatMap(Self.leaves(below:)) }

    /// The leaves that a component means: itself when it has no children.
    package static func leaves(below component: Component) -> [Component] {
        component.children.isEmpty ? [component] : component.children.flatMap(leaves(below:))
    }

    /// The component of an id; nil when the configuration no longer knows it.
    package subscript(id: String) -> Component? {
        all.first { $0.id == id }
    }

    /// The product that a leaf belongs to, or nil when it stands alone.
    package func parent(of id: String) -> Component? {
        all.first { parent in parent.children.contains { $0.id == id } }
    }

    /// Name of a component with its product before it, such as `API - REST API`, as Statuspage writes it.
    package func qualifiedName(of id: String) -> String {
        let name = self[id]?.name ?? id
        guard let parent = parent(of: id) else { return name }
        return "\(parent.name) - \(name)"
    }

    /// Turns what a person wrote into ids of leaves.
    ///
    /// Ids, names, aliases and qualified names are accepted, in any case. The answer is in the order of the tree and
    /// free of repeats.
    ///
    /// - Throws: `UnknownComponents` naming all that match nothing or more than one component.
    package func leaves(named words: [String]) throws(UnknownComponents) -> [String] {
        var wanted: Set<String> = []
        var mistakes: [UnknownComponents.Mistake] = []
        for word in words {
            let matches = components(named: word)
            if matches.count == 1 {
                wanted.formUnion(Self.leaves(below: matches[0]).map(\.id))
            } else {
                let near = matches.isEmpty ? suggestions(for: word) : matches.map(\.id)
                mistakes.append(.init(word: word, suggestions: near, isAmbiguous: !matches.isEmpty))
            }
        }
        guard mistakes.isEmpty else {
            throw UnknownComponents(mistakes: mistakes, known: roots.map(\.name))
        }
        return leaves.map(\.id).filter(wanted.contains)
    }

    /// Components that a word names: by id first, then by name or alias.
    package func components(named word: String) -> [Component] {
        if let exact = self[word] { return [exact] }
        let folded = word.lowercased()
        return all.filter { component in
            component.id.lowercased() == folded || component.name.lowercased() == folded
                || component.aliases.contains { $0.lowercased() == folded }
                || qualifiedName(of: component.id).lowercased() == folded
        }
    }

    /// Every component, parents before their children.
    package var all: [Component] { roots.flatMap(Self.withDescendants) }

    private func suggestions(for word: String) -> [String] {
        nearest(to: word, in: all.flatMap { [$0.id, $0.name] + $0.aliases })
    }

    private static func withDescendants(_ component: Component) -> [Component] {
        [component] + component.children.flatMap(withDescendants)
    }
}
