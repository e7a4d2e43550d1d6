/// A program while it runs; the pointers are valid inside `withCode` only.
struct Code {
    var instructions: UnsafeBufferPointer<Instruction>
    var bytes: UnsafePointer<UInt8>
    var paths: UnsafeBufferPointer<CompiledPath>
    var parts: UnsafeBufferPointer<CompiledPart>
}

extension CompiledTemplate {
    func withCode(_ body: (Code) -> Void) {
        program.instructions.withUnsafeBufferPointer { instructions in
            program.bytes.withUnsafeBufferPointer { bytes in
                program.paths.withUnsafeBufferPointer { paths in
                    program.parts.withUnsafeBufferPointer { parts in
                        // A program's bytes are never empty.
                        guard let bytes = bytes.baseAddress else { return }
                        body(Code(instructions: instructions, bytes: bytes, paths: paths, parts: parts))
                    }
                }
            }
        }
    }
}

/// What one partial, parent or replaced block adds to its lines, and which replacements it sees.
struct Frame {
    enum FirstLine {
        /// As the text says.
        case plain
        /// Indented though the text does not begin a line.
        case indented
        /// Its indentation is there already.
        case bare
    }

    var indentation: [UInt8] = []
    var isIndented = false
    var firstLine = FirstLine.plain
    /// Index of the innermost replacements in force, -1 for none.
    var scope = -1

    init(indentation: [UInt8] = [], firstLine: FirstLine = .plain, scope: Int = -1) {
        self.indentation = indentation
        isIndented = !indentation.isEmpty
        self.firstLine = firstLine
        self.scope = scope
    }
}

extension Frame {
    /// Whether the indentation comes next; the first line is over then.
    mutating func takesIndentation(startsLine: Bool) -> Bool {
        let line = firstLine
        firstLine = .plain
        switch line {
        case .plain: return startsLine
        case .indented: return true
        case .bare: return false
        }
    }
}

extension [Renderer.Scope] {
    /// What replaces a block seen from a scope; the replacement furthest out wins.
    func replacement(of name: String, from innermost: Int) -> (scope: Int, start: Int)? {
        var found: (scope: Int, start: Int)?
        var scope = innermost
        while scope >= 0 {
            let call = self[scope].template.program.calls[self[scope].call]
            if let replacement = call.replacements.last(where: { $0.block == name }) {
                found = (scope, Int(replacement.start))
            }
            scope = self[scope].outer
        }
        return found
    }
}

extension Renderer {
    mutating func reset() {
        output.reset(limit: limits.outputBytes)
        contexts.removeAll()
        fallback = nil
        steps = limits.steps
        depth = 0
        isAborted = false
        if !problems.isEmpty {
            problems.removeAll()
            problemIndexes.removeAll()
        }
        if !frames.isEmpty { frames.removeAll() }
        if !scopes.isEmpty { scopes.removeAll() }
    }

    mutating func run(_ template: CompiledTemplate, _ data: borrowing TemplateData) {
        _ = data.withArena { arena in
            arenas[0] = arena
            start(template)
        }
    }

    mutating func run(
        _ template: CompiledTemplate,
        _ data: borrowing TemplateData,
        fallback: borrowing TemplateData
    ) {
        _ = data.withArena { arena in
            arenas[0] = arena
            _ = fallback.withArena { arena in
                arenas[1] = arena
                self.fallback = ValueReference(node: arena.nodes, arena: UnsafePointer(arenas + 1))
                start(template)
            }
        }
    }

    private mutating func start(_ template: CompiledTemplate) {
        let root = ValueReference(node: arenas[0].nodes, arena: UnsafePointer(arenas))
        contexts.push(
            Context(value: root, container: root, index: 0, count: 0, path: -1, isTransparent: false, frame: 0)
        )
        self.root = Unmanaged.passUnretained(template)
        var frame = Frame()
        run(template, from: 0, &frame)
    }

