/// Runs a template with the shared values alone and writes down what is left to do.
///
/// It follows the renderer step by step. A construct whose outcome depends on more than whether a recipient's value is
/// true is left to the unspecialised template, as a whole.
struct Specialiser {
    let template: CompiledTemplate
    let options: Renderer.Options

    private var program: Program
    private var lastLabel = 0
    private var contexts: [Context] = []
    private var scopes: [Renderer.Scope] = []
    private var depth = 0
    private var steps: Int
    private var recursion = 0
    private var pathIndexes: [[String]: Int32] = [:]

    /// Thrown where folding is not possible.
    private struct Unfoldable: Error {}

    /// One level that names are looked up in; all are known, for nothing is folded inside a recipient's own section.
    private struct Context {
        var value: ValueReference
        var container: ValueReference
        var index = 0
        var count = 0
        var isLoop = false
        var isTransparent = false
    }

    /// What is known of a path before the recipient is.
    private enum Outcome {
        case value(ValueReference)
        case text([UInt8])
        case truth(Bool)
        case missing
        /// The recipient's value at these parts.
        case recipient([String])
    }

    init(template: CompiledTemplate, options: Renderer.Options) {
        self.template = template
        self.options = options
        steps = options.limits.steps
        program = Program(source: template.program.source)
    }

    private var mode: RenderingMode { options.mode }
    private var limits: TemplateLimits { options.limits }

    mutating func specialise(_ data: TemplateData) -> Program {
        let done: Bool? = data.withArena { arena in
            withUnsafePointer(to: arena) { arena in
                let root = ValueReference(node: arena.pointee.nodes, arena: arena)
                contexts = [Context(value: root, container: root)]
                var frame = Frame()
                do throws(Unfoldable) {
                    try fold(template, from: 0, to: template.program.instructions.count, &frame)
                    return true
                } catch {
                    return false
                }
            }
        }
        contexts = []
        if done != true {
            program = Program(source: template.program.source)
            program.instructions = [
                Instruction(operation: .original, first: 0, second: Int32(template.program.instructions.count))
            ]
        }
        return program
    }

    // MARK: - Running

    private mutating func fold(
        _ source: CompiledTemplate,
        from start: Int,
        to end: Int,
        _ frame: inout Frame
    ) throws(Unfoldable) {
        recursion += 1
        defer { recursion -= 1 }
        guard recursion < 200 else { throw Unfoldable() }
        var counter = start
        while counter < end {
            let instruction = source.program.instructions[counter]
            if instruction.operation == .end { return }
            let isTop = contexts.count == 1 && depth == 0
            let mark = (count: program.instructions.count, last: program.instructions.last)
            do throws(Unfoldable) {
                counter = try step(instruction, at: counter, source, &frame)
            } catch {
                guard isTop, steps > 0, program.bytes.count < limits.outputBytes else { throw error }
                // Undo what the construct left behind and keep it whole.
                program.instructions.removeLast(program.instructions.count - mark.count)
                // Text may have been joined to the last instruction.
                if let last = mark.last { program.instructions[mark.count - 1] = last }
                lastLabel = mark.count
                contexts.removeLast(contexts.count - 1)
                scopes = []
                depth = 0
                let next = constructEnd(counter, source)
                append(.original, first: Int32(counter), second: Int32(next))
                counter = next
            }
        }
    }

