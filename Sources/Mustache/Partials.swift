/// The templates that others include, by name.
///
/// Names are looked up in this set alone: neither a template nor the data can reach a file.
package struct Partials: Sendable {
    private var templates: [String: Result<Template, TemplateError>]

    /// No partials at all.
    package static let none = Self([:])

    /// What a name may hold.
    package static let rule = "only letters, digits, '.', '_', '-' and '/' are allowed, no '..', no '/' in front"

    /// Takes templates that are parsed already.
    package init(_ templates: [String: Template]) {
        self.templates = templates.mapValues { .success($0) }
    }

    /// Parses each source; a fault in one shows only when it is used.
    ///
    /// - Parameters:
    ///   - sources: Texts by name.
    ///   - path: The path shown in messages for a name; the name itself if not given.
    ///   - limits: Bounds for each of them.
    package init(
        parsing sources: [String: String],
        path: (String) -> String = { $0 },
        limits: TemplateLimits = .standard
    ) {
        templates = [:]
        for (name, source) in sources {
            templates[name] = Result { () throws(TemplateError) in
                try Template(parsing: source, name: path(name), limits: limits)
            }
        }
    }

    /// The template of a name, nil when there is none.
    ///
    /// - Throws: `TemplateError` when the template has faults of its own.
    package func template(_ name: String) throws(TemplateError) -> Template? {
        try templates[name]?.get()
    }

    /// All names, sorted.
    package var names: [String] { templates.keys.sorted() }

    /// Whether a name is fit for a partial: nothing in it can lead out of a folder.
    package static func isAllowed(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.first != UInt8(ascii: "/"), name.utf8.count <= 255 else { return false }
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "/": true
            default: false
            }
        }
        return isPlain && !name.split(separator: "/").contains("..")
    }
}
