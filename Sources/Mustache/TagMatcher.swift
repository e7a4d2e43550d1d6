import Spelling

/// Finds the partner of each opening and closing tag and which `{{else}}` belong to a section.
///
/// Crossed, missing and superfluous closes are reported with both ends; the rest of the template is matched all the same,
/// so that one run lists every mistake.
struct TagMatcher {
    let source: SourceText
    let limits: TemplateLimits
    var tags: [Tag]
    /// Index of the partner for opening and closing tags, nil for others and for tags without one.
    private(set) var partners: [Int?]
    /// Index of the block, section or parent right around each tag.
    private(set) var parents: [Int?]
    private(set) var diagnostics: [TemplateDiagnostic] = []

    private var open: [Int] = []
    /// Sections that had their `{{else}}`.
    private var closedAlternatives: Set<Int> = []

    init(_ source: SourceText, tags: [Tag], limits: TemplateLimits) {
        self.source = source
        self.tags = tags
        self.limits = limits
        partners = Array(repeating: nil, count: tags.count)
        parents = partners
    }

    mutating func match() {
        for index in tags.indices {
            parents[index] = open.last
            switch tags[index].kind {
            case .section, .inverted, .parent, .block:
                guard open.count < limits.nesting else {
                    report(index, "nested deeper than the limit of \(limits.nesting) levels")
                    return
                }
                open.append(index)
            case .close: close(index)
            case .variable: alternative(index)
            case .unescaped, .comment, .delimiters, .partial, .alternative, .faulty: break
            }
        }
        for index in open {
            report(
                index,
                "\(title(index)) is never closed: {{/\(printable(closingName(index)))}} is missing",
                notes: [.init("the template ends here", at: source.location(source.bytes.count))]
            )
        }
    }

    private mutating func alternative(_ index: Int) {
        let words = tags[index].content.split(whereSeparator: \.isWhitespace)
        guard words.first == "else" else { return }
        guard let section = open.last, tags[section].kind == .section || tags[section].kind == .inverted else {
            // Outside a section `{{else}}` alone is an ordinary name.
            if words.count > 1 {
                report(index, "{{\(printable(tags[index].content))}} stands outside a section")
                tags[index].kind = .faulty
            }
            return
        }
        tags[index].kind = .alternative
        if closedAlternatives.contains(section) {
            report(
                index,
                "{{else}} follows the last {{else}} of \(title(section))",
                notes: [.init("opened here", at: source.location(tags[section].range.lowerBound))]
            )
            tags[index].kind = .faulty
        } else if words.count == 1 {
            closedAlternatives.insert(section)
        }
    }

    private mutating func close(_ index: Int) {
        let name = tags[index].content
        guard let top = open.last else {
            report(index, "{{/\(printable(name))}} closes nothing: no section is open")
            return
        }
        if closingName(top) == name {
            pair(top, index)
            return
        }
        let opened = TemplateDiagnostic.Note(
            "\(title(top)) opened here",
            at: source.location(tags[top].range.lowerBound)
        )
        guard let outer = open.lastIndex(where: { closingName($0) == name }) else {
            let near = nearest(to: name, in: open.reversed().map(closingName), limit: 1).first
            let hint = near.map { " (near: \"\(printable($0))\")" } ?? ""
            report(index, "{{/\(printable(name))}} does not close \(title(top))\(hint)", notes: [opened])
            pair(top, index)
            return
        }
        report(index, "{{/\(printable(name))}} comes before the end of \(title(top))", notes: [opened])
        while open.count > outer + 1 { open.removeLast() }
        pair(open[outer], index)
    }

    private mutating func pair(_ first: Int, _ second: Int) {
        partners[first] = second
        partners[second] = first
        open.removeLast()
        parents[second] = open.last
    }

    /// What a closing tag must name: the helper if there is one, else the whole content.
    private func closingName(_ index: Int) -> String {
        let content = tags[index].content
        guard tags[index].kind == .section || tags[index].kind == .inverted else { return content }
        guard let blank = content.firstIndex(where: \.isWhitespace) else { return content }
        return String(content[..<blank])
    }

    private func title(_ index: Int) -> String {
        let kind =
            switch tags[index].kind {
            case .parent: "parent"
            case .block: "block"
            default: "section"
            }
        return "\(kind) \"\(printable(tags[index].content))\""
    }

    private mutating func report(_ index: Int, _ message: String, notes: [TemplateDiagnostic.Note] = []) {
        guard diagnostics.count < Template.mostDiagnostics else { return }
        let range = tags[index].range
        diagnostics.append(
            TemplateDiagnostic(
                message: message,
                location: source.location(range.lowerBound),
                length: source.underlined(range),
                notes: notes
            )
        )
    }
}
