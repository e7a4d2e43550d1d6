import StatusCommCore
import Testing

private let tree = ComponentTree(roots: [
    Component(
        id: "api",
        name: "API",
        children: [
            Component(id: "rest-api", name: "REST API", aliases: ["rest"]),
            Component(id: "graphql-api", name: "GraphQL API"),
            Component(id: "webhooks", name: "Webhooks"),
        ]
    ),
    Component(
        id: "integrations",
        name: "Integrations",
        children: [Component(id: "slack", name: "Slack"), Component(id: "email", name: "Email Delivery")]
    ),
    Component(id: "billing", name: "Billing"),
])

struct NamedLeaves: CustomTestStringConvertible {
    let words: [String]
    let expected: [String]
    var testDescription: String { words.joined(separator: ", ") }
}

@Test(arguments: [
    NamedLeaves(words: ["rest-api"], expected: ["rest-api"]),
    NamedLeaves(words: ["REST"], expected: ["rest-api"]),
    NamedLeaves(words: ["graphql api"], expected: ["graphql-api"]),
    NamedLeaves(words: ["api - webhooks"], expected: ["webhooks"]),
    NamedLeaves(words: ["API"], expected: ["rest-api", "graphql-api", "webhooks"]),
    NamedLeaves(
        words: ["billing", "Slack", "api", "rest"],
        expected: ["rest-api", "graphql-api", "webhooks", "slack", "billing"]
    ),
])
func `a name, id or alias means its leaves, in the order of the tree`(example: NamedLeaves) throws {
    #expect(try tree.leaves(named: example.words) == example.expected)
}

@Test func `unknown components are all named, with what was meant`() {
    let error = #expect(throws: UnknownComponents.self) { try tree.leaves(named: ["rest-apj", "API", "zzz"]) }
    #expect(
        error?.message == "unknown component 'rest-apj': did you mean 'rest-api'?; unknown component 'zzz'"
    )
    #expect(error?.exitStatus == .usage)
}

@Test func `a leaf is shown with its product`() {
    #expect(tree.qualifiedName(of: "slack") == "Integrations - Slack")
    #expect(tree.qualifiedName(of: "billing") == "Billing")
    #expect(tree.qualifiedName(of: "gone") == "gone")
}

@Test(arguments: ["INC-7", "inc-7", "7"])
func `an incident id is read as people type it`(text: String) {
    #expect(IncidentID(text)?.description == "INC-7")
    #expect(IncidentID(text)?.keyPart == "00000007")
}

@Test(arguments: ["", "INC-", "0", "07", "-7", "7a", "123456789", "٧"])
func `what is no incident id is refused`(text: String) {
    #expect(IncidentID(text) == nil)
}
