import Foundation
import StatusCommCore
import Testing

/// One line of a list: the rule that has to find it, and the text.
struct ListedText: CustomTestStringConvertible {
    var rule: String
    var text: String
    var testDescription: String { "\(rule): \(text)" }

    static func read(_ name: String, withRules: Bool) throws -> [ListedText] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        let source = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return source.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = withRules ? line.split(separator: " | ", maxSplits: 1).map(String.init) : ["", String(line)]
            return ListedText(rule: parts[0], text: unescaped(parts[1]))
        }
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        for (index, part) in text.components(separatedBy: "\\u{").enumerated() {
            if index == 0 {
                result = part
                continue
            }
            let digits = part.prefix { $0 != "}" }
            if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
                result.unicodeScalars.append(scalar)
            }
            result += part.dropFirst(digits.count + 1)
        }
        return result.replacingOccurrences(of: "\\n", with: "\n")
    }
}

/// The check as a company would configure it.
private func findings(in listed: ListedText) -> [MessageFinding] {
    var rules = MessageCheckRules()
    rules.employees = ["Priya Raman", "Tom Becker", "Jonas Lindqvist", "Mei-Ling Chen", "tbecker"]
    rules.vendors = ["Northwind Telecom"]
    rules.tickets = ["OPS-#"]
    var text = listed.text
    if text.hasPrefix("!") { text = String(text.drop { $0 != " " }.dropFirst()) }
    if !listed.text.hasPrefix("!nonext") && !listed.text.hasPrefix("!nolink") {
        text += "\n\nNext update by 15:00 UTC."
    }
    if !listed.text.hasPrefix("!nolink") { text += "\n\nStatus page: https://status.acme.example" }
    let context = MessageCheckContext(
        companyDomain: "acme.example",
        statusPageURL: "https://status.acme.example",
        componentNames: [
            "Web Application", "Dashboard", "User Authentication", "Reporting", "API", "REST API", "GraphQL API",
            "Webhooks", "Integrations", "Slack", "Microsoft Teams", "Email Delivery",
        ],
        needsPageLink: true,
        needsNextUpdate: true,
        limit: listed.text.hasPrefix("!long") ? 40 : 4_000
    )
    return MessageCheck(rules: rules, context: context).findings(in: text)
}

private func requireFound(_ list: [ListedText], _ name: String, atLeast percent: Double) {
    let missed = list.filter { listed in !findings(in: listed).contains { $0.rule == listed.rule } }
    for listed in missed { print("missed: \(listed.testDescription)") }
    let share = 100 * Double(list.count - missed.count) / Double(list.count)
    print("\(name): \(list.count - missed.count) of \(list.count) found (\(String(format: "%.1f", share)) %)")
    #expect(share >= percent)
}

@Test(arguments: ["leaks.txt", "leaks-second.txt"])
func `at least 95 of 100 leaks and faults are found`(_ name: String) throws {
    requireFound(try ListedText.read(name, withRules: true), name, atLeast: 95)
}

@Test func `most leaks are found in texts that the rules were not made for`() throws {
    let list = try ListedText.read("leaks-held-out.txt", withRules: true)
    requireFound(list, "held-out leaks", atLeast: 75)
}

@Test(arguments: ["clean.txt", "clean-held-out.txt"])
func `at most 5 of 100 clean messages are refused`(_ name: String) throws {
    let list = try ListedText.read(name, withRules: false)
    let refused = list.filter { !findings(in: $0).blocking().isEmpty }
    for listed in refused {
        print("refused: \(listed.text): \(findings(in: listed).blocking().map { $0.line(path: "-") })")
    }
    let warned = list.filter { listed in findings(in: listed).contains { $0.severity == .warning } }
    print("\(name): \(refused.count) of \(list.count) refused, \(warned.count) with a warning")
    #expect(refused.count * 20 <= list.count)
}
