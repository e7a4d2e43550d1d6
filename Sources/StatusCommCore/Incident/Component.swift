/// A part of the product that users know by name.
package struct Component: Hashable, Sendable {
    /// Name in the configuration and in the log; stable, of `[a-z0-9-]`.
    package var id: String
    /// Name that the public sees.
    package var name: String
    /// Further names that commands accept.
    package var aliases: [String]
    /// One line about it on the status page, plain text.
    package var description: String?
    /// Parts of it; naming the parent means all of these.
    package var children: [Component]

    /// Describes a component.
    package init(
        id: String,
        name: String,
        aliases: [String] = [],
        description: String? = nil,
        children: [Component] = []
    ) {
        self.id = id
        self.name = name
        self.aliases = aliases
        self.description = description
        self.children = children
    }
}
