package import CommandTable
import JSON5
import Mustache
import StatusCommCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `statuscomm template render`.
package struct TemplateRender: Hashable, Sendable {
    package var file = FileSource.standardInput
    package var data = FileSource.standardInput
    package var partials: String?
    package var html = false
    package var lenient = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "render any template to standard output",
        discussion: """
            Data is any JSON or JSON5 value. A printed variable that is missing is an error, all of them are listed, \
            and nothing is printed; with --lenient it is the empty text, as the mustache specification has it.
            """,
        arguments: Self(),
        options: [
            .value(
                "data",
                "d",
                as: .input("DATA", endings: ["json5", "json"]),
                to: \.data,
                required: true,
                help: "Values"
            ),
            .value("partials", as: .directory("DIR"), to: \.partials, help: "Folder of NAME.mustache for {{> NAME}}"),
            .flag("html", to: \.html, help: "Escape values for HTML"),
            .flag("lenient", to: \.lenient, help: "Missing values are empty"),
        ],
        positionals: [.required(.input(endings: ["mustache"]), to: \.file, help: "Template")],
        examples: [
            CommandExample("Fill in a letter", "statuscomm template render letter.mustache --data dana.json5"),
            CommandExample(
                "A template from a pipe, for a page",
                "printf 'Hello {{name}}' | statuscomm template render - --data dana.json5 --html"
            ),
        ],
        exitStatuses: [.status(.done), .status(.failed, "the template or its data has mistakes"), .status(.usage)],
        output: .object([.field("text", .string, "the rendered text")]),
        run: { arguments, context in try arguments.run(context) }
    )

    private func run(_ context: CommandContext) throws -> CommandResult {
        if file == .standardInput, data == .standardInput {
            throw UsageError(
                message: "template and data cannot both come from standard input",
                hint: "name a file with --data"
            )
        }
        let source = try context.bytes(of: file)
        let value: JSONValue
        do {
            value = try JSONValue(parsing: try context.bytes(of: data), path: data.name, options: .configuration)
        } catch let error as JSON5Error {
            throw DataFault(error: error)
        }
        do throws(TemplateError) {
            let template = try Template(parsing: source, name: file.name)
            let text = try template.render(
                value,
                escaping: html ? .html : .none,
                partials: partialTemplates(),
                mode: lenient ? .lenient : .strict
            )
            return CommandResult(text: .exact(text), document: ["text": .string(text)])
        } catch {
            let faults = error.diagnostics.map { TemplateFault($0, exitStatus: .failed) }
            guard let first = faults.first else { throw UnreadableFile(path: file.name) }
            throw DiagnosticList(first, Array(faults.dropFirst()))
        }
    }

    private func partialTemplates() -> Partials {
        guard let partials, let names = try? FileManager.default.subpathsOfDirectory(atPath: partials) else {
            return .none
        }
        var sources: [String: String] = [:]
        for name in names where name.hasSuffix(".mustache") {
            guard let data = FileManager.default.contents(atPath: "\(partials)/\(name)") else { continue }
            sources[String(name.dropLast(9))] = String(decoding: data, as: UTF8.self)
        }
        return Partials(parsing: sources, path: { "\(partials)/\($0).mustache" })
    }
}

/// Data that is not JSON5.
private struct DataFault: Diagnostic {
    var error: JSON5Error
    var message: String { error.message }
    var location: JSON5.SourceLocation? { error.location }
}
