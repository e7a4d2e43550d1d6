import JSON5
import Mustache

/// A string of a connector that has more than names in braces: sections, defaults, loops.
struct ConnectorTemplate: Hashable, Sendable {
    let source: String
    private let template: Template

    init(_ source: String, at location: SourceLocation) throws(ConnectorText.SyntaxError) {
        self.source = source
        do throws(TemplateError) {
            template = try Template(parsing: source, name: location.path)
        } catch {
            throw ConnectorText.SyntaxError(message: error.diagnostics.first?.message ?? "not a template")
        }
    }

    static func == (first: ConnectorTemplate, second: ConnectorTemplate) -> Bool { first.source == second.source }

    func hash(into hasher: inout Hasher) {
        hasher.combine(source)
    }

    /// The text with its values filled in.
    ///
    /// - Throws: the first thing that is wrong, a missing value among them.
    func render(in context: JSONObject, for place: ConnectorText.Place) throws(RenderError) -> String {
        let escaping: Escaping =
            switch place {
            case .path: .url
            case .header: .header
            case .value: .none
            }
        do throws(TemplateError) {
            return try template.render(.object(context), escaping: escaping)
        } catch {
            throw RenderError(message: error.diagnostics.first?.message ?? "a template cannot be rendered")
        }
    }

    /// Dotted names in the tags, whatever they do there: what has to be looked up before rendering.
    var paths: [[String]] {
        var paths: [[String]] = []
        var rest = source.unicodeScalars[...]
        while let open = rest.firstIndex(of: "{") {
            rest = rest[open...].dropFirst()
            guard rest.first == "{" else { continue }
            let tag = rest.prefix { $0 != "}" }
            rest = rest.dropFirst(tag.count)
            for word in tag.split(whereSeparator: { !ConnectorText.isNameScalar($0) && $0 != "." }) {
                paths.append(word.split(separator: ".").map { String($0) })
            }
        }
        return paths
    }
}
