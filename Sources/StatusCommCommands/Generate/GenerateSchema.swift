import CommandTable
import JSON5
import StatusCommCore

/// `generate schema`: the JSON Schema of what `--json` prints.
package struct GenerateSchema: Hashable, Sendable {
    package static let command = ToolCommand<Self>(
        "print the JSON Schema of all --json documents",
        discussion: """
            One schema (draft 2020-12) for the documents of all commands: the frame, and under $defs the result of \
            each command.
            """,
        arguments: Self(),
        examples: [
            CommandExample(
                "Keep it beside a script that reads documents",
                "statuscomm generate schema > statuscomm.schema.json"
            )
        ],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage)],
        output: .anything,
        run: { _, _ in
            let schema = JSONSchema.document(of: Commands.program.info)
            return CommandResult(text: .exact(JSONWriter.text(schema, layout: .pretty) + "\n"), document: schema)
        }
    )
}
