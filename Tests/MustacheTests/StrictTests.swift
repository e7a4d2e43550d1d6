import JSON5
import Mustache
import Testing

struct StrictTests {
    struct Case: CustomTestStringConvertible {
        var name: String
        var template: String
        var data: JSONValue
        var message: String
        var partials: [String: String] = [:]

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "a misspelt name",
            template: "Dear reader,\nHi {{custmer_name}},",
            data: ["customer_name": "Ann"],
            message: """
                mail.mustache:2:4: error: missing variable "custmer_name" (near: "customer_name")
                Hi {{custmer_name}},
                   ^~~~~~~~~~~~~~~~
                """
        ),
        Case(
            name: "a part that its object does not have",
            template: "{{impact.customers}}",
            data: ["impact": ["customer_count": 4, "duration": "2 h"]],
            message: """
                mail.mustache:1:1: error: missing variable "impact.customers": "impact" has no "customers"; it has \
                customer_count, duration
                {{impact.customers}}
                ^~~~~~~~~~~~~~~~~~~~
                """
        ),
        Case(
            name: "a part of a text",
            template: "{{impact.count}}",
            data: ["impact": "large"],
            message: """
                mail.mustache:1:1: error: missing variable "impact.count": "impact" is a text and has no "count"
                {{impact.count}}
                ^~~~~~~~~~~~~~~~
                """
        ),
        Case(
            name: "null",
            template: "{{eta}}",
            data: ["eta": .null],
            message: """
                mail.mustache:1:1: error: variable "eta" is null
                {{eta}}
                ^~~~~~~
                """
        ),
        Case(
            name: "an object",
            template: "{{impact}}",
            data: ["impact": ["count": 1]],
            message: """
                mail.mustache:1:1: error: "impact" is an object and cannot be printed; it has count
                {{impact}}
                ^~~~~~~~~~
                """
        ),
        Case(
            name: "each over a missing name",
            template: "{{#each timelin}}x{{/each}}",
            data: ["timeline": []],
            message: """
                mail.mustache:1:1: error: missing variable "timelin" (near: "timeline")
                {{#each timelin}}x{{/each}}
                ^~~~~~~~~~~~~~~~~
                """
        ),
        Case(
            name: "each over a number",
            template: "{{#each count}}x{{/each}}",
            data: ["count": 3],
            message: """
                mail.mustache:1:1: error: "each" needs a list or an object, but "count" is a number
                {{#each count}}x{{/each}}
                ^~~~~~~~~~~~~~~
                """
        ),
        Case(
            name: "an item of a loop, in a partial",
            template: "{{> entries}}\n",
            data: ["timeline": [["time": "1", "text": "a"], ["time": "2"], ["time": "3"]]],
            message: """
                entries.mustache:2:12: error: missing variable "text" (2 times)
                - {{time}} {{text}}
                           ^~~~~~~~
                note: in timeline[1]
                note: in entries.mustache:2:12, included from mail.mustache:1:1
                """,
            partials: ["entries": "{{#each timeline}}\n- {{time}} {{text}}\n{{/each}}\n"]
        ),
        Case(
            name: "a missing partial",
            template: "{{> heder}}",
            data: [:],
            message: """
                mail.mustache:1:1: error: missing partial "heder" (near: "header")
                {{> heder}}
                ^~~~~~~~~~~
                """,
            partials: ["header": ""]
        ),
        Case(
            name: "a level that is not there",
            template: "{{../../name}}",
            data: ["name": "x"],
            message: """
                mail.mustache:1:1: error: missing variable "../../name": there is no level so far up
                {{../../name}}
                ^~~~~~~~~~~~~~
                """
        ),
        Case(
            name: "two mistakes are both listed",
            template: "{{a}}\n{{b}}",
            data: [:],
            message: """
                mail.mustache:1:1: error: missing variable "a"
                {{a}}
                ^~~~~
                mail.mustache:2:1: error: missing variable "b"
                {{b}}
                ^~~~~
                """
        ),
    ]

    @Test(arguments: cases)
    func `what is missing is reported with its place`(test: Case) throws {
        let template = try Template(parsing: test.template, name: "mail.mustache")
        let partials = Partials(parsing: test.partials) { $0 + ".mustache" }
        let error = #expect(throws: TemplateError.self) {
            try template.render(test.data, partials: partials)
        }
        #expect(error?.description == test.message)
    }

    @Test(arguments: cases)
    func `lenient rendering prints nothing instead`(test: Case) throws {
        let template = try Template(parsing: test.template, name: "mail.mustache")
        _ = try template.render(test.data, partials: Partials(parsing: test.partials), mode: .lenient)
    }

    @Test(arguments: [
        "{{#x}}a{{/x}}", "{{^x}}b{{/x}}", "{{#if x}}a{{/if}}", "{{#unless x.y}}b{{/unless}}", "{{#with x}}a{{/with}}",
    ])
    func `asking whether a name exists is no error`(source: String) throws {
        let text = try Template(parsing: source, name: "t").render([:])
        #expect(text == (source.contains("b") ? "b" : ""))
    }

    @Test func `a header line refuses a line end, even unescaped`() throws {
        for source in ["{{x}}", "{{{x}}}", "{{&x}}"] {
            let template = try Template(parsing: source, name: "subject")
            #expect(throws: TemplateError.self) { try template.render(["x": "a\r\nBcc: b"], escaping: .header) }
        }
    }

    @Test func `a template that is one tag gives the value itself`() throws {
        let data: JSONValue = ["a": ["b": [1, 2]]]
        #expect(try Template(parsing: "{{a.b}}", name: "t").singleTag?.value(in: data) == [1, 2])
        #expect(try Template(parsing: "{{{ a.b.1 }}}", name: "t").singleTag?.value(in: data) == 2)
        for other in [" {{a}}", "{{a}}{{a}}", "{{a | default 1}}", "a", "", "{{#a}}{{/a}}", "{{a}}{{! b }}"] {
            #expect(try Template(parsing: other, name: "t").singleTag == nil)
        }
    }
}
