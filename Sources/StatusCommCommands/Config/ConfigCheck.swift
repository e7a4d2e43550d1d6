import CommandTable
import JSON5
import Mustache
import StatusCommCore

/// `statuscomm config check`.
package struct ConfigCheck: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "find every mistake in the configuration",
        discussion:
            "Reads the configuration, the user's connectors and the templates; fetches no secret and sends nothing.",
        arguments: Self(),
        examples: [
            CommandExample("Before it is needed", "statuscomm config check"),
            CommandExample("In a CI job", "statuscomm config check --config deploy/status.json5 --json"),
        ],
        exitStatuses: [.status(.done), .status(.usage), .status(.configuration)],
        output: .object([
            .field("origin", .nullable(.string), "path of the file, null for the built-in configuration"),
            .field("targets", .list(.string), "names of the targets"),
        ]),
        run: { _, context in
            let configuration: Configuration
            var mistakes: [ConfigurationMistake]
            do {
                configuration = try context.loadConfiguration()
                mistakes = try ConnectorLibrary(paths: configuration.connectors).mistakes(in: configuration)
            } catch let invalid as InvalidConfiguration {
                throw DiagnosticList(all: invalid.mistakes)
            }
            var problems: [any Diagnostic] = InvalidConfiguration(mistakes: mistakes).mistakes
            mistakes = []
            problems += try MessageTemplates(folder: configuration.templates).check().map { TemplateMistake($0) }
            if let first = problems.first { throw DiagnosticList(first, Array(problems.dropFirst())) }
            return CommandResult(
                text: .lines("\(configuration.origin.name): no mistakes, \(configuration.targetNames.count) targets\n"),
                document: [
                    "origin": configuration.origin.path.map { .string($0) } ?? .null,
                    "targets": .array(configuration.targetNames.map { .string($0) }),
                ]
            )
        }
    )
}

extension Configuration.Origin {
    /// Path of the file, nil for the built-in configuration.
    var path: String? {
        switch self {
        case .file(let path): path
        case .builtIn: nil
        }
    }

    /// The origin as a person reads it.
    var name: String { path ?? "built-in configuration" }
}

extension DiagnosticList {
    /// Lists what is never empty.
    init(all diagnostics: [ConfigurationMistake]) {
        let list = diagnostics.map { $0 as any Diagnostic }
        self.init(list[0], Array(list.dropFirst()))
    }
}

/// What is wrong with a template, as a person reads it.
struct TemplateMistake: Diagnostic {
    let diagnostic: TemplateDiagnostic

    init(_ diagnostic: TemplateDiagnostic) {
        self.diagnostic = diagnostic
    }

    var message: String { diagnostic.message }
    var location: SourceLocation? { diagnostic.location }
    var exitStatus: ExitStatus { .configuration }
}
