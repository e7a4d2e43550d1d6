package import JSON5
import Spelling

/// One thing that is probably not meant, or certainly wrong, found without rendering.
package struct LintFinding: Hashable, Sendable {
    /// What kind of finding it is; the raw value is its name for people.
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        case syntax
        case missingPartial = "missing-partial"
        case cyclicPartial = "cyclic-partial"
        case undeclaredVariable = "undeclared-variable"
        case elseOutsideSection = "else-outside-section"
        case unusedVariable = "unused-variable"
        case unknownCondition = "unknown-condition"
        case rawInHTML = "raw-in-html"
        case unsafeHTMLPlace = "unsafe-html-place"
        case subjectLineEnd = "subject-line-end"
        case subjectLength = "subject-length"
        case strayBraces = "stray-braces"
        case thisOutsideLoop = "this-outside-loop"
        case eachWithoutElse = "each-without-else"
        case singleBraces = "single-braces"
        case trailingBlanks = "trailing-blanks"
        case leftoverWord = "leftover-word"
    }

    /// What kind of finding it is.
    package var rule: Rule
    /// What is found, where, and whether it is an error.
    package var diagnostic: TemplateDiagnostic
}

/// What the lint knows of a template's surroundings.
package struct LintOptions: Sendable {
    /// The partials the template can include; nil when they are not known, and none is reported as missing then.
    package var partials: Partials?
    /// Sample data; a name it does not have is an error.
    package var data: JSONValue?
    /// Paths that will have values, as `variables` lists them; joined with those the template declares.
    package var declared: [String]
    /// Whether the template makes a mail's subject.
    package var isSubject: Bool
    /// Whether the output is HTML.
    package var isHTML: Bool

    /// Describes a template's surroundings.
    package init(
        partials: Partials? = nil,
        data: JSONValue? = nil,
        declared: [String] = [],
        isSubject: Bool = false,
        isHTML: Bool = false
    ) {
        self.partials = partials
        self.data = data
        self.declared = declared
        self.isSubject = isSubject
        self.isHTML = isHTML
    }
}

extension Template {
    /// Looks through a template without rendering it.
    ///
    /// A template can declare its names in its first comment, `{{!-- vars: customer_name, eta? --}}`, where `?` marks
    /// one that may be missing.
    ///
    /// - Parameters:
    ///   - source: The template's text.
    ///   - name: Path shown in messages.
    ///   - options: What is known of its surroundings.
    /// - Returns: The findings in the order of the text; faults of syntax are findings too.
    package static func lint(_ source: String, name: String, options: LintOptions = LintOptions()) -> [LintFinding] {
        let (compiled, faults) = parse(Array(source.utf8), name: name, limits: .standard)
        var findings = faults.map { LintFinding(rule: .syntax, diagnostic: $0) }
        if let compiled {
            var lint = TemplateLint(template: Template(compiled), options: options)
            lint.checkText()
            lint.checkTags()
            if faults.isEmpty { lint.checkNames() }
            findings += lint.findings
        }
        return findings.sorted {
            let first = $0.diagnostic.location
            let second = $1.diagnostic.location
            return (first.line, first.column) < (second.line, second.column)
        }
    }
}

/// One run of the lint.
private struct TemplateLint {
    let template: Template
    let options: LintOptions
    let source: SourceText
    /// The template's bytes with each tag's overwritten, so that offsets stay.
    let text: [UInt8]
    private(set) var findings: [LintFinding] = []

    private static let mostFindings = 1000
    private static let tagByte: UInt8 = 1

    init(template: Template, options: LintOptions) {
        self.template = template
        self.options = options
        source = template.compiled.program.source
        var text = source.bytes
        for range in template.compiled.program.tags {
            for index in range { text[index] = Self.tagByte }
        }
        self.text = text
    }

