import JSON5
import Mustache
import Testing

struct ParsingErrorTests {
    struct Case: CustomTestStringConvertible {
        var template: String
        var message: String

        var testDescription: String { template }
    }

    @Test(arguments: [
        Case(template: "a {{b", message: "t:1:3: error: tag is never closed: no \"}}\" follows\na {{b\n  ^~"),
        Case(template: "{{{b}}", message: "t:1:1: error: tag is never closed: no \"}}}\" follows\n{{{b}}\n^~"),
        Case(
            template: "{{#a}}\nb",
            message:
                "t:1:1: error: section \"a\" is never closed: {{/a}} is missing\n{{#a}}\n^~~~~~\nt:2:2: note: the template ends here"
        ),
        Case(template: "x{{/a}}", message: "t:1:2: error: {{/a}} closes nothing: no section is open\nx{{/a}}\n ^~~~~~"),
        Case(
            template: "{{#timeline}}\n{{/timelin}}",
            message: """
                t:2:1: error: {{/timelin}} does not close section "timeline" (near: "timeline")
                {{/timelin}}
                ^~~~~~~~~~~~
                t:1:1: note: section "timeline" opened here
                """
        ),
        Case(
            template: "{{#a}}{{#b}}{{/a}}{{/b}}",
            message: """
                t:1:13: error: {{/a}} comes before the end of section "b"
                {{#a}}{{#b}}{{/a}}{{/b}}
                            ^~~~~~
                t:1:7: note: section "b" opened here
                t:1:19: error: {{/b}} closes nothing: no section is open
                {{#a}}{{#b}}{{/a}}{{/b}}
                                  ^~~~~~
                """
        ),
        Case(
            template: "{{#eech x}}{{/eech}}",
            message: "t:1:1: error: unknown helper \"eech\" (near: \"each\")\n{{#eech x}}{{/eech}}\n^~~~~~~~~~~"
        ),
        Case(
            template: "{{#if a}}{{else}}{{else}}{{/if}}",
            message: """
                t:1:18: error: {{else}} follows the last {{else}} of section "if a"
                {{#if a}}{{else}}{{else}}{{/if}}
                                 ^~~~~~~~
                t:1:1: note: opened here
                """
        ),
        Case(
            template: "{{else if a}}",
            message: "t:1:1: error: {{else if a}} stands outside a section\n{{else if a}}\n^~~~~~~~~~~~~"
        ),
        Case(template: "{{}}", message: "t:1:1: error: empty tag: a name is missing\n{{}}\n^~~~"),
        Case(
            template: "{{a..b}}",
            message: "t:1:1: error: \"a..b\" has an empty part between its dots\n{{a..b}}\n^~~~~~~~"
        ),
        Case(
            template: "{{each x}}",
            message: "t:1:1: error: \"each x\": a helper needs '#', as in {{#each name}}\n{{each x}}\n^~~~~~~~~~"
        ),
        Case(
            template: "{{@indx}}",
            message: "t:1:1: error: unknown name \"@indx\" (near: \"@index\")\n{{@indx}}\n^~~~~~~~~"
        ),
        Case(
            template: "{{=<%=}}",
            message:
                "t:1:1: error: bad delimiters: two texts without blanks and '=' are needed, as in {{=<% %>=}}\n{{=<%=}}\n^~~~~~~~"
        ),
        Case(
            template: "{{a | upper}}",
            message: "t:1:1: error: only 'default' can follow '|', found \"upper\"\n{{a | upper}}\n^~~~~~~~~~~~~"
        ),
        Case(
            template: "{{> ../secret}}",
            message: """
                t:1:1: error: "../secret" cannot name a partial: \(Partials.rule)
                {{> ../secret}}
                ^~~~~~~~~~~~~~~
                """
        ),
        Case(template: "é{{}}\u{1b}", message: "t:1:2: error: empty tag: a name is missing\né{{}}\\u001b\n ^~~~"),
    ])
    func `a fault is shown with its place`(test: Case) {
        let error = #expect(throws: TemplateError.self) { try Template(parsing: test.template, name: "t") }
        #expect(error?.description == test.message)
    }

    @Test func `all faults are listed in the order of the text`() {
        let error = #expect(throws: TemplateError.self) {
            try Template(parsing: "{{}}\n{{#a}}\n{{/b}}\n{{#c d e}}{{/c}}\n{{=x=}}\n{{#open}}", name: "t")
        }
        #expect(error?.diagnostics.map(\.location.line) == [1, 3, 4, 5, 6])
    }

    @Test func `a block in a parent that never ends is only a fault`() {
        let error = #expect(throws: TemplateError.self) {
            try Template(parsing: "{{$c}}{{<q}}{{$b}}{{/b}}{{/c}}", name: "t")
        }
        #expect(error?.diagnostics.map(\.message) == ["{{/c}} comes before the end of parent \"q\""])
    }

    @Test func `bytes that are not UTF-8 have places too`() {
        let bytes = [0xB9, 0xB9, 0x0A, 0xB9] + Array(repeating: 0xB9, count: 600) + Array("{{}}".utf8)
        let error = #expect(throws: TemplateError.self) {
            try Template(parsing: Array("{{}}\n".utf8) + bytes, name: "t")
        }
        #expect(error?.diagnostics.map(\.location.line) == [1, 3])
        #expect(error?.description.isEmpty == false)
    }

    @Test func `names in data cannot steer a terminal`() throws {
        let template = try Template(parsing: "{{impact.x}}", name: "t")
        let error = #expect(throws: TemplateError.self) { try template.render(["impact": ["\u{1b}[31m": 1]]) }
        #expect(error?.description.contains("\u{1b}") == false)
    }
}