    /// One instruction; the place of the next.
    private mutating func step(
        _ instruction: Instruction,
        at counter: Int,
        _ source: CompiledTemplate,
        _ frame: inout Frame
    ) throws(Unfoldable) -> Int {
        steps -= 1
        guard steps > 0, program.bytes.count < limits.outputBytes else { throw Unfoldable() }
        let target = Int(instruction.second)
        switch instruction.operation {
        case .text:
            let text = Array(source.program.bytes[Int(instruction.first)..<Int(instruction.first + instruction.second)])
            if frame.isIndented { emitIndented(text, startsLine: instruction.flag, &frame) } else { emit(text) }
        case .lineStart: if frame.isIndented { beginLine(&frame, startsLine: true) }
        case .print:
            if frame.isIndented { beginLine(&frame, startsLine: false) }
            try printed(instruction, source)
        case .branchFalse, .branchTrue: return try branch(instruction, at: counter, source, &frame)
        case .branchFilled:
            guard let isFilled = try filled(instruction, source) else { return target }
            return isFilled ? target : counter + 1
        case .section, .with:
            let outcome = outcome(Int(instruction.first), source)
            if case .recipient = outcome { throw Unfoldable() }
            guard truth(outcome) else { return target }
            guard case .value(let value) = outcome else { throw Unfoldable() }
            if value.kind == .array, instruction.operation == .section {
                contexts.append(loop(value))
            } else {
                let isTransparent = value.kind == .true && instruction.operation == .section
                contexts.append(Context(value: value, container: value, isTransparent: isTransparent))
            }
        case .each:
            guard try filled(instruction, source) == true,
                case .value(let value) = outcome(Int(instruction.first), source)
            else { return target }
            contexts.append(loop(value))
        case .endSection:
            guard var top = contexts.popLast() else { throw Unfoldable() }
            guard top.isLoop, top.index + 1 < top.count else { break }
            top.index += 1
            top.value = top.container.child(top.index)
            contexts.append(top)
            return Int(instruction.first)
        case .jump: return target
        case .partial: try include(instruction, source, frame)
        case .parent:
            try include(instruction, source, frame)
            return target
        case .block: if try replace(instruction, source, frame) { return target }
        case .end, .original, .fail: throw Unfoldable()
        }
        return counter + 1
    }

    private func loop(_ container: ValueReference) -> Context {
        Context(value: container.child(0), container: container, count: container.count, isLoop: true)
    }

    /// A condition on a recipient's value keeps both its branches.
    private mutating func branch(
        _ instruction: Instruction,
        at counter: Int,
        _ source: CompiledTemplate,
        _ frame: inout Frame
    ) throws(Unfoldable) -> Int {
        let target = Int(instruction.second)
        let outcome = outcome(Int(instruction.first), source)
        guard case .recipient(let parts) = outcome else {
            return truth(outcome) == (instruction.operation == .branchFalse) ? counter + 1 : target
        }
        guard !frame.isIndented || frame.firstLine == .plain else { throw Unfoldable() }
        let end = constructEnd(counter, source)
        let hasElse = end != target
        let test = append(instruction.operation, first: path(parts))
        lastLabel = program.instructions.count
        try fold(source, from: counter + 1, to: hasElse ? target - 1 : target, &frame)
        guard hasElse else {
            land(test)
            return end
        }
        let exit = append(.jump)
        land(test)
        try fold(source, from: target, to: end, &frame)
        land(exit)
        return end
    }

    /// Where a section and its alternatives end: the jump before an alternative goes there.
    private func constructEnd(_ counter: Int, _ source: CompiledTemplate) -> Int {
        let instruction = source.program.instructions[counter]
        let target = Int(instruction.second)
        switch instruction.operation {
        case .branchFalse, .branchTrue, .branchFilled, .section, .each, .with:
            let last = source.program.instructions[target - 1]
            return target - 1 > counter && last.operation == .jump ? Int(last.second) : target
        case .parent, .block: return target
        case .text, .lineStart, .print, .endSection, .jump, .partial, .end, .original, .fail: return counter + 1
        }
    }

    // MARK: - Values

