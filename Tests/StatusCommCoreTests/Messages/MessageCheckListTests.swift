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
    if !listed.text.hasPrefix("!nonext") && !listed.text.hasPrefix("!nolink") { text += "\n\nNext update by 15:00 UTC." }
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

private func requireFound(_ list: [ListedText], _ name: String) {
    let missed = list.filter { listed in !findings(in: listed).contains { $0.rule == listed.rule } }
    for listed in missed { print("missed: \(listed.testDescription)") }
    let share = 100 * Double(list.count - missed.count) / Double(list.count)
    print("\(name): \(list.count - missed.count) of \(list.count) found (\(String(format: "%.1f", share)) %)")
    #expect(share >= 95)
}

@Test func `at least 95 of 100 leaks and faults are found`() throws {
    let list = try ListedText.read("leaks.txt", withRules: true)
    try #require(list.count >= 100)
    requireFound(list, "leaks")
}

@Test func `at most 5 of 100 clean messages are refused`() throws {
    let list = try ListedText.read("clean.txt", withRules: false)
    try #require(list.count >= 100)
    let refused = list.filter { !findings(in: $0).blocking().isEmpty }
    for listed in refused { print("refused: \(listed.text): \(findings(in: listed).blocking().map { $0.line(path: "-") })") }
    for listed in list {
        for finding in findings(in: listed) where finding.severity == .warning { print("warned: \(finding.line(path: "-")): \(listed.text)") }
    }
    print("clean: \(refused.count) of \(list.count) refused")
    #expect(refused.count * 20 <= list.count)
}
