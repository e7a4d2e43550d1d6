import JSON5

/// A string of a connector with its tags read: `"/incidents/{{saved.remoteID}}"`.
struct ConnectorText: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal(String)
        /// Dotted name in the context.
        case tag([String])
        /// The whole text, when it has sections, defaults or loops.
        case template(ConnectorTemplate)
    }

    /// Where a rendered text goes.
    enum Place {
        /// Each tag is one path segment, percent-encoded; a tag at the very start is the beginning of a URL, as it is.
        case path
        case header
        /// Nothing is escaped here: the encoder of the body or query does it.
        case value
    }

    let source: String
    let parts: [Part]
    let location: SourceLocation

    /// Why a text is no template.
    struct SyntaxError: Error {
        var message: String
    }

    init(_ source: String, at location: SourceLocation) throws(SyntaxError) {
        self.source = source
        self.location = location
        if let parts = try Self.read(source) {
            self.parts = parts
        } else {
            parts = [.template(try ConnectorTemplate(source, at: location))]
        }
    }

    /// Names in the context that the text uses.
    var paths: [[String]] {
        parts.flatMap { part -> [[String]] in
            switch part {
            case .literal: []
            case .tag(let path): [path]
            case .template(let template): template.paths
            }
        }
    }

    /// Names that are certainly the context's own; inside of a section a name may be an element's.
    var certainPaths: [[String]] {
        parts.compactMap { part in
            switch part {
            case .literal, .template: nil
            case .tag(let path): path
            }
        }
    }

    /// The path when the whole text is one tag: its value then keeps its JSON type.
    var singleTag: [String]? {
        guard parts.count == 1, case .tag(let path) = parts[0] else { return nil }
        return path
    }

    /// The parts of a text that has nothing but names in braces; nil when it has more.
    private static func read(_ source: String) throws(SyntaxError) -> [Part]? {
        var parts: [Part] = []
        var rest = source.unicodeScalars[...]
        var literal = ""
        while let scalar = rest.first {
            guard scalar == "{", rest.dropFirst().first == "{" else {
                literal.unicodeScalars.append(scalar)
                rest = rest.dropFirst()
                continue
            }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = ""
            rest = rest.dropFirst(2)
            var name = ""
            while let next = rest.first, next != "}" {
                name.unicodeScalars.append(next)
                rest = rest.dropFirst()
            }
            guard rest.first == "}", rest.dropFirst().first == "}" else {
                throw SyntaxError(message: "a tag that begins with '{{' does not end with '}}'")
            }
            rest = rest.dropFirst(2)
            let path = name.split(separator: ".", omittingEmptySubsequences: false).map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard path.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(isNameScalar) }) else {
                return nil
            }
            parts.append(.tag(path))
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        return parts
    }

    static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "-"
    }
}
