import Foundation
import StatusCommCore
import TestSupport
import Testing

private let tree = ComponentTree(roots: [
    Component(
        id: "api",
        name: "API",
        children: [Component(id: "rest", name: "REST API"), Component(id: "hooks", name: "Webhooks")]
    ),
    Component(id: "web", name: "Web"),
])

private func decisions(
    _ lists: [String],
    suppressed: String = "",
    leaves: Set<String>,
    severity: Severity = .high
) throws -> [String] {
    let folder = try TemporaryDirectory()
    var paths: [String] = []
    for (number, list) in lists.enumerated() {
        paths.append(folder.file("list\(number)"))
        try list.write(toFile: paths[number], atomically: true, encoding: .utf8)
    }
    try suppressed.write(toFile: folder.file("suppressed"), atomically: true, encoding: .utf8)
    var selection = SubscriberSelection(
        paths: paths,
        tree: tree,
        reserved: [],
        leaves: leaves,
        severity: severity,
        suppressions: try SuppressionList.open(folder.file("suppressed"), scratch: folder.path),
        seen: try AddressSet.make(in: folder.path)
    )
    var result: [String] = []
    while let decision = try selection.next() {
        switch decision {
        case .tell(let subscriber): result.append(subscriber.address.text)
        case .leaveOut(let address, let reason): result.append("-\(address?.text ?? "?") \(reason.rawValue)")
        case .issue(let issue): result.append("!\(issue.line)")
        }
    }
    return result
}

@Test func `those are told whom the incident concerns, once, with a reason for the others`() throws {
    let first = """
        address,components,severity
        all@example.com,,
        api@example.com,API,
        web@example.com,Web,
        worst@example.com,,critical
        All@example.com,,
        gone@example.com,,
        bad,,
        """
    let second =
        "{\"address\":\"api@EXAMPLE.com\",\"components\":[\"hooks\"]}\n{\"address\":\"web@example.com\",\"components\":[\"hooks\"]}"
    #expect(
        try decisions([first, second], suppressed: "# left\ngone@Example.com\tunsubscribed\n", leaves: ["hooks"]) == [
            "all@example.com", "api@example.com", "-web@example.com other_components",
            "-worst@example.com severity_too_low", "All@example.com", "-gone@example.com suppressed", "!8",
            "-? unusable_row", "-api@example.com duplicate", "web@example.com",
        ]
    )
}

@Test func `an incident without components concerns everybody`() throws {
    #expect(try decisions(["address,components\na@b.c,Web\n"], leaves: []) == ["a@b.c"])
}

@Test func `a set of addresses is exact`() throws {
    let folder = try TemporaryDirectory()
    var set = try AddressSet.make(in: folder.path)
    for number in 0..<50_000 { #expect(try set.insert(try MailAddress("user\(number)@example.com"))) }
    for number in 0..<50_000 { #expect(try !set.insert(try MailAddress("user\(number)@EXAMPLE.com"))) }
    #expect(try !set.contains(try MailAddress("user50000@example.com")))
    #expect(set.count == 50_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
}

@Test func `what is added to a suppression list counts at once`() throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("suppressed")
    var list = try SuppressionList.open(path, scratch: folder.path)
    let address = try MailAddress("a@b.c")
    #expect(try !list.contains(address))
    try SuppressionList.append(address, reason: "left\nus", time: "2026-01-01T00:00:00Z", to: path)
    #expect(try list.refresh())
    #expect(try list.contains(address))
    #expect(try !list.refresh())
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "a@b.c\tleftus\t2026-01-01T00:00:00Z\n")
}