    private func truth(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .value(let value): value.node.pointee.isTrue
        case .truth(let truth): truth
        case .text(let text): text != [UInt8(ascii: "0")]
        case .missing, .recipient: false
        }
    }

    /// Whether a loop has items; nil when it has none and that is an error.
    private mutating func filled(_ instruction: Instruction, _ source: CompiledTemplate) throws(Unfoldable) -> Bool? {
        switch outcome(Int(instruction.first), source) {
        case .recipient, .text, .truth: throw Unfoldable()
        case .missing:
            if mode == .strict { append(.fail) }
            return false
        case .value(let value):
            switch value.kind {
            case .array, .object: return value.count > 0
            case .null: return false
            case .true, .false, .number, .zero, .string:
                if mode == .strict { append(.fail) }
                return false
            }
        }
    }

    private func outcome(_ index: Int, _ source: CompiledTemplate) -> Outcome {
        let path = source.program.names[index]
        var parts = path.parts[...]
        switch path.start {
        case .climbing:
            guard let first = parts.popFirst() else { return .missing }
            for context in contexts.reversed() {
                if let found = member(first, of: context.value) { return descend(found, parts) }
            }
            return .recipient(path.parts)
        case .context(let up):
            var levels = contexts.indices.reversed().filter { !contexts[$0].isTransparent }[...]
            levels = levels.dropFirst(up)
            guard let level = levels.first else { return .missing }
            return level == 0 ? descendFromRoot(path.parts) : descend(contexts[level].value, parts)
        case .root: return descendFromRoot(path.parts)
        case .loop(let variable, let up):
            let loops = contexts.reversed().filter(\.isLoop).dropFirst(up)
            guard let loop = loops.first else { return .missing }
            switch variable {
            case .first: return .truth(loop.index == 0)
            case .last: return .truth(loop.index + 1 == loop.count)
            case .index: return .text(Array(String(loop.index).utf8))
            case .key:
                guard loop.container.kind == .object else { return .text(Array(String(loop.index).utf8)) }
                return .text(Array(loop.container.childName(loop.index).utf8))
            }
        }
    }

    private func descendFromRoot(_ parts: [String]) -> Outcome {
        let root = contexts[0].value
        if let first = parts.first, root.kind == .object, member(first, of: root) == nil { return .recipient(parts) }
        return descend(root, parts[...])
    }

    private func descend(_ start: ValueReference, _ parts: ArraySlice<String>) -> Outcome {
        var value = start
        for (offset, part) in parts.enumerated() {
            if value.kind == .array {
                if part == "length" {
                    return offset + 1 == parts.count ? .text(Array(String(value.count).utf8)) : .missing
                }
                let isNumber = part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
                guard isNumber, let index = Int32(part), index < value.count else { return .missing }
                value = value.child(Int(index))
            } else if let next = member(part, of: value) {
                value = next
            } else {
                return .missing
            }
        }
        return .value(value)
    }

    private func member(_ name: String, of value: ValueReference) -> ValueReference? {
        Array(name.utf8).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { value.member(nameHash(buffer), $0, buffer.count) }
        }
    }

    // MARK: - Printing

    private mutating func printed(_ instruction: Instruction, _ source: CompiledTemplate) throws(Unfoldable) {
        let outcome = outcome(Int(instruction.first), source)
        let alternatives = instruction.second < 0 ? [] : source.program.defaults[Int(instruction.second)]
        if case .recipient(let parts) = outcome {
            var rest: [CompiledDefault] = []
            for alternative in alternatives { rest.append(try translated(alternative, source)) }
            if !rest.isEmpty { program.defaults.append(rest) }
            let defaults = rest.isEmpty ? -1 : Int32(program.defaults.count - 1)
            append(.print, flag: instruction.flag, first: path(parts), second: defaults)
            return
        }
        guard !alternatives.isEmpty, !hasContent(outcome) else {
            emit(outcome, instruction)
            return
        }
        for (index, alternative) in alternatives.enumerated() {
            switch alternative {
            case .literal(let text):
                if text.isEmpty, index + 1 < alternatives.count { continue }
                emit(.text(text), instruction)
                return
            case .path(let path):
                let outcome = self.outcome(Int(path), source)
                if case .recipient = outcome { throw Unfoldable() }
                if index + 1 < alternatives.count, !hasContent(outcome) { continue }
                emit(outcome, instruction)
                return
            }
        }
    }

    private mutating func translated(
        _ alternative: CompiledDefault,
        _ source: CompiledTemplate
    ) throws(Unfoldable) -> CompiledDefault {
        guard case .path(let index) = alternative else { return alternative }
        switch outcome(Int(index), source) {
        case .recipient(let parts): return .path(path(parts))
        case .text(let text): return .literal(text)
        case .value(let value):
            guard value.kind == .string || value.kind == .number || value.kind == .zero, value.count > 0 else {
                throw Unfoldable()
            }
            return .literal(Array(UnsafeBufferPointer(start: value.bytes, count: value.count)))
        case .missing, .truth: throw Unfoldable()
        }
    }

    private func hasContent(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .missing, .recipient: false
        case .truth: true
        case .text(let text): !text.isEmpty
        case .value(let value): value.kind == .string ? value.count > 0 : value.kind != .null
        }
    }

    private mutating func emit(_ outcome: Outcome, _ instruction: Instruction) {
        switch outcome {
        case .text(let text): emitValue(text, instruction)
        case .truth(let truth): emit(Array((truth ? "true" : "false").utf8))
        case .missing, .recipient: if mode == .strict { append(.fail) }
        case .value(let value):
            switch value.kind {
            case .string, .number, .zero:
                emitValue(Array(UnsafeBufferPointer(start: value.bytes, count: value.count)), instruction)
            case .true: emit(Array("true".utf8))
            case .false: emit(Array("false".utf8))
            case .null, .array, .object: if mode == .strict { append(.fail) }
            }
        }
    }

    private mutating func emitValue(_ text: [UInt8], _ instruction: Instruction) {
        var buffer = OutputBuffer()
        buffer.reset(limit: limits.outputBytes)
        let escaping = instruction.flag || options.escaping == .header ? options.escaping : .none
        let isAllowed = text.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { buffer.append($0, bytes.count, escaping: escaping) } ?? true
        }
        if isAllowed, !buffer.overflowed { emit(Array(buffer.bytes)) } else { append(.fail) }
    }

    // MARK: - Partials, parents, blocks

    private mutating func include(
        _ instruction: Instruction,
        _ source: CompiledTemplate,
        _ frame: Frame
    ) throws(Unfoldable) {
        let call = source.program.calls[Int(instruction.first)]
        // A name from the data, and whatever is wrong with a partial, is the renderer's business.
        guard call.path < 0, depth < limits.depth else { throw Unfoldable() }
        let found: Template?
        do throws(TemplateError) { found = try options.partials.template(call.name) } catch { throw Unfoldable() }
        guard let included = found else { throw Unfoldable() }
        depth += 1
        var scope = frame.scope
        if !call.replacements.isEmpty {
            scopes.append(.init(template: source, call: Int(instruction.first), outer: scope))
            scope = scopes.count - 1
        }
        var inner = Frame(indentation: call.isStandalone ? frame.indentation + call.indentation : [], scope: scope)
        try fold(included.compiled, from: 0, to: included.compiled.program.instructions.count, &inner)
        if !call.replacements.isEmpty { scopes.removeLast() }
        depth -= 1
    }

    private mutating func replace(
        _ instruction: Instruction,
        _ source: CompiledTemplate,
        _ frame: Frame
    ) throws(Unfoldable) -> Bool {
        let block = source.program.blocks[Int(instruction.first)]
        guard let (scope, start) = scopes.replacement(of: block.name, from: frame.scope) else { return false }
        guard depth < limits.depth else { throw Unfoldable() }
        depth += 1
        let owner = scopes[scope]
        var inner = Frame(
            indentation: block.beginsLine ? frame.indentation + block.indentation : [],
            firstLine: block.indentsFirstLine ? .indented : .bare,
            scope: owner.outer
        )
        try fold(owner.template, from: start, to: owner.template.program.instructions.count, &inner)
        depth -= 1
        return true
    }

    // MARK: - Output

    private mutating func beginLine(_ frame: inout Frame, startsLine: Bool) {
        if frame.takesIndentation(startsLine: startsLine) { emit(frame.indentation) }
    }

    private mutating func emitIndented(_ text: [UInt8], startsLine: Bool, _ frame: inout Frame) {
        beginLine(&frame, startsLine: startsLine)
        var result: [UInt8] = []
        for (index, byte) in text.enumerated() {
            result.append(byte)
            if byte == UInt8(ascii: "\n"), index + 1 < text.count { result += frame.indentation }
        }
        emit(result)
    }

    private mutating func emit(_ text: [UInt8]) {
        guard !text.isEmpty else { return }
        let offset = Int32(program.bytes.count)
        program.bytes += text
        let last = program.instructions.count - 1
        if last >= lastLabel, program.instructions[last].operation == .text,
            program.instructions[last].first + program.instructions[last].second == offset
        {
            program.instructions[last].second += Int32(text.count)
        } else {
            append(.text, first: offset, second: Int32(text.count))
        }
    }

    @discardableResult
    private mutating func append(
        _ operation: Instruction.Operation,
        flag: Bool = false,
        first: Int32 = 0,
        second: Int32 = 0
    ) -> Int {
        program.instructions.append(Instruction(operation: operation, flag: flag, first: first, second: second))
        return program.instructions.count - 1
    }

    private mutating func land(_ instruction: Int) {
        program.instructions[instruction].second = Int32(program.instructions.count)
        lastLabel = program.instructions.count
    }

    private mutating func path(_ parts: [String]) -> Int32 {
        if let known = pathIndexes[parts] { return known }
        let index = program.add(NamePath(start: .climbing, parts: parts), start: .fallback)
        pathIndexes[parts] = index
        return index
    }
}