    private mutating func add(
        _ rule: LintFinding.Rule,
        _ message: String,
        _ range: Range<Int>,
        isError: Bool = false
    ) {
        guard findings.count < Self.mostFindings else { return }
        let diagnostic = TemplateDiagnostic(
            severity: isError ? .error : .warning,
            message: message,
            location: source.location(range.lowerBound),
            length: source.underlined(range)
        )
        findings.append(LintFinding(rule: rule, diagnostic: diagnostic))
    }

    // MARK: - Text

    mutating func checkText() {
        for (pair, meaning) in [("{{", "open"), ("}}", "close")] {
            for range in ranges(of: pair) {
                // A literal `\{{` is meant.
                if range.lowerBound > 0, text[range.lowerBound - 1] == UInt8(ascii: "\\") { continue }
                add(.strayBraces, "\"\(pair)\" stays in the output: it does not \(meaning) a tag", range)
            }
        }
        for word in ["TODO", "TBD", "FIXME", "XXX", "lorem", "Lorem"] {
            for range in ranges(of: word) where isWord(range) {
                add(.leftoverWord, "leftover word \"\(word)\"", range)
            }
        }
        checkSingleBraces()
        checkLineEnds()
        if options.isSubject {
            let trimmed = text.last == UInt8(ascii: "\n") ? text.dropLast() : text[...]
            if let end = trimmed.firstIndex(of: UInt8(ascii: "\n")) {
                add(.subjectLineEnd, "a subject is one line, but here is a line end", end..<(end + 1))
            }
            // RFC 5322, section 2.1.1.
            if text.count > 998 { add(.subjectLength, "a header line has 998 bytes at most", 998..<text.count) }
        }
    }

    private mutating func checkSingleBraces() {
        var index = 0
        while index < text.count {
            defer { index += 1 }
            guard text[index] == UInt8(ascii: "{") else { continue }
            let end = text[(index + 1)...].firstIndex { !isNameByte($0) } ?? text.count
            guard end > index + 1, end < text.count, text[end] == UInt8(ascii: "}") else { continue }
            let isDoubled = index > 0 && text[index - 1] == UInt8(ascii: "{")
            if !isDoubled {
                let name = source.text((index + 1)..<end)
                add(.singleBraces, "{\(name)} is plain text; a variable is {{\(name)}}", index..<(end + 1))
            }
            index = end
        }
    }

    private mutating func checkLineEnds() {
        var blanks = 0
        for index in 0...text.count {
            let isEnd = index == text.count || text[index] == UInt8(ascii: "\n")
            if isEnd, blanks > 0, index > blanks, text[index - blanks - 1] != UInt8(ascii: "\n") {
                add(.trailingBlanks, "blanks at the end of the line", (index - blanks)..<index)
            }
            if index < text.count { blanks = isBlank(text[index]) ? blanks + 1 : 0 }
        }
    }

    private func ranges(of word: String) -> [Range<Int>] {
        let word = Array(word.utf8)
        var result: [Range<Int>] = []
        var index = 0
        while index + word.count <= text.count {
            if text[index] == word[0], text[index..<(index + word.count)].elementsEqual(word) {
                result.append(index..<(index + word.count))
                index += word.count
            } else {
                index += 1
            }
        }
        return result
    }

    private func isWord(_ range: Range<Int>) -> Bool {
        let before = range.lowerBound > 0 && isNameByte(text[range.lowerBound - 1])
        let after = range.upperBound < text.count && isNameByte(text[range.upperBound])
        return !before && !after
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }

    // MARK: - Tags

    mutating func checkTags() {
        let program = template.compiled.program
        var loops = 0
        var isLoop: [Bool] = []
        for (position, instruction) in program.instructions.enumerated() {
            guard program.tags.indices.contains(Int(instruction.tag)) else { continue }
            let range = program.tags[Int(instruction.tag)]
            switch instruction.operation {
            case .print: checkPrinted(instruction, range, isInLoop: loops > 0)
            case .each:
                let target = Int(instruction.second)
                if program.instructions[target - 1].operation != .jump {
                    add(.eachWithoutElse, "nothing is said when the list is empty: no {{else}}", range)
                }
                isLoop.append(true)
                loops += 1
            case .section, .with:
                isLoop.append(true)
                loops += 1
            case .endSection: if isLoop.popLast() == true { loops -= 1 }
            case .partial, .parent: checkPartial(instruction, position, range)
            case .text, .lineStart, .branchFalse, .branchTrue, .branchFilled, .jump, .block, .end, .original, .fail:
                break
            }
        }
    }

