package import JSON5

/// A name that a template uses, with its path in the data.
package struct TemplateVariable: Hashable, Sendable {
    /// What a template does with a name.
    package enum Use: String, Hashable, Sendable, CaseIterable {
        /// Printed: it must have a value.
        case printed
        /// Printed with a default.
        case optional
        /// Asked for in `#`, `^`, `if`, `unless` or `with`.
        case tested
        /// Gone through by `each`, or by a section whose body is about its items.
        case repeated
        /// Names a partial.
        case partial
    }

    /// Path from the root; `[]` stands after a list, as in `timeline[].time`.
    package var path: String
    /// Paths further out that the name means when this one is not there; a plain name climbs.
    package var alternatives: [String]
    /// All uses, in the order of `Use.allCases`.
    package var uses: [Use]
    /// The first place.
    package var location: SourceLocation

    /// The variable as a JSON object: `path`, `alternatives`, `uses`, `line`, `column`.
    package var json: JSONValue {
        [
            "path": .string(path),
            "alternatives": .array(alternatives.map { .string($0) }),
            "uses": .array(uses.map { .string($0.rawValue) }),
            "line": .number(JSONNumber(location.line)),
            "column": .number(JSONNumber(location.column)),
        ]
    }
}

extension Template {
    /// The names the template uses, in the order of their first place.
    ///
    /// Partials are not followed: each lists its own. Without data nobody can know where a plain name inside a loop is
    /// found, so its path is that of the innermost list, and the ones further out are its alternatives; a name that
    /// the template uses outside the loop too is taken to be that one.
    package var variables: [TemplateVariable] {
        var lister = VariableLister(program: compiled.program)
        lister.list()
        return lister.settled()
    }
}

/// Walks a program once, loops open or not, and notes each name with the contexts around it.
private struct VariableLister {
    struct Found {
        var path: String
        var alternatives: [String]
        var uses: Set<TemplateVariable.Use>
        var tag: Int32
    }

    let program: Program
    private var found: [Found] = []
    /// Paths of the open contexts; the root is the empty one.
    private var contexts = [""]

    init(program: Program) {
        self.program = program
    }

    mutating func list() {
        for instruction in program.instructions {
            let path = Int(instruction.first)
            switch instruction.operation {
            case .print:
                note(path, instruction.second < 0 ? .printed : .optional, instruction)
                guard instruction.second >= 0 else { continue }
                for case .path(let alternative) in program.defaults[Int(instruction.second)] {
                    note(Int(alternative), .optional, instruction)
                }
            case .branchFalse, .branchTrue: note(path, .tested, instruction)
            case .branchFilled: note(path, .repeated, instruction)
            case .section: open(path, .tested, suffix: "", instruction)
            case .with: open(path, .tested, suffix: "", instruction)
            case .each: open(path, .repeated, suffix: "[]", instruction)
            case .endSection: if contexts.count > 1 { contexts.removeLast() }
            case .partial, .parent:
                let call = program.calls[path]
                if call.path >= 0 { note(Int(call.path), .partial, instruction) }
            case .text, .lineStart, .jump, .block, .end, .original, .fail: break
            }
        }
    }

    private mutating func open(
        _ path: Int,
        _ use: TemplateVariable.Use,
        suffix: String,
        _ instruction: Instruction
    ) {
        let name = note(path, use, instruction) ?? contexts.last ?? ""
        contexts.append(name + suffix)
    }

    @discardableResult
    private mutating func note(
        _ index: Int,
        _ use: TemplateVariable.Use,
        _ instruction: Instruction
    ) -> String? {
        let path = program.names[index]
        let places: [String]
        switch path.start {
        case .climbing: places = contexts.reversed().map { join($0, path.parts) }
        case .context(let up):
            guard up < contexts.count else { return nil }
            places = [join(contexts[contexts.count - 1 - up], path.parts)]
        case .root: places = [join("", path.parts)]
        case .loop: return nil
        }
        guard let place = places.first, !place.isEmpty else { return places.first }
        let alternatives = Array(places.dropFirst())
        if let known = found.firstIndex(where: { $0.path == place && $0.alternatives == alternatives }) {
            found[known].uses.insert(use)
        } else {
            found.append(Found(path: place, alternatives: alternatives, uses: [use], tag: instruction.tag))
        }
        return place
    }

    private func join(_ context: String, _ parts: [String]) -> String {
        ((context.isEmpty ? [] : [context]) + parts).joined(separator: ".")
    }

    /// A climbing name that is used further out as well means that one.
    func settled() -> [TemplateVariable] {
        let certain = Set(found.filter(\.alternatives.isEmpty).map(\.path))
        var result: [TemplateVariable] = []
        for item in found {
            var item = item
            if let outer = item.alternatives.first(where: certain.contains), !certain.contains(item.path) {
                item.path = outer
                item.alternatives = []
            }
            if let known = result.firstIndex(where: { $0.path == item.path }) {
                item.uses.formUnion(result[known].uses)
                result[known].uses = TemplateVariable.Use.allCases.filter(item.uses.contains)
                if item.alternatives.isEmpty { result[known].alternatives = [] }
                continue
            }
            let range = program.tags.indices.contains(Int(item.tag)) ? program.tags[Int(item.tag)] : 0..<0
            result.append(
                TemplateVariable(
                    path: item.path,
                    alternatives: item.alternatives,
                    uses: TemplateVariable.Use.allCases.filter(item.uses.contains),
                    location: program.source.location(range.lowerBound)
                )
            )
        }
        return result
    }
}
