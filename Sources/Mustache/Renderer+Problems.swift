import JSON5

/// One thing that went wrong while rendering, before it is turned into a diagnostic.
struct Problem {
    struct Key: Hashable {
        var template: ObjectIdentifier
        var tag: Int32
        var message: String
    }

    var template: CompiledTemplate
    var tag: Int32
    var message: String
    var notes: [TemplateDiagnostic.Note]
    var count = 1
}

extension Renderer {
    private static var mostProblems: Int { 1000 }

    mutating func report(_ message: String, _ instruction: Instruction, _ template: CompiledTemplate) {
        report(message, instruction, template, notes: [])
    }

    mutating func report(
        _ message: String,
        _ instruction: Instruction,
        _ template: CompiledTemplate,
        notes: [TemplateDiagnostic.Note]
    ) {
        let key = Problem.Key(template: ObjectIdentifier(template), tag: instruction.tag, message: message)
        if let index = problemIndexes[key] {
            problems[index].count += 1
        } else if problems.count < Self.mostProblems {
            problemIndexes[key] = problems.count
            let problem = Problem(
                template: template,
                tag: instruction.tag,
                message: message,
                notes: chain(instruction, template) + notes
            )
            problems.append(problem)
        }
    }

    mutating func abort(_ message: String, _ instruction: Instruction, _ template: CompiledTemplate) {
        guard !isAborted else { return }
        report(message, instruction, template)
        isAborted = true
    }

    /// Ends a rendering at a limit; says which.
    mutating func stop(at instruction: Instruction, _ template: CompiledTemplate) {
        if output.overflowed {
            abort("output is larger than the limit of \(limits.outputBytes) bytes", instruction, template)
        } else {
            abort("rendering takes more than the limit of \(limits.steps) steps", instruction, template)
        }
    }

    /// The partials and loops around a tag, innermost first.
    private func chain(_ instruction: Instruction, _ template: CompiledTemplate) -> [TemplateDiagnostic.Note] {
        var notes: [TemplateDiagnostic.Note] = []
        let loops = loops()
        if !loops.isEmpty { notes.append(.init("in \(loops.joined(separator: ", in "))")) }
        guard !frames.isEmpty else { return notes }
        let places = [(template, instruction.tag)] + frames.reversed().map { ($0.template, $0.tag) }
        let shown = places.prefix(12).map { template, tag in
            template.program.source.location(offset(tag, template)).description
        }
        let rest = places.count > shown.count ? ", and \(places.count - shown.count) more" : ""
        notes.append(.init("in \(shown.joined(separator: ", included from "))\(rest)"))
        return notes
    }

    /// Items being gone through, innermost first: `timeline[3]`.
    private func loops() -> [String] {
        var result: [String] = []
        var index = contexts.count - 1
        while index >= 0, result.count < 8 {
            let context = contexts[index]
            index -= 1
            guard context.isLoop, let program = loopProgram(context) else { continue }
            let name = program.names[Int(context.path)].text
            let item =
                context.container.kind == .object
                ? "\"\(printable(context.container.childName(Int(context.index))))\"" : "\(context.index)"
            result.append("\(printable(name))[\(item)]")
        }
        return result
    }

    /// The program whose path names a loop.
    private func loopProgram(_ context: Context) -> Program? {
        let frame = Int(context.frame)
        let program =
            frame == 0
            ? root?.takeUnretainedValue().program
            : frames.indices.contains(frame - 1) ? frames[frame - 1].inner.program : nil
        guard let program, program.names.indices.contains(Int(context.path)) else { return nil }
        return program
    }

    private func offset(_ tag: Int32, _ template: CompiledTemplate) -> Int {
        template.program.tags.indices.contains(Int(tag)) ? template.program.tags[Int(tag)].lowerBound : 0
    }

    func error(in template: CompiledTemplate) -> TemplateError {
        var diagnostics = problems.map { problem in
            let program = problem.template.program
            let hasTag = program.tags.indices.contains(Int(problem.tag))
            let range = hasTag ? program.tags[Int(problem.tag)] : 0..<0
            return TemplateDiagnostic(
                message: problem.message,
                location: program.source.location(range.lowerBound),
                length: program.source.underlined(range),
                notes: problem.notes,
                count: problem.count
            )
        }
        if diagnostics.isEmpty {
            let message = "output is larger than the limit of \(limits.outputBytes) bytes"
            diagnostics = [TemplateDiagnostic(message: message, location: template.program.source.location(0))]
        }
        return TemplateError(diagnostics)
    }
}
