import CommandTable
import JSON5
import StatusCommCommands
import StatusCommCore
import Testing

/// Whether documents keep to the shapes that their commands declare.
struct DocumentTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var value: JSONValue
        var shape: OutputSchema
        var mistakes: [String]
        var testDescription: String { JSONWriter.text(value) }
    }

    static let incident = OutputSchema.object([
        .field("id", .string, "its id"), .optional("since", .time, "its beginning"),
        .field("phase", .nullable(.word(["open", "closed"])), "where it stands"),
    ])

    @Test(arguments: [
        Case(value: ["id": "INC-1", "phase": "open"], shape: incident, mistakes: []),
        Case(value: ["id": "INC-1", "phase": .null, "since": "2026-11-23T14:05:00Z"], shape: incident, mistakes: []),
        Case(value: ["id": "INC-1"], shape: incident, mistakes: ["$.phase is missing"]),
        Case(
            value: ["id": 1, "phase": "ajar"],
            shape: incident,
            mistakes: ["$.id is not string", "$.phase is no word of it"]
        ),
        Case(value: ["id": "1", "phase": .null, "x": 1], shape: incident, mistakes: ["$.x is not declared"]),
        Case(value: ["id": "1", "phase": .null, "since": "14:05"], shape: incident, mistakes: ["$.since is not time"]),
        Case(value: [["id": "1", "phase": .null], 2], shape: .list(incident), mistakes: ["$[1] is not object"]),
        Case(value: ["a": 1, "b": "2"], shape: .map(.integer), mistakes: ["$.b is not integer"]),
    ])
    func `a shape tells what does not fit`(_ test: Case) {
        #expect(mismatches(of: test.value, with: test.shape) == test.mistakes)
    }

    @Test(arguments: [
        ["generate", "completions", "bash"], ["generate", "completions", "fish"], ["generate", "man"],
        ["generate", "schema"],
    ])
    func `documents of commands have their shape`(_ words: [String]) async throws {
        let recorder = Recorder()
        #expect(await Tool.run(words + ["--json"], recorder.context()) == .done)
        #expect(try recorder.documentMistakes() == [])
    }

    @Test func `the document of an error has its shape`() async throws {
        let recorder = Recorder()
        #expect(await Tool.run(["generate", "--json"], recorder.context()) == .usage)
        #expect(try recorder.documentMistakes() == [])
    }
}

extension Recorder {
    /// What is wrong with the `--json` document that was printed, by the table of commands.
    func documentMistakes() throws -> [String] {
        let document = try JSONValue(parsing: output, path: "-", options: .store)
        let frame = OutputSchema.object([
            .field("statuscomm", .integer, ""), .field("command", .nullable(.string), ""),
            .field("status", .string, ""),
            .field("exitStatus", .integer, ""),
            .field(
                "errors",
                .list(
                    .object([
                        .field("message", .string, ""), .optional("hint", .string, ""), .optional("path", .string, ""),
                        .optional("line", .integer, ""), .optional("column", .integer, ""),
                    ])
                ),
                ""
            ),
            .field("result", .anything, ""),
        ])
        var mistakes = mismatches(of: document, with: frame)
        guard case .object(let members) = document, case .string(let name) = members["command"] else { return mistakes }
        let command = try #require(Commands.program.info.commands.first { $0.name == name })
        let shape = OutputSchema.nullable(try #require(command.output, "\(name) declares no output"))
        mistakes += mismatches(of: members["result"] ?? .null, with: shape, at: "$.result")
        return mistakes
    }
}

/// Where a value does not fit a shape.
func mismatches(of value: JSONValue, with shape: OutputSchema, at place: String = "$") -> [String] {
    switch (shape, value) {
    case (.anything, _), (.string, .string), (.boolean, .bool), (.number, .number), (.nullable, .null): return []
    case (.integer, .number(let number)): return number.int == nil ? ["\(place) is not integer"] : []
    case (.word(let words), .string(let word)): return words.contains(word) ? [] : ["\(place) is no word of it"]
    case (.time, .string(let text)): return Timestamp(rfc3339: text) == nil ? ["\(place) is not time"] : []
    case (.nullable(let inner), _): return mismatches(of: value, with: inner, at: place)
    case (.list(let element), .array(let elements)):
        return elements.enumerated().flatMap { mismatches(of: $1, with: element, at: "\(place)[\($0)]") }
    case (.map(let element), .object(let object)):
        return object.members.flatMap { mismatches(of: $0.value, with: element, at: "\(place).\($0.name)") }
    case (.object(let fields), .object(let object)):
        let declared = fields.flatMap { field -> [String] in
            guard let member = object[field.name] else {
                return field.isOptional ? [] : ["\(place).\(field.name) is missing"]
            }
            return mismatches(of: member, with: field.schema, at: "\(place).\(field.name)")
        }
        let extra = object.members.filter { member in !fields.contains { $0.name == member.name } }
        return declared + extra.map { "\(place).\($0.name) is not declared" }
    default: return ["\(place) is not \(shape.name)"]
    }
}

extension OutputSchema {
    fileprivate var name: String {
        switch self {
        case .string: "string"
        case .word: "word"
        case .time: "time"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .list: "list"
        case .map: "map"
        case .object: "object"
        case .nullable: "nullable"
        case .anything: "anything"
        }
    }
}
