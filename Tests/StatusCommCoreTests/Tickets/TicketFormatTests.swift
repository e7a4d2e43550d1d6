import JSON5
import StatusCommCore
import TestSupport
import Testing

/// A ticket connector with one thing wrong, and what is said about it.
struct TicketMistakeCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Replaces an action of a connector that is right.
    var actions: [String: String] = [:]
    /// Actions that are left out.
    var without: [String] = []
    var kind = "ticket"
    let problems: [String]

    static let right = [
        "search": #"[{ get: "/t", page: { link: true } }]"#,
        "read": #"[{ get: "/t/{{ticket.id}}" }]"#,
        "reply": #"[{ post: "/r", visibility: { public: "path" }, body: { text: "{{message}}" } }]"#,
        "close": #"[{ put: "/c" }]"#,
    ]

    static let all = [
        TicketMistakeCase(testDescription: "nothing", problems: []),
        TicketMistakeCase(
            testDescription: "a reply that does not say who sees it",
            actions: ["reply": #"[{ post: "/r", body: { text: "{{message}}" } }]"#],
            problems: ["a step of 'reply' writes a text and does not say who sees it"]
        ),
        TicketMistakeCase(
            testDescription: "a text inside of a section",
            actions: ["reply": #"[{ post: "/r", body: { text: "{{#if message}}{{message}}{{/if}}" } }]"#],
            problems: ["a step of 'reply' writes a text and does not say who sees it"]
        ),
        TicketMistakeCase(
            testDescription: "a note that customers see",
            actions: ["note": #"[{ post: "/r", visibility: { public: "path" }, body: { text: "{{message}}" } }]"#],
            problems: ["a text of 'note' must not be public"]
        ),
        TicketMistakeCase(
            testDescription: "a reply that only agents see",
            actions: ["reply": #"[{ post: "/r", visibility: { internal: "path" }, body: { text: "{{message}}" } }]"#],
            problems: ["a text of 'reply' must not be internal"]
        ),
        TicketMistakeCase(
            testDescription: "a constant that is another",
            actions: [
                "note": #"""
                [{ post: "/r", visibility: { internal: { "/private": true } },
                   body: { text: "{{message}}", private: false } }]
                """#
            ],
            problems: ["the body has not always 'true' at '/private', so nothing makes it internal"]
        ),
        TicketMistakeCase(
            testDescription: "a constant that a setting decides",
            actions: [
                "note": #"""
                [{ post: "/r", visibility: { internal: { "/private": "true" } },
                   body: { text: "{{message}}", private: "{{settings.private}}" } }]
                """#
            ],
            problems: ["the body has not always 'true' at '/private', so nothing makes it internal"]
        ),
        TicketMistakeCase(
            testDescription: "a constant that may be left out",
            actions: [
                "note": #"""
                [{ post: "/r", visibility: { internal: { "/private": true } },
                   body: { text: "{{message}}", "private?": true } }]
                """#
            ],
            problems: ["the body has not always 'true' at '/private', so nothing makes it internal"]
        ),
        TicketMistakeCase(
            testDescription: "a text that is elsewhere",
            actions: [
                "note": #"""
                [{ post: "/r", visibility: { internal: "/work_notes" },
                   body: { comments: "{{message}}", work_notes: "" } }]
                """#
            ],
            problems: ["the text is not at '/work_notes' of the body"]
        ),
        TicketMistakeCase(
            testDescription: "a reason that is none",
            actions: ["reply": #"[{ post: "/r", visibility: { public: "yes" }, body: { text: "{{message}}" } }]"#],
            problems: [
                "'yes' does not say what makes it public",
                "a step of 'reply' writes a text and does not say who sees it",
            ]
        ),
        TicketMistakeCase(
            testDescription: "a text where none belongs",
            actions: ["close": #"[{ put: "/c", body: { why: "{{message}}" } }]"#],
            problems: ["'close' writes no text, so 'message' has no meaning in it"]
        ),
        TicketMistakeCase(
            testDescription: "a reply without a text",
            actions: ["reply": #"[{ post: "/r" }]"#],
            problems: ["'reply' writes no text"]
        ),
        TicketMistakeCase(
            testDescription: "a body that a setting holds",
            actions: ["close": #"[{ put: "/c", body: { $template: "settings.private" } }]"#],
            problems: ["'$template' hides from this check what is written on a ticket"]
        ),
        TicketMistakeCase(
            testDescription: "a list without an end",
            actions: ["search": #"[{ get: "/t" }]"#],
            problems: ["a step of 'search' does not say with 'page' how its list goes on"]
        ),
        TicketMistakeCase(
            testDescription: "marks that cannot be found",
            actions: ["link": #"[{ put: "/l", body: { mark: "{{mark.text}}" } }]"#],
            problems: ["'marked', 'link', 'unlink' go together"]
        ),
        TicketMistakeCase(
            testDescription: "names of another kind",
            actions: ["close": #"[{ put: "/c", body: { phase: "{{phase}}" } }]"#],
            problems: ["unknown name 'phase' in a template"]
        ),
        TicketMistakeCase(
            testDescription: "a kind that has no tickets",
            kind: "announcement",
            problems: [
                "unknown key 'search' in 'actions'", "unknown key 'read' in 'actions'",
                "unknown key 'reply' in 'actions'",
                "unknown key 'close' in 'actions'", "'actions' has no 'publish'", "'ticket' is for the kind 'ticket'",
            ]
        ),
        TicketMistakeCase(
            testDescription: "no way to read",
            without: ["read"],
            problems: ["'actions' has no 'read'"]
        ),
    ]

    var source: String {
        let all = Self.right.merging(actions) { $1 }.filter { !without.contains($0.key) }
        let lines = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return """
            { connector: "x", format: 1, kind: "\(kind)", settings: { private: {} },
              ticket: { id: "/id", subject: "/s", created: "/c", status: { at: "/st", open: "o", solved: "s" } },
              actions: { \(lines.joined(separator: ",\n")) } }
            """
    }
}

@Suite struct TicketFormatTests {
    @Test(arguments: TicketMistakeCase.all)
    func `a connector that could write to the wrong reader is no connector`(mistakes: TicketMistakeCase) {
        var found: [String] = []
        do throws(ConnectorFileError) {
            _ = try Connector(parsing: Array(mistakes.source.utf8), path: "x.json5")
        } catch {
            found = error.problems.map(\.message)
        }
        #expect(Set(found) == Set(mistakes.problems))
    }

    @Test func `a mapping names what every ticket has`() throws {
        let source = #"""
            { connector: "x", format: 1, kind: "ticket", ticket: { id: "/id", statuss: {}, status: { at: "/s" } },
              actions: { search: [{ get: "/t", page: { token: "/n" } }], read: [{ get: "/t", earlier: "15h" }],
                reply: [{ post: "/r", visibility: { public: "path" }, body: { text: "{{message}}" } }],
                close: [{ put: "/c" }] } }
            """#
        let error = try #require(throws: ConnectorFileError.self) {
            try Connector(parsing: Array(source.utf8), path: "x.json5")
        }
        #expect(
            Set(error.problems.map(\.message)) == [
                "unknown key 'statuss' in 'ticket'", "'ticket' has no 'subject'", "'ticket' has no 'created'",
                "'status' has no 'open'", "'status' has no 'solved'", "'token' needs 'query' or 'body', where it goes",
                "unknown key 'earlier' in a step of 'read'",
                "a step of 'search' does not say with 'page' how its list goes on",
            ]
        )
    }
}
