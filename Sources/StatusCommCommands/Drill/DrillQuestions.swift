import CommandTable
import StatusCommCore

/// Asks those who take part in an exercise, until an answer can be used.
///
/// A class, because the reader of standard input is shared by everything that asks.
final class DrillQuestions {
    private let stage: DrillStage
    private let workspace: Workspace
    private var reader: LineReader
    /// Findings of the message check that kept a text from being used.
    private(set) var refusals: [String] = []

    init(_ stage: DrillStage, _ workspace: Workspace) {
        self.stage = stage
        self.workspace = workspace
        reader = LineReader(stage.context.input) { stage.shallStop }
    }

    /// One line, without blanks at its ends; empty when nothing was typed.
    ///
    /// - Throws: `DrillEnd` at the end of the input, or when somebody wishes that the exercise ends.
    func line(_ question: String) throws -> String {
        let errors = stage.context.errors
        errors.write("\(question)> ")
        guard let answer = try reader.next() else {
            errors.write("\n")
            throw DrillEnd()
        }
        // What is piped in does not show by itself.
        if !stage.context.input.isTerminal { errors.write("\(terminalLine(answer))\n") }
        var text = Substring(answer)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// An answer of a type of value; nil for an empty line where one may be left out.
    func value<Value>(_ question: String, as type: ValueType<Value>, isOptional: Bool = false) throws -> Value? {
        while true {
            let text = try line(question)
            if text.isEmpty {
                if isOptional { return nil }
                say("an answer is needed here")
                continue
            }
            do throws(ValueError) {
                return try type.parse(text)
            } catch {
                say("that answer is no good: it \(error.reason)", error.hint)
            }
        }
    }

    /// Words for customers, which the message check lets pass; nil for an empty line where they may be left out.
    func words(_ question: String, limit: Int = 2_000, isOptional: Bool = false) throws -> String? {
        while true {
            guard let text = try value(question, as: .line(limit: limit), isOptional: isOptional) else { return nil }
            let findings = workspace.findings(in: text)
            for finding in findings { say("\(finding.line(path: "check"))\n  way out: \(finding.wayOut)") }
            let errors = findings.filter { $0.severity == .error }
            guard !errors.isEmpty else { return text }
            refusals += errors.map { "\($0.message) '\($0.excerpt)' [\($0.rule)]" }
        }
    }

    /// Components, one an answer, until an empty line.
    func components(_ question: String) throws -> [String] {
        let tree = workspace.configuration.components
        var leaves: [String] = []
        while true {
            let text = try line(leaves.isEmpty ? question : "another component, Enter for no more")
            if text.isEmpty {
                if !leaves.isEmpty { return leaves }
                say("known are: \(tree.roots.map(\.name).joined(separator: ", ")) and their parts")
                continue
            }
            do {
                for leaf in try tree.leaves(named: [text]) where !leaves.contains(leaf) { leaves.append(leaf) }
            } catch {
                say(error.message, error.hint)
            }
        }
    }

    /// One of some words, by any beginning that only one of them has.
    func choice(_ question: String, of words: [String]) throws -> String {
        while true {
            let text = try line("\(question) (\(words.joined(separator: ", ")))").lowercased()
            let fitting = words.filter { $0.hasPrefix(text) }
            if !text.isEmpty, fitting.count == 1 { return fitting[0] }
            say(
                fitting.count > 1 && !text.isEmpty
                    ? "that may be \(fitting.joined(separator: " or "))" : "one of these words"
            )
        }
    }

    private func say(_ text: String, _ hint: String? = nil) {
        stage.context.errors.write("  \(text)\n" + (hint.map { "  hint: \($0)\n" } ?? ""))
    }
}
