import JSON5
import Mustache
import Testing

struct SpecialisedTemplateTests {
    /// What a rendering gives, right or wrong.
    enum Outcome: Equatable {
        case text([UInt8])
        case error(String)
    }

    static var cases: [RenderingCase] {
        get throws { try (RenderingCase.specification + ["helpers"]).flatMap(RenderingCase.read) }
    }

    /// Each way to deal the members of an object to the incident and the recipient, as far as 64 ways.
    static func splits(_ data: JSONValue) -> [(shared: JSONValue, own: JSONValue)] {
        guard case .object(let object) = data else { return [(data, [:])] }
        let members = object.members
        return (0..<min(64, 1 << min(members.count, 6))).map { mask in
            let isOwn = { (index: Int) in mask >> min(index, 6) & 1 == 1 }
            let shared = members.indices.filter { !isOwn($0) }.map { members[$0] }
            let own = members.indices.filter(isOwn).map { members[$0] }
            return (.object(JSONObject(shared)), .object(JSONObject(own)))
        }
    }

    @Test(arguments: try cases)
    func `specialised and direct rendering give the same bytes and errors`(test: RenderingCase) throws {
        let template = try Template(parsing: test.template, name: test.name)
        let partials = Partials(parsing: test.partials)
        for mode in [RenderingMode.strict, .lenient] {
            for escaping in [Escaping.html, .none, .header] {
                for (shared, own) in Self.splits(test.data) {
                    let specialised = template.specialised(
                        with: shared,
                        escaping: escaping,
                        partials: partials,
                        mode: mode
                    )
                    let first = outcome { () throws(TemplateError) in
                        var renderer = Renderer(escaping: escaping, partials: partials, mode: mode)
                        try renderer.render(template, TemplateData(shared), fallback: TemplateData(own))
                        return renderer.bytes
                    }
                    let second = outcome { () throws(TemplateError) in
                        var renderer = Renderer()
                        try renderer.render(specialised, TemplateData(own))
                        return renderer.bytes
                    }
                    #expect(first == second, "\(mode) \(escaping) \(shared) \(own)")
                }
            }
        }
    }

    private func outcome(_ body: () throws(TemplateError) -> [UInt8]) -> Outcome {
        do throws(TemplateError) { return .text(try body()) } catch { return .error(error.description) }
    }

    @Test func `only the recipient's own values are left`() throws {
        let source =
            "Dear {{who}},\n{{#each timeline}}\n{{time}} {{#if vip}}now {{/if}}{{text}}\n{{/each}}\n{{company}}\n"
        let template = try Template(parsing: source, name: "t")
        let shared: JSONValue = [
            "company": "Acme", "timeline": [["time": "1", "text": "a"], ["time": "2", "text": "b"]],
        ]
        let specialised = template.specialised(with: shared)
        // Text, name, text, condition, text, text, condition, text, text.
        #expect(specialised.pieceCount == 9)
        #expect(try specialised.render(["who": "Ann", "vip": true]) == "Dear Ann,\n1 now a\n2 now b\nAcme\n")
        #expect(try specialised.render(["who": "Ann"]) == "Dear Ann,\n1 a\n2 b\nAcme\n")
    }

    @Test func `a recipient's list is left to the template`() throws {
        let source = "{{a}}{{#each products}} {{name}}/{{a}}{{/each}} {{#owner}}{{name}}{{/owner}} {{a}}"
        let template = try Template(parsing: source, name: "t")
        let specialised = template.specialised(with: ["a": "A", "name": "shared"])
        let own: JSONValue = ["products": [["name": "x"], ["name": "y", "a": "z"], [:]], "owner": ["name": "o"]]
        #expect(try specialised.render(own) == "A x/A y/z shared/A o A")
    }

    @Test func `text before a part that cannot be folded is not repeated`() throws {
        let template = try Template(parsing: "one {{>p}} end", name: "t")
        let partials = Partials(parsing: ["p": "two {{>missing}} three"])
        let specialised = template.specialised(with: [:], partials: partials, mode: .lenient)
        #expect(try specialised.render([:]) == "one two  three end")
    }

    @Test func `a renderer keeps its own settings`() throws {
        var renderer = Renderer(escaping: .html)
        let template = try Template(parsing: "{{x}}{{#each y}}{{.}}{{/each}}", name: "t")
        let specialised = template.specialised(with: [:], escaping: .none)
        try renderer.render(specialised, TemplateData(["x": "<", "y": ["&"]]))
        #expect(renderer.bytes == Array("<&".utf8))
        try renderer.render(template, TemplateData(["x": "<", "y": ["&"]]))
        #expect(renderer.bytes == Array("&lt;&amp;".utf8))
    }
}
