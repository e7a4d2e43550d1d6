import JSON5
import StatusCommCore
import TestSupport
import Testing

/// A connector file and the mistakes in it, as `line:column message`.
struct ConnectorMistakeCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let source: String
    let problems: [String]

    static let all = [
        ConnectorMistakeCase(
            testDescription: "no JSON5",
            source: "{ connector: }",
            problems: []
        ),
        ConnectorMistakeCase(
            testDescription: "nearly nothing",
            source: "{}",
            problems: [
                "1:1 the connector has no 'connector'", "1:1 the connector has no 'format'",
                "1:1 the connector has no 'kind'", "1:1 the connector has no 'actions'",
            ]
        ),
        ConnectorMistakeCase(
            testDescription: "several at once",
            source: """
                { connector: "x", format: 2, kind: "announcment", headres: {},
                  settings: { key: { required: true, default: 1, secrt: true } },
                  rate: { requests: 0 },
                  time: "iso",
                }
                """,
            problems: [
                "1:1 the connector has no 'actions'",
                "1:27 format '2' is not known",
                "1:36 unknown value 'announcment' in 'kind'",
                "1:51 unknown key 'headres' in the connector",
                "2:47 setting 'key' is required and has a default",
                "2:50 unknown key 'secrt' in setting 'key'",
                "3:9 'rate' has no 'seconds'",
                "3:21 'requests' is not a whole number from 1 to 1000000",
                "4:9 unknown value 'iso' in 'time'",
            ]
        ),
        ConnectorMistakeCase(
            testDescription: "steps",
            source: """
                { connector: "x", format: 1, kind: "announcement", settings: { url: { required: true } }, actions: {
                    publish: [
                      { get: "/a", post: "/b" },
                      { body: 1 },
                      { post: "{{setings.url}}", body: { a: "{{settings.ulr}}", b: "{{item.id}}", c: "{{title" } },
                      { post: "{{settings.url}}", save: { id: "id/x" }, success: { status: "ok" }, when: { fase: "a" } },
                      { post: "{{settings.url}}", body: { $each: "components", $value: 1 } },
                    ],
                    open: [],
                  } }
                """,
            problems: [
                "3:7 a step of 'publish' has more than one method",
                "4:7 a step of 'publish' has no method",
                "5:15 unknown name 'setings' in a template",
                "5:45 unknown name 'ulr' in 'settings'",
                "5:68 'item' has no meaning outside of 'each'",
                "5:86 a tag that begins with '{{' does not end with '}}'",
                "6:68 'status' in 'success' is no place in an answer",
                "6:92 unknown name 'fase' in a template",
                "7:41 the directives $each, $value do not go together",
                "9:5 unknown key 'open' in 'actions'",
            ]
        ),
        ConnectorMistakeCase(
            testDescription: "tables",
            source: """
                { connector: "x", format: 1, kind: "statusPage",
                  values: { phase: { investigating: 1, identified: 2, monitring: 3 }, severitys: {} },
                  actions: { open: [{ post: "/a" }], update: [{ post: "/a" }] } }
                """,
            problems: [
                "2:20 'phase' has nothing for 'monitoring', 'resolved'",
                "2:55 unknown key 'monitring' in 'phase'",
                "2:71 unknown key 'severitys' in 'values'",
                "3:12 'actions' has no 'resolve'",
            ]
        ),
    ]
}

@Suite struct ConnectorDecodingTests {
    @Test(arguments: ConnectorMistakeCase.all)
    func `every mistake is listed with its place`(mistakes: ConnectorMistakeCase) throws {
        let error = try #require(throws: ConnectorFileError.self) {
            try Connector(parsing: Array(mistakes.source.utf8), path: "x.json5")
        }
        #expect(error.problems.allSatisfy { $0.location?.path == "x.json5" && $0.exitStatus == .configuration })
        if mistakes.problems.isEmpty {
            #expect(error.problems.count == 1)
        } else {
            #expect(
                error.problems.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" }
                    == mistakes.problems
            )
        }
    }

    @Test func `a misspelt word comes with the one that was meant`() throws {
        let source =
            #"{ connector: "x", format: 1, kind: "announcement", actons: {}, actions: { publish: [{ post: "/" }] } }"#
        let error = try #require(throws: ConnectorFileError.self) {
            try Connector(parsing: Array(source.utf8), path: "x.json5")
        }
        #expect(error.problems.map(\.hint) == ["did you mean 'actions'?"])
    }
}
