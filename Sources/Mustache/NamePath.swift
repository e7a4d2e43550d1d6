/// What a tag names: where the lookup starts, and the parts that follow.
struct NamePath: Hashable, Sendable {
    enum Start: Hashable, Sendable {
        /// The first part climbs the context stack; the rest must be inside what it found.
        case climbing
        /// `this`, or `..` so many levels up; never climbs.
        case context(up: Int)
        case root
        /// `@index` and its kin, of the loop so many loops up.
        case loop(LoopVariable, up: Int)
    }

    enum LoopVariable: String, Hashable, Sendable, CaseIterable {
        case index
        case key
        case first
        case last
    }

    var start: Start
    var parts: [String]

    /// The path as it is written in a template, whitespace and synonyms aside.
    var text: String {
        let rest = parts.joined(separator: ".")
        switch start {
        case .climbing: return rest
        case .context(let up):
            let ups = String(repeating: "../", count: up)
            if up == 0 { return parts.isEmpty ? "this" : "this." + rest }
            return parts.isEmpty ? String(ups.dropLast()) : ups + rest
        case .root: return parts.isEmpty ? "@root" : "@root." + rest
        case .loop(let variable, let up): return "@" + String(repeating: "../", count: up) + variable.rawValue
        }
    }
}

extension NamePath {
    /// Why a text is not a path.
    enum Fault: Error {
        case empty
        case hasBlank
        case emptyPart
        case unknownLoopVariable(String)
        case partsAfterLoopVariable
    }

    init(parsing text: String) throws(Fault) {
        var rest = Substring(text)
        guard !rest.isEmpty else { throw .empty }
        guard !rest.contains(where: \.isWhitespace) else { throw .hasBlank }
        if rest.first == "@" {
            try self.init(loopVariable: rest.dropFirst(), up: 0)
            return
        }
        var up = 0
        var isScoped = false
        while true {
            if rest == ".." || rest.hasPrefix("../") {
                up += 1
                isScoped = true
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("./") {
                isScoped = true
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        if up > 0, rest.first == "@" {
            try self.init(loopVariable: rest.dropFirst(), up: up)
            return
        }
        if rest.isEmpty || rest == "." || rest == "this" {
            guard !rest.isEmpty || isScoped else { throw .empty }
            self.init(start: .context(up: up), parts: [])
            return
        }
        if rest.hasPrefix("this.") || rest.hasPrefix("this/") {
            isScoped = true
            rest = rest.dropFirst(5)
        }
        self.init(start: isScoped ? .context(up: up) : .climbing, parts: try Self.split(rest))
    }

    private init(loopVariable text: Substring, up: Int) throws(Fault) {
        var up = up
        var rest = text
        while rest.hasPrefix("../") {
            up += 1
            rest = rest.dropFirst(3)
        }
        if rest == "root" || rest.hasPrefix("root.") {
            self.init(start: .root, parts: rest == "root" ? [] : try Self.split(rest.dropFirst(5)))
            return
        }
        guard let variable = LoopVariable(rawValue: String(rest)) else {
            let name = rest.prefix { $0 != "." }
            throw LoopVariable(rawValue: String(name)) == nil
                ? .unknownLoopVariable(String(rest)) : .partsAfterLoopVariable
        }
        self.init(start: .loop(variable, up: up), parts: [])
    }

    private static func split(_ text: Substring) throws(Fault) -> [String] {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !parts.contains("") else { throw .emptyPart }
        return parts
    }
}
