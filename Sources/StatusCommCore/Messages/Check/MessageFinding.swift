package import JSON5

/// One thing that the check found in a text.
package struct MessageFinding: Hashable, Sendable {
    /// Name of the rule: a `MessageRule`, or one of the configuration.
    package var rule: String
    /// Never `off`.
    package var severity: CheckSeverity
    /// Where it is, in bytes of the text's UTF-8; empty and at the end for what is missing.
    package var range: Range<Int>
    /// Line of the first character, from 1.
    package var line: Int
    /// Column of the first character in Unicode scalars, from 1.
    package var column: Int
    /// What stands there, on one line, cut to 60 characters; a secret shows its first four only.
    package var excerpt: String
    /// What is wrong; lower case, no full stop.
    package var message: String
    /// What to write instead, or what to do.
    package var wayOut: String
    /// Words that can stand there instead; nil where there are none.
    package var replacement: String?

    /// The finding as one line: `message.txt:3:14: error: internal host name 'db-01' [internal-host]`.
    package func line(path: String) -> String {
        let subject = excerpt.isEmpty ? "" : " '\(excerpt)'"
        return "\(path):\(line):\(column): \(severity.rawValue): \(message)\(subject) [\(rule)]"
    }

    /// The finding for `--json`.
    package var json: JSONValue {
        .object(
            JSONObject([
                .init(name: "rule", value: .string(rule)),
                .init(name: "severity", value: .string(severity.rawValue)),
                .init(name: "line", value: .number(JSONNumber(line))),
                .init(name: "column", value: .number(JSONNumber(column))),
                .init(name: "excerpt", value: .string(excerpt)),
                .init(name: "message", value: .string(message)),
                .init(name: "wayOut", value: .string(wayOut)),
            ])
        )
    }
}

extension Sequence<MessageFinding> {
    /// The findings that stop a text, when a person allows these rules for it.
    package func blocking(allowing rules: Set<String> = []) -> [MessageFinding] {
        filter { $0.severity == .error && !rules.contains($0.rule) }
    }
}
