import JSON5
import StatusCommCore
import TestSupport
import Testing

/// One provider: its double, and what the double must see.
struct ProviderCase: CustomTestStringConvertible, Sendable {
    let preset: String
    let double: @Sendable () throws -> ProviderDouble
    /// Path of the API at the double.
    var base = ""
    var settings: JSONObject = [:]
    /// Provider's id of the component whose id the configuration knows.
    var dashboardID = "c2"
    /// Header that carries the key.
    var header = ("authorization", "Bearer key1")
    /// Changes, lines of method and path each followed by the body as JSON5.
    let open: String
    let identified: String
    let resolved: String
    /// Words that the report must name as lost, for open.
    var losses: [String] = []
    var saved: JSONObject = ["remoteID": "i1"]
    /// What looking for the opened incident gives.
    var findsOpened = true

    var testDescription: String { preset }

    func runner(_ double: ProviderDouble) throws -> ConnectorRunner {
        var settings = settings
        settings["apiKey"] = "key1"
        settings["baseURL"] = .string(double.url + base)
        return try .preset(preset, settings: settings)
    }

    func input(_ phase: IncidentPhase = .investigating, saved: JSONObject = [:]) -> ConnectorInput {
        var input = ConnectorInput.example(phase, saved: saved)
        input.components[1].remoteID = dashboardID
        return input
    }
}

extension ProviderDouble {
    /// Changes so far, in the form of the cases; reading requests are left out.
    func changes(header: (name: String, value: String)) throws -> [JSONValue] {
        try requests.filter { $0.method != "GET" && !$0.path.hasSuffix("/get-list") && !$0.path.hasSuffix("/get-item") }
            .map { request in
                #expect(request.header(header.name) == header.value)
                #expect(request.header("content-type") == "application/json")
                #expect(request.header("accept") == "application/json")
                let query = request.query.isEmpty ? "" : "?" + request.query
                return [.string("\(request.method) \(request.path)\(query)"), try #require(request.json)]
            }
    }
}

@Suite struct StatusPageProviderTests {
    @Test(arguments: ProviderCase.all)
    func `open, update and resolve send what the provider documents`(provider: ProviderCase) async throws {
        let double = try provider.double()
        let runner = try provider.runner(double)
        let opened = await runner.run(.open, provider.input())
        #expect(opened.outcome == .done)
        #expect(opened.saved == provider.saved)
        #expect(opened.reports.map(\.lostWord) == provider.losses)
        let seen = try double.changes(header: provider.header)
        #expect(try JSONValue.array(seen) == .json5(provider.open))

        let updated = await runner.run(.update, provider.input(.identified, saved: opened.saved))
        #expect(updated.outcome == .done)
        #expect(updated.saved == provider.saved)
        let both = try double.changes(header: provider.header)
        #expect(try JSONValue.array(Array(both.dropFirst(seen.count))) == .json5(provider.identified))

        let resolve = provider.input(.resolved, saved: opened.saved)
        #expect(await runner.run(.resolve, resolve).outcome == .done)
        let all = try double.changes(header: provider.header)
        #expect(try JSONValue.array(Array(all.dropFirst(both.count))) == .json5(provider.resolved))
        #expect(await runner.verify(resolve) == .confirmed)
    }

    @Test(arguments: ProviderCase.all)
    func `a new status that goes out with no update is reported`(provider: ProviderCase) async throws {
        let double = try provider.double()
        let runner = try provider.runner(double)
        let opened = await runner.run(.open, provider.input())
        var input = provider.input(.identified, saved: opened.saved)
        for index in input.components.indices {
            input.components[index].previousStatus = input.components[index].status
        }
        input.components[0].status = .operational
        let updated = await runner.run(.update, input)
        #expect(updated.outcome == .done)
        let isSilent = ["cachet", "oneuptime"].contains(provider.preset)
        #expect(updated.reports.contains(.unsentStatus(names: [input.components[0].name])) == isSilent)
    }

    @Test(arguments: ProviderCase.all)
    func `what was made before the connection dropped is found`(provider: ProviderCase) async throws {
        let double = try provider.double()
        let runner = try provider.runner(double)
        let input = provider.input()
        #expect(await runner.find(after: .open, input) == (provider.findsOpened ? .absent : .unsupported))
        let opened = await runner.run(.open, input)
        if provider.findsOpened {
            #expect(await runner.find(after: .open, input) == .found(saved: provider.saved))
        } else {
            // Sent again, it is not made again.
            #expect(await runner.run(.open, input).saved == provider.saved)
            #expect(double.state["incidents"]?.array?.count == 1)
        }
        let update = provider.input(.identified, saved: opened.saved)
        #expect(await runner.find(after: .update, update) == .absent)
        #expect(await runner.run(.update, update).outcome == .done)
        #expect(await runner.find(after: .update, update) == .found(saved: provider.saved))
    }

    @Test(arguments: ProviderCase.all)
    func `a preview has the very requests that are sent`(provider: ProviderCase) async throws {
        let double = try provider.double()
        let runner = try provider.runner(double)
        // Catalogues are read first, so that the preview finds them in the cache.
        _ = await runner.check(components: provider.input().components)
        let before = double.requests.count
        let preview = await runner.preview(.open, provider.input())
        #expect(double.requests.count == before)
        #expect(preview.problem == nil)
        #expect(await runner.run(.open, provider.input()).outcome == .done)
        let sent = double.requests.dropFirst(before)
        #expect(preview.requests.map(\.method.rawValue) == sent.map(\.method))
        #expect(preview.requests.map(\.body) == sent.map { $0.body.isEmpty ? nil : $0.text })
        #expect(preview.requests.allSatisfy { request in !request.headers.contains { $0.value.contains("key1") } })
        #expect(preview.requests.allSatisfy { request in request.headers.contains { $0.value.contains("***") } })
    }

    @Test(arguments: ProviderCase.all)
    func `check finds the components and says that it could`(provider: ProviderCase) async throws {
        let double = try provider.double()
        let check = await (try provider.runner(double)).check(components: provider.input().components)
        #expect(check.problems == [])
        #expect(check.wasReached)
        #expect(check.components.map(\.remoteName) == ["REST API", "Dashboard"])
        #expect(check.components.map(\.remoteID).last == provider.dashboardID)
    }

    @Test(arguments: ProviderCase.all)
    func `a wrong key is refused`(provider: ProviderCase) async throws {
        let double = try provider.double()
        var input = provider.input(.identified, saved: ["remoteID": "i1"])
        input.components[0].remoteID = "c1"
        var settings = provider.settings
        settings["apiKey"] = "wrong"
        settings["baseURL"] = .string(double.url + provider.base)
        let result = await (try ConnectorRunner.preset(provider.preset, settings: settings)).run(.update, input)
        guard case .refused(let status, let words) = result.outcome else {
            Issue.record("not refused: \(result.outcome)")
            return
        }
        #expect(status == 401 || status == 403)
        #expect(words.contains("wrong") == false)
    }
}

extension ConnectorReport {
    /// Our word that got lost.
    var lostWord: String {
        switch self {
        case .lossyMapping(let word, _, _): word
        case .cut(let field, _, _): "cut \(field)"
        case .unknownComponent(let name, _): "unknown \(name)"
        case .unsentStatus(let names): "status of \(names.joined(separator: ", "))"
        }
    }
}
