import Spelling

extension Renderer {
    mutating func reportMissing(_ path: Int, _ instruction: Instruction, _ template: CompiledTemplate) {
        report("missing variable " + missing(path, template), instruction, template)
    }

    mutating func reportNull(_ path: Int, _ instruction: Instruction, _ template: CompiledTemplate) {
        report("variable \"\(printable(template.program.names[path].text))\" is null", instruction, template)
    }

    mutating func reportContainer(
        _ value: ValueReference,
        _ path: Int,
        _ instruction: Instruction,
        _ template: CompiledTemplate
    ) {
        let name = printable(template.program.names[path].text)
        let kind = value.kind == .array ? "a list" : "an object"
        let hint = value.kind == .array ? "; {{#each}} goes through a list" : "; it has \(members(of: value))"
        report("\"\(name)\" is \(kind) and cannot be printed\(hint)", instruction, template)
    }

    mutating func reportScalarLoop(_ value: ValueReference, _ instruction: Instruction, _ template: CompiledTemplate) {
        let name = printable(template.program.names[Int(instruction.first)].text)
        report("\"each\" needs a list or an object, but \"\(name)\" is \(title(value))", instruction, template)
    }

    mutating func reportLineEnd(_ instruction: Instruction, _ template: CompiledTemplate) {
        let message = "a header line cannot hold this value: there is a line end or a NUL in it"
        report(message, instruction, template)
    }

    mutating func reportMissingPartial(_ name: String, _ instruction: Instruction, _ template: CompiledTemplate) {
        let near = nearest(to: name, in: partials.names, limit: 1).first
        let hint = near.map { " (near: \"\(printable($0))\")" } ?? ""
        report("missing partial \"\(printable(name))\"\(hint)", instruction, template)
    }

    mutating func reportFaultyPartial(
        _ name: String,
        _ error: TemplateError,
        _ instruction: Instruction,
        _ template: CompiledTemplate
    ) {
        let faults = error.diagnostics.prefix(20).map { TemplateDiagnostic.Note($0.message, at: $0.location) }
        report("partial \"\(printable(name))\" has faults", instruction, template, notes: faults)
    }

    /// The name a partial tag gives, from the template or from the data.
    mutating func callName(
        _ call: CompiledCall,
        _ instruction: Instruction,
        _ code: Code,
        _ template: CompiledTemplate
    ) -> String? {
        guard call.path >= 0 else { return call.name }
        guard let value = lookUp(code.paths[Int(call.path)], code), value.kind != .null else {
            if mode == .strict { reportMissing(Int(call.path), instruction, template) }
            return nil
        }
        guard value.kind == .string || value.kind == .number || value.kind == .zero else {
            if mode == .strict {
                report("\"\(printable(call.name))\" is \(title(value)) and names no partial", instruction, template)
            }
            return nil
        }
        let name = String(decoding: UnsafeBufferPointer(start: value.bytes, count: value.count), as: UTF8.self)
        guard Partials.isAllowed(name) else {
            if mode == .strict {
                report("\"\(printable(name))\" cannot name a partial: \(Partials.rule)", instruction, template)
            }
            return nil
        }
        return name
    }

    private func title(_ value: ValueReference) -> String {
        switch value.kind {
        case .null: "null"
        case .false, .true: "true or false"
        case .number, .zero: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The name, and which part of it fails.
    private mutating func missing(_ index: Int, _ template: CompiledTemplate) -> String {
        let path = template.program.names[index]
        let name = "\"\(printable(path.text))\""
        var value: ValueReference
        var said: String
        var rest = path.parts[...]
        switch path.start {
        case .climbing:
            guard let first = rest.popFirst() else { return name }
            guard let found = climb(to: first) else {
                let near = nearest(to: first, in: namesInReach(), limit: 1).first
                let suffix = path.parts.dropFirst().map { "." + $0 }.joined()
                return name + (near.map { " (near: \"\(printable($0 + suffix))\")" } ?? "")
            }
            value = found
            said = first
        case .context(let up):
            guard let index = contextIndex(up: up) else { return name + ": there is no level so far up" }
            value = contexts[index].value
            said = up == 0 ? "this" : NamePath(start: path.start, parts: []).text
        case .root:
            value = contexts[0].value
            said = "@root"
        case .loop(_, let up):
            return name + (up == 0 ? ": it stands outside a loop" : ": there are not so many loops around it")
        }
        while let part = rest.popFirst() {
            if let next = step(value, part) {
                value = next
                said += "." + part
                continue
            }
            let owner = "\"\(printable(said))\""
            guard value.kind == .object else {
                return "\(name): \(owner) is \(title(value)) and has no \"\(printable(part))\""
            }
            let near = nearest(to: part, in: names(of: value), limit: 1).first
            let hint = near.map { " (near: \"\(printable($0))\")" } ?? ""
            return "\(name): \(owner) has no \"\(printable(part))\"\(hint); it has \(members(of: value))"
        }
        return name
    }

    private func climb(to name: String) -> ValueReference? {
        var index = contexts.count - 1
        while index >= 0 {
            if let found = member(name, of: contexts[index].value) { return found }
            index -= 1
        }
        return fallback.flatMap { member(name, of: $0) }
    }

    private func step(_ value: ValueReference, _ part: String) -> ValueReference? {
        guard value.kind == .array else { return member(part, of: value) }
        guard let item = Int(part), item >= 0, item < value.count else { return nil }
        return value.child(item)
    }

    private func member(_ name: String, of value: ValueReference) -> ValueReference? {
        Array(name.utf8).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { value.member(nameHash(buffer), $0, buffer.count) }
        }
    }

    /// Names that a climbing name could have meant, nearest level first; so many at most.
    private func namesInReach() -> [String] {
        var result: [String] = []
        var index = contexts.count - 1
        while index >= 0, result.count < 500 {
            result += names(of: contexts[index].value)
            index -= 1
        }
        if let fallback { result += names(of: fallback) }
        return result
    }

    private func names(of value: ValueReference) -> [String] {
        guard value.kind == .object else { return [] }
        return (0..<min(value.count, 500)).map { value.childName($0) }
    }

    private func members(of value: ValueReference) -> String {
        guard value.kind == .object, value.count > 0 else { return "nothing" }
        let shown = (0..<min(value.count, 8)).map { printable(value.childName($0)) }.joined(separator: ", ")
        return value.count > 8 ? "\(shown) and \(value.count - 8) more" : shown
    }
}