    mutating func run(_ template: CompiledTemplate, from start: Int, to end: Int? = nil, _ frame: inout Frame) {
        template.withCode { code in
            execute(code, template, from: start, to: end ?? code.instructions.count, &frame)
        }
    }

    private mutating func execute(
        _ code: Code,
        _ template: CompiledTemplate,
        from start: Int,
        to end: Int,
        _ frame: inout Frame
    ) {
        var counter = start
        while counter < end {
            let instruction = code.instructions[counter]
            steps -= 1
            if steps < 0 || isAborted || output.overflowed {
                stop(at: instruction, template)
                return
            }
            counter += 1
            switch instruction.operation {
            case .text:
                let text = code.bytes + Int(instruction.first)
                if frame.isIndented {
                    appendIndented(text, Int(instruction.second), startsLine: instruction.flag, &frame)
                } else {
                    output.append(text, Int(instruction.second))
                }
            case .lineStart:
                if frame.isIndented { beginLine(&frame, startsLine: true) }
            case .print:
                if frame.isIndented { beginLine(&frame, startsLine: false) }
                if let value = lookUp(code.paths[Int(instruction.first)], code), value.kind == .string, value.count > 0,
                    escaping == .none
                {
                    output.append(value.bytes, value.count)
                } else {
                    printValue(instruction, code, template)
                }
            case .branchFalse:
                if !isTrue(instruction, code) { counter = Int(instruction.second) }
            case .branchTrue:
                if isTrue(instruction, code) { counter = Int(instruction.second) }
            case .branchFilled:
                if isFilled(instruction, code, template) { counter = Int(instruction.second) }
            case .section:
                if !openSection(instruction, code) { counter = Int(instruction.second) }
            case .each:
                if !openEach(instruction, code, template) { counter = Int(instruction.second) }
            case .with:
                if !openWith(instruction, code) { counter = Int(instruction.second) }
            case .endSection:
                if contexts.advance() { counter = Int(instruction.first) } else { contexts.pop() }
            case .jump: counter = Int(instruction.second)
            case .partial:
                include(instruction, code, template, frame)
            case .parent:
                include(instruction, code, template, frame)
                counter = Int(instruction.second)
            case .block:
                if replace(instruction, template, frame) { counter = Int(instruction.second) }
            case .end: return
            case .original:
                guard let original = template.original else { return }
                run(original, from: Int(instruction.first), to: Int(instruction.second), &frame)
            case .fail: report("not to be specialised", instruction, template)
            }
        }
    }

    // MARK: - Sections

    private mutating func isTrue(_ instruction: Instruction, _ code: Code) -> Bool {
        lookUp(code.paths[Int(instruction.first)], code)?.node.pointee.isTrue ?? false
    }

    private mutating func openSection(_ instruction: Instruction, _ code: Code) -> Bool {
        guard let value = lookUp(code.paths[Int(instruction.first)], code), value.node.pointee.isTrue else {
            return false
        }
        switch value.kind {
        case .array: openLoop(value, instruction)
        case .null, .false, .true, .number, .zero, .string, .object:
            openContext(value, isTransparent: value.kind == .true)
        }
        return true
    }

    private mutating func openWith(_ instruction: Instruction, _ code: Code) -> Bool {
        guard let value = lookUp(code.paths[Int(instruction.first)], code), value.node.pointee.isTrue else {
            return false
        }
        openContext(value, isTransparent: false)
        return true
    }

    private mutating func openEach(
        _ instruction: Instruction,
        _ code: Code,
        _ template: CompiledTemplate
    ) -> Bool {
        guard isFilled(instruction, code, template), let value = lookUp(code.paths[Int(instruction.first)], code) else {
            return false
        }
        openLoop(value, instruction)
        return true
    }

    /// Whether `each` has anything to go through; a missing name or a scalar is an error when strict.
    private mutating func isFilled(
        _ instruction: Instruction,
        _ code: Code,
        _ template: CompiledTemplate
    ) -> Bool {
        guard let value = lookUp(code.paths[Int(instruction.first)], code) else {
            if mode == .strict { reportMissing(Int(instruction.first), instruction, template) }
            return false
        }
        switch value.kind {
        case .array, .object: return value.count > 0
        case .null: return false
        case .false, .true, .number, .zero, .string:
            if mode == .strict { reportScalarLoop(value, instruction, template) }
            return false
        }
    }

