import Foundation
import JSON5
import Mustache
import Testing

/// Runs the mustache specification's own files when `MUSTACHE_SPECIFICATION` names the folder that holds them.
///
/// They are not part of this project; `SpecificationTests` holds the same behaviour in cases of our own.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["MUSTACHE_SPECIFICATION"] != nil))
struct SpecificationFilesTests {
    struct File: CustomTestStringConvertible {
        var name: String
        var tests: [JSONValue]

        var testDescription: String { name }
    }

    static var files: [File] {
        get throws {
            guard let folder = ProcessInfo.processInfo.environment["MUSTACHE_SPECIFICATION"] else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                .filter { $0.hasSuffix(".json") && !$0.contains("lambdas") }
                .map { name in
                    let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                    let root = try JSONValue(parsing: text, path: name, options: JSON5Options(grammar: .json))
                    guard case .object(let object) = root, case .array(let tests) = object["tests"] else {
                        return File(name: name, tests: [])
                    }
                    return File(name: name, tests: tests)
                }
        }
    }

    @Test(arguments: try files)
    func `every case of a specification file holds`(file: File) throws {
        #expect(!file.tests.isEmpty)
        var passed = 0
        for case .object(let test) in file.tests {
            guard case .string(let name) = test["name"], case .string(let source) = test["template"],
                case .string(let expected) = test["expected"]
            else {
                Issue.record("a case without name, template and result")
                continue
            }
            var sources: [String: String] = [:]
            if case .object(let partials) = test["partials"] {
                for member in partials.members {
                    if case .string(let text) = member.value { sources[member.name] = text }
                }
            }
            do {
                let template = try Template(parsing: source, name: name)
                let actual = try template.render(
                    test["data"] ?? .null,
                    escaping: .html,
                    partials: Partials(parsing: sources),
                    mode: .lenient
                )
                #expect(actual == expected, "\(file.name): \(name)")
                if actual == expected { passed += 1 }
            } catch {
                Issue.record("\(file.name): \(name): \(error)")
            }
        }
        print("\(file.name): \(passed) of \(file.tests.count)")
    }
}
