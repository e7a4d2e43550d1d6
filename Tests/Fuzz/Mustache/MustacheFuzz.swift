import JSON5
import Mustache

/// Parses and renders whatever libFuzzer makes up.
///
/// The input is a template, its data and two partials, split at NUL bytes. Direct and specialised rendering must agree,
/// and every way must end with a text or an error within small limits.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    let pieces = input.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).map { Array($0) }
    var limits = TemplateLimits.standard
    limits.steps = 20_000
    limits.outputBytes = 1 << 16
    limits.depth = 20

    guard let template = parse(pieces[0], limits) else { return 0 }
    _ = template.singleTag?.value(in: .object(JSONObject()))
    let options = JSON5Options(grammar: .json5)
    let data = (pieces.count > 1 ? try? JSONValue(parsing: pieces[1], options: options) : nil) ?? Fixed.data
    let partials = Partials(
        parsing: [
            "p": String(decoding: pieces.count > 2 ? pieces[2] : [], as: UTF8.self),
            "q": String(decoding: pieces.count > 3 ? pieces[3] : [], as: UTF8.self),
        ],
        limits: limits
    )
    let (shared, own) = split(data, count)
    for mode in [RenderingMode.strict, .lenient] {
        let escaping = [Escaping.none, .html, .json, .url, .header][count % 5]
        var renderer = Renderer(escaping: escaping, partials: partials, mode: mode, limits: limits)
        let direct = bytes(&renderer) { renderer throws(TemplateError) in
            try renderer.render(template, TemplateData(shared), fallback: TemplateData(own))
        }
        let specialised = template.specialised(
            with: shared,
            escaping: escaping,
            partials: partials,
            mode: mode,
            limits: limits
        )
        let folded = bytes(&renderer) { renderer throws(TemplateError) in
            try renderer.render(specialised, TemplateData(own))
        }
        // A folded template takes fewer steps, so it may succeed where the other stops at the limit.
        if let direct { precondition(folded == direct, "specialised output differs") }
        precondition((direct?.count ?? 0) <= limits.outputBytes, "output beyond its limit")
    }
    return 0
}

enum Fixed {
    static let data: JSONValue = [
        "a": "<x>", "b": [1, .number(JSONNumber(text: "2.50")), "y"], "c": ["a": ["b": [:]], "d": .null], "d": true,
        "e": .array([]),
        "f": [["a": "1", "b": [["a": 2]]], ["a": ""]], "n": 0, "p": "p", "q": "q",
    ]
}

func parse(_ source: [UInt8], _ limits: TemplateLimits) -> Template? {
    do throws(TemplateError) {
        return try Template(parsing: source, name: "fuzz", limits: limits)
    } catch {
        precondition(!error.diagnostics.isEmpty, "an error without a finding")
        precondition(!error.description.isEmpty, "an error without a text")
        return nil
    }
}

/// The output of a rendering, nil if it failed.
func bytes(
    _ renderer: inout Renderer,
    _ body: (inout Renderer) throws(TemplateError) -> Void
) -> [UInt8]? {
    do throws(TemplateError) {
        try body(&renderer)
        return renderer.bytes
    } catch {
        precondition(!error.description.isEmpty, "an error without a text")
        return nil
    }
}

/// Deals an object's members to the shared and the recipient's values.
func split(_ data: JSONValue, _ seed: Int) -> (JSONValue, JSONValue) {
    guard case .object(let object) = data else { return (data, .object(JSONObject())) }
    let members = object.members
    let own = members.indices.filter { (seed >> ($0 % 8)) & 1 == 1 }
    return (
        .object(JSONObject(members.indices.filter { !own.contains($0) }.map { members[$0] })),
        .object(JSONObject(own.map { members[$0] }))
    )
}
