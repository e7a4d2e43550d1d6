import JSON5
import Mustache
import Testing

struct TemplateVariablesTests {
    struct Case: CustomTestStringConvertible {
        var template: String
        var paths: [String]

        var testDescription: String { template }
    }

    @Test(arguments: [
        Case(template: "{{a}} {{b.c}} {{a}}", paths: ["a", "b.c"]),
        Case(
            template: "{{#each timeline}}{{this.time}} {{text}}{{/each}}",
            paths: ["timeline", "timeline[].time", "timeline[].text"]
        ),
        Case(template: "{{company}}{{#each t}}{{company}}{{n}}{{/each}}", paths: ["company", "t", "t[].n"]),
        Case(
            template: "{{#each a}}{{#each b}}{{../x}}{{y}}{{@root.z}}{{@index}}{{/each}}{{/each}}",
            paths: ["a", "a[].b", "a[].x", "a[].b[].y", "z"]
        ),
        Case(
            template: "{{#with a}}{{this.b}}{{/with}}{{#if c}}{{d | default e}}{{/if}}",
            paths: ["a", "a.b", "c", "d", "e"]
        ),
        Case(template: "{{#each a}}{{this}}{{else}}{{n}}{{/each}}{{>*p}}", paths: ["a", "a[]", "n", "p"]),
    ])
    func `names are listed with their paths under lists`(test: Case) throws {
        #expect(try Template(parsing: test.template, name: "t").variables.map(\.path) == test.paths)
    }

    @Test func `a variable tells its uses and its place as JSON`() throws {
        let variables = try Template(parsing: "{{#if eta}}\n{{eta}}{{/if}}", name: "t").variables
        #expect(
            variables.map(\.json) == [
                ["path": "eta", "alternatives": [], "uses": ["printed", "tested"], "line": 1, "column": 1]
            ]
        )
    }
}
