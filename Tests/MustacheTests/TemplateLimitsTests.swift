import JSON5
import Mustache
import Testing

struct TemplateLimitsTests {
    private func message(
        _ source: String,
        _ data: JSONValue = [:],
        partials: [String: String] = [:],
        limits: TemplateLimits = .standard
    ) -> String? {
        do throws(TemplateError) {
            let template = try Template(parsing: source, name: "t", limits: limits)
            _ = try template.render(data, partials: Partials(parsing: partials), limits: limits)
            return nil
        } catch {
            return error.diagnostics.first?.message
        }
    }

    @Test func `endless recursion ends at the depth limit`() {
        #expect(
            message("{{>p}}", partials: ["p": "{{>p}}"]) == "partials are included deeper than the limit of 100 levels"
        )
        let parents = ["p": "{{<q}}{{$b}}{{<p}}{{/p}}{{/b}}{{/q}}", "q": "{{$b}}{{/b}}"]
        #expect(
            message("{{<p}}{{/p}}", partials: parents) == "partials are included deeper than the limit of 100 levels"
        )
    }

    @Test func `recursion that branches ends at the step limit`() {
        // Each level includes itself twice: without a step limit this would be 2 to the power of 99.
        let partials = Dictionary(uniqueKeysWithValues: (0..<99).map { ("p\($0)", "{{>p\($0 + 1)}}{{>p\($0 + 1)}}") })
        var limits = TemplateLimits.standard
        limits.steps = 100_000
        let all = partials.merging(["p99": "x"]) { first, _ in first }
        #expect(
            message("{{>p0}}", partials: all, limits: limits) == "rendering takes more than the limit of 100000 steps"
        )
    }

    @Test func `output ends at its limit`() {
        var limits = TemplateLimits.standard
        limits.outputBytes = 1000
        let data: JSONValue = ["x": .array(Array(repeating: .string("0123456789"), count: 200))]
        #expect(
            message("{{#each x}}{{.}}{{/each}}", data, limits: limits)
                == "output is larger than the limit of 1000 bytes"
        )
        #expect(message("{{#each x}}{{.}}{{/each}}", ["x": ["0123456789"]], limits: limits) == nil)
        #expect(message("{{{x}}}", ["x": .string(String(repeating: "a", count: 1000))], limits: limits) == nil)
        #expect(
            message("{{{x}}}", ["x": .string(String(repeating: "a", count: 1001))], limits: limits)
                == "output is larger than the limit of 1000 bytes"
        )
    }

    @Test func `nesting ends at its limit`() {
        let deep = String(repeating: "{{#a}}", count: 10_000)
        #expect(message(deep) == "nested deeper than the limit of 100 levels")
        let allowed = String(repeating: "{{#a}}", count: 100) + String(repeating: "{{/a}}", count: 100)
        #expect(message(allowed) == nil)
    }

    @Test func `a template ends at its limit`() {
        #expect(message(String(repeating: "a", count: 1 << 20)) == nil)
        #expect(
            message(String(repeating: "a", count: 1 << 20 + 1)) == "template is larger than the limit of 1048576 bytes"
        )
    }

    @Test func `data nested without end is no trouble`() {
        var data = JSONValue.array([])
        for _ in 0..<5_000 { data = .array([data]) }
        #expect(message("{{#x}}a{{/x}}", ["x": data]) == nil)
    }

    @Test(arguments: ["{{!--", "{{{a}}}", "{{=a b=}}a!--b{{=", "{{#a}}{{/a}}", "\\{{", "{{~a~}}"])
    func `a large template of one kind of tag is read in time`(piece: String) {
        let source = String(repeating: piece, count: 200_000 / piece.utf8.count)
        _ = message(source)
    }
}