    private mutating func checkPrinted(_ instruction: Instruction, _ range: Range<Int>, isInLoop: Bool) {
        let path = template.compiled.program.names[Int(instruction.first)]
        if path == NamePath(start: .climbing, parts: ["else"]) {
            add(.elseOutsideSection, "{{else}} stands outside a section", range, isError: true)
        }
        if !isInLoop, case .context(up: 0) = path.start, !path.parts.isEmpty {
            add(.thisOutsideLoop, "\"\(printable(path.text))\" stands outside a section", range)
        }
        guard options.isHTML else { return }
        if !instruction.flag { add(.rawInHTML, "the value is not escaped: it must be HTML already", range) }
        if let place = unsafePlace(range.lowerBound) {
            add(.unsafeHTMLPlace, "escaping does not protect a value \(place)", range)
        }
    }

    /// Where in HTML a tag stands, if that is no place for a value; told from the text before it.
    private func unsafePlace(_ offset: Int) -> String? {
        let before = text[max(0, offset - 4096)..<offset]
        for element in ["script", "style"] {
            let opened = lastOffset(of: "<" + element, in: before)
            if let opened, opened > lastOffset(of: "</" + element, in: before) ?? -1 { return "in <\(element)>" }
        }
        let open = before.lastIndex(of: UInt8(ascii: "<"))
        guard let open, open > before.lastIndex(of: UInt8(ascii: ">")) ?? -1 else { return nil }
        let quotes = before[open...].filter { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        if quotes.count % 2 == 0 { return "in an attribute without quotes" }
        let tail = String(decoding: before[open...], as: UTF8.self).lowercased()
        if tail.hasSuffix("href=\"") || tail.hasSuffix("src=\"") || tail.hasSuffix("href='") || tail.hasSuffix("src='")
        {
            return "that is a whole link: 'javascript:' is one too"
        }
        return nil
    }

    private func lastOffset(of word: String, in text: ArraySlice<UInt8>) -> Int? {
        let word = Array(word.utf8)
        var index = text.endIndex - word.count
        while index >= text.startIndex {
            if text[index..<(index + word.count)].elementsEqual(word) { return index }
            index -= 1
        }
        return nil
    }

    private mutating func checkPartial(_ instruction: Instruction, _ position: Int, _ range: Range<Int>) {
        guard let partials = options.partials else { return }
        let call = template.compiled.program.calls[Int(instruction.first)]
        guard call.path < 0 else { return }
        guard partials.names.contains(call.name) else {
            let near = nearest(to: call.name, in: partials.names, limit: 1).first
            let hint = near.map { " (near: \"\($0)\")" } ?? ""
            add(.missingPartial, "missing partial \"\(printable(call.name))\"\(hint)", range, isError: true)
            return
        }
        if alwaysIncludes(call.name, itself: call.name, seen: []) {
            add(
                .cyclicPartial,
                "partial \"\(printable(call.name))\" includes itself without a condition",
                range,
                isError: true
            )
        }
    }

    /// Whether a partial reaches a name through tags that stand in no section.
    private func alwaysIncludes(_ name: String, itself target: String, seen: Set<String>) -> Bool {
        guard let found = try? options.partials?.template(name) else { return false }
        var levels = 0
        for instruction in found.compiled.program.instructions {
            switch instruction.operation {
            case .section, .each, .with: levels += 1
            case .branchFalse, .branchTrue, .branchFilled: return false
            case .endSection: levels -= 1
            case .partial, .parent:
                let call = found.compiled.program.calls[Int(instruction.first)]
                guard levels == 0, call.path < 0 else { continue }
                if call.name == target { return true }
                if !seen.contains(call.name),
                    alwaysIncludes(call.name, itself: target, seen: seen.union([name, call.name]))
                {
                    return true
                }
            case .text, .lineStart, .print, .jump, .block, .end, .original, .fail: break
            }
        }
        return false
    }

    // MARK: - Names

    mutating func checkNames() {
        let own = declarations()
        guard !own.isEmpty || !options.declared.isEmpty || options.data != nil else { return }
        let declared = own.map(\.path) + options.declared
        let variables = template.variables
        for variable in variables {
            let paths = [variable.path] + variable.alternatives
            let isDeclared = paths.contains { path in declared.contains { covers($0, path) } }
            let isInData = options.data.map { data in paths.contains { has($0, data) } } ?? false
            guard !isDeclared, !isInData else { continue }
            let near = nearest(to: variable.path, in: declared + rootNames(), limit: 1).first
            let hint = near.map { " (near: \"\(printable($0))\")" } ?? ""
            let range = tagRange(variable.location)
            if variable.uses.allSatisfy({ $0 == .tested || $0 == .optional }) {
                add(
                    .unknownCondition,
                    "\"\(printable(variable.path))\" is asked for but never has a value\(hint)",
                    range
                )
            } else {
                add(
                    .undeclaredVariable,
                    "unknown variable \"\(printable(variable.path))\"\(hint)",
                    range,
                    isError: true
                )
            }
        }
        let used = variables.flatMap { [$0.path] + $0.alternatives }
        for declaration in own
        where !used.contains(where: { covers(declaration.path, $0) || covers($0, declaration.path) }) {
            let range = template.compiled.program.tags.first ?? 0..<0
            add(.unusedVariable, "\"\(printable(declaration.path))\" is declared but not used", range)
        }
    }

    /// The names in a first comment `vars: a, b.c?`.
    private func declarations() -> [(path: String, isOptional: Bool)] {
        guard let comment = template.compiled.firstComment, comment.hasPrefix("vars:") else { return [] }
        return comment.dropFirst(5).split { $0 == "," || $0.isWhitespace }.map { word in
            let isOptional = word.last == "?"
            return (String(isOptional ? word.dropLast() : word), isOptional)
        }
    }

    /// Whether declaring one path allows the use of another: itself, or what stands inside it.
    private func covers(_ declared: String, _ used: String) -> Bool {
        used == declared || used.hasPrefix(declared + ".") || used.hasPrefix(declared + "[]")
    }

    private func rootNames() -> [String] {
        guard case .object(let object)? = options.data else { return [] }
        return object.names
    }

    /// Whether data has a path; of a list any item will do.
    private func has(_ path: String, _ data: JSONValue) -> Bool {
        var values = [data]
        for part in path.split(separator: ".") {
            let isList = part.hasSuffix("[]")
            let name = String(isList ? part.dropLast(2) : part)
            if !name.isEmpty {
                values = values.flatMap { value -> [JSONValue] in
                    switch value {
                    case .object(let object): object[name].map { [$0] } ?? []
                    case .array(let items):
                        // A section over a list speaks of its items.
                        items.compactMap { if case .object(let object) = $0 { object[name] } else { nil } }
                    case .null, .bool, .number, .string: []
                    }
                }
            }
            guard isList else { continue }
            var items: [JSONValue] = []
            for value in values {
                switch value {
                case .array(let list): items += list.isEmpty ? [.null] : list
                case .object(let object): items += object.members.map(\.value)
                case .null, .bool, .number, .string: break
                }
            }
            // An empty list says nothing about its items.
            if values.contains(.array([])) { return true }
            values = items
        }
        return !values.isEmpty
    }

    private func tagRange(_ location: SourceLocation) -> Range<Int> {
        template.compiled.program.tags.first {
            let place = source.location($0.lowerBound)
            return place.line == location.line && place.column == location.column
        } ?? 0..<0
    }
}
