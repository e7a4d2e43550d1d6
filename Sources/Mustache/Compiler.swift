import Spelling

/// Turns a template's tags and text into instructions.
struct Compiler {
    let source: SourceText
    let layout: Layout
    private(set) var program: Program
    private(set) var diagnostics: [TemplateDiagnostic] = []

    /// A section, block or parent whose end has not been reached.
    private struct Opening {
        var tag: Int
        /// The instruction that goes to the next alternative, or past the end.
        var branch: Int
        /// Whether the branch pushes a context that must be left again.
        var pushes: Bool
        /// Jumps over the remaining alternatives.
        var exits: [Int] = []
    }

    private var open: [Opening] = []
    /// No text before this instruction may be joined with text after it.
    private var lastLabel = 0
    private var pathIndexes: [NamePath: Int32] = [:]

    init(_ source: SourceText, layout: Layout) {
        self.source = source
        self.layout = layout
        program = Program(source: source)
    }

    mutating func compile() {
        let ignored = ignoredTags()
        program.tags = layout.tags.map(\.range)
        for index in layout.tags.indices {
            let isClose = layout.tags[index].kind == .close
            let container = isClose ? layout.partners[index] ?? layout.parents[index] : layout.parents[index]
            let isShown = container.map { !ignored[$0] && layout.tags[$0].kind != .parent } ?? true
            if isShown { emit(layout.texts[index]) }
            if !ignored[index] { emit(index, isShown: isShown) }
        }
        if let last = layout.texts.last { emit(last) }
    }

    /// Everything right inside a parent but its blocks stands there for readers only.
    private func ignoredTags() -> [Bool] {
        var ignored = Array(repeating: false, count: layout.tags.count)
        for index in layout.tags.indices {
            if layout.tags[index].kind == .close, let partner = layout.partners[index] {
                ignored[index] = ignored[partner]
            } else if let parent = layout.parents[index] {
                let isLoose = layout.tags[parent].kind == .parent && layout.tags[index].kind != .block
                ignored[index] = ignored[parent] || isLoose
            }
        }
        return ignored
    }

    // MARK: - Instructions

    private mutating func emit(_ text: Layout.Text) {
        guard !text.bytes.isEmpty else { return }
        let offset = Int32(program.bytes.count)
        let endsLine = program.bytes.last == UInt8(ascii: "\n")
        program.bytes += text.bytes
        if program.instructions.count > lastLabel, let last = program.instructions.last, last.operation == .text,
            last.first + last.second == offset, endsLine == text.startsLine
        {
            program.instructions[program.instructions.count - 1].second += Int32(text.bytes.count)
        } else {
            append(.text, flag: text.startsLine, first: offset, second: Int32(text.bytes.count))
        }
    }

    @discardableResult
    private mutating func append(
        _ operation: Instruction.Operation,
        flag: Bool = false,
        first: Int32 = 0,
        second: Int32 = 0,
        tag: Int = -1
    ) -> Int {
        program.instructions.append(
            Instruction(operation: operation, flag: flag, first: first, second: second, tag: Int32(tag))
        )
        return program.instructions.count - 1
    }

    /// Makes an instruction go to where the next one will stand.
    private mutating func land(_ instruction: Int) {
        program.instructions[instruction].second = Int32(program.instructions.count)
        lastLabel = program.instructions.count
    }

    private mutating func emit(_ index: Int, isShown: Bool) {
        let tag = layout.tags[index]
        switch tag.kind {
        case .comment, .delimiters, .faulty: return
        case .variable, .unescaped, .section, .inverted, .close, .partial, .parent, .block, .alternative:
            if isShown, layout.startsLine[index] { append(.lineStart) }
        }
        switch tag.kind {
        case .variable: variable(index, escaped: true)
        case .unescaped: variable(index, escaped: false)
        case .section, .inverted: section(index)
        case .alternative: alternative(index)
        case .close: close(index)
        case .partial: partial(index)
        case .parent: parent(index)
        case .block: block(index)
        case .comment, .delimiters, .faulty: break
        }
    }

    private mutating func variable(_ index: Int, escaped: Bool) {
        let content = layout.tags[index].content
        var parser = DefaultParser(content)
        do throws(DefaultParser.Fault) {
            let (name, alternatives) = try parser.parse()
            guard let path = path(name, of: index) else { return }
            var compiled: [CompiledDefault] = []
            for alternative in alternatives {
                switch alternative {
                case .literal(let text): compiled.append(.literal(Array(text.utf8)))
                case .name(let name):
                    guard let path = self.path(name, of: index) else { return }
                    compiled.append(.path(path))
                }
            }
            if !compiled.isEmpty { program.defaults.append(compiled) }
            let defaults = compiled.isEmpty ? -1 : Int32(program.defaults.count - 1)
            append(.print, flag: escaped, first: path, second: defaults, tag: index)
        } catch {
            report(index, error.message)
        }
    }

