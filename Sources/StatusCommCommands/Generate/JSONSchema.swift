package import CommandTable
package import JSON5
import StatusCommCore

/// JSON Schema (draft 2020-12) of the documents.
///
/// Source: <https://json-schema.org/draft/2020-12/json-schema-core>.
package enum JSONSchema {
    /// The schema of everything that `--json` prints: the frame, and for each command its result.
    package static func document(of program: ProgramInfo) -> JSONValue {
        var definitions = JSONObject()
        var cases: [JSONValue] = []
        for command in program.visibleCommands {
            guard let output = command.output else { continue }
            let name = command.path.joined(separator: "-")
            definitions[name] = schema(of: output)
            cases.append([
                "if": ["properties": ["command": ["const": .string(command.name)]]],
                "then": ["properties": ["result": nullable(["$ref": .string("#/$defs/\(name)")])]],
            ])
        }
        definitions["error"] = error
        let statuses = ExitStatus.allCases
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": .string("Documents of \(program.name) --json, version \(ResultDocument.version)"),
            "type": "object",
            "required": ["statuscomm", "command", "status", "exitStatus", "errors", "result"],
            "additionalProperties": false,
            "properties": [
                "statuscomm": describe("version of this form", ["const": .number(JSONNumber(ResultDocument.version))]),
                "command": describe(
                    "words of the command, null when the command line was not understood",
                    ["enum": .array(program.visibleCommands.map { .string($0.name) } + [.null])]
                ),
                "status": describe("how it ended", ["enum": .array(statuses.map { .string($0.word) })]),
                "exitStatus": describe(
                    "the same as a number: the exit status of the program",
                    ["enum": .array(statuses.map { .number(JSONNumber(Int($0.rawValue))) })]
                ),
                "errors": describe("what went wrong", ["type": "array", "items": ["$ref": "#/$defs/error"]]),
                "result": describe("null when the command did not come to its end", [:]),
            ],
            "allOf": .array(cases),
            "$defs": .object(definitions),
        ]
    }

    /// The schema of one shape.
    package static func schema(of shape: OutputSchema) -> JSONValue {
        switch shape {
        case .string: ["type": "string"]
        case .word(let words): ["enum": .array(words.map { .string($0) })]
        case .time: ["type": "string", "format": "date-time"]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .list(let element): ["type": "array", "items": schema(of: element)]
        case .map(let value): ["type": "object", "additionalProperties": schema(of: value)]
        case .object(let fields): object(fields)
        case .nullable(let inner): nullable(schema(of: inner))
        case .anything: [:]
        }
    }

    private static func object(_ fields: [OutputSchema.Field]) -> JSONValue {
        var properties = JSONObject()
        for field in fields { properties[field.name] = describe(field.meaning, schema(of: field.schema)) }
        return [
            "type": "object",
            "required": .array(fields.filter { !$0.isOptional }.map { .string($0.name) }),
            "additionalProperties": false,
            "properties": .object(properties),
        ]
    }

    private static func nullable(_ schema: JSONValue) -> JSONValue {
        ["anyOf": [["type": "null"], schema]]
    }

    private static func describe(_ meaning: String, _ schema: JSONValue) -> JSONValue {
        guard case .object(var object) = schema else { return schema }
        object["description"] = .string(meaning)
        return .object(object)
    }

    private static let error = object([
        .field("message", .string, "what failed, and why"),
        .optional("hint", .string, "one next step"),
        .optional("path", .string, "file with the mistake"),
        .optional("line", .integer, "line of the mistake, from 1"),
        .optional("column", .integer, "column of the mistake in Unicode scalars, from 1"),
    ])
}
