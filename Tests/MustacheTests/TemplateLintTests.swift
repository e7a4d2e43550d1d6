import JSON5
import Mustache
import Testing

struct TemplateLintTests {
    struct Case: CustomTestStringConvertible {
        var template: String
        var options = LintOptions()
        var findings: [String]

        var testDescription: String { template }
    }

    @Test(arguments: [
        Case(template: "Hello {{name}}.\n", findings: []),
        Case(template: "{{#a}}", findings: ["syntax 1:1 error"]),
        Case(template: "a }} b", findings: ["stray-braces 1:3 warning"]),
        Case(template: "\\{{a", findings: []),
        Case(template: "Dear {name},", findings: ["single-braces 1:6 warning"]),
        Case(template: "a  \n{{b}} \n\n", findings: ["trailing-blanks 1:2 warning", "trailing-blanks 2:6 warning"]),
        Case(template: "TODO: say more, xTODO", findings: ["leftover-word 1:1 warning"]),
        Case(template: "{{else}}", findings: ["else-outside-section 1:1 error"]),
        Case(
            template: "{{this.a}}{{#each b}}{{this.c}}{{else}}none{{/each}}",
            findings: ["this-outside-loop 1:1 warning"]
        ),
        Case(template: "{{#each a}}x{{/each}}", findings: ["each-without-else 1:1 warning"]),
        Case(template: "a\nb", options: LintOptions(isSubject: true), findings: ["subject-line-end 1:2 warning"]),
        Case(template: "{{{a}}}", options: LintOptions(isHTML: true), findings: ["raw-in-html 1:1 warning"]),
        Case(template: "<a title=\"{{a}}\">{{a}}</a>", options: LintOptions(isHTML: true), findings: []),
        Case(
            template: "<a title={{a}}>",
            options: LintOptions(isHTML: true),
            findings: ["unsafe-html-place 1:10 warning"]
        ),
        Case(
            template: "<a href=\"{{a}}\">",
            options: LintOptions(isHTML: true),
            findings: ["unsafe-html-place 1:10 warning"]
        ),
        Case(
            template: "<script>{{a}}</script>{{a}}",
            options: LintOptions(isHTML: true),
            findings: ["unsafe-html-place 1:9 warning"]
        ),
        Case(
            template: "{{>a}}{{>b}}{{>c}}",
            options: LintOptions(partials: Partials(parsing: ["b": "{{>b}}", "c": "{{#x}}{{>c}}{{/x}}"])),
            findings: ["missing-partial 1:1 error", "cyclic-partial 1:7 error"]
        ),
        Case(
            template: "{{!-- vars: a, b?, c --}}{{a}}{{d}}{{#if e}}{{/if}}{{b}}",
            findings: [
                "unused-variable 1:1 warning", "undeclared-variable 1:31 error", "unknown-condition 1:36 warning",
            ]
        ),
        Case(
            template: "{{a.b}}{{#each t}}{{this.x}}{{y}}{{z}}{{else}}-{{/each}}",
            options: LintOptions(data: ["a": ["b": 1], "z": 0, "t": [["x": 1]]]),
            findings: ["undeclared-variable 1:29 error"]
        ),
    ])
    func `findings are listed with their places`(test: Case) {
        let findings = Template.lint(test.template, name: "t", options: test.options).map { finding in
            let location = finding.diagnostic.location
            return
                "\(finding.rule.rawValue) \(location.line):\(location.column) \(finding.diagnostic.severity.rawValue)"
        }
        #expect(findings == test.findings)
    }

    @Test func `an unknown name is shown with the one it is near`() {
        let findings = Template.lint(
            "Hi {{custmer_name}}",
            name: "t",
            options: LintOptions(declared: ["customer_name"])
        )
        #expect(
            findings.map(\.diagnostic.description) == [
                """
                t:1:4: error: unknown variable "custmer_name" (near: "customer_name")
                Hi {{custmer_name}}
                   ^~~~~~~~~~~~~~~~
                """
            ]
        )
    }
}
