package import JSON5

/// A template into which the values that all renderings share are folded.
///
/// Rendering it for a recipient joins ready text with the recipient's own values. The bytes, and the errors, are those
/// that the template itself gives with the shared values first and the recipient's as fallback.
package struct SpecialisedTemplate: Sendable {
    /// A class so that passing the template on costs one reference count.
    fileprivate final class Storage: Sendable {
        let original: Template
        let folded: CompiledTemplate
        let shared: TemplateData
        let options: Renderer.Options
        /// Whether all that is left is text and plain names.
        let isJoinable: Bool

        init(_ original: Template, _ folded: CompiledTemplate, _ shared: TemplateData, _ options: Renderer.Options) {
            self.original = original
            self.folded = folded
            self.shared = shared
            self.options = options
            isJoinable =
                !folded.program.instructions.contains { $0.operation == .original }
                && folded.program.paths.allSatisfy { $0.partCount == 1 }
        }
    }

    fileprivate let storage: Storage

    /// Renders for one recipient.
    ///
    /// - Parameter recipient: Values for the names that the shared values do not have.
    /// - Returns: The text.
    /// - Throws: `TemplateError` with everything that is wrong.
    package func render(_ recipient: JSONValue) throws(TemplateError) -> String {
        var renderer = Renderer()
        try renderer.render(self, TemplateData(recipient))
        return String(decoding: renderer.bytes, as: UTF8.self)
    }

    /// Number of pieces that are put together for each recipient, text and values.
    package var pieceCount: Int { storage.folded.program.instructions.count }
}

extension Template {
    /// Folds values into the template that many renderings will share.
    ///
    /// Every name that `shared` has is settled now and no recipient can change it; sections over shared lists are
    /// unrolled. What depends on a list or object of the recipient stays as it is. Nothing that is wrong is reported
    /// here: rendering does that.
    ///
    /// - Parameters:
    ///   - shared: The values all renderings have in common.
    ///   - escaping: How printed values are changed.
    ///   - partials: What the template can include.
    ///   - mode: Whether a missing value is an error.
    ///   - limits: Bounds, on each rendering and on the folding itself.
    /// - Returns: The template that is left; it takes each recipient's values.
    package func specialised(
        with shared: JSONValue,
        escaping: Escaping = .none,
        partials: Partials = .none,
        mode: RenderingMode = .strict,
        limits: TemplateLimits = .standard
    ) -> SpecialisedTemplate {
        let data = TemplateData(shared)
        let options = Renderer.Options(escaping: escaping, partials: partials, mode: mode, limits: limits)
        var specialiser = Specialiser(template: compiled, options: options)
        let folded = CompiledTemplate(specialiser.specialise(data), original: compiled)
        return SpecialisedTemplate(storage: .init(self, folded, data, options))
    }
}

extension Renderer {
    /// Renders a specialised template for one recipient, with the escaping, partials, mode and limits it was made for.
    ///
    /// - Parameters:
    ///   - template: What to render.
    ///   - recipient: Values for the names that the shared values do not have.
    /// - Throws: `TemplateError` with everything that is wrong; the output is of no use then.
    package mutating func render(
        _ template: SpecialisedTemplate,
        _ recipient: borrowing TemplateData
    ) throws(TemplateError) {
        let storage = template.storage
        if storage.isJoinable {
            output.reset(limit: storage.options.limits.outputBytes)
            if join(storage.folded, recipient, storage.options) { return }
        }
        let own = options
        options = storage.options
        reset()
        if !storage.isJoinable { run(storage.folded, storage.shared, fallback: recipient) }
        if storage.isJoinable || isAborted || output.overflowed || !problems.isEmpty {
            // The template itself knows the place of what is wrong.
            reset()
            run(storage.original.compiled, storage.shared, fallback: recipient)
        }
        options = own
        try finish(storage.original.compiled)
    }

    /// Joins a folded program's pieces; false when the template itself has to be rendered.
    ///
    /// Such a program only goes forward, so that its steps need no count.
    private mutating func join(
        _ template: CompiledTemplate,
        _ recipient: borrowing TemplateData,
        _ options: Options
    ) -> Bool {
        let isDone: Bool? = recipient.withArena { arena in
            arenas[1] = arena
            let data = ValueReference(node: arena.nodes, arena: UnsafePointer(arenas + 1))
            var isDone = false
            template.withCode { code in isDone = join(code, template, data, options) }
            return isDone
        }
        return isDone == true && !output.overflowed
    }

    private mutating func join(
        _ code: Code,
        _ template: CompiledTemplate,
        _ data: ValueReference,
        _ options: Options
    ) -> Bool {
        let escaping = options.escaping
        var counter = 0
        while counter < code.instructions.count {
            let instruction = code.instructions[counter]
            counter += 1
            switch instruction.operation {
            case .text: output.append(code.bytes + Int(instruction.first), Int(instruction.second))
            case .print:
                let found = value(Int(instruction.first), code, data)
                guard let value = found, value.isText, instruction.second < 0 || value.count > 0 else {
                    let isBlank = found == nil && instruction.second < 0 && options.mode == .lenient
                    guard isBlank || joinDefault(instruction, code, template, escaping) else { return false }
                    continue
                }
                if escaping == .none {
                    output.append(value.bytes, value.count)
                } else {
                    let escaping = instruction.flag || escaping == .header ? escaping : .none
                    guard output.append(value.bytes, value.count, escaping: escaping) else { return false }
                }
            case .branchFalse:
                if value(Int(instruction.first), code, data)?.node.pointee.isTrue != true {
                    counter = Int(instruction.second)
                }
            case .branchTrue:
                if value(Int(instruction.first), code, data)?.node.pointee.isTrue == true {
                    counter = Int(instruction.second)
                }
            case .jump: counter = Int(instruction.second)
            case .lineStart, .branchFilled, .section, .each, .with, .endSection, .partial, .parent, .block, .end,
                .original, .fail:
                return false
            }
        }
        return true
    }

    @inline(__always)
    private func value(_ path: Int, _ code: Code, _ data: ValueReference) -> ValueReference? {
        let path = code.paths[path]
        let part = code.parts[Int(path.firstPart)]
        return data.member(part.hash, code.bytes + Int(part.offset), Int(part.length))
    }

    /// A first alternative that is a text; whatever else is left to the template.
    private mutating func joinDefault(
        _ instruction: Instruction,
        _ code: Code,
        _ template: CompiledTemplate,
        _ escaping: Escaping
    ) -> Bool {
        guard instruction.second >= 0 else { return false }
        let data = ValueReference(node: arenas[1].nodes, arena: UnsafePointer(arenas + 1))
        if let value = value(Int(instruction.first), code, data) {
            guard value.kind == .null || value.kind == .string else { return false }
        }
        guard case .literal(let text)? = template.program.defaults[Int(instruction.second)].first, !text.isEmpty else {
            return false
        }
        return text.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            return output.append(
                base,
                bytes.count,
                escaping: instruction.flag || escaping == .header ? escaping : .none
            )
        }
    }
}