    // MARK: - Sections

    private mutating func section(_ index: Int) {
        guard layout.partners[index] != nil else { return }
        let isInverted = layout.tags[index].kind == .inverted
        var opening = Opening(tag: index, branch: -1, pushes: false)
        if let (operation, path) = condition(layout.tags[index].content, isInverted: isInverted, of: index) {
            opening.branch = append(operation, first: path, tag: index)
            opening.pushes = operation.pushes
        }
        open.append(opening)
    }

    /// The instruction of `each name`, or of a bare `name`.
    private mutating func condition(
        _ content: String,
        isInverted: Bool,
        of index: Int
    ) -> (Instruction.Operation, Int32)? {
        let words = content.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count > 1 else {
            return path(content, of: index).map { (isInverted ? .branchTrue : .section, $0) }
        }
        guard let helper = Helper(rawValue: words[0]) else {
            let near = nearest(to: words[0], in: Helper.allCases.map(\.rawValue), limit: 1).first
            let hint = near.map { " (near: \"\($0)\")" } ?? "; there are each, if, unless and with"
            report(index, "unknown helper \"\(printable(words[0]))\"\(hint)")
            return nil
        }
        guard words.count == 2 else {
            report(index, "\"\(helper.rawValue)\" takes one name, not \(words.count - 1)")
            return nil
        }
        return path(words[1], of: index).map { (helper.operation(isInverted: isInverted), $0) }
    }

    private mutating func alternative(_ index: Int) {
        guard var opening = open.popLast() else { return }
        let operation = opening.branch >= 0 ? program.instructions[opening.branch].operation : .section
        if operation == .branchFilled || (operation == .branchTrue && isInvertedWith(opening.tag)) {
            report(index, "{{else}} in an inverted \"each\" or \"with\"; turn it round: {{#each …}}…{{else}}…{{/each}}")
        }
        leave(opening)
        opening.exits.append(append(.jump))
        if opening.branch >= 0 { land(opening.branch) }
        opening.branch = -1
        opening.pushes = false
        let content = layout.tags[index].content
        if let blank = content.firstIndex(where: \.isWhitespace) {
            let rest = String(content[blank...].drop(while: \.isWhitespace))
            if rest.contains(where: \.isWhitespace) {
                if let (operation, path) = condition(rest, isInverted: false, of: index) {
                    opening.branch = append(operation, first: path, tag: index)
                    opening.pushes = operation.pushes
                }
            } else {
                report(index, "{{else}} takes a helper and a name, as in {{else if name}}")
            }
        }
        open.append(opening)
    }

    private func isInvertedWith(_ index: Int) -> Bool {
        layout.tags[index].kind == .inverted && layout.tags[index].content.hasPrefix("with")
            && layout.tags[index].content.contains(where: \.isWhitespace)
    }

    private mutating func leave(_ opening: Opening) {
        if opening.pushes { append(.endSection, first: Int32(opening.branch + 1), tag: opening.tag) }
    }

    private mutating func close(_ index: Int) {
        guard let partner = layout.partners[index], open.last?.tag == partner, let opening = open.popLast() else {
            return
        }
        switch layout.tags[partner].kind {
        case .block:
            if layout.isReplacement(partner) {
                append(.end)
                lastLabel = program.instructions.count
            } else if opening.branch >= 0 {
                land(opening.branch)
            }
        case .parent:
            if opening.branch >= 0 { land(opening.branch) }
        case .section, .inverted, .variable, .unescaped, .close, .comment, .delimiters, .partial, .alternative, .faulty:
            leave(opening)
            if opening.branch >= 0 { land(opening.branch) }
            for exit in opening.exits { land(exit) }
        }
    }

    // MARK: - Partials, parents, blocks

    private mutating func partial(_ index: Int) {
        guard let call = call(index) else { return }
        append(.partial, first: call, tag: index)
    }

    private mutating func parent(_ index: Int) {
        guard layout.partners[index] != nil else { return }
        var opening = Opening(tag: index, branch: -1, pushes: false)
        if let call = call(index) { opening.branch = append(.parent, first: call, tag: index) }
        open.append(opening)
    }

