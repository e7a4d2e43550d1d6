import JSON5
import StatusCommCore
import TestSupport
import Testing

@Suite struct StatuspageTests {
    let double: ProviderDouble
    let runner: ConnectorRunner

    init() throws {
        double = try ProviderDouble.statuspage()
        runner = try .preset(
            "statuspage",
            settings: ["pageID": "page1", "apiKey": "key1", "baseURL": .string(double.url)]
        )
    }

    @Test func `open sends the incident with components and our mark`() async throws {
        let result = await runner.run(.open, .example())
        #expect(result.outcome == .done)
        #expect(result.saved == ["remoteID": "i1", "url": "https://stspg.example/i1"])
        #expect(result.reports == [])
        let requests = double.requests
        #expect(requests.map(\.method) == ["GET", "POST"])
        #expect(requests[0].path == "/pages/page1/components")
        #expect(requests[0].query == "per_page=100&page=1")
        #expect(requests[1].path == "/pages/page1/incidents")
        #expect(requests[1].header("authorization") == "OAuth key1")
        #expect(requests[1].header("content-type") == "application/json")
        #expect(
            try requests[1].json
                == .json5(
                    #"""
                    { incident: {
                        name: 'API "down" & <slow>', status: "investigating", body: "We are looking into it.\nMore soon.",
                        impact_override: "critical", component_ids: ["c1", "c2"],
                        components: { c1: "major_outage", c2: "partial_outage" },
                        deliver_notifications: true, metadata: { statuscomm: { key: "7f3a9c" } } } }
                    """#
                )
        )
    }

    @Test func `update and resolve change the incident and resolve frees its components`() async throws {
        let opened = await runner.run(.open, .example())
        var update = ConnectorInput.example(.identified, saved: opened.saved)
        update.notify = false
        #expect(await runner.run(.update, update).outcome == .done)
        let resolve = ConnectorInput.example(.resolved, saved: opened.saved)
        #expect(await runner.run(.resolve, resolve).outcome == .done)
        let changes = double.requests.filter { $0.method == "PATCH" }
        #expect(changes.map(\.path) == ["/pages/page1/incidents/i1", "/pages/page1/incidents/i1"])
        #expect(
            try changes[0].json
                == .json5(
                    #"""
                    { incident: { status: "identified", body: "We are looking into it.\nMore soon.",
                        impact_override: "critical", component_ids: ["c1", "c2"],
                        components: { c1: "major_outage", c2: "partial_outage" }, deliver_notifications: false } }
                    """#
                )
        )
        #expect(
            try changes[1].json
                == .json5(
                    #"""
                    { incident: { status: "resolved", body: "We are looking into it.\nMore soon.",
                        component_ids: ["c1", "c2"], components: { c1: "operational", c2: "operational" },
                        deliver_notifications: true } }
                    """#
                )
        )
        #expect(await runner.verify(resolve) == .confirmed)
        #expect(await runner.find(after: .resolve, resolve) == .found(saved: opened.saved))
        #expect(await runner.find(after: .update, .example(.monitoring, saved: opened.saved)) == .absent)
    }

    @Test func `an incident made before the connection dropped is found by our mark`() async throws {
        double.plan(nil, .closeAfterReading)
        let lost = await runner.run(.open, .example())
        #expect(lost.outcome == .unknown(words: "no whole answer from '127.0.0.1': Empty reply from server"))
        #expect(
            await runner.find(after: .open, .example())
                == .found(saved: ["remoteID": "i1", "url": "https://stspg.example/i1"])
        )
        var other = ConnectorInput.example()
        other.operationKey = "0ther"
        #expect(await runner.find(after: .open, other) == .absent)
        #expect(double.requests.filter { $0.method == "POST" }.count == 1)
    }

    @Test func `what is still red after a resolve is named`() async throws {
        let opened = await runner.run(.open, .example())
        let resolve = ConnectorInput.example(.resolved, saved: opened.saved)
        #expect(
            await runner.verify(resolve)
                == .differs([
                    "the incident is 'investigating', not 'resolved'",
                    "'REST API' is 'major_outage', not 'operational'",
                    "'Dashboard' is 'partial_outage', not 'operational'",
                ])
        )
    }

    @Test func `components beyond the first page are found`() async throws {
        double.change { state in
            let many: [JSONValue] = (0..<150).map {
                ["id": .string("x\($0)"), "name": .string("Part \($0)"), "status": "operational", "group": false]
            }
            state["components"] = .array(many + (state["components"]?.array ?? []))
        }
        #expect(await runner.run(.open, .example()).outcome == .done)
        #expect(double.requests.filter { $0.method == "GET" }.map { $0.parameter("page") } == ["1", "2"])
    }

    @Test func `a component that the page does not have is left out and reported`() async throws {
        var input = ConnectorInput.example()
        input.components[0].name = "REST-API"
        let result = await runner.run(.open, input)
        #expect(result.outcome == .done)
        #expect(result.reports == [.unknownComponent(name: "REST-API", nearest: ["REST API"])])
        #expect(double.requests.last?.json?["incident"]?["component_ids"] == ["c2"])
    }

    @Test func `check names what does not fit`() async throws {
        var components = ConnectorInput.example().components
        components.append(.init(id: "x", name: "Dashbord", remoteID: nil, status: .operational))
        components.append(.init(id: "y", name: "Y", remoteID: "c9", status: .operational))
        let check = await runner.check(components: components)
        #expect(check.wasReached)
        #expect(check.components.map(\.remoteID) == ["c1", "c2"])
        #expect(
            check.problems == [
                "the provider has no component named 'Dashbord'; there is 'Dashboard'",
                "component 'Y' has the id 'c9', which the provider does not list",
            ]
        )
    }

    @Test func `a wrong key is refused in the provider's words`() async throws {
        let wrong = try ConnectorRunner.preset(
            "statuspage",
            settings: ["pageID": "page1", "apiKey": "key2", "baseURL": .string(double.url)]
        )
        #expect(
            await wrong.run(.open, .example()).outcome
                == .refused(status: 401, words: "answered 401: Could not authenticate")
        )
    }
}
