import Foundation
import JSON5
import Mustache
import Testing

/// One row of a file in `Cases`.
struct RenderingCase: CustomTestStringConvertible, Sendable {
    var name: String
    var template: String
    var data: JSONValue
    var expected: String
    var partials: [String: String]

    var testDescription: String { name }

    /// Reads the rows of a file in `Cases`.
    static func read(_ file: String) throws -> [Self] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
        let text = try String(contentsOf: folder.appending(path: "\(file).json5"), encoding: .utf8)
        let root = try JSONValue(parsing: text, path: file, options: JSON5Options(grammar: .json5))
        guard case .array(let rows) = root else { throw Malformed() }
        return try rows.map { row in
            guard case .object(let row) = row, case .string(let name) = row["name"],
                case .string(let template) = row["template"], case .string(let expected) = row["expected"],
                let data = row["data"]
            else { throw Malformed() }
            var partials: [String: String] = [:]
            if case .object(let sources) = row["partials"] {
                for member in sources.members {
                    guard case .string(let text) = member.value else { throw Malformed() }
                    partials[member.name] = text
                }
            }
            return Self(
                name: "\(file): \(name)",
                template: template,
                data: data,
                expected: expected,
                partials: partials
            )
        }
    }

    struct Malformed: Error {}

    static let specification = [
        "comments", "delimiters", "interpolation", "inverted", "partials", "sections", "dynamic-names", "inheritance",
    ]
}
