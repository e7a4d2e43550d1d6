import JSON5
import StatusCommCore
import TestSupport
import Testing

/// A connector whose one catalogue goes on in the way that is named.
private func runner(_ server: LoopbackServer, page: String) throws -> ConnectorRunner {
    let source = """
        { connector: "paged", format: 1, kind: "announcement", base: "\(server.url)",
          catalogues: { components: { get: "/list", page: \(page), list: "/items", id: "/id", name: "/name" } },
          actions: { publish: [{ post: "/x" }] } }
        """
    return ConnectorRunner(
        connector: try Connector(parsing: Array(source.utf8), path: "paged.json5"),
        target: "t",
        settings: [:],
        transport: .curl(),
        clock: ManualClock(),
        now: { connectorTestTime }
    )
}

private func item(_ number: Int) -> String { #"{"id":\#(number),"name":"Part \#(number)"}"# }

private let wanted = [ConnectorInput.Component(id: "p3", name: "Part 3", remoteID: nil, status: .operational)]

@Suite struct ConnectorPagingTests {
    @Test func `a list goes on by its Link header`() async throws {
        let server = try LoopbackServer { request in
            let page = Int(request.parameter("page") ?? "") ?? 1
            // The next page's link may stand alone, first or after others.
            let others = page == 2 ? #"</other>; rel="prev", "# : ""
            let link = page < 3 ? [("Link", #"\#(others)</list?page=\#(page + 1)>; rel="next""#)] : []
            return .json(200, #"{"items":[\#(item(page))]}"#, headers: link)
        }
        let check = await (try runner(server, page: "{ link: true }")).check(components: wanted)
        #expect(check.components.map(\.remoteID) == ["3"])
        #expect(server.requests.map(\.query) == ["", "page=2", "page=3"])
    }

    @Test func `a list goes on by what came before`() async throws {
        let server = try LoopbackServer { request in
            let start = Int(request.parameter("start") ?? "") ?? -1
            return .json(200, #"{"items":[\#(item(start + 1)),\#(item(start + 2))],"isLast":\#(start >= 2)}"#)
        }
        let page = #"{ offset: "start", size: 2, while: { "/isLast": false } }"#
        let check = await (try runner(server, page: page)).check(components: wanted)
        #expect(check.components.map(\.remoteID) == ["3"])
        #expect(server.requests.map(\.query) == ["start=0", "start=2"])
    }

    @Test func `a list that is shorter than its own count is cut off`() async throws {
        let server = try LoopbackServer { _ in .json(200, #"{"items":[\#(item(3))],"total":2}"#) }
        let check = await (try runner(server, page: #"{ query: "p", size: 9, total: "/total" }"#)).check(
            components: wanted
        )
        #expect(check.problems == ["cannot read its components: the list was cut off: 1 of 2 came"])
    }

    @Test func `a list that goes on where the provider ends it is cut off`() async throws {
        let server = try LoopbackServer { _ in .json(200, #"{"items":[\#(item(3))]}"#) }
        let check = await (try runner(server, page: #"{ query: "p", most: 2 }"#)).check(components: wanted)
        #expect(check.problems == ["cannot read its components: the provider's list does not end after 2 pages"])
        #expect(server.requests.count == 2)
    }

    @Test func `a list goes on by page numbers from zero until a page is short`() async throws {
        let server = try LoopbackServer { request in
            let page = Int(request.parameter("p") ?? "") ?? 0
            return .json(200, page == 0 ? #"{"items":[\#(item(1)),\#(item(2))]}"# : #"{"items":[\#(item(3))]}"#)
        }
        let check = await (try runner(server, page: #"{ query: "p", start: 0, size: 2 }"#)).check(components: wanted)
        #expect(check.components.map(\.remoteID) == ["3"])
        #expect(server.requests.map(\.query) == ["p=0", "p=1"])
    }

    @Test(arguments: ["http://127.0.0.1:1/list", "https://127.0.0.1/list", "//example.org/list", "file:///etc/passwd"])
    func `a next page elsewhere is not followed`(next: String) async throws {
        let server = try LoopbackServer { _ in
            .json(200, ["items": [], "next": .string(next)])
        }
        let check = await (try runner(server, page: #"{ next: "/next" }"#)).check(components: wanted)
        #expect(
            check.problems == [
                "cannot read its components: the next page is at another host, which is never followed"
            ]
        )
        #expect(server.requests.count == 1)
    }

    @Test func `a list without an end ends`() async throws {
        let server = try LoopbackServer { request in
            let page = Int(request.parameter("after") ?? "") ?? 0
            return .json(200, #"{"items":[],"more":\#(page + 1)}"#)
        }
        let check = await (try runner(server, page: #"{ token: "/more", query: "after" }"#)).check(components: wanted)
        #expect(check.problems == ["cannot read its components: the provider's list does not end after 200 pages"])
        #expect(server.requests.count == 200)
    }

    @Test func `a name that two components have is not guessed`() async throws {
        let server = try LoopbackServer { _ in
            .json(200, #"{"items":[{"id":1,"name":"Part 3"},{"id":2,"name":"Part 3"}]}"#)
        }
        let check = await (try runner(server, page: "{ link: true }")).check(components: wanted)
        #expect(check.problems == ["2 components are named 'Part 3' at the provider; give an id"])
    }
}
