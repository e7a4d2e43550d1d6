package import JSON5

extension Template {
    /// Renders the template with a value.
    ///
    /// - Parameters:
    ///   - data: The values; any JSON value will do, an object in most cases.
    ///   - escaping: How printed values are changed; `{{{name}}}` and `{{&name}}` are not.
    ///   - partials: What `{{>name}}` and `{{<name}}` can include.
    ///   - mode: Whether a missing value is an error.
    ///   - limits: Bounds on steps, depth and output.
    /// - Returns: The text; nothing is added at its end.
    /// - Throws: `TemplateError` with everything that is wrong.
    package func render(
        _ data: JSONValue,
        escaping: Escaping = .none,
        partials: Partials = .none,
        mode: RenderingMode = .strict,
        limits: TemplateLimits = .standard
    ) throws(TemplateError) -> String {
        let bytes = try renderBytes(data, escaping: escaping, partials: partials, mode: mode, limits: limits)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Renders the template into bytes, otherwise as `render` does.
    ///
    /// - Throws: `TemplateError` with everything that is wrong.
    package func renderBytes(
        _ data: JSONValue,
        escaping: Escaping = .none,
        partials: Partials = .none,
        mode: RenderingMode = .strict,
        limits: TemplateLimits = .standard
    ) throws(TemplateError) -> [UInt8] {
        var renderer = Renderer(escaping: escaping, partials: partials, mode: mode, limits: limits)
        try renderer.render(self, TemplateData(data))
        return renderer.bytes
    }
}
