import JSON5
import Mustache
import Testing

struct RenderingTests {
    @Test(arguments: try RenderingCase.specification.flatMap(RenderingCase.read))
    func `the mustache specification holds`(test: RenderingCase) throws {
        let template = try Template(parsing: test.template, name: test.name)
        let partials = Partials(parsing: test.partials)
        #expect(try template.render(test.data, escaping: .html, partials: partials, mode: .lenient) == test.expected)
    }

    @Test(arguments: try RenderingCase.read("helpers"))
    func `helpers, levels and white space hold in both modes`(test: RenderingCase) throws {
        let template = try Template(parsing: test.template, name: test.name)
        let partials = Partials(parsing: test.partials)
        for mode in [RenderingMode.lenient, .strict] {
            #expect(try template.render(test.data, escaping: .html, partials: partials, mode: mode) == test.expected)
        }
    }

    struct Escaped: CustomTestStringConvertible {
        var escaping: Escaping
        var value: String
        var expected: String

        var testDescription: String { "\(escaping) \(value.debugDescription)" }
    }

    @Test(arguments: [
        Escaped(escaping: .none, value: "<a> & 'b'\n", expected: "<a> & 'b'\n"),
        Escaped(
            escaping: .html,
            value: "<a href=\"/x\"> & 'b' `=é",
            expected: "&lt;a href=&quot;/x&quot;&gt; &amp; &#39;b&#39; `=é"
        ),
        Escaped(escaping: .json, value: "\"\\/\u{8}\t\n\u{c}\r\u{1}é😀", expected: "\\\"\\\\/\\b\\t\\n\\f\\r\\u0001é😀"),
        Escaped(escaping: .url, value: "a b/c?d=é&~_-.", expected: "a%20b%2Fc%3Fd%3D%C3%A9%26~_-."),
        Escaped(escaping: .header, value: "Größe: \"x\"", expected: "Größe: \"x\""),
    ])
    func `values are escaped for their place`(test: Escaped) throws {
        let template = try Template(parsing: "{{x}}|{{y | default z}}", name: "t")
        let data: JSONValue = ["x": .string(test.value), "z": .string(test.value)]
        let result = try template.render(data, escaping: test.escaping)
        #expect(result == "\(test.expected)|\(test.expected)")
        let raw = try Template(parsing: "{{{x}}}{{&x}}", name: "t").render(data, escaping: test.escaping)
        #expect(raw == test.value + test.value)
    }

    @Test func `one renderer gives each rendering afresh`() throws {
        var renderer = Renderer()
        let template = try Template(parsing: "{{#each x}}{{n}} {{/each}}{{who}}", name: "t")
        let shared = TemplateData(["x": [["n": 1], ["n": 2]]])
        var recipient = TemplateData()
        for who in ["Ann", "", "Bartholomew the Second of Somewhere", "é"] {
            recipient.assign(["who": .string(who)])
            try renderer.render(template, shared, fallback: recipient)
            #expect(String(decoding: renderer.bytes, as: UTF8.self) == "1 2 \(who)")
        }
        recipient.assign([:])
        var missing: TemplateError?
        do throws(TemplateError) {
            try renderer.render(template, shared, fallback: recipient)
        } catch {
            missing = error
        }
        #expect(missing?.diagnostics.map(\.message) == ["missing variable \"who\""])
        recipient.assign(["who": ["first": "a"], "more": [1, [2, 3]]])
        recipient.assign(["who": 5])
        try renderer.render(template, shared, fallback: recipient)
        #expect(String(decoding: renderer.bytes, as: UTF8.self) == "1 2 5")
    }

    @Test func `shared values cannot be replaced by a recipient's`() throws {
        var renderer = Renderer()
        let template = try Template(parsing: "{{severity}} {{name}}", name: "t")
        try renderer.render(
            template,
            TemplateData(["severity": "high"]),
            fallback: TemplateData(["severity": "low", "name": "x"])
        )
        #expect(renderer.bytes == Array("high x".utf8))
    }
}
