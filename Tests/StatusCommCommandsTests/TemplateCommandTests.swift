import Foundation
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

struct TemplateCommandTests {
    private func run(
        _ words: [String],
        input: String = "",
        templates: String? = nil
    ) async throws -> (status: StatusCommCore.ExitStatus, recorder: Recorder) {
        let recorder = Recorder()
        let directory = try TemporaryDirectory()
        let folder = templates.map { _ in "templates: \"templates\"," } ?? ""
        if let templates {
            try FileManager.default.createDirectory(
                atPath: directory.path + "/templates",
                withIntermediateDirectories: true
            )
            try templates.write(toFile: directory.path + "/templates/page.mustache", atomically: true, encoding: .utf8)
        }
        try """
        { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" }, \(folder)
          components: [ { id: "api", name: "API" } ],
          messageCheck: { employees: ["Ana Ortiz"] } }
        """.write(toFile: directory.path + "/config.json5", atomically: true, encoding: .utf8)
        try "{ name: \"Dana & Co\" }".write(toFile: directory.path + "/data.json5", atomically: true, encoding: .utf8)
        let words = words.map { $0.replacingOccurrences(of: "DIR", with: directory.path) }
        let status = await Tool.run(
            words + ["--config", directory.path + "/config.json5", "--state-dir", directory.path + "/state"],
            recorder.context(input: input)
        )
        return (status, recorder)
    }

    @Test func `a clean draft passes, a leak stops with exit status 4`() async throws {
        let clean = try await run(["message", "check"], input: "We are looking into slow sign-in.\n")
        #expect(clean.status == .done)
        #expect(clean.recorder.output == "nothing found\n")
        let leak = try await run(["message", "check", "-"], input: "Ana Ortiz is on it.\n")
        #expect(leak.status == .refusedByCheck)
        #expect(
            leak.recorder.output == """
                -:1:1: error: name of an employee 'Ana Ortiz' [employee-name]
                    way out: write 'our team' or 'we'

                """
        )
        let allowed = try await run(["message", "check", "--allow", "employee-name"], input: "Ana Ortiz is on it.\n")
        #expect(allowed.status == .done)
    }

    @Test func `a finished text is checked for its channel`() async throws {
        let mail = try await run(["message", "check", "--for", "mail"], input: "We are on it.")
        #expect(mail.status == .refusedByCheck)
        #expect(mail.recorder.output.contains("[page-link]") && mail.recorder.output.contains("[next-update]"))
        let unknown = try await run(["message", "check", "--allow", "nonsense"], input: "x")
        #expect(unknown.status == .usage)
    }

    @Test func `a template is rendered, or every missing name told`() async throws {
        let words = ["template", "render", "-", "--data", "DIR/data.json5"]
        let text = try await run(words, input: "Hello {{name}}")
        #expect(text.recorder.output == "Hello Dana & Co")
        let html = try await run(words + ["--html"], input: "Hello {{name}}")
        #expect(html.recorder.output == "Hello Dana &amp; Co")
        let missing = try await run(words, input: "{{nme}} {{other}}")
        #expect(missing.status == .failed)
        #expect(missing.recorder.output.isEmpty)
        #expect(missing.recorder.errors.contains("-:1:1: error:") && missing.recorder.errors.contains("-:1:9: error:"))
        let lenient = try await run(words + ["--lenient"], input: "[{{other}}]")
        #expect(lenient.recorder.output == "[]")
    }

    @Test func `templates are listed and checked`() async throws {
        let list = try await run(["template", "list"], templates: "{{message}}")
        #expect(list.status == .done)
        #expect(list.recorder.output.contains("built-in/initial.mustache"))
        #expect(list.recorder.output.contains("/templates/page.mustache"))
        #expect(try await run(["template", "check"]).status == .done)
        let wrong = try await run(
            ["template", "check"],
            templates: "{{message}}\n{{mesage}} {{#if x}}{{/if}}\n{{nothing}}"
        )
        #expect(wrong.status == .configuration)
        #expect(wrong.recorder.errors.contains("page.mustache:2:1: error:"))
        #expect(wrong.recorder.errors.contains("page.mustache:3:1: error:"))
    }

    @Test func `variables are explained`() async throws {
        let vars = try await run(["template", "vars", "initial"])
        #expect(vars.recorder.output.contains("next_update_minutes?"))
        #expect(!vars.recorder.output.contains("root_cause_summary"))
    }

    @Test(arguments: [["template", "list"], ["template", "vars"], ["template", "check"], ["message", "check"]])
    func `documents have their shape`(_ words: [String]) async throws {
        let (_, recorder) = try await run(words + ["--json"], input: "On db-master-02.")
        #expect(try recorder.documentMistakes() == [])
    }
}