    private mutating func call(_ index: Int) -> Int32? {
        var call = CompiledCall(
            name: layout.tags[index].content,
            indentation: layout.indentation[index],
            isStandalone: layout.isStandalone[index]
        )
        if call.name.first == "*" {
            let name = String(call.name.dropFirst().drop(while: \.isWhitespace))
            guard let path = path(name, of: index) else { return nil }
            call.path = path
            call.name = name
        } else if call.name.isEmpty {
            report(index, "empty tag: the name of a partial is missing")
            return nil
        } else if !Partials.isAllowed(call.name) {
            report(index, "\"\(printable(call.name))\" cannot name a partial: \(Partials.rule)")
            return nil
        }
        program.calls.append(call)
        return Int32(program.calls.count - 1)
    }

    private mutating func block(_ index: Int) {
        guard let partner = layout.partners[index] else { return }
        let name = layout.tags[index].content
        if name.isEmpty || name.contains(where: \.isWhitespace) {
            report(index, name.isEmpty ? "empty tag: the name of a block is missing" : "a block's name has no blanks")
        }
        var opening = Opening(tag: index, branch: -1, pushes: false)
        if layout.isReplacement(index) {
            if let parent = open.last, parent.branch >= 0, layout.tags[parent.tag].kind == .parent {
                let call = Int(program.instructions[parent.branch].first)
                program.calls[call].replacements.append(
                    .init(block: name, start: Int32(program.instructions.count))
                )
            }
            lastLabel = program.instructions.count
        } else {
            let own = layout.firstIndentation(index, partner)
            let isAlone = layout.isAlone[index]
            program.blocks.append(
                CompiledBlock(
                    name: name,
                    indentation: isAlone && !own.isEmpty ? own : layout.indentation[index],
                    indentsFirstLine: isAlone,
                    beginsLine: isAlone || layout.startsLine[index] || !layout.indentation[index].isEmpty
                )
            )
            opening.branch = append(.block, first: Int32(program.blocks.count - 1), tag: index)
        }
        open.append(opening)
    }

    // MARK: - Names

    private mutating func path(_ text: String, of index: Int) -> Int32? {
        do throws(NamePath.Fault) {
            return intern(try NamePath(parsing: text))
        } catch {
            report(index, error.message(for: text, in: layout.tags[index].kind))
            return nil
        }
    }

    private mutating func intern(_ path: NamePath) -> Int32 {
        if let known = pathIndexes[path] { return known }
        let index = program.add(path, start: CompiledPath.Start(path.start))
        pathIndexes[path] = index
        return index
    }

    private mutating func report(_ index: Int, _ message: String) {
        guard diagnostics.count < Template.mostDiagnostics else { return }
        let range = layout.tags[index].range
        diagnostics.append(
            TemplateDiagnostic(
                message: message,
                location: source.location(range.lowerBound),
                length: source.underlined(range)
            )
        )
    }
}

/// The block helpers of the dialect.
enum Helper: String, CaseIterable {
    case each
    case `if`
    case unless
    case with

    func operation(isInverted: Bool) -> Instruction.Operation {
        switch self {
        case .each: isInverted ? .branchFilled : .each
        case .if: isInverted ? .branchTrue : .branchFalse
        case .unless: isInverted ? .branchFalse : .branchTrue
        case .with: isInverted ? .branchTrue : .with
        }
    }
}

extension Instruction.Operation {
    /// Whether the branch opens a context that `endSection` leaves.
    var pushes: Bool { self == .section || self == .each || self == .with }
}

extension NamePath.Fault {
    fileprivate func message(for text: String, in kind: Tag.Kind) -> String {
        switch self {
        case .empty: return "empty tag: a name is missing"
        case .emptyPart: return "\"\(printable(text))\" has an empty part between its dots"
        case .unknownLoopVariable(let name):
            let known = NamePath.LoopVariable.allCases.map { "@" + $0.rawValue } + ["@root"]
            let near = nearest(to: "@" + name, in: known, limit: 1).first.map { " (near: \"\($0)\")" } ?? ""
            return "unknown name \"@\(printable(name))\"\(near)"
        case .partsAfterLoopVariable: return "\"\(printable(text))\": a loop's variable has no parts"
        case .hasBlank:
            let first = text.prefix { !$0.isWhitespace }
            if kind == .variable, Helper(rawValue: String(first)) != nil {
                return "\"\(printable(text))\": a helper needs '#', as in {{#\(first) name}}"
            }
            return "\"\(printable(text))\": a name has no blanks"
        }
    }
}