    private mutating func openLoop(_ container: ValueReference, _ instruction: Instruction) {
        contexts.push(
            Context(
                value: container.child(0),
                container: container,
                index: 0,
                count: Int32(clamping: container.count),
                path: instruction.first,
                isTransparent: false,
                frame: Int32(clamping: frames.count)
            )
        )
    }

    private mutating func openContext(_ value: ValueReference, isTransparent: Bool) {
        contexts.push(
            Context(
                value: value,
                container: value,
                index: 0,
                count: 0,
                path: -1,
                isTransparent: isTransparent,
                frame: Int32(clamping: frames.count)
            )
        )
    }

    // MARK: - Partials, parents, blocks

    private mutating func include(
        _ instruction: Instruction,
        _ code: Code,
        _ template: CompiledTemplate,
        _ frame: Frame
    ) {
        let index = Int(instruction.first)
        let call = template.program.calls[index]
        guard let name = callName(call, instruction, code, template) else { return }
        let included: Template
        do throws(TemplateError) {
            guard let found = try partials.template(name) else {
                if mode == .strict { reportMissingPartial(name, instruction, template) }
                return
            }
            included = found
        } catch {
            reportFaultyPartial(name, error, instruction, template)
            return
        }
        guard enter(included.compiled, instruction, template) else { return }
        var scope = frame.scope
        if !call.replacements.isEmpty {
            scopes.append(Scope(template: template, call: index, outer: scope))
            scope = scopes.count - 1
        }
        var inner = Frame(indentation: call.isStandalone ? frame.indentation + call.indentation : [], scope: scope)
        run(included.compiled, from: 0, &inner)
        if !call.replacements.isEmpty { scopes.removeLast() }
        leave()
    }

    /// Renders what replaces a block, the outermost replacement first; false if nothing does.
    private mutating func replace(_ instruction: Instruction, _ template: CompiledTemplate, _ frame: Frame) -> Bool {
        let block = template.program.blocks[Int(instruction.first)]
        guard let found = scopes.replacement(of: block.name, from: frame.scope) else { return false }
        let source = scopes[found.scope]
        guard enter(source.template, instruction, template) else { return true }
        var inner = Frame(
            indentation: block.beginsLine ? frame.indentation + block.indentation : [],
            firstLine: block.indentsFirstLine ? .indented : .bare,
            scope: source.outer
        )
        run(source.template, from: found.start, &inner)
        leave()
        return true
    }

    private mutating func enter(
        _ inner: CompiledTemplate,
        _ instruction: Instruction,
        _ template: CompiledTemplate
    ) -> Bool {
        guard depth < limits.depth else {
            abort("partials are included deeper than the limit of \(limits.depth) levels", instruction, template)
            return false
        }
        depth += 1
        frames.append((template, instruction.tag, inner))
        return true
    }

    private mutating func leave() {
        depth -= 1
        frames.removeLast()
    }

    // MARK: - Indentation

    private mutating func beginLine(_ frame: inout Frame, startsLine: Bool) {
        if frame.takesIndentation(startsLine: startsLine) { output.append(contentsOf: frame.indentation) }
    }

    private mutating func appendIndented(
        _ text: UnsafePointer<UInt8>,
        _ length: Int,
        startsLine: Bool,
        _ frame: inout Frame
    ) {
        beginLine(&frame, startsLine: startsLine)
        var start = 0
        for index in 0..<length where text[index] == UInt8(ascii: "\n") && index + 1 < length {
            output.append(text + start, index + 1 - start)
            output.append(contentsOf: frame.indentation)
            start = index + 1
        }
        output.append(text + start, length - start)
    }
}

extension OutputBuffer {
    mutating func append(contentsOf bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { append(base, buffer.count) }
        }
    }
}
