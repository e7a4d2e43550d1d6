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
    Component(id: "web", name: "Web Application"),
])

private func rows(_ bytes: [UInt8]) throws -> [SubscriberReader.Row] {
    let folder = try TemporaryDirectory()
    let path = folder.file("list")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var reader = try SubscriberReader.open(path, tree: tree, reserved: ["incident_summary"])
    var rows: [SubscriberReader.Row] = []
    while let row = try reader.next() {
        guard case .issue(var issue) = row else {
            rows.append(row)
            continue
        }
        issue.path = "list"
        rows.append(.issue(issue))
    }
    return rows
}

private func rows(_ text: String) throws -> [SubscriberReader.Row] { try rows(Array(text.utf8)) }

private func subscribers(_ text: String) throws -> [Subscriber] {
    try rows(text).compactMap { row in
        if case .subscriber(let subscriber) = row { subscriber } else { nil }
    }
}

private func faults(_ text: String) throws -> [String] {
    try rows(text).compactMap { row in
        if case .issue(let issue) = row { "\(issue.line): \(issue.reason)" } else { nil }
    }
}

private let ada = "address,name,components,lowest_severity,language,time_zone,unsubscribe_url,plan"

@Test(arguments: ["\n", "\r\n", "\r"])
func `every column of a CSV file is read, at any line end`(end: String) throws {
    let text = [
        "\u{FEFF}" + ada,
        "ada@Example.com,\"Lovelace, \"\"Ada\"\"\",API;web,high,de-AT,Europe/Vienna,https://x.example/u?t=1,gold",
        "",
        "bob@example.com,,,,,,,",
    ].joined(separator: end)
    let expected = [
        Subscriber(
            address: try MailAddress("ada@example.com"),
            name: "Lovelace, \"Ada\"",
            preference: SubscriberPreference(components: ["rest", "hooks", "web"], lowestSeverity: .high),
            language: "de-AT",
            timeZone: "Europe/Vienna",
            unsubscribeURL: "https://x.example/u?t=1",
            variables: [.init(name: "plan", value: "gold")]
        ),
        Subscriber(address: try MailAddress("bob@example.com"), variables: [.init(name: "plan", value: "")]),
    ]
    #expect(try subscribers(text) == expected)
    #expect(try faults(text).isEmpty)
}

@Test func `JSON Lines give the same subscribers`() throws {
    let text = """
        {"address": "ada@example.com", "name": "Ada \\u00fc \\ud83d\\ude00", "components": ["REST API"], "seats": 12.50}

        {"email":"bob@example.com","components":null,"lowest_severity":"critical"}
        """
    #expect(
        try subscribers(text) == [
            Subscriber(
                address: try MailAddress("ada@example.com"),
                name: "Ada ü 😀",
                preference: SubscriberPreference(components: ["rest"]),
                variables: [.init(name: "seats", value: "12.50")]
            ),
            Subscriber(
                address: try MailAddress("bob@example.com"),
                preference: SubscriberPreference(lowestSeverity: .critical)
            ),
        ]
    )
}

struct BadRows: CustomTestStringConvertible {
    let text: String
    let expected: [String]
    var testDescription: String { text }
}

@Test(arguments: [
    BadRows(text: "address\nada\nbob@example.com\n", expected: ["2: the address has no '@'"]),
    BadRows(text: "address,name\na@b.c\n", expected: ["2: the row has 1 fields, the header has 2"]),
    BadRows(text: "address;name\na@b.c;x;y\n", expected: ["2: the row has 3 fields, the header has 2"]),
    BadRows(
        text: "address,name\na@b.c,\"x\ny\"\nd@e.f,\"z\n",
        expected: [
            "2: a value has a control character", "4: a quote is opened and not closed",
        ]
    ),
    BadRows(
        text: "address,name\na@b.c,\"x\"y\nd@e.f,x\"y\"\ng@h.i,\n",
        expected: [
            "2: text follows a closing quote", "3: a quote stands inside an unquoted field",
        ]
    ),
    BadRows(
        text: "address,severity\na@b.c,urgent\n",
        expected: [
            "2: unknown severity 'urgent', known are critical, high, medium, low"
        ]
    ),
    BadRows(text: "address,components\na@b.c,wep\n", expected: ["2: unknown component 'wep': did you mean 'web'?"]),
    BadRows(text: "address,time_zone\na@b.c,Mars/Base\n", expected: ["2: 'Mars/Base' is no known time zone"]),
    BadRows(
        text: "address,unsubscribe\na@b.c,javascript:alert(1)\n",
        expected: [
            "2: the unsubscribe link is not a https:, http: or mailto: address"
        ]
    ),
    BadRows(
        text: "{\"address\":\"a@b.c\"\n{\"address\":\"a@b.c\",\"incident_summary\":\"x\"}\n{\"address\":1}x\n",
        expected: [
            "1: expected ',' or '}' at column 19",
            "2: the column 'incident_summary' has the name of a variable of the incident",
            "3: text follows the object at column 14",
        ]
    ),
])
func `a bad row is reported with its line and its reason`(example: BadRows) throws {
    #expect(try faults(example.text) == example.expected)
}

struct BadHeader: CustomTestStringConvertible {
    let text: String
    let reason: String
    var testDescription: String { text }
}

@Test(arguments: [
    BadHeader(text: "", reason: "there is no header row"),
    BadHeader(text: "name\n", reason: "the header row has no column 'address'"),
    BadHeader(text: "address,E-Mail\n", reason: "the column 'E-Mail' occurs twice"),
    BadHeader(text: "address,\n", reason: "the column '' cannot be the name of a variable"),
    BadHeader(
        text: "address,Incident Summary\n",
        reason: "the column 'Incident Summary' has the name of a variable of the incident"
    ),
])
func `a header that makes no sense ends the file`(example: BadHeader) throws {
    let error = #expect(throws: SubscriberFileError.self) { try rows(example.text) }
    #expect(error?.reason == example.reason)
}

@Test func `bytes that are not UTF-8 and rows that are too long are refused alone`() throws {
    var bytes = Array("address,name\na@b.c,".utf8) + [0xFF, 0x0A]
    bytes += Array("b@b.c,".utf8) + Array(repeating: 0x61, count: 300_000) + Array("\nc@b.c,x\n".utf8)
    let found = try rows(bytes)
    #expect(found.count == 3 || found.count > 3)
    #expect(found.last == .subscriber(Subscriber(address: try MailAddress("c@b.c"), name: "x")))
    #expect(
        found.first == .issue(SubscriberIssue(path: "list", line: 2, reason: "a value is not UTF-8", isSkipped: true))
    )
}

@Test func `records across the borders of the buffer are whole`() throws {
    var text = "address,name\n"
    for number in 0..<40_000 { text += "user\(number)@example.com,\"Name \(number)\"\r\n" }
    let found = try subscribers(text)
    #expect(found.count == 40_000)
    #expect(found.enumerated().allSatisfy { $0.element.name == "Name \($0.offset)" })
}
