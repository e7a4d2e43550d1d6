/// Whether a variable without a value is an error.
package enum RenderingMode: Hashable, Sendable {
    /// A printed name that is missing or null is an error; so are a printed list or object and a missing partial.
    case strict
    /// The mustache specification's way: they print nothing.
    case lenient
}

/// Renders templates one after the other into memory that is kept.
///
/// For one rendering `Template.render` is simpler; for many, one renderer saves the memory of each.
package struct Renderer: ~Copyable {
    /// What holds for every rendering.
    struct Options: Sendable {
        var escaping: Escaping
        var partials: Partials
        var mode: RenderingMode
        var limits: TemplateLimits
    }

    var options: Options
    var escaping: Escaping { options.escaping }
    var mode: RenderingMode { options.mode }
    var limits: TemplateLimits { options.limits }
    var partials: Partials { options.partials }

    var output = OutputBuffer()
    var contexts = ContextStack()
    /// Where names are looked up that the first data does not have.
    var fallback: ValueReference?
    var steps = 0
    var depth = 0
    /// Partials, parents and replaced blocks being rendered, outermost first.
    var frames: [(template: CompiledTemplate, tag: Int32, inner: CompiledTemplate)] = []
    /// The template being rendered; whoever renders holds it, so no count is taken.
    var root: Unmanaged<CompiledTemplate>?
    /// Replacements in force, each with the ones further out.
    var scopes: [Scope] = []
    var problems: [Problem] = []
    var problemIndexes: [Problem.Key: Int] = [:]
    /// Set by what makes going on useless: a limit.
    var isAborted = false

    /// First data, fallback data, and the scratch values below.
    let arenas: UnsafeMutablePointer<Arena>
    /// Values that stand in no data: true, false, an index, a name.
    let scratchNodes: UnsafeMutablePointer<Node>
    let scratchBytes: UnsafeMutablePointer<UInt8>

    struct Scope {
        var template: CompiledTemplate
        var call: Int
        /// Index of the scope further out, -1 for none.
        var outer: Int
    }

    /// Makes a renderer.
    package init(
        escaping: Escaping = .none,
        partials: Partials = .none,
        mode: RenderingMode = .strict,
        limits: TemplateLimits = .standard
    ) {
        options = Options(escaping: escaping, partials: partials, mode: mode, limits: limits)
        arenas = .allocate(capacity: 3)
        scratchNodes = .allocate(capacity: 4)
        scratchNodes.initialize(repeating: Node(kind: .null, count: 0, start: 0), count: 4)
        scratchNodes[0].kind = .true
        scratchNodes[1].kind = .false
        scratchBytes = .allocate(capacity: 24)
        scratchBytes.initialize(repeating: 0, count: 24)
    }

    deinit {
        arenas.deallocate()
        scratchNodes.deallocate()
        scratchBytes.deallocate()
    }

    /// The bytes of the last rendering that succeeded.
    package var bytes: [UInt8] { Array(output.bytes) }

    /// The last rendering's bytes without a copy, for the time of the closure.
    package borrowing func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(output.bytes)
    }

    /// Renders a template.
    ///
    /// - Parameters:
    ///   - template: What to render.
    ///   - data: The values.
    /// - Throws: `TemplateError` with everything that is wrong; the output is of no use then.
    package mutating func render(_ template: Template, _ data: borrowing TemplateData) throws(TemplateError) {
        reset()
        run(template.compiled, data)
        try finish(template.compiled)
    }

    /// Renders a template with values that many renderings share and values of this one.
    ///
    /// - Parameters:
    ///   - template: What to render.
    ///   - data: The values that come first.
    ///   - fallback: Where a name is looked up that `data` does not have: what differs from one recipient to the next,
    ///     and so can never replace a value of the incident.
    /// - Throws: `TemplateError` with everything that is wrong; the output is of no use then.
    package mutating func render(
        _ template: Template,
        _ data: borrowing TemplateData,
        fallback: borrowing TemplateData
    ) throws(TemplateError) {
        reset()
        run(template.compiled, data, fallback: fallback)
        try finish(template.compiled)
    }

    @inline(__always)
    mutating func finish(_ template: CompiledTemplate) throws(TemplateError) {
        if isAborted || output.overflowed || !problems.isEmpty { throw error(in: template) }
    }
}
