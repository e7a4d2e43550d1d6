import JSON5

/// A template of the mustache family, parsed once and rendered as often as needed.
///
/// The language is the mustache specification (<https://github.com/mustache/spec>) with dynamic names and inheritance,
/// and `each`, `if`, `unless`, `with`, `else`, `this`, `../name`, `@index`, `@key`, `@first`, `@last`, `@root`, `{{~ ~}}`,
/// `{{!-- --}}`, `\{{` and `{{name | default "text"}}`. It has no functions: a template can neither run code nor read
/// a file.
package struct Template: Sendable {
    let compiled: CompiledTemplate

    /// Parses a template.
    ///
    /// - Parameters:
    ///   - source: The template's text.
    ///   - name: Path shown in messages.
    ///   - limits: Bounds on its size and nesting.
    /// - Throws: `TemplateError` with every fault found.
    package init(parsing source: String, name: String, limits: TemplateLimits = .standard) throws(TemplateError) {
        try self.init(parsing: Array(source.utf8), name: name, limits: limits)
    }

    /// Parses a template's bytes; what is not UTF-8 is copied as it is.
    ///
    /// - Throws: `TemplateError` with every fault found.
    package init(parsing bytes: [UInt8], name: String, limits: TemplateLimits = .standard) throws(TemplateError) {
        let (compiled, diagnostics) = Self.parse(bytes, name: name, limits: limits)
        guard let compiled, diagnostics.isEmpty else { throw TemplateError(diagnostics) }
        self.compiled = compiled
    }

    init(_ compiled: CompiledTemplate) {
        self.compiled = compiled
    }

    /// Name given at parsing, shown in messages.
    package var name: String { compiled.program.source.path }

    /// Most faults listed for one template.
    static let mostDiagnostics = 1000

    static func parse(
        _ bytes: [UInt8],
        name: String,
        limits: TemplateLimits
    ) -> (CompiledTemplate?, [TemplateDiagnostic]) {
        guard bytes.count <= limits.templateBytes else {
            let message = "template is larger than the limit of \(limits.templateBytes) bytes"
            return (
                nil, [TemplateDiagnostic(message: message, location: SourceText(path: name, bytes: []).location(0))]
            )
        }
        let source = SourceText(path: name, bytes: bytes)
        var scanner = Scanner(source)
        scanner.scan()
        var matcher = TagMatcher(source, tags: scanner.tags, limits: limits)
        matcher.match()
        let layout = Layout(
            source,
            tags: matcher.tags,
            partners: matcher.partners,
            parents: matcher.parents,
            escapes: scanner.escapes
        )
        var compiler = Compiler(source, layout: layout)
        compiler.compile()
        let diagnostics = (scanner.diagnostics + matcher.diagnostics + compiler.diagnostics)
            .sorted { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
        let comments = matcher.tags.filter { $0.kind == .comment }.map(\.content)
        let compiled = CompiledTemplate(compiler.program, tags: matcher.tags, firstComment: comments.first)
        return (compiled, Array(diagnostics.prefix(mostDiagnostics)))
    }
}

/// A program that frames and templates share.
///
/// It is a class so that including a partial costs one reference count, not one for each of the program's arrays.
final class CompiledTemplate: Sendable {
    let program: Program
    let tagKinds: [Tag.Kind]
    /// Text of the template's first comment, where its variables may be declared.
    let firstComment: String?
    /// What a specialised program was made of.
    let original: CompiledTemplate?

    init(_ program: Program, original: CompiledTemplate) {
        self.program = program
        self.original = original
        tagKinds = []
        firstComment = nil
    }

    init(_ program: Program, tags: [Tag], firstComment: String?) {
        original = nil
        self.program = program
        tagKinds = tags.map(\.kind)
        self.firstComment = firstComment
    }
}
